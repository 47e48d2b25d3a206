"""Take the pictures in docs/screenshots anew, from the real system with the sample photo.

Run ``python tests/e2e/screenshots.py`` after ``make site``, when the page or the models changed.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from steps import CHROMIUM_ARGUMENTS, fill_in, see_result, start_analysis, take_sample, words

from scalp_local.system import ROOT, free_port, running

FOLDER = ROOT / "docs" / "screenshots"
_QUALITY = 80


def main() -> int:
    """Start the system and write three pictures."""
    FOLDER.mkdir(exist_ok=True)
    with (
        running(port=free_port(), site=ROOT / "web" / "dist") as system,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS
        )
        phone = _open(browser, system.url, "ko-KR", 390)
        _take(phone, "start-ko-390.jpg", 1240)
        _go_to_result(phone, "ko")
        below = phone.locator(".viewer-scale").bounding_box()
        _take(phone, "result-ko-390.jpg", below["y"] + below["height"] + 12 if below else 1240)
        desk = _open(browser, system.url, "en-GB", 1440)
        _go_to_result(desk, "en")
        _take(desk, "result-en-1440.jpg", 1120)
        browser.close()
    return 0


def _open(browser: Browser, url: str, locale: str, width: int) -> Page:
    context = browser.new_context(
        locale=locale,
        viewport={"width": width, "height": 900},
        device_scale_factor=2 if width < 1000 else 1.5,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(url)
    page.locator("h1").wait_for()
    return page


def _go_to_result(page: Page, language: str) -> None:
    say = words(language)
    fill_in(page, say)
    take_sample(page, say)
    start_analysis(page, say)
    see_result(page, say)


def _take(page: Page, name: str, height: float) -> None:
    width = (page.viewport_size or {"width": 390})["width"]
    page.wait_for_function("document.fonts.status === 'loaded'")
    path = Path(FOLDER / name)
    page.screenshot(
        path=path,
        type="jpeg",
        quality=_QUALITY,
        full_page=True,
        clip={"x": 0, "y": 0, "width": width, "height": height},
    )
    print(path.relative_to(ROOT), f"{path.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    sys.exit(main())
