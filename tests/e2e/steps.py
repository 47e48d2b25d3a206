"""What a person does on the site, step by step."""

import json
import re
import shutil
import time
from typing import Any

import httpx
from playwright.sync_api import Locator, Page, expect

from scalp_deployment.paths import ROOT
from scalp_local.system import System
from support import photos

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-gpu",
]


# The same engine without a window's parts: a page takes a fifth less processor time, half the wait.
_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")


def find_chromium() -> str | None:
    """Return the path of the lightest Chromium of this machine, or ``None``."""
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


def words(language: str) -> dict[str, str]:
    """The site's own messages, so that a test names messages by their keys."""
    messages: dict[str, str] = {}
    for path in (ROOT / "web" / "src" / "i18n" / language).glob("*.json"):
        messages |= json.loads(path.read_text(encoding="utf-8"))
    return messages


def wait_until(page: Page, predicate: str, arg: object = None, within_s: float = 60) -> None:
    """Wait until a script of the page says so.

    Playwright's ``wait_for_function`` evaluates its text again for each poll, which the page's
    content security policy forbids: it passes only where the first poll already does.
    """
    end = time.monotonic() + within_s
    while not page.evaluate(predicate, arg):
        assert time.monotonic() < end, f"still not so after {within_s:g} s: {predicate}"
        page.wait_for_timeout(50)


def go_to_photo(page: Page, say: dict[str, str]) -> None:
    page.get_by_role("button", name=say["start.guide"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["photo.title"])


def speak(page: Page, language: str) -> None:
    """Switch the language where it is another; by script, as a dialog may cover the button."""
    page.locator(".site-switches").evaluate(
        "(all, language) => all.querySelector(`button[lang=${language}]`)?.click()", language
    )
    expect(page.locator("html")).to_have_attribute("lang", language)


def take_sample(page: Page, say: dict[str, str]) -> None:
    """The sample photo, chosen as a person chooses their own."""
    choose(page, "scalp.jpg", photos.sample())
    expect(page.get_by_role("img", name=say["photo.alt"])).to_be_visible()


def fill_in(page: Page, say: dict[str, str]) -> None:
    """The sheet beside the photo."""
    page.get_by_role("radio", name=say["site.top"], exact=True).check(force=True)
    fill_sheet(page, say)


def fill_sheet(page: Page, say: dict[str, str]) -> None:
    """The sheet as far as it is required."""
    page.get_by_role("radio", name=say["sex.female"], exact=True).check(force=True)
    page.get_by_role("radio", name=say["age.30s"], exact=True).check(force=True)
    page.get_by_role("checkbox", name=say["consent.agree"]).check()
    page.get_by_role("checkbox", name=say["sheet.fourteen"]).check()


def choose_places(page: Page, say: dict[str, str]) -> None:
    """The sample photo for each place of a check of three."""
    expect(page.get_by_role("heading", level=1)).to_have_text(say["check.title"])
    for place in range(3):
        page.locator("input[type=file]").nth(place).set_input_files(
            [{"name": "scalp.jpg", "mimeType": "image/jpeg", "buffer": photos.sample()}]
        )
        expect(page.locator(".check-picture img")).to_have_count(place + 1)


def see_places(page: Page, say: dict[str, str]) -> None:
    """The results of a check of three places."""
    expect(page.get_by_role("heading", name=say["check.others"])).to_be_visible()


def choose(page: Page, name: str, content: bytes, kind: str = "image/jpeg") -> None:
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": kind, "buffer": content}]
    )


def start_analysis(page: Page, say: dict[str, str], submit: str = "photo.submit") -> None:
    """Fill in the sheet, and send the chosen photo."""
    fill_in(page, say)
    page.get_by_role("button", name=say[submit], exact=True).click()


def see_result(page: Page, say: dict[str, str]) -> None:
    expect(page.get_by_text(say["result.eyebrow"], exact=True)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def unfold(page: Page, title: str) -> Locator:
    """A part of the result's page, unfolded; its data is asked for only then."""
    part = page.get_by_role("region", name=title, exact=True)
    if part.locator("> details").get_attribute("open") is None:
        part.locator("> details > summary").click()
    expect(part.locator("> details > .fold-body > *").first).to_be_attached()
    expect(part.locator(".later, .part-wait")).to_have_count(0)
    return part


def choose_region(page: Page, say: dict[str, str], province: str, district: str = "") -> None:
    field = page.get_by_label(say["clinics.region"], exact=True)
    expect(field).to_be_enabled()
    field.select_option(province)
    if district:
        page.get_by_label(say["clinics.sigungu"], exact=True).select_option(district)
    page.get_by_role("button", name=say["clinics.find"], exact=True).click()


def show_departments(page: Page, say: dict[str, str]) -> None:
    """Show the hospitals that only list the department, below those named after dermatology."""
    before, after = say["clinics.more.departments"].split("{count}")
    label = re.compile(rf"{re.escape(before)}\d+{re.escape(after)}")
    page.get_by_role("button", name=label).click()
    expect(page.locator(".clinic").first).to_be_visible()


def stored(page: Page, system: System) -> dict[str, Any]:
    """The assessment behind the page's address, as the API returns it."""
    answer = httpx.get(f"{system.url}/api/v1/assessments/{page.url.rsplit('/', 1)[1]}")
    found: dict[str, Any] = answer.json()
    return found


def painted(page: Page) -> list[int]:
    """The evidence map's [width, height, pixels that show something]."""
    size: list[int] = page.locator("canvas[role=img]").evaluate(
        """canvas => {
          const { width, height } = canvas;
          const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
          const alphas = data.filter((_, index) => index % 4 === 3);
          return [width, height, alphas.filter((alpha) => alpha > 0).length];
        }"""
    )
    return size
