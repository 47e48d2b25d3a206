"""The site says how long this deployment keeps results, wherever it says so."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from steps import go_to_photo, take_sample, words

from scalp_deployment.paths import ROOT
from scalp_deployment.site_policy import page_with_result_days

OpenPage = Callable[..., Page]
BUILT = ROOT / "web" / "dist" / "index.html"


@pytest.mark.parametrize(
    ("locale", "days", "said"),
    [
        ("ko-KR", 7, "7일"),
        ("ko-KR", None, "정해진 기간"),
        ("en-GB", 1, "1 day"),
        ("en-GB", 365, "365 days"),
        ("en-GB", None, "a set period"),
    ],
)
def test_consent_footer_and_problem_say_what_is_configured(
    open_page: OpenPage, locale: str, days: int | None, said: str
) -> None:
    def serve(route: Route) -> None:
        page = BUILT.read_bytes()
        content = page if days is None else page_with_result_days(page, days)
        route.fulfill(body=content, content_type="text/html; charset=utf-8")

    say = words(locale[:2])
    # No page of the site yet, so no service worker that would fetch the page past the route.
    page = open_page("/robots.txt", locale=locale, tolerated="Failed to load resource")
    page.route(re.compile(r"^http://[^/]+/$"), serve)
    page.goto(page.url.replace("/robots.txt", "/"))

    expect(page.locator("footer")).to_contain_text(
        say["app.footer.privacy"].replace("{period}", said)
    )
    go_to_photo(page, say)
    take_sample(page, say)
    expect(page.locator(".consent").first).to_contain_text(
        say["consent.period.text"].replace("{period}", said)
    )

    page.goto(f"{page.url.split('#')[0]}#/a/{'0' * 32}")
    text = re.sub(r"\{period(\|.*?)?\}", "\0", say["problem.assessment_not_found.text"])
    before, after = text.split("\0")
    expect(page.get_by_text(before + said)).to_contain_text(after)
