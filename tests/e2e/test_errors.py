"""What goes wrong between the page and the server, and the way out of each."""

import re
from collections.abc import Callable

import httpx
from playwright.sync_api import Page, Request, Route, expect
from steps import go_to_photo, see_result, start_analysis, take_sample, words

from scalp_local.system import System

OpenPage = Callable[..., Page]
_LOST = "Failed to load resource"  # how Chromium reports each failure that a test provokes
_UPLOAD = "**/scalpspectra-uploads-*"
_CREATE = re.compile(r"/api/v1/assessments$")
_ASSESSMENT = re.compile(r"/api/v1/assessments/[0-9a-f]{32}$")


def begin(page: Page, say: dict[str, str]) -> None:
    """Send the sample photo."""
    go_to_photo(page, say)
    take_sample(page, say)
    start_analysis(page, say)


def test_a_connection_lost_while_sending_goes_on_with_the_same_form(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/", tolerated=_LOST)
    held: list[Route] = []
    page.route(_UPLOAD, lambda route: held.append(route))
    created: list[Request] = []
    page.on("request", lambda each: created.append(each) if _CREATE.search(each.url) else None)
    with page.expect_request(lambda each: "scalpspectra-uploads" in each.url):
        begin(page, say)
    page.context.set_offline(True)
    held[0].abort("internetdisconnected")
    expect(page.get_by_text(say["progress.paused.offline"])).to_be_visible()
    expect(page.get_by_text(say["offline.title"])).to_be_visible()
    page.unroute_all()
    page.context.set_offline(False)
    see_result(page, say)
    expect(page.get_by_text(say["offline.title"])).to_have_count(0)
    assert len(created) == 1


def test_a_slow_connection_shows_how_far_it_is_and_that_it_goes_on(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/")
    go_to_photo(page, say)
    take_sample(page, say)
    network = page.context.new_cdp_session(page)
    bytes_a_second = 9_000
    network.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 100,
            "downloadThroughput": -1,
            "uploadThroughput": bytes_a_second,
        },
    )
    start_analysis(page, say)
    bar = page.get_by_role("progressbar", name=say["progress.bar"])
    expect(bar).not_to_have_js_property("value", 0)
    before = float(bar.evaluate("bar => bar.value"))
    expect(page.get_by_text(say["progress.slow.upload"])).to_be_visible()
    assert 0 < before < float(bar.evaluate("bar => bar.value"))
    see_result(page, say)


def test_an_unknown_path_is_a_404_with_a_way_to_the_start(
    open_page: OpenPage, running_system: System
) -> None:
    assert httpx.get(f"{running_system.url}/nowhere").status_code == 404
    page = open_page("/nowhere", tolerated=_LOST)
    expect(page.get_by_role("heading", level=1)).to_have_text(words("ko")["unknown.title"])
    page.get_by_role("link", name="Back to the start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words("ko")["start.title"])


def test_without_javascript_the_page_says_what_it_needs(open_page: OpenPage) -> None:
    page = open_page("/", java_script=False)
    notice = page.locator(".noscript")  # text in noscript is hidden from Playwright's get_by_text
    expect(notice).to_be_in_viewport(ratio=1)
    expect(notice).to_contain_text("자바스크립트가 필요해요")
    expect(notice).to_contain_text("This needs JavaScript")
