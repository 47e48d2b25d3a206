"""One result among others, and the statistics of everybody."""

from collections.abc import Callable

import httpx
import pytest
from people import assessed, publish_exactly
from playwright.sync_api import Page, expect
from steps import words

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
    answer = httpx.get(f"{running_system.url}{csv}", timeout=60)
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
    expect(page.locator("iframe")).to_have_attribute("src", f"{url}?%3Aembed=y&%3AshowVizHome=n")
    assert not [one for one in asked if "tableau.com" in one]
