"""Every page and state in both languages and themes against axe-core; the journey by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from people import assessed, count
from playwright.sync_api import Page, Route, expect
from states import STATES, State
from steps import fill_in, take_sample, words

from scalp_core.statistics.publication import MINIMUM
from scalp_core.vocabulary import AgeGroup, Grade, ScalpType, Sex, Symptom
from scalp_deployment.paths import ROOT
from scalp_local.system import System
from support.results import result

OpenPage = Callable[..., Page]
_AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
_LOCALES = {"ko": "ko-KR", "en": "en-GB"}
_NARROWEST = 320
_TARGET_PX = {"width": 24, "height": 44}  # more than WCAG 2.2's 24 and KWCAG's 6 mm
_MOST_TABS = 80

# axe's own rules, without the tags' limits: best practices count too.
_AXE_RUN = """async () => {
  const { violations } = await axe.run(document, {
    resultTypes: ["violations"],
    rules: {
      "label-content-name-mismatch": { enabled: true },
      "target-size": { enabled: true },
    },
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
}"""

# Links inside of sentences are as high as their line, and that is allowed.
_SMALL = """(least) => {
  // A link may be stretched over the card that it names.
  const target = (one) => getComputedStyle(one, "::after").inset === "0px" ? one.offsetParent : one;
  return [...document.querySelectorAll(
    "main a[href], main button, header a, header button, footer a")]
  .filter((one) => one.checkVisibility() && !one.closest("p, dd, figcaption"))
  .map((one) => [one.outerHTML.slice(0, 90), target(one).getBoundingClientRect()])
  // Sizes are sums of fractions: 43.99998 is 44.
  .filter(([, { width, height }]) =>
    width > 0 && (width < least.width - 0.01 || height < least.height - 0.01))
  .map(([html, { width, height }]) => `${width}×${height}: ${html}`);
}"""

_WIDE = """() => {
  const most = document.documentElement.clientWidth;
  const clipped = (one) => {
    for (let up = one.parentElement; up; up = up.parentElement) {
      if (getComputedStyle(up).overflowX !== "visible") return true;
    }
    return false;
  };
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.checkVisibility()) // what is folded has the size that it last had
    .filter((one) => one.getBoundingClientRect().right > most + 0.5 && !clipped(one))
    .map((one) => one.outerHTML.slice(0, 120));
}"""


_TWO_FRAMES = """() => new Promise((resolve) =>
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(null))))"""


@pytest.fixture(scope="module", autouse=True)
def _statistics(running_system: System) -> None:
    """The group of those who fill in the form and another can be shown, all others are withheld."""
    for sex, age in ((Sex.FEMALE, AgeGroup.THIRTIES), (Sex.MALE, AgeGroup.SIXTIES)):
        found = result({Symptom.DANDRUFF: Grade.MILD}, ScalpType.DANDRUFF)
        count(running_system, MINIMUM, sex, age, found=found)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_every_state_can_be_used_by_everyone(
    open_page: OpenPage, running_system: System, state: State
) -> None:
    """One visit for all that is checked everywhere, as the way there takes the most time."""
    grades = {Symptom.HAIR_LOSS: Grade.MODERATE, Symptom.DANDRUFF: Grade.MILD}
    (own,) = assessed(running_system, Sex.FEMALE, AgeGroup.THIRTIES, grades)
    page = open_page(state.path.format(id=own), tolerated=state.tolerated)
    page.emulate_media(reduced_motion="reduce")  # colours halfway between two themes are nobody's
    state.go(page, words("ko"))
    if not _AXE.is_file():
        pytest.skip("axe-core is not installed; run: make site")
    # By the debugger, so that the security policy stays on.
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    findings: dict[str, list[Any]] = {}
    # Names and texts go with the language, colours with the theme: no rule of axe looks at both.
    for language, theme in (("ko", "light"), ("en", "dark")):
        _speak(page, language)
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        findings[f"axe, {language}, {theme}"] = page.evaluate(_AXE_RUN)

    page.set_viewport_size({"width": _NARROWEST, "height": 640})
    for language in _LOCALES:
        _speak(page, language)
        page.evaluate(_TWO_FRAMES)  # what follows the width, such as the map, is drawn anew
        findings[f"{language}: wider than the page"] = page.evaluate(_WIDE)
        width = page.evaluate("document.documentElement.scrollWidth")
        findings[f"{language}: scrolls sideways"] = [] if width == _NARROWEST else [width]
        findings[f"{language}: too small to hit"] = page.evaluate(_SMALL, _TARGET_PX)
        findings[f"{language}: controls without a name"] = _nameless(page)
    assert {what: found for what, found in findings.items() if found} == {}


def _speak(page: Page, language: str) -> None:
    """Switch the language where it is another; by script, as a dialog may cover the button."""
    page.locator(".site-switches").evaluate(
        "(all, language) => all.querySelector(`button[lang=${language}]`)?.click()", language
    )
    expect(page.locator("html")).to_have_attribute("lang", language)


def _nameless(page: Page) -> list[dict[str, Any]]:
    """Controls without a name; asserts that the page has its landmarks, if no dialog hides them."""
    nodes = _accessibility_tree(page)
    controls = [node for node in nodes if node["role"] in _CONTROLS]
    assert controls
    landmarks = [node["role"] for node in nodes if node["role"] in _LANDMARKS]
    behind_dialog = page.get_by_role("dialog").count() > 0
    assert sorted(landmarks) == ([] if behind_dialog else sorted(_LANDMARKS))
    return [node for node in controls if not node["name"]]


_LANDMARKS = {"banner", "navigation", "main", "contentinfo"}
_CONTROLS = {
    "button", "checkbox", "combobox", "link", "radio", "searchbox", "slider", "spinbutton",
    "switch", "tab", "textbox",
}  # fmt: skip


def _accessibility_tree(page: Page) -> list[dict[str, Any]]:
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        {
            "role": node.get("role", {}).get("value"),
            "name": node.get("name", {}).get("value", "").strip(),
        }
        for node in nodes
        if not node["ignored"]
    ]


class Keyboard:
    """Somebody without a mouse: Tab goes on until what is wanted has the focus, which must show."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, role: str, name: str) -> None:
        """Press Tab until the control has the focus; fails if it never gets it."""
        wanted = self.page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
        expect(wanted).to_be_attached()
        for _ in range(_MOST_TABS):
            if wanted.evaluate("one => one === document.activeElement"):
                self._expect_focus_to_show(name)
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{role} {name!r} cannot be reached by Tab")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def _expect_focus_to_show(self, name: str) -> None:
        """At once, or as soon as what is still arriving has found its place."""
        for _ in range(20):
            if self.shows_focus():
                return
            self.page.wait_for_timeout(100)
        pytest.fail(f"{name}: the focus cannot be seen")

    def shows_focus(self) -> bool:
        """The control, or what stands for it, has an outline and lies in the viewport."""
        seen: bool = self.page.evaluate(
            """() => {
              const one = document.activeElement;
              const stands = [one, one.nextElementSibling, one.closest("label")].filter(Boolean);
              const outlined = stands.find((each) => {
                const { outlineStyle, outlineWidth } = getComputedStyle(each);
                return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
              });
              if (!outlined) return false;
              const { top, bottom } = outlined.getBoundingClientRect();
              return bottom > 0 && top < innerHeight;
            }"""
        )
        return seen


