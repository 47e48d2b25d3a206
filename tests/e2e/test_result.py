"""What stands on the result's page around the photo: grades, certainty, warnings, and care."""

from collections.abc import Callable

import pytest
from people import assessed
from playwright.sync_api import Page, expect
from steps import words

from scalp_core.vocabulary import AgeGroup, Grade, Sex, Symptom
from scalp_local.system import System

OpenPage = Callable[..., Page]
_SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 300);
})"""


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
