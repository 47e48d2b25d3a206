"""What stands on the result's page around the photo: grades, certainty, warnings, and care."""

from collections.abc import Callable

import pytest
from people import assessed, assessments
from playwright.sync_api import Page, expect
from steps import reach_products, words

from scalp_core.models import AnalysisResult
from scalp_core.vocabulary import AgeGroup, Grade, PhotoWarning, ScalpType, Sex, Symptom
from scalp_local.system import System
from support.results import finish, result

OpenPage = Callable[..., Page]
_SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 300);
})"""


def unsure() -> AnalysisResult:
    """A dark photo, on which the model hesitates between moderate and severe dandruff."""
    found = result(
        {Symptom.DANDRUFF: Grade.MODERATE, Symptom.HAIR_LOSS: Grade.MILD}, ScalpType.COMBINED
    )
    hesitant = found.symptoms[Symptom.DANDRUFF].model_copy(
        update={"probabilities": (0.0, 0.1, 0.48, 0.42), "confidence": 0.48, "uncertain": True}
    )
    return found.model_copy(
        update={
            "symptoms": found.symptoms | {Symptom.DANDRUFF: hesitant},
            "warnings": [PhotoWarning.TOO_DARK],
        }
    )


@pytest.mark.parametrize(("language", "locale"), [("ko", "ko-KR"), ("en", "en-GB")])
def test_the_overview_tells_every_grade_and_what_is_uncertain(
    open_page: OpenPage, running_system: System, language: str, locale: str
) -> None:
    say = words(language)
    own = finish(assessments(running_system), found=unsure())
    page = open_page(f"/#/a/{own}", locale=locale)
    overview = page.get_by_role("table", name=say["result.overview"])
    rows = overview.locator("tbody tr")
    expect(rows).to_have_count(len(Symptom))
    expect(rows.nth(0).get_by_role("rowheader")).to_have_text(say["symptom.dandruff"])
    expect(rows.nth(0)).to_contain_text(f"2 {say['grade.2']}")
    expect(rows.nth(0)).to_contain_text(say["grade.unsure"])
    expect(rows.nth(1).get_by_role("rowheader")).to_have_text(say["symptom.hair_loss"])
    expect(rows.nth(1)).to_contain_text(f"1 {say['grade.1']}")
    expect(rows.nth(1)).to_contain_text(say["chance.most"])
    expect(page.get_by_text(say["warning.too_dark"])).to_be_visible()
    expect(page.get_by_text(say["result.trained.rendered"])).to_be_visible()
    expect(page.get_by_role("heading", name=say["result.doctor.title"])).to_have_count(0)


def test_the_dermatologist_comes_before_all_care(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("ko")
    grades = {Symptom.FOLLICULAR_ERYTHEMA_PUSTULES: Grade.SEVERE, Symptom.DANDRUFF: Grade.MILD}
    (own,) = assessed(running_system, Sex.FEMALE, AgeGroup.FORTIES, grades, ScalpType.INFLAMMATORY)
    page = open_page(f"/#/a/{own}")
    expect(page.get_by_role("heading", name=say["result.doctor.title"])).to_be_visible()
    care = page.get_by_role("region", name=say["care.title"])
    first = care.get_by_role("link", name=say["result.doctor.link"])
    expect(first).to_be_visible()
    above = first.bounding_box()
    advice = care.get_by_role("heading", name=say["care.do"]).first.bounding_box()
    assert above is not None
    assert advice is not None
    assert above["y"] < advice["y"]
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["clinics.title"])


def test_each_symptoms_advice_unfolds_by_keyboard_and_names_its_sources(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("ko")
    grades = {Symptom.DANDRUFF: Grade.MODERATE, Symptom.EXCESS_SEBUM: Grade.MILD}
    (own,) = assessed(running_system, Sex.MALE, AgeGroup.FORTIES, grades)
    page = open_page(f"/#/a/{own}", scheme="dark")
    care = page.get_by_role("region", name=say["care.title"])
    folded = care.locator(".care-symptoms > details")
    expect(folded).to_have_count(len(grades))
    dandruff = folded.nth(0)
    expect(dandruff.get_by_role("heading", name=say["care.avoid"])).to_be_hidden()
    dandruff.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(dandruff.get_by_role("heading", name=say["care.avoid"])).to_be_visible()
    dandruff.locator("summary").nth(1).click()
    sources = dandruff.get_by_role("link")
    expect(sources.first).to_be_visible()
    for source in sources.all():
        expect(source).to_have_attribute("target", "_blank")
        expect(source).to_have_attribute("rel", "noopener noreferrer")
        expect(source).to_contain_text(say["app.newwindow"])


def test_care_that_does_not_load_leaves_the_rest_and_can_be_asked_again(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("ko")
    (own,) = assessed(running_system, Sex.MALE, AgeGroup.FORTIES, {Symptom.DANDRUFF: Grade.MILD})
    page = open_page("/", tolerated="Failed to load resource")
    page.route("**/api/v1/care/**", lambda route: route.abort())
    page.goto(f"{running_system.url}/#/a/{own}")
    care = page.get_by_role("region", name=say["care.title"])
    expect(care.get_by_role("alert")).to_contain_text(say["care.failed"])
    expect(care.get_by_role("alert")).to_contain_text(say["problem.network.text"])
    expect(page.get_by_role("table", name=say["result.overview"])).to_be_visible()
    page.unroute_all()
    care.get_by_role("button", name=say["problem.retry"]).click()
    expect(care.get_by_role("heading", name=say["care.do"]).first).to_be_visible()


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)])
def test_nothing_in_sight_jumps(
    open_page: OpenPage, running_system: System, size: tuple[int, int]
) -> None:
    say = words("ko")
    (own,) = assessed(
        running_system, Sex.MALE, AgeGroup.FORTIES, {Symptom.DANDRUFF: Grade.MODERATE}
    )
    page = open_page(f"/#/a/{own}", size=size)
    care = page.get_by_role("region", name=say["care.title"])
    expect(care.get_by_role("heading", name=say["care.do"]).first).to_be_visible()
    expect(page.locator("main .part-wait")).to_have_count(1)  # products, which wait to be reached
    assert page.evaluate(_SHIFTS) <= 0.02
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)])
def test_nothing_in_sight_jumps_on_the_statistics_page(
    open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page("/#/statistics", size=size)
    expect(page.locator(".reference").first).to_be_attached()
    assert page.evaluate(_SHIFTS) <= 0.02
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]


def test_the_page_fits_the_narrowest_phone(open_page: OpenPage, running_system: System) -> None:
    own = finish(assessments(running_system), found=unsure())
    page = open_page(f"/#/a/{own}", size=(320, 640), locale="en-GB")
    expect(page.locator(".care-symptoms")).to_be_visible()
    reach_products(page)
    expect(page.locator(".product").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
