"""Choosing a photo: by file, drop or paste; what the page checks before it is sent."""

import base64
import time
from collections.abc import Callable

import httpx
import pytest
from altered_photos import blurred, brightened, darkened, jpeg, lawn
from PIL import Image
from playwright.sync_api import Page, Route, expect
from steps import (
    choose,
    go_to_photo,
    see_result,
    start_analysis,
    stored,
    take_sample,
    words,
)

from scalp_core.assessments.create import CONSENT_VERSION
from scalp_core.errors import REJECTIONS, RejectionCode
from scalp_core.vocabulary import PhotoWarning
from scalp_local.system import System
from support import photos

OpenPage = Callable[..., Page]
_WARNINGS = set(PhotoWarning) - {PhotoWarning.UNFAMILIAR}  # which only the networks can see


def test_the_consent_names_the_version_that_the_api_stores(open_page: OpenPage) -> None:
    page = open_page("/", locale="en-GB")
    go_to_photo(page, words("en"))
    take_sample(page, words("en"))
    shown = page.locator("[aria-labelledby=consent-title] .consent-version").inner_text()
    day = time.strptime(CONSENT_VERSION, "%Y-%m-%d")
    expected = f"{day.tm_mday} {time.strftime('%B %Y', day)}"
    assert shown == words("en")["consent.version"].replace("{date}", expected)


@pytest.mark.parametrize(
    ("name", "content", "kind", "fault"),
    [
        ("notes.txt", b"text", "text/plain", "type"),
        ("empty.jpg", b"", "image/jpeg", "empty"),
        ("broken.jpg", photos.sample()[:200], "image/jpeg", "incomplete"),
        ("damaged.png", photos.damaged_png(), "image/png", "unreadable"),
        ("icon.png", photos.encoded(photos.picture(64, 64), "PNG"), "image/png", "too_small"),
    ],
)
def test_what_cannot_be_assessed_is_said_before_it_is_sent(
    open_page: OpenPage, name: str, content: bytes, kind: str, fault: str
) -> None:
    say = words("ko")
    page = open_page("/")
    go_to_photo(page, say)
    choose(page, name, content, kind)
    expect(page.get_by_text(say[f"photo.error.{fault}"])).to_be_visible()
    expect(page.get_by_role("button", name=say["photo.submit"])).to_have_count(0)


