"""Take the sheets in docs/screenshots anew: one page in all widths, light, dark, with large text.

Run ``PYTHONPATH=tests .venv/bin/python tests/e2e/screenshot_sheets.py`` after ``make site``; with
names of pages (``result check``) only those are taken.
"""

import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from browsing import browsing
from PIL import Image
from playwright.sync_api import Browser, expect
from states import STATES, State
from steps import words

from scalp_deployment.paths import ROOT

_FOLDER = ROOT / "docs" / "screenshots"
_PAGES = ("start", "photo-chosen", "result", "check")
_LOCALES = {"ko": "ko-KR", "en": "en-GB"}
_LENGTH = 1280
"""Pixels of each page that are shown."""
_SCALE = 0.45
_GAP = 12
QUALITY = 74


@dataclass(frozen=True)
class Look:
    """One picture of a sheet."""

    width: int
    dark: bool = False
    large: bool = False


_LOOKS = (
    Look(320),
    Look(390),
    Look(390, dark=True),
    Look(320, large=True),
    Look(390, large=True),
    Look(768),
    Look(1440),
    Look(1440, dark=True),
)


def main(names: Sequence[str]) -> int:
    """Start the system and write one sheet for each page and language."""
    with browsing() as (system, browser):
        for state in (one for one in STATES if one.name in (names or _PAGES)):
            for language in _LOCALES:
                path = _FOLDER / f"sheet-{state.name}-{language}.jpg"
                shots = _shots(browser, f"{system.url}{state.path}", state, language)
                beside(shots).save(path, quality=QUALITY, optimize=True)
                print(path.relative_to(ROOT), f"{path.stat().st_size / 1000:.0f} KB")
    return 0


def _shots(browser: Browser, url: str, state: State, language: str) -> list[Image.Image]:
    """Go to the state once, then look at it in every way."""
    context = browser.new_context(locale=_LOCALES[language], reduced_motion="reduce")
    page = context.new_page()
    page.goto(url)
    state.go(page, words(language))
    expect(page.locator("main h1")).to_be_visible()
    found = []
    for look in _LOOKS:
        page.set_viewport_size({"width": look.width, "height": _LENGTH})
        page.emulate_media(color_scheme="dark" if look.dark else "light")
        page.evaluate("size => { document.documentElement.style.fontSize = size }", (
            "200%" if look.large else ""
        ))  # fmt: skip
        page.evaluate("document.fonts.ready.then(() => null)")
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(300)  # for transitions of colour
        found.append(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
    context.close()
    return found


def beside(shots: list[Image.Image]) -> Image.Image:
    """Return the pictures side by side, smaller."""
    small = [
        shot.resize(
            (round(shot.width * _SCALE), round(shot.height * _SCALE)), Image.Resampling.LANCZOS
        )
        for shot in shots
    ]
    width = sum(each.width + _GAP for each in small) + _GAP
    sheet = Image.new("RGB", (width, small[0].height + 2 * _GAP), (120, 120, 120))
    left = _GAP
    for each in small:
        sheet.paste(each, (left, _GAP))
        left += each.width + _GAP
    return sheet


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