def test_what_has_the_focus_stays_in_sight_when_more_arrives_above_it(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("en")
    grades = {Symptom.HAIR_LOSS: Grade.MODERATE, Symptom.DANDRUFF: Grade.MILD}
    (own,) = assessed(running_system, Sex.MALE, AgeGroup.SIXTIES, grades)
    # So high that a part of what will grow is in sight; else the browser keeps the place itself.
    page = open_page("/", locale=_LOCALES["en"], size=(1280, 720))
    held: list[Route] = []
    page.route("**/api/v1/products?*", lambda route: held.append(route))
    with page.expect_request("**/api/v1/products?*"):
        page.goto(f"{running_system.url}/#/a/{own}")
        keyboard = Keyboard(page)
        keyboard.to("button", say["result.delete"])

    held[0].continue_()

    expect(page.locator(".product").first).to_be_attached()
    assert keyboard.shows_focus()


def test_from_start_to_result_to_deletion_without_a_mouse(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/")
    keyboard = Keyboard(page)
    heading = page.get_by_role("heading", level=1)

    keyboard.press("Tab")
    skip = page.get_by_role("link", name=say["app.skip"])
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    keyboard.press("Enter")
    expect(heading).to_be_focused()

    keyboard.to("radio", say["sex.female"])
    keyboard.press("ArrowRight", "ArrowLeft")  # the keys of a group of radio buttons
    keyboard.press("Tab", "Space")
    expect(page.get_by_role("radio", name=say["age.10s"])).to_be_checked()
    keyboard.to("checkbox", f"{say['consent.agree']} {say['form.required']}")
    keyboard.press("Space")
    keyboard.to("checkbox", f"{say['form.fourteen']} {say['form.required']}")
    keyboard.press("Space")
    keyboard.to("button", say["form.next"])
    keyboard.press("Enter")

    expect(heading).to_have_text(say["photo.title"])
    expect(heading).to_be_focused()
    keyboard.to("button", say["photo.sample"])
    keyboard.press("Enter")
    expect(page.get_by_role("img", name=say["photo.alt"])).to_be_visible()
    keyboard.to("button", say["photo.submit"])
    keyboard.press("Enter")

    expect(page.get_by_text(say["result.eyebrow"], exact=True)).to_be_visible()
    expect(heading).to_be_focused()
    before = page.locator("canvas[role=img]").get_attribute("aria-label")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("name", "overlay")
    keyboard.press("ArrowDown")
    expect(page.locator("canvas[role=img]")).not_to_have_attribute("aria-label", before or "")
    keyboard.to("slider", say["viewer.opacity"])
    keyboard.press("Home")
    expect(page.locator("canvas[role=img]")).to_have_css("opacity", "0")

    keyboard.to("button", say["result.delete"])
    keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=say["delete.title"])
    expect(dialog).to_be_visible()
    keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name=say["result.delete"], exact=True)).to_be_focused()
    keyboard.press("Enter")
    keyboard.to("button", say["delete.confirm"])
    keyboard.press("Enter")
    expect(heading).to_have_text(say["deleted.title"])
    expect(heading).to_be_focused()


