"""A photo for research: asked for separately, given by whoever ticks it, and taken back."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
from playwright.sync_api import Page, expect
from steps import go_to_photo, see_result, start_analysis, stored, take_sample, words

from scalp_core.assessments import keys as assessments_keys
from scalp_core.assessments.create import RESEARCH_CONSENT_VERSION
from scalp_core.aws.dynamodb import META_SK
from scalp_core.research import keys as research_keys
from scalp_deployment.template import REGION
from scalp_local.system import System

OpenPage = Callable[..., Page]


def aws(system: System, service: str) -> Any:
    session = boto3.Session(
        aws_access_key_id="local", aws_secret_access_key="local", region_name=REGION
    )
    return session.client(service, endpoint_url=system.aws)


def copies(system: System, assessment_id: str) -> int:
    """How many copies of an assessment's photo research has."""
    listed = aws(system, "s3").list_objects_v2(
        Bucket=system.stack.physical_ids["ResearchBucket"],
        Prefix=research_keys.research_key(research_keys.research_token(assessment_id)),
    )
    return int(listed["KeyCount"])


def assessed(page: Page, say: dict[str, str], *, research: bool) -> str:
    """Go to the result, and give its id."""
    go_to_photo(page, say)
    take_sample(page, say)
    box = page.get_by_role("checkbox", name=say["consent.research.agree"])
    expect(box).not_to_be_checked()
    if research:
        box.check()
    start_analysis(page, say)
    see_result(page, say)
    return page.url.rsplit("/", 1)[1]


def test_nobody_gives_a_photo_who_does_not_tick_it(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("ko")
    page = open_page("/")

    made = assessed(page, say, research=False)

    assert stored(page, running_system)["research"] is False
    expect(page.get_by_text(say["result.about.research"])).to_have_count(0)
    assert copies(running_system, made) == 0


def test_a_donated_photo_is_mentioned_and_withdrawn_with_the_result(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("en")
    page = open_page("/", locale="en-GB")

    made = assessed(page, say, research=True)

    expect(page.get_by_text(say["result.about.research"])).to_be_visible()
    until(lambda: copies(running_system, made) == 1)
    page.get_by_role("button", name=say["result.delete"]).click()
    dialog = page.get_by_role("dialog", name=say["delete.title"])
    dialog.get_by_role("button", name=say["delete.confirm"], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["deleted.title"])
    assert copies(running_system, made) == 0


def test_the_address_of_an_expired_result_still_withdraws_the_photo(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("ko")
    page = open_page("/", tolerated="Failed to load resource")
    made = assessed(page, say, research=True)
    until(lambda: copies(running_system, made) == 1)
    aws(running_system, "dynamodb").delete_item(
        TableName=running_system.stack.physical_ids["Table"],
        Key={"PK": {"S": assessments_keys.assessment_pk(made)}, "SK": {"S": META_SK}},
    )

    page.reload()
    expect(page.get_by_text(say["problem.assessment_not_found.title"])).to_be_visible()
    page.get_by_role("button", name=say["problem.leftovers"]).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(say["deleted.title"])
    assert copies(running_system, made) == 0


def test_a_result_kept_on_the_device_leads_to_the_copy_after_a_month(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/")
    made = assessed(page, say, research=True)
    page.get_by_role("checkbox", name=say["history.keep"]).check()
    expect(page.get_by_text(say["history.keep.said.kept"])).to_be_visible()
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=31))
    page.goto(f"{page.url.partition('#')[0]}#/history/{made}")

    expect(page.get_by_text(say["result.about.research.later"])).to_be_visible()
    page.get_by_role("link", name=say["result.about.research.link"]).click()

    expect(page).to_have_url(re.compile(f"#/a/{made}$"))


def until(done: Callable[[], bool]) -> None:
    """The result can be read a moment before the copy is stored."""
    deadline = time.monotonic() + 30
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_the_text_about_research_names_the_version_that_the_api_stores(open_page: OpenPage) -> None:
    page = open_page("/", locale="en-GB")
    go_to_photo(page, words("en"))
    take_sample(page, words("en"))
    section = page.get_by_role("region", name=words("en")["consent.research.title"])
    day = time.strptime(RESEARCH_CONSENT_VERSION, "%Y-%m-%d")
    expected = f"{day.tm_mday} {time.strftime('%B %Y', day)}"
    expect(section).to_contain_text(words("en")["consent.version"].replace("{date}", expected))
