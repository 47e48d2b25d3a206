"""Take docs/screenshots/sheet-clinics-*.jpg anew: Seoul, Busan and Jeju, without any key.

Run ``PYTHONPATH=tests .venv/bin/python tests/e2e/screenshot_clinics.py`` after ``make site``.
"""

import io
import sys

from browsing import browsing
from PIL import Image
from playwright.sync_api import Browser, expect
from screenshot_sheets import QUALITY, beside
from steps import words

from scalp_deployment.paths import ROOT

_PLACES = {"ko": ("강남역", "서면역", "제주"), "en": ("Gangnam Station", "Seomyeon", "Jeju")}
_LOCALES = {"ko": "ko-KR", "en": "en-GB"}
_WIDTH = 390
_LENGTH = 2300
"""Pixels of each page that are shown."""


def main() -> int:
    """Start the system and write one sheet for each language."""
    with browsing() as (system, browser):
        for language, places in _PLACES.items():
            path = ROOT / "docs" / "screenshots" / f"sheet-clinics-{language}.jpg"
            shots = [_shot(browser, system.url, language, place) for place in places]
            beside(shots).save(path, quality=QUALITY, optimize=True)
            print(path.relative_to(ROOT), f"{path.stat().st_size / 1000:.0f} KB")
    return 0


def _shot(browser: Browser, url: str, language: str, place: str) -> Image.Image:
    say = words(language)
    context = browser.new_context(
        locale=_LOCALES[language],
        viewport={"width": _WIDTH, "height": _LENGTH},
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{url}/#/clinics")
    page.get_by_label(say["clinics.place"]).fill(place)
    page.get_by_role("button", name=say["clinics.place.find"], exact=True).click()
    expect(page.locator(".clinics-elsewhere, .clinic").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => null)")
    page.evaluate("scrollTo(0, 0)")
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    context.close()
    return shot


if __name__ == "__main__":
    sys.exit(main())