@pytest.mark.parametrize(
    "content",
    [photos.sample(), darkened(0.3), brightened(0.8), blurred(5), jpeg(photos.picture(300, 230))],
    ids=["fine", "dark", "bright", "blurred", "small"],
)
def test_the_page_warns_of_what_the_server_will_warn_of(
    open_page: OpenPage, running_system: System, content: bytes
) -> None:
    say = words("ko")
    page = open_page("/")
    go_to_photo(page, say)
    choose(page, "photo.jpg", content)
    expect(page.get_by_role("button", name=say["photo.submit"], exact=True)).to_be_enabled()
    box = page.locator(".findings")
    shown = box.inner_text() if box.count() else ""
    expected = {one for one in _WARNINGS if say[f"warning.{one}"] in shown}
    start_analysis(page, say)
    see_result(page, say)
    found = set(stored(page, running_system)["result"]["warnings"])
    assert expected == found & _WARNINGS


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (darkened(0.05), RejectionCode.TOO_DARK),
        (brightened(0.97), RejectionCode.TOO_BRIGHT),
        (blurred(12), RejectionCode.BLURRED),
        (jpeg(photos.picture(1200, 300)), RejectionCode.IMAGE_TOO_NARROW),
        (lawn(), RejectionCode.NOT_A_SCALP),
    ],
    ids=["black", "white", "blurred", "strip", "lawn"],
)
def test_the_reason_of_a_rejection_is_the_same_before_and_after_sending(
    open_page: OpenPage, content: bytes, code: RejectionCode
) -> None:
    say = words("ko")
    page = open_page("/")
    go_to_photo(page, say)
    choose(page, "photo.jpg", content)
    expect(page.locator(".findings").get_by_text(REJECTIONS[code].ko)).to_be_visible()
    start_analysis(page, say, "photo.submit.anyway")
    expect(page.get_by_role("heading", level=1)).to_have_text(say["rejected.title"])
    expect(page.get_by_text(REJECTIONS[code].ko)).to_be_visible()
    for caption in ("rejected.own", "rejected.example"):
        figure = page.get_by_role("figure").filter(has_text=say[caption])
        assert figure.locator("img").evaluate("image => image.decode().then(() => true)")
    page.get_by_role("button", name=say["app.switch"]).click()
    expect(page.get_by_text(REJECTIONS[code].en)).to_be_visible()
    page.get_by_role("button", name=words("en")["rejected.camera"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words("en")["photo.title"])
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_file_that_only_the_server_can_judge_is_rejected_by_it(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/")
    go_to_photo(page, say)
    choose(page, "small.heic", photos.heic(photos.picture(128, 128)), "")
    expect(page.get_by_text(say["photo.nopreview"])).to_be_visible()
    start_analysis(page, say)
    expect(page.get_by_text(REJECTIONS[RejectionCode.IMAGE_TOO_SMALL].ko)).to_be_visible()


def test_a_photo_that_this_browser_cannot_show_is_sent_without_its_metadata(
    open_page: OpenPage,
) -> None:
    exif = Image.Exif()
    exif[0x010F] = "a maker"
    metadata = {"exif": exif.tobytes(), "xmp": b"<x:xmpmeta>a place</x:xmpmeta>"}
    original = photos.heic(photos.picture(), **metadata)
    assert b"a maker" in original
    assert b"a place" in original
    say = words("ko")
    page = open_page("/")
    sent: list[bytes] = []

    def keep(route: Route) -> None:
        sent.append(route.request.post_data_buffer or b"")
        route.continue_()

    go_to_photo(page, say)
    choose(page, "IMG_0001.HEIC", original, "")
    expect(page.get_by_text(say["photo.privacy.raw"])).to_be_visible()
    page.route("**/scalpspectra-uploads-*", keep)
    start_analysis(page, say)
    see_result(page, say)
    assert b"ftypheic" in sent[0]
    assert b"a maker" not in sent[0]
    assert b"a place" not in sent[0]


@pytest.mark.parametrize("how", ["drop", "paste"])
def test_a_photo_dropped_or_pasted_anywhere_is_taken(open_page: OpenPage, how: str) -> None:
    say = words("ko")
    page = open_page("/", size=(1440, 900))
    go_to_photo(page, say)
    _give(page, how, photos.sample())
    expect(page.get_by_role("img", name=say["photo.alt"])).to_be_visible()
    _give(page, how, None)
    expect(page.get_by_text(say["photo.error.type"])).to_be_visible()


def _give(page: Page, how: str, content: bytes | None) -> None:
    """Drop or paste a file, or a text, on the page's heading."""
    page.evaluate(
        """([how, content]) => {
          const data = new DataTransfer();
          if (content === null) data.setData("text/plain", "text");
          else {
            const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
            data.items.add(new File([bytes], "photo.jpg", { type: "image/jpeg" }));
          }
          const options = { bubbles: true, cancelable: true };
          const event = how === "drop"
            ? new DragEvent("drop", { ...options, dataTransfer: data })
            : new ClipboardEvent("paste", { ...options, clipboardData: data });
          document.querySelector("h1").dispatchEvent(event);
        }""",
        [how, content and base64.b64encode(content).decode()],
    )


def test_a_cancelled_upload_is_forgotten_and_the_photo_kept(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("ko")
    page = open_page("/")
    page.route("**/scalpspectra-uploads-*", lambda _: None)  # never answered
    go_to_photo(page, say)
    choose(page, "photo.jpg", photos.sample())
    start_analysis(page, say)
    expect(page.get_by_text(say["progress.uploading"])).to_be_visible()
    address = f"{running_system.url}/api/v1/assessments/{page.url.rsplit('/', 1)[1]}"
    assert httpx.get(address).json()["status"] == "pending"
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        page.get_by_role("button", name=say["progress.cancel"]).click()
    expect(page.get_by_role("img", name=say["photo.alt"])).to_be_visible()
    assert httpx.get(address).status_code == 404
