"""The camera in the page: filming to the result, live hints, and cameras that cannot be used."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from altered_photos import blurred, darkened, jpeg
from complaints import Complaints
from playwright.sync_api import Browser, Page, expect
from steps import (
    CHROMIUM_ARGUMENTS,
    choose,
    go_to_photo,
    see_result,
    start_analysis,
    wait_until,
    words,
)

from scalp_local.system import System
from support import photos

OpenPage = Callable[..., Page]


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
    go_to_photo(page, words("ko"))
    yield page
    own.close()
    assert complaints.found == []


def _expect_tracks(page: Page, *states: str) -> None:
    """The camera's streams so far; one ends a moment after its dialog is gone."""
    wait_until(
        page,
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
    go_to_photo(page, say)
    page.get_by_role("button", name=say["photo.camera.open"]).click()
    expect(page.get_by_role("alert")).to_have_text(say["photo.camera.missing"])
