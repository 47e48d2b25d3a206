"""Three places of one head in one check: photographed together, sent once each, shown together."""

from collections.abc import Callable

import httpx
from playwright.sync_api import Page, expect
from steps import choose_places, fill_sheet, see_places, wait_until, words

from scalp_local.system import System

OpenPage = Callable[..., Page]


def test_three_places_are_one_check_that_survives_reloads(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("ko")
    page = open_page("/")
    page.get_by_role("button", name=say["start.places"]).click()
    choose_places(page, say)
    wait_until(page, "sessionStorage.getItem('shot.back') !== null")
    page.reload()  # before anything was sent
    expect(page.locator(".check-picture img")).to_have_count(3)
    fill_sheet(page, say)
    page.get_by_role("button", name=say["photo.submit"], exact=True).click()
    see_places(page, say)
    ids = page.url.split("/c/")[1].split("/")
    found = [httpx.get(f"{running_system.url}/api/v1/assessments/{each}").json() for each in ids]
    assert [each["site"] for each in found] == ["top", None, "back"]
    page.reload()
    see_places(page, say)
    expect(page.locator(".check-picture img")).to_have_count(3)
    expect(page.locator(".todo")).to_have_count(1)

    details = say["check.details"].format(place=say["check.place.back"])
    page.get_by_role("link", name=details).click()
    expect(page.get_by_role("img", name=say["viewer.alt"])).to_be_visible()
    page.go_back()
    see_places(page, say)
