"""One result among others, and the statistics of everybody."""

import json
from collections.abc import Callable

import httpx
import pytest
from people import assessed, publish_exactly
from playwright.sync_api import Page, Route, expect
from steps import words

from scalp_core.publication import MINIMUM
from scalp_core.vocabulary import AgeGroup, Grade, ScalpType, Sex, Symptom
from scalp_local.system import System

OpenPage = Callable[..., Page]
_DANDRUFF = Symptom.DANDRUFF


@pytest.fixture(scope="module")
def own(running_system: System) -> str:
    """One of 21 women in their fifties: 10 have no dandruff, 6 mild, 4 moderate, 1 severe."""
    women = (running_system, Sex.FEMALE, AgeGroup.FIFTIES)
    assessed(*women, {}, ScalpType.NORMAL, times=10)
    assessed(*women, {_DANDRUFF: Grade.MILD}, ScalpType.DANDRUFF, times=6)
    assessed(*women, {_DANDRUFF: Grade.SEVERE}, ScalpType.DANDRUFF)
    same = assessed(*women, {_DANDRUFF: Grade.MODERATE}, ScalpType.DANDRUFF, times=4)
    publish_exactly(*women)
    published = httpx.get(
        f"{running_system.url}/api/v1/stats", params={"sex": "female", "ageGroup": "50s"}
    )
    assert published.json()["group"]["total"] == 21
    return same[0]


def test_where_a_grade_stands_in_words_bars_and_figures(open_page: OpenPage, own: str) -> None:
    say = words("ko")
    page = open_page(f"/#/a/{own}")
    section = page.get_by_role("region", name=say["comparison.title"])
    dandruff = section.locator(".distribution").filter(
        has=page.get_by_role("heading", name=say["symptom.dandruff"], exact=True)
    )
    # 1 of 21 is worse and 4 are alike, so one's place is third: the 14th of a hundred.
    expect(dandruff).to_contain_text("같은 성별·나이 100명 중 약 14번째로 심한 편이에요.")
    expect(dandruff).to_contain_text("약 5명이 더 심하고, 19명이 같은 등급, 76명이 더 가벼워요.")
    bar = dandruff.get_by_role("img").first
    expect(bar).to_have_accessible_name(
        "같은 성별·나이 (21명): 양호 48%, 경증 28%, 중등도 19% 및 중증 5%. 나: 중등도"
    )
    marked = dandruff.locator(".shares-own")
    expect(marked).to_have_count(2)  # among one's like, and among everyone
    expect(marked.first).to_have_class("grade-fill-2 shares-own ")
    sebum = section.locator(".distribution").filter(
        has=page.get_by_role("heading", name=say["symptom.excess_sebum"], exact=True)
    )
    expect(sebum).to_contain_text("같은 성별·나이 100명 중 약 100명이 똑같이 양호해요.")

    section.get_by_text(say["statistics.table"]).first.click()
    table = section.get_by_role("table").first
    row = table.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name=say["symptom.dandruff"], exact=True)
    )
    expect(row.get_by_role("cell")).to_have_text(["48%", "28%", "19%", "5%", "0.8"])
    types = section.get_by_role("table", name=say["statistics.types"].split(":")[0])
    expect(types.get_by_role("row").filter(has_text=say["statistics.me"])).to_contain_text(
        say["type.dandruff"]
    )


def test_a_small_cohort_is_withheld_and_everyone_stands_in(
    open_page: OpenPage, running_system: System, own: str
) -> None:
    say = words("ko")
    (few,) = assessed(running_system, Sex.MALE, AgeGroup.SEVENTIES_PLUS, {_DANDRUFF: Grade.MILD})
    assert few != own
    page = open_page(f"/#/a/{few}")
    section = page.get_by_role("region", name=say["comparison.title"])
    withheld = section.locator(".withheld")
    expect(withheld).to_contain_text("남성 70대 이상 결과는 아직 보여 드리지 않아요")
    expect(withheld).to_contain_text(f"{MINIMUM}명보다 적어요")
    expect(withheld).to_contain_text(say["statistics.withheld.instead"])
    expect(section.locator(".distribution").first).to_contain_text("모두 100명 중 약")
    expect(section.locator(".distribution").first.get_by_role("img")).to_have_count(1)


