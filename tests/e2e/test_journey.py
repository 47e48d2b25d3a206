"""The way from the form to the result, as people of both languages go it."""

import io
from collections.abc import Callable

import httpx
from PIL import Image
from playwright.sync_api import Page, expect
from steps import (
    choose,
    fill_in,
    painted,
    see_result,
    start_analysis,
    stored,
    take_sample,
    words,
)

from scalp_core.vocabulary import Grade, Symptom
from scalp_local.system import System
from support import photos

OpenPage = Callable[..., Page]
_MAKE_TAG, _MAKE = 0x010F, "Microscope GmbH"  # stands in for all EXIF that must not leave


def test_sample_photo_to_evidence_map_on_a_phone(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("ko")
    page = open_page("/")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    fill_in(page, say)
    take_sample(page, say)
    start_analysis(page, say)
    see_result(page, say)

    result = stored(page, running_system)["result"]
    cards = page.locator(".symptom")
    expect(cards).to_have_count(len(Symptom))
    for symptom in Symptom:
        card = cards.filter(has=page.get_by_role("heading", name=say[f"symptom.{symptom}"]))
        grade = result["symptoms"][symptom]["grade"]
        expect(card.locator(".grade-badge")).to_contain_text(say[f"grade.{grade}"])
        expect(card.locator(".grade-badge")).to_contain_text(f"{grade}/{int(Grade.SEVERE)}")
        for each in Grade:
            expect(card.locator("dt").nth(each)).to_have_text(say[f"grade.{int(each)}"])
    trained_on = result["model"]["trainedOn"]
    expect(page.get_by_text(say[f"result.trained.{trained_on}"])).to_be_visible()

    grid = next(iter(result["symptoms"].values()))["activation"]
    width, height, visible = painted(page)
    assert width / height == grid["columns"] / grid["rows"]
    assert visible == width * height
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_result_by_keyboard_then_deleted(open_page: OpenPage, running_system: System) -> None:
    say = words("ko")
    page = open_page("/", scheme="dark")
    fill_in(page, say)
    take_sample(page, say)
    start_analysis(page, say)
    see_result(page, say)
    overlays = page.get_by_role("group", name=say["viewer.legend"]).get_by_role("radio")
    before = page.locator("canvas").get_attribute("aria-label")
    overlays.first.focus()
    page.keyboard.press("ArrowRight")
    expect(overlays.nth(1)).to_be_checked()
    assert page.locator("canvas").get_attribute("aria-label") != before
    slider = page.get_by_role("slider", name=say["viewer.opacity"])
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator("canvas")).to_have_css("opacity", "0")
    page.keyboard.press("End")
    expect(page.locator("canvas")).to_have_css("opacity", "1")

    address = f"{running_system.url}/api/v1/assessments/{page.url.rsplit('/', 1)[1]}"
    assert httpx.get(address).status_code == 200
    page.get_by_role("button", name=say["result.delete"]).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=say["delete.title"])
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name=say["result.delete"]).click()
    dialog.get_by_role("button", name=say["delete.confirm"], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["deleted.title"])
    assert httpx.get(address).status_code == 404


def test_own_photo_in_english_on_a_desktop_and_again_after_a_reload(
    open_page: OpenPage,
) -> None:
    say = words("en")
    page = open_page("/", locale="en-GB", size=(1440, 900))
    page.evaluate(
        """() => {
          const append = FormData.prototype.append;
          FormData.prototype.append = function (name, value, ...rest) {
            if (name === "file") window.sent = value;
            return append.call(this, name, value, ...rest);
          };
        }"""
    )
    fill_in(page, say)
    exif = Image.Exif()
    exif[0x0112] = 6  # stored lying, shown upright
    exif[_MAKE_TAG] = _MAKE
    photo = photos.encoded(photos.picture(2400, 1800), "JPEG", quality=90, exif=exif)
    assert _MAKE.encode() in photo
    choose(page, "IMG_0001.JPG", photo)
    expect(page.get_by_text("1200×1600")).to_be_visible()
    start_analysis(page, say)
    see_result(page, say)

    sent = bytes(page.evaluate("window.sent.arrayBuffer().then(b => [...new Uint8Array(b)])"))
    assert Image.open(io.BytesIO(sent)).size == (1200, 1600)
    assert _MAKE.encode() not in sent
    assert b"Exif" not in sent

    expect(page.get_by_role("img", name=say["viewer.photo"])).to_be_visible()
    page.reload()
    expect(page.get_by_text(say["viewer.nophoto"])).to_be_visible()
    expect(page.get_by_role("img", name=say["viewer.photo"])).to_have_count(0)
    assert painted(page)[2] > 0


def test_switching_the_language_keeps_the_result_and_is_remembered(open_page: OpenPage) -> None:
    say, other = words("ko"), words("en")
    page = open_page("/")
    fill_in(page, say)
    take_sample(page, say)
    start_analysis(page, say)
    see_result(page, say)
    page.get_by_role("button", name=say["app.switch"]).click()
    expect(page.get_by_text(other["result.eyebrow"], exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.get_by_text(other["result.eyebrow"], exact=True)).to_be_visible()


def test_the_form_says_what_is_missing_and_goes_there(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/")
    page.get_by_role("button", name=say["form.next"]).click()
    for key in ("form.sex.error", "form.age.error", "consent.error", "form.fourteen.error"):
        expect(page.get_by_text(say[key])).to_be_visible()
    expect(page.get_by_role("radio", name=say["sex.female"])).to_be_focused()
    consent = page.get_by_role("checkbox", name=say["consent.agree"])
    expect(consent).to_have_accessible_description(say["consent.error"])
    consent.check()
    expect(page.get_by_text(say["consent.error"])).to_have_count(0)
