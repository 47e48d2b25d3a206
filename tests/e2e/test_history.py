"""Results kept on the device: only when asked to, as long as wanted, and gone when told."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from kept_results import bring, cards, databases, exported, keep_it, kept
from playwright.sync_api import Page, expect
from steps import fill_in, painted, see_result, start_analysis, take_sample, words

from scalp_local.system import System

OpenPage = Callable[..., Page]


def result_on(page: Page, say: dict[str, str]) -> str:
    """Get a result for the sample photo; answer its id."""
    fill_in(page, say)
    take_sample(page, say)
    start_analysis(page, say)
    see_result(page, say)
    return page.url.rsplit("/", 1)[1]


def asked(system: System, result: str) -> httpx.Response:
    return httpx.get(f"{system.url}/api/v1/assessments/{result}")


def to_history(page: Page, say: dict[str, str]) -> None:
    page.get_by_role("link", name=say["app.nav.history"], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["history.title"])


def answered(page: Page, say: dict[str, str], name: str) -> None:
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=say["delete.confirm"], exact=True).click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text(say[name])).to_be_focused()  # as the button pressed is gone


@pytest.fixture(scope="module")
def assessment(running_system: System) -> dict[str, Any]:
    """A finished assessment to make others from, as the API tells it."""
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


def test_nothing_is_kept_until_chosen_and_nothing_once_taken_back(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/")
    result_on(page, say)
    choice = page.get_by_role("checkbox", name=say["history.keep"])
    expect(choice).not_to_be_checked()
    expect(choice).to_have_accessible_description(say["history.keep.what"])
    to_history(page, say)
    expect(page.get_by_role("heading", name=say["history.empty.title"])).to_be_visible()
    assert databases(page) == []

    page.go_back()
    see_result(page, say)
    choice.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text(say["history.keep.said.kept"])).to_be_visible()
    assert databases(page) == ["scalpspectra"]
    page.reload()
    expect(choice).to_be_checked()
    choice.uncheck()
    expect(page.get_by_text(say["history.keep.said.forgotten"])).to_be_visible()
    assert databases(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_kept_result_outlives_the_server_and_needs_no_network(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("ko")
    page = open_page("/", tolerated="Failed to load resource")
    result = result_on(page, say)
    keep_it(page, say)
    page.get_by_role("checkbox", name=say["history.keep.photo"]).check()
    expect(page.get_by_text(say["history.keep.said.photo"], exact=True)).to_be_visible()
    grades = page.locator(".symptom .grade-badge").all_inner_texts()
    httpx.delete(f"{running_system.url}/api/v1/assessments/{result}").raise_for_status()
    page.route("**/api/**", lambda route: route.abort())
    page.goto(f"{running_system.url}/#/history")
    page.reload()

    cards(page).get_by_role("link").click()
    see_result(page, say)
    assert page.url.endswith(f"#/history/{result}")
    assert page.locator(".symptom .grade-badge").all_inner_texts() == grades
    assert painted(page)[2] > 0
    photo = page.get_by_role("img", name=say["viewer.photo"])
    assert photo.evaluate("image => Math.max(image.naturalWidth, image.naturalHeight)") == 480
    page.reload()
    expect(photo).to_be_visible()

    page.get_by_role("button", name=say["history.delete.one"]).click()
    page.get_by_role("button", name=say["delete.confirm"], exact=True).click()
    expect(page.get_by_role("heading", name=say["history.empty.title"])).to_be_visible()
    assert databases(page) == []
    page.goto(f"{running_system.url}/#/history/{result}")
    expect(page.get_by_role("heading", level=1)).to_have_text(say["history.gone.title"])


def test_two_results_of_one_site_side_by_side_and_their_course(
    open_page: OpenPage, assessment: dict[str, Any]
) -> None:
    say = words("en")
    page = open_page("/#/history", locale="en-GB", size=(1440, 900), scheme="dark")
    bring(
        page,
        exported(
            kept(assessment, 1, "2026-03-01", grades={"dandruff": 3}, version="older"),
            kept(assessment, 2, "2026-04-01", grades={"dandruff": 1, "hair_loss": 2}),
            kept(assessment, 3, "2026-05-01", site="left"),
            kept(assessment, 4, "2026-06-01", site=None),
        ),
    )
    expect(cards(page)).to_have_count(4)
    compare = page.locator("section", has=page.locator("#compare-title"))

    def change_of(symptom: str) -> Any:
        name = say[f"symptom.{symptom}"]
        return compare.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))

    expect(change_of("dandruff").get_by_role("cell")).to_have_text(
        [say["grade.3"], say["grade.1"], say["history.change.down"].format(steps=2)]
    )
    expect(change_of("hair_loss").get_by_role("cell").last).to_have_text(
        say["history.change.up"].format(steps=2)
    )
    expect(change_of("excess_sebum").get_by_role("cell").last).to_have_text(
        say["history.change.none"]
    )
    expect(compare.get_by_text(say["history.compare.model"])).to_be_visible()
    expect(compare.locator("canvas")).to_have_count(2)

    second = compare.get_by_label(say["history.compare.second"])
    status = compare.get_by_role("status")
    for number, obstacle in ((3, "other_site"), (4, "site_missing"), (1, "same_result")):
        second.select_option(f"{number:032x}")
        expect(status).to_have_text(say[f"history.compare.{obstacle}"])
        expect(compare.get_by_role("table")).to_have_count(0)

    course = page.locator("section", has=page.locator("#trend-title"))
    name = say["history.trend.chart"].format(
        symptom=say["symptom.dandruff"], count=2, first=say["grade.3"], last=say["grade.1"]
    )
    expect(course.get_by_role("img", name=name)).to_be_visible()
    course.get_by_text(say["history.trend.table"]).click()
    expect(course.get_by_role("row")).to_have_count(3)
    expect(course.get_by_role("row").nth(1)).to_contain_text(f"3 {say['grade.3']}")


@pytest.mark.parametrize(("language", "locale"), [("ko", "ko-KR"), ("en", "en-GB")])
def test_export_delete_all_and_import_again(
    open_page: OpenPage, assessment: dict[str, Any], language: str, locale: str
) -> None:
    say = words(language)
    page = open_page("/#/history", locale=locale)
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


def test_a_file_that_is_no_history_changes_nothing(
    open_page: OpenPage, assessment: dict[str, Any]
) -> None:
    say = words("ko")
    page = open_page("/#/history")
    forged = kept(assessment, 1, "2026-03-01")
    forged["photo"] = "https://example.com/track.jpg"
    for content in (b"no JSON", b"{}", exported(forged)):
        bring(page, content)
        expect(page.get_by_text(say["history.files.unreadable"])).to_be_visible()
    assert databases(page) == []


_REFUSED = "IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError') }"
_ABSENT = "Object.defineProperty(window, 'indexedDB', { value: undefined })"
_FAILING = "IDBFactory.prototype.open = () => { throw new DOMException('', 'UnknownError') }"


@pytest.mark.parametrize(
    ("fault", "script"), [("missing", _REFUSED), ("missing", _ABSENT), ("failed", _FAILING)]
)
def test_a_browser_without_storage_says_so(open_page: OpenPage, fault: str, script: str) -> None:
    say = words("ko")
    page = open_page("/")
    page.add_init_script(script)
    page.reload()
    result_on(page, say)
    choice = page.get_by_role("checkbox", name=say["history.keep"])
    choice.click()
    expect(page.get_by_text(say[f"history.fault.{fault}"])).to_be_visible()
    expect(choice).not_to_be_checked()
    to_history(page, say)
    expect(page.get_by_role("alert")).to_contain_text(say[f"history.fault.{fault}"])
    page.get_by_role("main").get_by_role("link", name=say["problem.home"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["start.title"])


def test_full_storage_says_so(open_page: OpenPage) -> None:
    say = words("en")
    page = open_page("/", locale="en-GB")
    page.add_init_script(
        "IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError') }"
    )
    page.reload()
    result_on(page, say)
    choice = page.get_by_role("checkbox", name=say["history.keep"])
    choice.click()
    expect(page.get_by_text(say["history.fault.full"])).to_be_visible()
    expect(choice).not_to_be_checked()


@pytest.mark.parametrize("copy_too", [True, False])
def test_deleting_now_offers_to_delete_the_copy(
    open_page: OpenPage, running_system: System, copy_too: bool
) -> None:
    say = words("ko")
    page = open_page("/")
    result = result_on(page, say)
    keep_it(page, say)
    page.get_by_role("button", name=say["result.delete"]).click()
    dialog = page.get_by_role("dialog", name=say["delete.title"])
    also = dialog.get_by_role("checkbox", name=say["history.delete.copy"])
    expect(also).to_be_checked()
    also.set_checked(copy_too)
    dialog.get_by_role("button", name=say["delete.confirm"], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["deleted.title"])
    assert asked(running_system, result).status_code == 404
    to_history(page, say)
    expect(cards(page)).to_have_count(0 if copy_too else 1)


def test_the_link_is_copied_shared_or_shown(open_page: OpenPage, running_system: System) -> None:
    say = words("ko")
    page = open_page("/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    result = result_on(page, say)
    address = f"{running_system.url}/#/a/{result}"
    expect(page.locator(".result-actions")).to_contain_text("누구나")
    page.get_by_role("button", name=say["history.share.copy"]).click()
    expect(page.get_by_text(say["history.share.copied"])).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    expect(page.get_by_role("button", name=say["history.share.send"])).to_have_count(0)

    page.add_init_script(
        """
        navigator.share = async (data) => { window.shared = data };
        Object.defineProperty(navigator, "clipboard", { value: undefined });
        """
    )
    page.reload()
    page.get_by_role("button", name=say["history.share.send"]).click()
    expect(page.get_by_text(say["history.share.sent"])).to_be_visible()
    assert page.evaluate("window.shared.url") == address
    page.get_by_role("button", name=say["history.share.copy"]).click()
    expect(page.get_by_role("textbox", name=say["history.share.address"])).to_have_value(address)
