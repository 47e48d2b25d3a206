"""The report for a doctor: what is on it, and how it comes out of a printer."""

import base64
import io
import re
from collections.abc import Callable

import httpx
import pytest
from kept_results import Json, bring, cards, exported, kept
from people import assessed
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from steps import go_to_photo, see_result, start_analysis, take_sample, unfold, words

from scalp_core.vocabulary import AgeGroup, Grade, Sex, Symptom
from scalp_local.system import System
from support import photos

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


def heaviest(system: System) -> list[Json]:
    """A result with all that a report may hold, and nine earlier ones."""
    (found,) = assessed(
        system, Sex.UNDISCLOSED, AgeGroup.SEVENTIES_PLUS, dict.fromkeys(Symptom, Grade.SEVERE)
    )
    address = f"{system.url}/api/v1/assessments/{found}"
    answer = httpx.get(address, timeout=30).json()  # the first request loads the application
    severe = dict.fromkeys(map(str, Symptom), 3)
    last = kept(answer, 1, "2026-08-30", grades=severe, version="2026.11.30")
    last["result"]["warnings"] = ["low_resolution", "blurred", "too_dark", "too_bright"]
    last["photo"] = "data:image/jpeg;base64," + base64.b64encode(
        photos.encoded(photos.picture(360, 480), "JPEG")  # upright, which is the highest
    ).decode("ascii")
    earlier = [kept(answer, day, f"2026-08-{day:02}", grades=severe) for day in range(20, 29)]
    for each in (last, *earlier):
        for finding in each["result"]["symptoms"].values():
            finding |= {"uncertain": True, "plausibleGrades": [2, 3]}
    return [last, *earlier]


def answer_all(page: Page, say: dict[str, str]) -> None:
    """Give the longest answer to each question."""
    part = unfold(page, say["result.part.questions"])
    groups = part.get_by_role("radiogroup")
    for index in range(groups.count()):
        groups.nth(index).get_by_role("radio").last.check(force=True)
    part.get_by_role("button", name=say["questions.submit"]).click()
    expect(part.get_by_role("status")).not_to_be_empty()


@pytest.mark.parametrize(
    ("language", "locale", "size", "scheme", "typed"),
    [
        ("ko", "ko-KR", (390, 844), "light", "가나다라마바사아자차"),
        ("en", "en-GB", (1440, 900), "dark", "MMMMM WWW "),
    ],
)
def test_the_fullest_report_prints_on_one_sheet(
    open_page: OpenPage,
    running_system: System,
    language: str,
    locale: str,
    size: tuple[int, int],
    scheme: str,
    typed: str,
) -> None:
    say = words(language)
    results = heaviest(running_system)
    page = open_page("/#/history", locale=locale, size=size, scheme=scheme)
    bring(page, exported(*results))
    expect(cards(page)).to_have_count(len(results))
    page.evaluate(f"location.hash = '#/history/{results[0]['id']}'")
    answer_all(page, say)
    page.get_by_role("link", name=say["history.share.report"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["report.title"])
    fields = page.get_by_role("textbox")
    expect(fields).to_have_count(4)
    for index in range(4):
        fields.nth(index).fill(f"{index}{typed * 9}"[:90])
    expect(page.locator(".report-earlier tbody tr")).to_have_count(8)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]

    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1_000})  # A4 without its margins
    assert fields.evaluate_all(
        "fields => fields.every((field) => field.scrollHeight <= field.clientHeight)"
    )
    reader, text = printed(page)
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == _A4_POINTS
    assert "/Annots" not in reader.pages[0]  # no links
    wanted = [
        *page.locator(".report :is(h1, h2, th, td, dt, dd, li, label > span)").all_inner_texts(),
        *page.locator(".report p:not(.hint), figcaption").all_inner_texts(),
        *(say[f"report.notes.{line}"] for line in ("onset", "washing", "medicines", "family")),
        *(say[key] for key in ("report.title", "report.not", "report.grades", "site.top")),
        *(say[key] for key in ("sex.undisclosed", "age.70s_plus", "result.trained.rendered")),
        *(say[key] for key in ("questions.itch.severe", "questions.duration.over_three_months")),
        *(say[key] for key in ("questions.under18", "questions.yes")),
        "2026.11.30",
        f"3{typed * 9}"[:90],
    ]
    missing = [each for each in wanted if squeezed(each) not in text]
    assert missing == []
    for key in ("app.skip", "app.nav.clinics", "app.footer.api", "report.print", "report.lead"):
        assert squeezed(say[key]) not in text


def test_on_paper_all_is_black_on_white_with_the_photo_unmarked(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/", scheme="dark")
    to_report(page, say)
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator(".report h1")).to_have_css("color", "rgb(0, 0, 0)")
    steps = page.locator(".report-findings .grade-steps i")
    expect(steps.first).to_have_css("print-color-adjust", "exact")
    for hidden in (".site-header", ".site-footer", ".report-tools"):
        expect(page.locator(hidden)).to_be_hidden()
    photo = page.get_by_role("img", name=say["report.photo"])
    assert photo.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    assert photo.evaluate("image => image.getBoundingClientRect().width") > 300  # 8 cm
    expect(page.locator(".report canvas")).to_have_count(0)
    reader, _ = printed(page)
    assert len(reader.pages) == 1
    assert len(reader.pages[0].images) == 1


def test_without_a_photo_the_report_says_so_in_one_line(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("en")
    (found,) = assessed(running_system, Sex.FEMALE, AgeGroup.THIRTIES, {})
    page = open_page(f"/#/a/{found}/report", locale="en-GB")
    expect(page.get_by_text(say["report.photo.none"])).to_be_visible()
    reader, text = printed(page)
    assert len(reader.pages) == 1
    assert not reader.pages[0].images
    assert squeezed(say["report.urgency.none"]) in text
    assert squeezed(say["report.answers.none"]) in text
    assert squeezed(say["report.earlier"]) not in text


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
