"""The report for a doctor: what is on it, and how it comes out of a printer."""

import io
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from kept_results import bring, cards, exported, keep_it, kept
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from steps import go_to_photo, see_result, start_analysis, take_sample, words

from scalp_core.vocabulary import Symptom
from scalp_local.system import System

OpenPage = Callable[..., Page]

_A4_POINTS = (595, 842)


def to_report(page: Page, say: dict[str, str]) -> str:
    """Get a result for the sample photo and open its report; answer the result's id."""
    go_to_photo(page, say)
    take_sample(page, say)
    start_analysis(page, say)
    see_result(page, say)
    found = page.url.rsplit("/", 1)[1]
    page.get_by_role("link", name=say["history.share.report"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["report.title"])
    return found


def printed(page: Page) -> tuple[PdfReader, str]:
    """What the browser prints, and its text; spaces are left out, as lines break anywhere."""
    page.evaluate("document.fonts.ready")
    reader = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    text = "".join(each.extract_text() for each in reader.pages)
    return reader, re.sub(r"\s", "", text)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("language", "locale", "size", "scheme"),
    [("ko", "ko-KR", (390, 844), "light"), ("en", "en-GB", (1440, 900), "dark")],
)
def test_the_report_prints_on_one_or_two_sheets(
    open_page: OpenPage,
    running_system: System,
    language: str,
    locale: str,
    size: tuple[int, int],
    scheme: str,
) -> None:
    say = words(language)
    page = open_page("/", locale=locale, size=size, scheme=scheme)
    found = to_report(page, say)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    answer = httpx.get(f"{running_system.url}/api/v1/assessments/{found}").json()
    result: dict[str, Any] = answer["result"]

    reader, text = printed(page)
    assert len(reader.pages) in {1, 2}
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == _A4_POINTS
    for key in ("report.title", "report.not", "report.notes", "sex.female", "age.30s", "site.top"):
        assert squeezed(say[key]) in text
    assert squeezed(say[f"result.trained.{result['model']['trainedOn']}"]) in text
    assert result["model"]["version"] in text
    assert f"/#/a/{found}" in text
    for symptom in Symptom:
        grade = result["symptoms"][symptom]["grade"]
        line = f"{say[f'symptom.{symptom}']} {say[f'grade.{grade}']} {grade}/3"
        assert squeezed(line).lower() in text.lower()  # the page begins names with a capital
    type_name = say[f"type.{result['type']['scalpType']}"]
    assert squeezed(type_name).lower() in text.lower()
    for key in ("app.skip", "app.nav.clinics", "app.footer.api", "report.print", "report.lead"):
        assert squeezed(say[key]) not in text


def test_on_paper_all_is_black_on_white_with_its_pictures(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/", scheme="dark")
    to_report(page, say)
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator(".report h1")).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.locator(".report-finding").first).to_have_css("break-inside", "avoid")
    expect(page.locator(".map-tile").first).to_have_css("print-color-adjust", "exact")
    for hidden in (".site-header", ".site-footer", ".report-tools"):
        expect(page.locator(hidden)).to_be_hidden()
    maps = page.locator(".report-finding canvas")
    present = page.locator(".report-finding:not(:has(.grade-tint-0))").count()
    assert 0 < present < len(Symptom)
    expect(maps).to_have_count(present)
    for index in range(present):
        visible = maps.nth(index).evaluate(
            """canvas => canvas.getContext("2d")
              .getImageData(0, 0, canvas.width, canvas.height).data
              .some((value, index) => index % 4 === 3 && value > 0)"""
        )
        assert visible


def test_the_button_prints_and_the_way_back_leads_to_the_result(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/")
    found = to_report(page, say)
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name=say["report.print"]).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("window.printed") is True
    page.get_by_role("link", name=say["report.back"]).click()
    see_result(page, say)
    assert page.url.endswith(f"#/a/{found}")
    page.goto(f"{page.url}/report")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["report.title"])


def test_a_kept_result_prints_after_the_server_forgot_it(
    open_page: OpenPage, running_system: System
) -> None:
    """And at its longest: all warnings, all severe, all uncertain."""
    say = words("en")
    page = open_page("/", locale="en-GB")
    found = to_report(page, say)
    page.get_by_role("link", name=say["report.back"]).click()
    keep_it(page, say)
    answer = httpx.get(f"{running_system.url}/api/v1/assessments/{found}").json()
    longest = kept(answer, 1, "2026-03-01", grades=dict.fromkeys(map(str, Symptom), 3))
    result = longest["result"]
    result["warnings"] = ["low_resolution", "blurred", "too_dark", "too_bright", "unfamiliar"]
    result["type"]["contributing"] = list(map(str, Symptom))
    for finding in result["symptoms"].values():
        finding |= {"uncertain": True, "plausibleGrades": [2, 3]}
    page.get_by_role("link", name=say["history.keep.see"]).click()
    bring(page, exported(longest))
    expect(cards(page)).to_have_count(2)
    cards(page).last.get_by_role("link").click()
    page.get_by_role("link", name=say["history.share.report"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["report.title"])
    limits = page.locator(".notice-warning li")
    expect(limits).to_have_count(len(result["warnings"]) - 1)  # that it is no scalp is the headline
    reader, text = printed(page)
    assert len(reader.pages) in {1, 2}
    assert squeezed(say["report.lookup.gone"].split("{")[0]) in text
    assert "/#/a/" not in text
    for limit in [*limits.all_inner_texts(), page.locator(".todo h2").inner_text()]:
        assert squeezed(limit) in text