def test_the_focus_goes_through_the_page_as_the_eye_does(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/", size=(1440, 900))
    expect(page.get_by_role("heading", level=1)).to_have_text(say["start.title"])
    found: list[str] = []
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        name = page.evaluate(
            """() => {
              const one = document.activeElement;
              return one === document.body ? null
                : one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.textContent;
            }"""
        )
        if name is None:
            break
        found.append(name.strip())
    beginning = [
        say[key]
        for key in (
            "app.skip", "app.home", "app.nav.check", "app.nav.clinics", "app.nav.statistics",
            "app.nav.history", "app.theme.dark", "app.switch", "sex.female",
        )
    ]  # fmt: skip
    assert found[: len(beginning)] == beginning
    assert found[-3:] == [say[f"app.footer.{key}"] for key in ("api", "licences", "font")]


def test_the_theme_follows_the_system_until_one_is_chosen(open_page: OpenPage) -> None:
    say = words("ko")
    # A service worker would answer for the app that is held back below.
    blocked = "Service Worker registration blocked"
    page = open_page("/", scheme="light", service_worker=False, tolerated=blocked)
    root = page.locator("html")
    expect(root).to_have_attribute("data-theme", "light")
    page.emulate_media(color_scheme="dark")
    expect(root).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name=say["app.theme.light"]).click()
    expect(root).to_have_attribute("data-theme", "light")
    expect(page.locator("body")).to_have_css("background-color", "rgb(243, 246, 245)")

    page.route(
        "**/assets/index-*.js", lambda route: route.fulfill(body="", content_type="text/javascript")
    )
    page.reload()  # without the app: what is there before it must be right already
    expect(page.locator("#app")).to_be_empty()
    expect(root).to_have_attribute("data-theme", "light")
    page.unroute_all()
    page.reload()
    page.get_by_role("button", name=say["app.theme.dark"]).click()
    expect(root).to_have_attribute("data-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(root).to_have_attribute("data-theme", "light")


def test_paper_is_light_whatever_the_theme(open_page: OpenPage) -> None:
    page = open_page("/", scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(243, 246, 245)")


def test_a_chosen_photo_is_told_to_screen_readers(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/")
    fill_in(page, say)
    take_sample(page, say)
    expect(page.get_by_role("status").filter(has_text=say["photo.ready"])).to_have_count(1)
