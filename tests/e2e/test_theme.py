"""Light and dark: as the system, as chosen, and on paper."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from steps import words

OpenPage = Callable[..., Page]


def test_the_theme_follows_the_system_until_one_is_chosen(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/", scheme="light")
    root = page.locator("html")
    expect(root).to_have_attribute("data-theme", "light")
    page.emulate_media(color_scheme="dark")
    expect(root).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name=say["app.theme.light"]).click()
    expect(root).to_have_attribute("data-theme", "light")
    expect(page.locator("body")).to_have_css("background-color", "rgb(243, 246, 245)")

    page.route(
        "**/assets/index-*.js", lambda route: route.fulfill(body="", content_type="text/javascript")
    )
    page.reload()  # without the app: what is there before it must be right already
    expect(page.locator("#app")).to_be_empty()
    expect(root).to_have_attribute("data-theme", "light")
    page.unroute_all()
    page.reload()
    page.get_by_role("button", name=say["app.theme.dark"]).click()
    expect(root).to_have_attribute("data-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(root).to_have_attribute("data-theme", "light")


def test_paper_is_light_whatever_the_theme(open_page: OpenPage) -> None:
    page = open_page("/", scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(243, 246, 245)")
