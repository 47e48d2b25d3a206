"""Results kept on the device: only when asked to, as long as wanted, and deleted on request."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from kept_results import bring, cards, databases, exported, keep_it, kept
from playwright.sync_api import Page, expect
from steps import go_to_photo, see_result, start_analysis, take_sample, unfold, words

from scalp_local.system import System

OpenPage = Callable[..., Page]


def result_on(page: Page, say: dict[str, str]) -> str:
    """Get a result for the sample photo; return its id."""
    go_to_photo(page, say)
    take_sample(page, say)
    start_analysis(page, say)
    see_result(page, say)
    return page.url.rsplit("/", 1)[1]


def grades_on(page: Page, say: dict[str, str]) -> list[str]:
    """The grades of a result, from its unfolded symptoms."""
    return unfold(page, say["result.part.symptoms"]).locator(".grade-badge").all_inner_texts()


def answered(page: Page, say: dict[str, str], name: str) -> None:
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=say["delete.confirm"], exact=True).click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text(say[name])).to_be_focused()  # as the button pressed is gone


@pytest.fixture(scope="module")
def assessment(running_system: System) -> dict[str, Any]:
    """A finished assessment to make others from, as the API returns it."""
    sample = Path(__file__).parents[2] / "infra" / "local" / "sample" / "scalp.jpg"
    api = f"{running_system.url}/api/v1/assessments"
    request = {"sex": "female", "ageGroup": "30s", "consent": True, "contentType": "image/jpeg"}
    created = httpx.post(api, json=request).raise_for_status().json()
    upload = created["upload"]
    httpx.post(
        upload["url"], data=upload["fields"], files={"file": sample.read_bytes()}
    ).raise_for_status()
    deadline = datetime.now(UTC).timestamp() + 60
    while datetime.now(UTC).timestamp() < deadline:
        found: dict[str, Any] = httpx.get(f"{api}/{created['id']}").json()
        if found["status"] == "done":
            return found
    raise AssertionError("the sample was not assessed in time")


def test_a_kept_result_outlives_the_server_and_needs_no_network(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("ko")
    page = open_page("/", tolerated="Failed to load resource")
    result = result_on(page, say)
    keep_it(page, say)
    page.get_by_role("checkbox", name=say["history.keep.photo"]).check()
    expect(page.get_by_text(say["history.keep.said.photo"], exact=True)).to_be_visible()
    grades = grades_on(page, say)
    httpx.delete(f"{running_system.url}/api/v1/assessments/{result}").raise_for_status()
    page.route("**/api/**", lambda route: route.abort())
    page.goto(f"{running_system.url}/#/history")
    page.reload()

    cards(page).get_by_role("link").click()
    see_result(page, say)
    assert page.url.endswith(f"#/history/{result}")
    assert grades_on(page, say) == grades
    photo = page.get_by_role("img", name=say["viewer.alt"])
    assert photo.evaluate("image => Math.max(image.naturalWidth, image.naturalHeight)") == 480
    page.reload()
    expect(photo).to_be_visible()

    page.get_by_role("button", name=say["history.delete.one"]).click()
    page.get_by_role("button", name=say["delete.confirm"], exact=True).click()
    expect(page.get_by_role("heading", name=say["history.empty.title"])).to_be_visible()
    assert databases(page) == []
    page.goto(f"{running_system.url}/#/history/{result}")
    expect(page.get_by_role("heading", level=1)).to_have_text(say["history.gone.title"])


def test_export_delete_all_and_import_again(
    open_page: OpenPage, assessment: dict[str, Any]
) -> None:
    say = words("ko")
    page = open_page("/#/history")
    hostile = kept(assessment, 2, "2026-04-01", version='=HYPERLINK("//x")')
    bring(page, exported(kept(assessment, 1, "2026-03-01"), hostile))
    expect(cards(page)).to_have_count(2)
    before = cards(page).all_inner_texts()

    with page.expect_download() as download:
        page.get_by_role("button", name=say["history.files.csv"]).click()
    table = Path(download.value.path()).read_bytes().decode()
    assert table.startswith(f"\ufeff{say['history.column.date']},")
    assert len(table.strip().split("\r\n")) == 3
    assert '"\'=HYPERLINK(""//x"")"' in table
    with page.expect_download() as download:
        page.get_by_role("button", name=say["history.files.json"]).click()
    content = Path(download.value.path()).read_bytes()

    page.get_by_role("button", name=say["history.delete.all"]).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name=say["history.delete.all.title"])).to_be_visible()
    page.keyboard.press("Escape")
    expect(cards(page)).to_have_count(2)
    page.get_by_role("button", name=say["history.delete.all"]).click()
    answered(page, say, "history.deleted.all")
    expect(cards(page)).to_have_count(0)
    assert databases(page) == []

    bring(page, content)
    said = say["history.files.imported"]
    expect(page.get_by_text(said.format(added=2, known=0))).to_be_visible()
    expect(cards(page)).to_have_count(2)
    assert cards(page).all_inner_texts() == before
    bring(page, content)
    expect(page.get_by_text(said.format(added=0, known=2))).to_be_visible()
    expect(cards(page)).to_have_count(2)

    cards(page).first.get_by_role("button").click()
    answered(page, say, "history.deleted.one")
    expect(cards(page)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


_REFUSED = "IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError') }"
_ABSENT = "Object.defineProperty(window, 'indexedDB', { value: undefined })"
_FAILING = "IDBFactory.prototype.open = () => { throw new DOMException('', 'UnknownError') }"
