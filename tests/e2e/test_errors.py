"""What goes wrong between the page and the server, and the way out of each."""

import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, Request, Route, expect
from steps import fill_in, see_result, start_analysis, take_sample, words

from scalp_api import problems
from scalp_local.system import System

OpenPage = Callable[..., Page]
_LOST = "Failed to load resource"  # how Chromium reports each failure that a test provokes
_UPLOAD = "**/scalpspectra-uploads-*"
_CREATE = re.compile(r"/api/v1/assessments$")
_ASSESSMENT = re.compile(r"/api/v1/assessments/[0-9a-f]{32}$")


def begin(page: Page, say: dict[str, str]) -> None:
    """Send the sample photo."""
    fill_in(page, say)
    take_sample(page, say)
    start_analysis(page, say)


def expect_problem(page: Page, say: dict[str, str], code: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(say[f"problem.{code}.title"])
    expect(page.get_by_text(say[f"problem.{code}.text"])).to_be_visible()


def refusal(status: int, code: str, message: str) -> dict[str, Any]:
    """An answer of S3 to an upload."""
    return {
        "status": status,
        "headers": {"access-control-allow-origin": "*", "content-type": "application/xml"},
        "body": f"<Error><Code>{code}</Code><Message>{message}</Message></Error>",
    }


EXPIRED = refusal(403, "AccessDenied", "Invalid according to Policy: Policy expired.")


def test_api_down_then_up_again(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/", tolerated=_LOST)
    page.route("**/api/v1/**", lambda route: route.abort())
    begin(page, say)
    expect_problem(page, say, "network")
    page.unroute_all()
    page.get_by_role("button", name=say["problem.retry"]).click()
    see_result(page, say)


@pytest.mark.parametrize(
    ("row", "way"),
    [
        (problems.CONSENT_REQUIRED, "home"),
        (problems.INVALID_REQUEST, "home"),
        (problems.BACKEND_UNAVAILABLE, "retry"),
        (problems.INTERNAL_ERROR, "retry"),
    ],
    ids=lambda value: getattr(value, "code", value),
)
def test_every_problem_of_a_request_has_its_words_and_its_way_out(
    open_page: OpenPage, row: Any, way: str
) -> None:
    say = words("en")
    page = open_page("/", locale="en-GB", tolerated=_LOST)
    page.route(
        _CREATE,
        lambda route: route.fulfill(
            status=int(row.status),
            content_type=problems.MEDIA_TYPE,
            body=json.dumps({"code": row.code, "status": int(row.status)}),
        ),
    )
    begin(page, say)
    expect_problem(page, say, row.code)
    page.unroute_all()
    page.get_by_role("button", name=say[f"problem.{way}"]).click()
    if way == "retry":
        see_result(page, say)
    else:
        expect(page.get_by_role("heading", level=1)).to_have_text(say["start.title"])


@pytest.mark.parametrize(("status", "code"), [(429, "too_many_requests"), (403, "blocked")])
def test_what_stands_before_the_api_is_understood_without_a_code(
    open_page: OpenPage, status: int, code: str
) -> None:
    say = words("ko")
    page = open_page("/", tolerated=_LOST)
    page.route(_CREATE, lambda route: route.fulfill(status=status, body="<html></html>"))
    begin(page, say)
    expect_problem(page, say, code)


@pytest.mark.parametrize(
    ("answer", "code", "way"),
    [
        (EXPIRED, "upload_expired", "retry"),
        (refusal(403, "SignatureDoesNotMatch", ""), "upload_refused", "retry"),
        (
            refusal(400, "EntityTooLarge", "Your proposed upload exceeds"),
            "upload_too_large",
            "photo",
        ),
        (
            refusal(403, "AccessDenied", 'Policy Condition failed: ["eq", "$Content-Type", "x"]'),
            "upload_wrong_type",
            "photo",
        ),
    ],
    ids=["expired", "refused", "too large", "wrong type"],
)
def test_an_upload_that_is_refused_says_why_and_what_to_do(
    open_page: OpenPage, answer: dict[str, Any], code: str, way: str
) -> None:
    say = words("en")
    page = open_page("/", locale="en-GB", tolerated=_LOST)
    page.route(_UPLOAD, lambda route: route.fulfill(**answer))
    begin(page, say)
    expect_problem(page, say, code)
    page.unroute_all()
    page.get_by_role("button", name=say[f"problem.{way}"]).click()
    if way == "retry":
        see_result(page, say)
    else:
        expect(page.get_by_role("heading", level=1)).to_have_text(say["photo.title"])


def test_an_expired_form_is_replaced_without_a_word(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/", tolerated=_LOST)
    page.route(_UPLOAD, lambda route: route.fulfill(**EXPIRED), times=1)
    created: list[Request] = []
    page.on("request", lambda each: created.append(each) if _CREATE.search(each.url) else None)
    begin(page, say)
    see_result(page, say)
    assert len(created) == 2


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


def test_a_connection_lost_while_waiting_goes_on_when_it_is_back(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/", tolerated=_LOST)
    held: list[Route] = []
    page.route(_ASSESSMENT, lambda route: held.append(route))
    with page.expect_request(_ASSESSMENT):
        begin(page, say)
    page.context.set_offline(True)
    held[0].abort("internetdisconnected")
    expect(page.get_by_text(say["progress.paused.offline"])).to_be_visible()
    expect(page.locator(".step-current")).to_contain_text(say["progress.step.analysis"])
    page.unroute_all()
    page.context.set_offline(False)
    see_result(page, say)


def test_a_slow_connection_shows_how_far_it_is_and_that_it_goes_on(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/")
    fill_in(page, say)
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


def test_a_failed_analysis_can_be_tried_with_the_photo_at_hand(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/")

    def fail(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "status": "failed", "result": None})

    page.route(_ASSESSMENT, fail)
    begin(page, say)
    expect_problem(page, say, "failed")
    expect(page.get_by_role("button", name=say["problem.photo"])).to_be_visible()
    page.unroute_all()
    page.get_by_role("button", name=say["problem.retry"]).click()
    see_result(page, say)


def test_an_unknown_result_says_so(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page(f"/#/a/{'0' * 32}", tolerated=_LOST)
    expect_problem(page, say, "assessment_not_found")
    page.get_by_role("button", name=say["problem.home"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["start.title"])


def test_an_unknown_page_says_so(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/#/nowhere")
    expect(page.get_by_role("heading", level=1)).to_have_text(say["unknown.title"])
    page.get_by_role("button", name=say["problem.home"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["start.title"])


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
    expect(notice).to_contain_text("which needs JavaScript")
