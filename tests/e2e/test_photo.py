"""Giving a photo: chosen, dropped, pasted or filmed, and judged before it is sent."""

import base64
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from complaints import Complaints
from PIL import Image, ImageEnhance, ImageFilter
from playwright.sync_api import Browser, Page, Route, expect
from steps import (
    CHROMIUM_ARGUMENTS,
    choose,
    fill_in,
    see_result,
    start_analysis,
    stored,
    words,
)

from scalp_core.assessments.create import CONSENT_VERSION
from scalp_core.errors import REJECTIONS, RejectionCode
from scalp_core.vocabulary import PhotoWarning
from scalp_local.system import System
from support import photos

OpenPage = Callable[..., Page]
_WARNINGS = set(PhotoWarning) - {PhotoWarning.UNFAMILIAR}  # which only the networks can tell


def jpeg(image: Image.Image) -> bytes:
    return photos.encoded(image, "JPEG", quality=92)


def darkened(factor: float) -> bytes:
    return jpeg(ImageEnhance.Brightness(photos.picture()).enhance(factor))


def brightened(share: float) -> bytes:
    picture = photos.picture()
    return jpeg(Image.blend(picture, Image.new("RGB", picture.size, "white"), share))


def blurred(radius: float) -> bytes:
    return jpeg(photos.picture().filter(ImageFilter.GaussianBlur(radius)))


def test_the_consent_names_the_version_that_the_api_stores(open_page: OpenPage) -> None:
    page = open_page("/", locale="en-GB")
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
    fill_in(page, say)
    choose(page, name, content, kind)
    expect(page.get_by_text(say[f"photo.error.{fault}"])).to_be_visible()
    expect(page.get_by_role("button", name=say["photo.submit"])).to_have_count(0)


