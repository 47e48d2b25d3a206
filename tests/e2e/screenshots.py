"""Take the pictures in docs/screenshots anew, from the real system with the sample photo.

Run ``PYTHONPATH=tests .venv/bin/python tests/e2e/screenshots.py`` after ``make site``, when the
page or the models changed; with names of pages (``start result``) only those are taken.
"""

import sys
from collections.abc import Sequence

from browsing import browsing
from playwright.sync_api import Browser, Page, expect
from states import STATES
from steps import words

from scalp_deployment.paths import ROOT

_FOLDER = ROOT / "docs" / "screenshots"
_PAGES = ("start", "photo", "result", "clinics", "statistics", "history", "report")
_LOCALES = {"ko": "ko-KR", "en": "en-GB"}
_SIZES = {390: (844, 1.5), 1440: (900, 1)}  # width: height and pixels per pixel
_LONGEST = {390: 1280, 1440: 1120}  # as much of a page as is still readable beside others
_QUALITY = 72


def main(names: Sequence[str]) -> int:
    """Start the system and write one picture for each page, language and width."""
    unknown = set(names) - set(_PAGES)
    if unknown:
        print(f"No such page: {', '.join(sorted(unknown))}; there are {', '.join(_PAGES)}")
        return 2
    _FOLDER.mkdir(exist_ok=True)
    with browsing() as (system, browser):
        for state in (one for one in STATES if one.name in (names or _PAGES)):
            for language in _LOCALES:
                for width in _SIZES:
                    page = _open(browser, language, width)
                    page.goto(f"{system.url}{state.path}")
                    state.go(page, words(language))
                    _take(page, f"{state.name}-{language}-{width}.jpg")
                    page.context.close()
    return 0


def _open(browser: Browser, language: str, width: int) -> Page:
    height, density = _SIZES[width]
    context = browser.new_context(
        locale=_LOCALES[language],
        viewport={"width": width, "height": height},
        device_scale_factor=density,
        reduced_motion="reduce",
    )
    return context.new_page()


def _take(page: Page, name: str) -> None:
    expect(page.locator("main h1")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => null)")
    page.evaluate("scrollTo(0, 0)")  # what sticks to the window would stand lower
    width = page.evaluate("innerWidth")
    length = min(page.evaluate("document.documentElement.scrollHeight"), _LONGEST[width])
    path = _FOLDER / name
    page.screenshot(
        path=path,
        type="jpeg",
        quality=_QUALITY,
        full_page=True,
        clip={"x": 0, "y": 0, "width": width, "height": length},
    )
    print(path.relative_to(ROOT), f"{path.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