def test_who_did_not_tell_their_sex_is_compared_with_everyone(
    open_page: OpenPage, running_system: System, own: str
) -> None:
    say = words("en")
    (undisclosed,) = assessed(
        running_system, Sex.UNDISCLOSED, AgeGroup.FIFTIES, {_DANDRUFF: Grade.MILD}
    )
    assert undisclosed != own
    page = open_page(f"/#/a/{undisclosed}", locale="en-GB")
    section = page.get_by_role("region", name=say["comparison.title"])
    expect(section).to_contain_text(say["comparison.undisclosed"])
    expect(section.locator(".withheld")).to_have_count(0)
    expect(section.locator(".distribution").first).to_contain_text("Everyone: about number")


def test_without_any_statistics_it_says_so_and_offers_published_ones(
    open_page: OpenPage, running_system: System, own: str
) -> None:
    say = words("ko")
    page = open_page("/")

    def nobody(route: Route) -> None:
        answer = route.fetch().json()
        nothing = {"suppressed": True}
        route.fulfill(json=answer | {"group": nothing, "everyone": nothing})

    page.route("**/api/v1/stats?*", nobody)
    page.goto(f"{running_system.url}/#/a/{own}")
    section = page.get_by_role("region", name=say["comparison.title"])
    expect(section).to_contain_text(say["statistics.empty.title"])
    expect(section.locator(".distribution")).to_have_count(0)
    section.get_by_text(say["comparison.reference"]).click()
    expect(section.locator(".reference").first).to_be_visible()


def test_a_comparison_that_fails_can_be_asked_again(
    open_page: OpenPage, running_system: System, own: str
) -> None:
    say = words("ko")
    page = open_page("/", tolerated="Failed to load resource")
    problem = {"code": "backend_unavailable", "status": 503, "title": "", "type": "about:blank"}
    page.route(
        "**/api/v1/stats?*", lambda route: route.fulfill(status=503, body=json.dumps(problem))
    )
    page.goto(f"{running_system.url}/#/a/{own}")
    section = page.get_by_role("region", name=say["comparison.title"])
    expect(section.get_by_role("alert")).to_contain_text(say["problem.backend_unavailable.text"])
    page.unroute_all()
    section.get_by_role("button", name=say["problem.retry"]).click()
    expect(section.locator(".distribution").first).to_be_visible()


def test_the_statistics_page_by_keyboard(
    open_page: OpenPage, running_system: System, own: str
) -> None:
    say = words("ko")
    assert own
    page = open_page("/#/statistics", size=(1440, 900))
    sexes = page.get_by_role("group", name=say["statistics.choose.sex"]).get_by_role("radio")
    sexes.first.focus()
    page.keyboard.press("ArrowRight")
    expect(sexes.nth(1)).to_be_checked()
    ages = page.get_by_role("group", name=say["statistics.choose.age"])
    ages.get_by_role("radio", name=say["statistics.age.50s"]).check(force=True)
    expect(page.locator(".statistics-status[role=status]")).to_have_text(
        "여성 50대: 21명의 결과예요."
    )
    ages.get_by_role("radio", name=say["statistics.age.10s"]).check(force=True)
    expect(page.locator(".statistics-status[role=status]")).to_have_text(
        "여성 10대: 아직 보여 드릴 수 없어요."
    )
    expect(page.locator(".withheld")).to_contain_text(say["statistics.withheld.instead"])
    csv = page.get_by_role("link", name=say["statistics.csv"]).get_attribute("href")
    answer = httpx.get(f"{running_system.url}{csv}")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "female" in answer.text

    first = page.locator(".reference").first
    first.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(first.get_by_text(say["statistics.caution"])).to_be_visible()
    expect(first.get_by_role("table")).to_be_visible()
    for source in first.get_by_role("link").all():
        expect(source).to_have_attribute("target", "_blank")
        expect(source).to_contain_text(say["app.newwindow"])
    expect(page.get_by_role("heading", name=say["statistics.tableau"])).to_have_count(0)


def test_a_dashboard_is_asked_for_only_after_a_click(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("ko")
    # The policy of this system knows of no dashboard, and so must forbid it.
    page = open_page("/", tolerated="frame-src 'none'")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    url = "https://public.tableau.com/views/scalp/one"
    page.route(
        "**/config.json", lambda route: route.fulfill(json={"kakaoKey": None, "tableauUrl": url})
    )
    page.goto(f"{running_system.url}/#/statistics")
    button = page.get_by_role("button", name=say["statistics.tableau.show"])
    expect(button).to_be_visible()
    expect(page.locator("iframe")).to_have_count(0)
    button.click()
    expect(page.locator("iframe")).to_have_attribute("src", f"{url}?%3Aembed=y&%3AshowVizHome=no")
    assert not [one for one in asked if "tableau.com" in one]
