"""What the first visit costs, and that nothing on the page moves while it arrives."""

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, Request, expect
from steps import go_to_photo, see_result, start_analysis, take_sample, words

from scalp_deployment.paths import BUILT_SITE, ROOT
from scalp_local.system import System

OpenPage = Callable[..., Page]
_LOCALES = {"ko": "ko-KR", "en": "en-GB"}
_SCRIPT_BYTES = 60_000
_STYLE_BYTES = 15_000
_QUESTION_BYTES = 60_000
_FONT_BYTES = {"ko": 65_000, "en": 25_000}
_FONTS = {"ko": {"latin", "first"}, "en": {"latin"}}
_SHIFT = 0.02
# Eight letters of base64url: a hash may hold hyphens itself.
_HASH = re.compile(r"-[\w-]{8}\.\w+$")

# What Lighthouse calls slow 4G, and a telephone of the middle class.
_SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
_SLOW_PROCESSOR = 2  # on top of a machine that runs other tests

_WATCH_SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      const moved = sources.map(({ node }) => node?.outerHTML ?? node?.textContent ?? "?");
      window.shifts.push({ value, moved: moved.map((html) => html.slice(0, 80)) });
    }
  }).observe({ type: "layout-shift", buffered: true });
}"""


@dataclass
class Traffic:
    """What the browser loaded, by kind: names and bytes on the wire."""

    loaded: list[Request] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("requestfinished", lambda request: self.loaded.append(request))

    def names(self, kind: str) -> set[str]:
        """The files' names without the hashes that Vite puts into them."""
        paths = (each.url.rsplit("/", 1)[1] for each in self.loaded if each.resource_type == kind)
        return {_HASH.sub("", path) for path in paths}

    def bytes(self, kind: str) -> int:
        found = [each for each in self.loaded if each.resource_type == kind]
        return sum(each.sizes()["responseBodySize"] for each in found)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_first_visit_loads_only_what_it_shows(
    open_page: OpenPage, running_system: System, language: str
) -> None:
    page = elsewhere(open_page, locale=_LOCALES[language])
    traffic = Traffic()
    traffic.watch(page)
    page.goto(running_system.url)
    expect(page.get_by_role("heading", level=1)).to_have_text(words(language)["start.title"])
    page.wait_for_load_state("networkidle")

    later = {part.stem for part in (ROOT / "web" / "src" / "parts").rglob("*.tsx")}
    assert later  # maps, charts and all that is not at the start
    assert traffic.names("script") >= {"boot", "index"}
    assert not traffic.names("script") & later
    assert 0 < traffic.bytes("script") <= _SCRIPT_BYTES
    assert 0 < traffic.bytes("stylesheet") <= _STYLE_BYTES
    assert traffic.names("font") == _FONTS[language]
    assert 0 < traffic.bytes("font") <= _FONT_BYTES[language]
    assert {each.url.split("/")[2] for each in traffic.loaded} == {running_system.url.split("/")[2]}


@pytest.mark.parametrize(("language", "reader"), [("ko", "korean"), ("en", "english")])
def test_the_question_box_weighs_little_in_each_language(language: str, reader: str) -> None:
    names = ("AskBox", "AskPage", "AskSection", "terms", reader, language)
    files = [
        file
        for file in (BUILT_SITE / "assets").iterdir()
        if file.suffix in {".js", ".css"} and _HASH.sub("", file.name) in names
    ]

    assert {_HASH.sub("", file.name) for file in files} == set(names)
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= _QUESTION_BYTES


@pytest.mark.parametrize(("language", "width"), [("ko", 390), ("en", 1440)])
def test_nothing_moves_while_the_page_arrives_slowly(
    open_page: OpenPage, running_system: System, language: str, width: int
) -> None:
    say = words(language)
    page = elsewhere(open_page, locale=_LOCALES[language], size=(width, 844))
    page.add_init_script(f"({_WATCH_SHIFTS})()")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", _SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": _SLOW_PROCESSOR})

    page.goto(running_system.url)
    expect(page.get_by_role("heading", level=1)).to_have_text(say["start.title"])
    fonts_arrived(page)
    assert shifts(page) == []
    go_to_photo(page, say)
    fonts_arrived(page)
    assert shifts(page) == []
    take_sample(page, say)
    page.evaluate("window.shifts = []")  # the photo took the place of the button by request
    start_analysis(page, say)
    see_result(page, say)
    fonts_arrived(page)
    assert shifts(page) == []

    page.reload()  # as who was sent the address of a result
    see_result_again(page, say)
    fonts_arrived(page)
    assert shifts(page) == []


def elsewhere(open_page: OpenPage, **options: Any) -> Page:
    """A page of the same origin, without anything of the site; Chromium asks for its old icon."""
    return open_page("/robots.txt", tolerated="404 (Not Found)", **options)


def fonts_arrived(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => null)")


def see_result_again(page: Page, say: dict[str, str]) -> None:
    expect(page.get_by_text(say["result.eyebrow"], exact=True)).to_be_visible()


def shifts(page: Page) -> list[str]:
    """What moved since the page was loaded, if it was too much."""
    found = page.evaluate("window.shifts")
    total = sum(each["value"] for each in found)
    return [f"{each['value']:.4f} {each['moved']}" for each in found] if total > _SHIFT else []


def test_pretendard_as_it_is_comes_only_for_characters_that_the_texts_lack(
    open_page: OpenPage, running_system: System
) -> None:
    page = open_page("/robots.txt", tolerated="Failed to load resource")  # the map has no tiles
    traffic = Traffic()
    traffic.watch(page)
    page.goto(f"{running_system.url}/#/history")
    expect(page.locator("main h1")).to_be_visible()
    fonts_arrived(page)
    assert "rare" not in traffic.names("stylesheet")
    assert traffic.names("font") <= {"latin", "first", "later"}
    with page.expect_response("**/rare-*.css"):
        page.goto(f"{running_system.url}/#/clinics")  # which shows names that the texts do not know
    title = page.get_by_role("heading", level=1, name=words("ko")["clinics.title"])
    expect(title).to_be_visible()  # until then it is the page before that has a title
    with page.expect_response("**/PretendardVariable.subset.*.woff2"):
        title.evaluate("one => { one.textContent = '뷁' }")


def test_files_travel_and_are_kept_as_cloudfront_will_do_it(running_system: System) -> None:
    built = ROOT / "web" / "dist" / "assets"
    if not built.is_dir():
        pytest.skip("the site is not built; run: make site")
    script = next(built.glob("index-*.js"))
    font = next(built.glob("latin-*.woff2"))
    with httpx.Client(base_url=running_system.url) as client:
        page, code, face = (
            client.get(path) for path in ("/", f"/assets/{script.name}", f"/assets/{font.name}")
        )
        missing = client.get("/assets/missing-12345678.js")
    assert page.headers["cache-control"] == "no-cache"
    assert page.headers["content-encoding"] == "gzip"
    assert code.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert code.headers["content-encoding"] == "gzip"
    assert code.headers["vary"] == "Accept-Encoding"
    assert face.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "content-encoding" not in face.headers  # woff2 is compressed already
    assert missing.status_code == 404
    assert missing.headers["cache-control"] == "no-cache"