@pytest.mark.parametrize(
    "content",
    [photos.sample(), darkened(0.3), brightened(0.8), blurred(6), jpeg(photos.picture(300, 230))],
    ids=["fine", "dark", "bright", "blurred", "small"],
)
def test_the_page_warns_of_what_the_server_will_warn_of(
    open_page: OpenPage, running_system: System, content: bytes
) -> None:
    say = words("ko")
    page = open_page("/")
    fill_in(page, say)
    choose(page, "photo.jpg", content)
    expect(page.get_by_role("button", name=say["photo.submit"], exact=True)).to_be_enabled()
    box = page.locator(".findings")
    told = box.inner_text() if box.count() else ""
    foretold = {one for one in _WARNINGS if say[f"warning.{one}"] in told}
    start_analysis(page, say)
    see_result(page, say)
    found = set(stored(page, running_system)["result"]["warnings"])
    assert foretold == found & _WARNINGS


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        (darkened(0.05), RejectionCode.TOO_DARK, "too_dark"),
        (brightened(0.97), RejectionCode.TOO_BRIGHT, "too_bright"),
        (blurred(12), RejectionCode.BLURRED, "blurred"),
        (jpeg(photos.picture(1200, 300)), RejectionCode.IMAGE_TOO_NARROW, "too_narrow"),
    ],
    ids=["black", "white", "blurred", "strip"],
)
def test_a_photo_that_will_be_rejected_can_be_sent_all_the_same(
    open_page: OpenPage, content: bytes, code: RejectionCode, told: str
) -> None:
    say = words("ko")
    page = open_page("/")
    fill_in(page, say)
    choose(page, "photo.jpg", content)
    expect(page.get_by_text(say[f"photo.refused.{told}"])).to_be_visible()
    page.get_by_role("button", name=say["photo.submit.anyway"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["rejected.title"])
    expect(page.get_by_text(REJECTIONS[code].ko)).to_be_visible()
    page.get_by_role("button", name=say["app.switch"]).click()
    expect(page.get_by_text(REJECTIONS[code].en)).to_be_visible()
    page.get_by_role("button", name=words("en")["problem.photo"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words("en")["photo.title"])


def test_a_file_that_only_the_server_can_judge_is_rejected_by_it(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/")
    fill_in(page, say)
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

    fill_in(page, say)
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
    fill_in(page, say)
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


@contextmanager
def filming(
    browser: Browser, system: System, scene: bytes, folder: Path, *, allowed: bool = True
) -> Iterator[Page]:
    """A page on the way to the photo, whose device films ``scene``."""
    # The headless shell asks nobody whether a page may film.
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium with a camera here; on Debian: apt-get install chromium")
    film = folder / "scene.mjpeg"
    film.write_bytes(scene)
    own = browser.browser_type.launch(
        executable_path=chromium,
        args=[
            *CHROMIUM_ARGUMENTS,
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ],
    )
    context = own.new_context(locale="ko-KR", viewport={"width": 390, "height": 844})
    context.grant_permissions(["camera"] if allowed else ["geolocation"])
    context.add_init_script(
        """if (navigator.mediaDevices) {
          const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
          window.tracks = [];
          navigator.mediaDevices.getUserMedia = async (wish) => {
            const stream = await open(wish);
            window.tracks.push(...stream.getTracks());
            return stream;
          };
        }"""
    )
    page = context.new_page()
    complaints = Complaints(None)
    complaints.watch(page)
    page.goto(system.url)
    fill_in(page, words("ko"))
    yield page
    own.close()
    assert complaints.found == []


def _expect_tracks(page: Page, *states: str) -> None:
    """The camera's streams so far; one ends a moment after its dialog is gone."""
    page.wait_for_function(
        "wanted => `${window.tracks.map((track) => track.readyState)}` === `${wanted}`",
        arg=list(states),
    )


def test_filmed_to_the_result(browser: Browser, running_system: System, tmp_path: Path) -> None:
    say = words("ko")
    scene = jpeg(photos.picture(1280, 960))
    with filming(browser, running_system, scene, tmp_path) as page:
        page.get_by_role("button", name=say["photo.camera.open"]).click()
        dialog = page.get_by_role("dialog", name=say["photo.camera.title"])
        expect(dialog.get_by_text(say["photo.camera.hint.ok"])).to_be_visible()
        _expect_tracks(page, "live")
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        _expect_tracks(page, "ended")
        expect(page.get_by_role("button", name=say["photo.camera.open"])).to_be_focused()

        page.keyboard.press("Enter")
        dialog.get_by_role("button", name=say["photo.camera.take"]).click()
        expect(page.get_by_role("img", name=say["photo.alt"])).to_be_visible()
        _expect_tracks(page, "ended", "ended")
        start_analysis(page, say)
        see_result(page, say)


@pytest.mark.parametrize(
    ("scene", "hint"), [(blurred(6), "blurred"), (darkened(0.2), "too_dark")], ids=["blur", "dark"]
)
def test_the_camera_says_live_what_is_amiss(
    browser: Browser, running_system: System, tmp_path: Path, scene: bytes, hint: str
) -> None:
    say = words("ko")
    with filming(browser, running_system, scene, tmp_path) as page:
        page.get_by_role("button", name=say["photo.camera.open"]).click()
        expect(page.get_by_text(say[f"photo.camera.hint.{hint}"])).to_be_visible()


def test_a_refused_camera_has_a_way_out(
    browser: Browser, running_system: System, tmp_path: Path
) -> None:
    say = words("ko")
    with filming(browser, running_system, photos.sample(), tmp_path, allowed=False) as page:
        page.get_by_role("button", name=say["photo.camera.open"]).click()
        expect(page.get_by_role("alert")).to_have_text(say["photo.camera.refused"])
        page.context.grant_permissions(["camera"])
        page.get_by_role("button", name=say["photo.camera.again"]).click()
        expect(page.get_by_text(say["photo.camera.hint.ok"])).to_be_visible()
        page.get_by_role("button", name=say["photo.camera.close"]).click()
        choose(page, "photo.jpg", photos.sample())
        expect(page.get_by_role("img", name=say["photo.alt"])).to_be_visible()


def test_a_camera_whose_pictures_would_be_noise_is_not_used(
    browser: Browser, running_system: System, tmp_path: Path
) -> None:
    say = words("ko")
    with filming(browser, running_system, photos.sample(), tmp_path) as page:
        page.add_init_script(
            "CanvasRenderingContext2D.prototype.getImageData = (x, y, width, height) => "
            "new ImageData(width, height);"
        )
        page.reload()
        page.get_by_role("button", name=say["photo.camera.open"]).click()
        expect(page.get_by_role("alert")).to_have_text(say["photo.camera.altered"])
        assert page.evaluate("window.tracks") == []


def test_a_device_without_a_camera_says_so(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/")
    fill_in(page, say)
    page.get_by_role("button", name=say["photo.camera.open"]).click()
    expect(page.get_by_role("alert")).to_have_text(say["photo.camera.missing"])


def test_a_cancelled_upload_is_forgotten_and_the_photo_kept(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("ko")
    page = open_page("/")
    page.route("**/scalpspectra-uploads-*", lambda _: None)  # never answered
    fill_in(page, say)
    choose(page, "photo.jpg", photos.sample())
    start_analysis(page, say)
    expect(page.get_by_text(say["progress.uploading"])).to_be_visible()
    address = f"{running_system.url}/api/v1/assessments/{page.url.rsplit('/', 1)[1]}"
    assert httpx.get(address).json()["status"] == "pending"
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        page.get_by_role("button", name=say["progress.cancel"]).click()
    expect(page.get_by_role("img", name=say["photo.alt"])).to_be_visible()
    assert httpx.get(address).status_code == 404
