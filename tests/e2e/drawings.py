"""Draw the icons and the picture for shared links anew, from web/drawings into web/public.

Run ``python tests/e2e/drawings.py`` after ``make site``, when a drawing changed.
"""

import sys

from playwright.sync_api import sync_playwright
from steps import CHROMIUM_ARGUMENTS, find_chromium

from scalp_deployment.paths import ROOT

_DRAWINGS = ROOT / "web" / "drawings"
_PUBLIC = ROOT / "web" / "public"
_ICONS = {
    "icon-180.png": (_DRAWINGS / "icon-square.svg", 180),  # iOS cuts the corners itself
    "icon-192.png": (_PUBLIC / "favicon.svg", 192),
    "icon-512.png": (_PUBLIC / "favicon.svg", 512),
    "icon-maskable-512.png": (_DRAWINGS / "icon-square.svg", 512),
}
_SHARED_SIZE = {"width": 1200, "height": 630}


def main() -> int:
    """Write every picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=[*CHROMIUM_ARGUMENTS, "--allow-file-access-from-files"],
        )
        page = browser.new_page()
        for name, (drawing, size) in _ICONS.items():
            page.set_viewport_size({"width": size, "height": size})
            page.goto(drawing.as_uri())
            page.screenshot(path=_PUBLIC / name, omit_background=True)
        page.set_viewport_size(_SHARED_SIZE)
        page.goto((_DRAWINGS / "share.html").as_uri())
        page.evaluate("document.fonts.ready.then(() => null)")
        page.screenshot(path=_PUBLIC / "share.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
