"""The service worker: what works without a connection, and on a device that keeps nothing."""

from collections.abc import Callable

import httpx
import pytest
from kept_results import cards, keep_it
from playwright.sync_api import Page, Route, expect
from steps import go_to_photo, see_result, start_analysis, take_sample, wait_until, words

from scalp_local.system import System

OpenPage = Callable[..., Page]
_LOST = "Failed to load resource"


def under_the_worker(page: Page) -> None:
    """The first visit is over: the service worker is there, and answers for the page."""
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    wait_until(page, "navigator.serviceWorker.controller !== null")


def test_after_one_visit_all_that_is_on_the_device_opens_without_a_connection(
    open_page: OpenPage,
) -> None:
    say = words("ko")
    page = open_page("/", tolerated=_LOST, service_worker=True)
    go_to_photo(page, say)
    take_sample(page, say)
    under_the_worker(page)
    start_analysis(page, say)
    see_result(page, say)
    keep_it(page, say)

    page.context.set_offline(True)
    page.get_by_role("link", name=say["app.nav.history"], exact=True).click()  # for the first time
    expect(cards(page)).to_have_count(1)
    page.reload()
    cards(page).get_by_role("link").click()
    see_result(page, say)
    page.get_by_role("link", name=say["history.share.report"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["report.title"])
    page.get_by_role("link", name=say["app.nav.clinics"], exact=True).click()
    expect(page.get_by_text(say["later.failed"])).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name=say["problem.retry"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["clinics.title"])


def test_without_a_connection_the_site_opens_and_says_so(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("en")
    page = open_page("/", locale="en-GB", size=(390, 1600), tolerated=_LOST, service_worker=True)
    under_the_worker(page)
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text(say["offline.title"])).to_be_visible()
    go_to_photo(page, say)  # the page of the photo has never been opened
    page.goto(f"{running_system.url}/#/a/{'0' * 32}")
    expect(page.get_by_text(say["progress.paused.offline"])).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text(say["problem.assessment_not_found.title"])).to_be_visible()


@pytest.mark.parametrize(
    "refusal",
    [
        "Cache.prototype.put = () => Promise.reject(full)",
        "Cache.prototype.put = () => { throw full }",
        "Cache.prototype.put = () => new Promise(() => undefined)",
        "Cache.prototype.match = () => Promise.reject(full)",
        "CacheStorage.prototype.open = () => Promise.reject(full)",
    ],
    ids=["put", "put at once", "put for ever", "match", "open"],
)
def test_a_device_that_keeps_nothing_gets_all_from_the_network(
    open_page: OpenPage, running_system: System, refusal: str
) -> None:
    """As if its storage had filled up after the first visit."""
    say = words("ko")
    page = open_page("/robots.txt", tolerated="404 (Not Found)", service_worker=True)
    before = (
        "addEventListener('activate', () => { "
        f"const full = new DOMException('Quota exceeded.', 'QuotaExceededError'); {refusal}; }});"
    )

    def prepend(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=before + answer.text())

    page.context.route("**/sw.js", prepend)
    page.goto(running_system.url)
    under_the_worker(page)
    assert page.evaluate("fetch('/sw.js').then((each) => each.text())").startswith(before[:20])
    page.reload()
    go_to_photo(page, say)
    page.get_by_role("link", name=say["app.nav.statistics"], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["statistics.title"])


def test_the_worker_is_never_kept_and_the_pages_neither(running_system: System) -> None:
    for path in ("/", "/sw.js"):
        assert httpx.get(f"{running_system.url}{path}").headers["cache-control"] == "no-cache"
