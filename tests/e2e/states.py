"""Every page and state of the site, and the way there: what holds for all is tested on each.

A new page or state is one line in ``STATES``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect
from steps import choose, fill_in, see_result, start_analysis, take_sample

from support import photos

Say = dict[str, str]
Step = Callable[[Page, Say], None]


@dataclass(frozen=True)
class State:
    """One state: where to begin, what to do there, and what the browser may complain about."""

    name: str
    go: Step
    path: str = "/"
    tolerated: str | None = None


def _heading(key: str) -> Step:
    def wait(page: Page, say: Say) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(say[key])

    return wait


def _shown(page: Page, say: Say) -> None:
    expect(page.locator("main h1")).to_be_visible()
    expect(page.get_by_text(say["later.loading"])).to_have_count(0)
    page.wait_for_load_state("networkidle")


def _errors(page: Page, say: Say) -> None:
    page.get_by_role("button", name=say["form.next"]).click()
    expect(page.get_by_text(say["consent.error"])).to_be_visible()


def _chosen(page: Page, say: Say) -> None:
    fill_in(page, say)
    take_sample(page, say)


def _refused(page: Page, say: Say) -> None:
    fill_in(page, say)
    choose(page, "notes.txt", b"text", "text/plain")
    expect(page.get_by_text(say["photo.error.type"])).to_be_visible()


def _progress(page: Page, say: Say) -> None:
    _chosen(page, say)
    page.route("**/api/v1/assessments/*", lambda route: None)  # an answer that never comes
    start_analysis(page, say)
    expect(page.get_by_text(say["progress.received"], exact=True)).to_be_visible()


def _result(page: Page, say: Say) -> None:
    _chosen(page, say)
    start_analysis(page, say)
    see_result(page, say)
    page.locator(".products").scroll_into_view_if_needed()  # they are asked for only then
    _shown(page, say)


def _asking(page: Page, say: Say) -> None:
    _result(page, say)
    page.get_by_role("button", name=say["result.delete"], exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def _deleted(page: Page, say: Say) -> None:
    _asking(page, say)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=say["delete.confirm"], exact=True).click()
    _heading("deleted.title")(page, say)


def _report(page: Page, say: Say) -> None:
    _result(page, say)
    page.evaluate("location.hash += '/report'")
    expect(page.get_by_text(say["result.eyebrow"], exact=True)).to_have_count(0)
    _shown(page, say)


def _rejected(page: Page, say: Say) -> None:
    fill_in(page, say)
    choose(page, "strip.jpg", photos.encoded(photos.picture(1200, 300), "JPEG"))
    page.get_by_role("button", name=say["photo.submit.anyway"]).click()
    _heading("rejected.title")(page, say)


def _problem(page: Page, say: Say) -> None:
    page.route("**/api/v1/**", lambda route: route.abort())
    _chosen(page, say)
    start_analysis(page, say)
    _heading("problem.network.title")(page, say)


STATES = [
    State("start", _heading("start.title")),
    State("start-errors", _errors),
    State("photo", fill_in),
    State("photo-chosen", _chosen),
    State("photo-refused", _refused),
    State("progress", _progress),
    State("result", _result),
    State("delete-dialog", _asking),
    State("deleted", _deleted),
    State("report", _report),
    State("rejected", _rejected),
    State("problem", _problem, tolerated="Failed to load resource"),
    State("clinics", _shown, path="/#/clinics", tolerated="Failed to load resource"),  # no tiles
    State("statistics", _shown, path="/#/statistics"),
    State("history", _shown, path="/#/history"),
    State("unknown", _heading("unknown.title"), path="/#/nowhere"),
]
