"""Suggested products: why, at what price, who pays for the place, and what comes before them."""

from collections.abc import Callable

import httpx
import pytest
from people import assessed
from playwright.sync_api import Page, expect
from steps import unfold, words

from scalp_core.products.labels import ASK_A_PHARMACIST, BASIS, FUNCTIONAL
from scalp_core.vocabulary import AgeGroup, Grade, Sex, Symptom
from scalp_local.system import System

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def own(running_system: System) -> str:
    """Mild hair loss, for which all may be suggested."""
    grades = {Symptom.HAIR_LOSS: Grade.MILD}
    return assessed(running_system, Sex.MALE, AgeGroup.THIRTIES, grades)[0]


def test_products_with_reasons_claims_and_counted_links(
    open_page: OpenPage, running_system: System, own: str
) -> None:
    say = words("ko")
    page = open_page(f"/#/a/{own}")
    section = unfold(page, say["result.part.products"])
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


def test_products_are_asked_for_once_and_only_when_they_are_unfolded(
    open_page: OpenPage, running_system: System, own: str
) -> None:
    say = words("ko")
    page = open_page("/")
    asked: list[str] = []
    page.on(
        "request",
        lambda request: asked.append(request.url) if request.url.endswith("/products") else None,
    )
    page.goto(f"{running_system.url}/#/a/{own}")
    page.wait_for_load_state("networkidle")
    assert asked == []
    expect(unfold(page, say["result.part.products"]).locator(".product").first).to_be_visible()
    page.get_by_role("button", name=say["app.switch"]).click()
    page.evaluate("location.hash += '/report'")
    other = words("en")
    expect(page.get_by_role("region", name=other["result.part.products"])).to_have_count(0)
    page.go_back()
    expect(unfold(page, other["result.part.products"]).locator(".product").first).to_be_visible()
    assert len(asked) == 1
