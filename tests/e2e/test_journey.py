"""The way from the form to the result, as people of both languages go it."""

import io
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import Page, expect
from steps import (
    choose,
    go_to_photo,
    painted,
    see_result,
    start_analysis,
    stored,
    take_sample,
    unfold,
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
    go_to_photo(page, say)
    take_sample(page, say)
    start_analysis(page, say)
    see_result(page, say)

    result = stored(page, running_system)["result"]
    cards = unfold(page, say["result.part.symptoms"]).locator(".symptom")
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

    expect(page.locator("canvas[role=img]")).to_have_count(0)  # the plain photo comes first
    photo = page.get_by_role("img", name=say["viewer.alt"])
    photo.click()
    grid = next(iter(result["symptoms"].values()))["activation"]
    width, height, veiled = painted(page)
    assert width / height == grid["columns"] / grid["rows"]
    assert 0.5 * width * height < veiled < width * height  # what counted most is left as it is
    page.locator("canvas[role=img]").click()
    expect(page.locator("canvas[role=img]")).to_have_count(0)
    photo.hover()
    page.mouse.down()
    expect(page.locator("canvas[role=img]")).to_be_visible()
    page.mouse.up()
    expect(page.locator("canvas[role=img]")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


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
    go_to_photo(page, say)
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

    expect(page.get_by_role("img", name=say["viewer.alt"])).to_be_visible()
    page.reload()
    expect(page.get_by_role("img", name=say["viewer.alt"])).to_be_visible()
