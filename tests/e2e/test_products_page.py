"""Suggested products: why, at what price, who pays for the place, and what comes before them."""

from collections.abc import Callable

import httpx
import pytest
from people import assessed
from playwright.sync_api import Page, expect
from steps import reach_products, words

from scalp_core.products.labels import ASK_A_PHARMACIST, BASIS, FUNCTIONAL
from scalp_core.vocabulary import AgeGroup, Grade, Sex, Symptom
from scalp_local.system import System

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def own(running_system: System) -> str:
    """Mild hair loss with mild dandruff."""
    grades = {Symptom.HAIR_LOSS: Grade.MILD, Symptom.DANDRUFF: Grade.MILD}
    return assessed(running_system, Sex.MALE, AgeGroup.THIRTIES, grades)[0]


def test_products_with_reasons_claims_and_counted_links(
    open_page: OpenPage, running_system: System, own: str
) -> None:
    say = words("ko")
    page = open_page(f"/#/a/{own}")
    section = reach_products(page)
    expect(section.get_by_text(BASIS.ko)).to_be_visible()
    products = section.locator(".product")
    expect(products).to_have_count(6)
    first = products.first
    expect(first.get_by_text(FUNCTIONAL.ko)).to_be_visible()
    reasons = first.get_by_role("list", name=say["products.reasons"]).get_by_role("listitem")
    expect(reasons.first).to_contain_text("탈모")
    expect(section.locator(".product-label")).to_have_count(0)
    link = first.get_by_role("link")
    expect(link).to_contain_text(say["app.newwindow"])
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    visit = httpx.get(f"{running_system.url}{link.get_attribute('href')}")
    assert visit.status_code == 302
    assert visit.headers["location"].startswith("https://")

    medicines = section.locator(".medicine")
    expect(medicines.first).to_contain_text(ASK_A_PHARMACIST.ko)
    expect(section.locator(".medicines").get_by_role("link")).to_have_count(0)


def test_products_are_asked_for_once_and_only_when_they_are_reached(
    open_page: OpenPage, running_system: System, own: str
) -> None:
    say = words("ko")
    page = open_page("/")
    asked: list[str] = []
    page.on(
        "request",
        lambda request: asked.append(request.url) if "/products?" in request.url else None,
    )
    page.goto(f"{running_system.url}/#/a/{own}")
    comparison = page.get_by_role("region", name=say["comparison.title"])
    expect(comparison.locator(".part-wait")).to_have_count(0)
    assert asked == []
    expect(reach_products(page).locator(".product").first).to_be_visible()
    page.get_by_role("button", name=say["app.switch"]).click()
    page.evaluate("location.hash += '/report'")
    other = words("en")
    expect(page.get_by_role("region", name=other["products.title"])).to_have_count(0)
    page.go_back()
    expect(reach_products(page).locator(".product").first).to_be_visible()
    assert len(asked) == 1
