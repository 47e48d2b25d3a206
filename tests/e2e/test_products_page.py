"""Suggested products: why, at what price, who pays for the place, and what comes before them."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from people import assessed
from playwright.sync_api import Page, Route, expect
from steps import reach_products, words

from scalp_core.product_words import ASK_A_PHARMACIST, BASIS, CLINIC_FIRST, FUNCTIONAL
from scalp_core.vocabulary import AgeGroup, Grade, ScalpType, Sex, Symptom
from scalp_local.system import System

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def own(running_system: System) -> str:
    """Moderate hair loss with mild dandruff."""
    grades = {Symptom.HAIR_LOSS: Grade.MODERATE, Symptom.DANDRUFF: Grade.MILD}
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


def test_the_clinic_comes_before_any_product(open_page: OpenPage, running_system: System) -> None:
    say = words("ko")
    grades = {
        Symptom.FOLLICULAR_ERYTHEMA_PUSTULES: Grade.MODERATE,
        Symptom.DANDRUFF: Grade.MODERATE,
    }
    (own,) = assessed(running_system, Sex.FEMALE, AgeGroup.TWENTIES, grades, ScalpType.INFLAMMATORY)
    page = open_page(f"/#/a/{own}")
    section = reach_products(page)
    message = section.get_by_text(CLINIC_FIRST.ko)
    expect(message).to_be_visible()
    order = section.evaluate(
        """section => {
          const clinic = section.querySelector(".products-clinic");
          const order = clinic.compareDocumentPosition(section.querySelector(".product"));
          return Boolean(order & Node.DOCUMENT_POSITION_FOLLOWING);
        }"""
    )
    assert order
    section.get_by_role("link", name=say["result.doctor.link"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["clinics.title"])


def test_paid_places_and_prices_say_what_they_are(
    open_page: OpenPage, running_system: System, own: str
) -> None:
    page = open_page("/")

    def paid(route: Route) -> None:
        answer: dict[str, Any] = route.fetch().json()
        answer["products"][0] |= {
            "advertisement": {"ko": "광고", "en": "Ad"},
            "price": {"won": 12900, "source": "네이버 쇼핑", "seenOn": "2026-11-20"},
        }
        route.fulfill(json=answer)

    page.route("**/api/v1/products?*", paid)
    page.goto(f"{running_system.url}/#/a/{own}")
    products = reach_products(page).locator(".product")
    expect(products.first.locator(".product-label")).to_have_text("광고")
    price = products.first.locator(".product-price")
    expect(price).to_contain_text("참고가 12,900원")
    expect(price).to_contain_text("네이버 쇼핑, 2026년 11월 20일 기준")
    expect(products.nth(1).locator(".product-label, .product-price")).to_have_count(0)


def test_a_scalp_that_needs_nothing_gets_no_products(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("en")
    (own,) = assessed(running_system, Sex.FEMALE, AgeGroup.TEENS, {}, ScalpType.NORMAL)
    page = open_page(f"/#/a/{own}", locale="en-GB")
    section = reach_products(page)
    expect(section.get_by_text(say["products.none"])).to_be_visible()
    expect(section.get_by_role("link")).to_have_count(0)


def test_products_that_do_not_load_can_be_asked_for_again(
    open_page: OpenPage, running_system: System, own: str
) -> None:
    say = words("ko")
    page = open_page("/", tolerated="Failed to load resource")
    page.route("**/api/v1/products?*", lambda route: route.abort())
    page.goto(f"{running_system.url}/#/a/{own}")
    section = reach_products(page)
    expect(section.get_by_role("alert")).to_contain_text(say["products.failed"])
    page.unroute_all()
    section.get_by_role("button", name=say["problem.retry"]).click()
    expect(section.locator(".product").first).to_be_visible()
