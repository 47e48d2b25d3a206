"""Every page and state of the site, and the way there: what holds for all is tested on each.

A new page or state is one line in ``STATES``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kept_results import bring, cards, exported, kept
from playwright.sync_api import Page, expect
from steps import (
    choose,
    choose_region,
    go_to_photo,
    see_result,
    start_analysis,
    take_sample,
)

from support import photos

Say = dict[str, str]
Step = Callable[[Page, Say], None]


@dataclass(frozen=True)
class State:
    """One state: where to begin, what to do there, and what the browser may complain about.

    ``{id}`` in the path stands for a finished assessment; its page has no photo.
    """

    name: str
    go: Step
    path: str = "/"
    tolerated: str | tuple[str, ...] = ()


def _heading(key: str) -> Step:
    def wait(page: Page, say: Say) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(say[key])

    return wait


def _shown(page: Page, say: Say) -> None:
    expect(page.locator("main h1")).to_be_visible()
    expect(page.get_by_text(say["later.loading"])).to_have_count(0)
    page.wait_for_load_state("networkidle")


def _errors(page: Page, say: Say) -> None:
    _chosen(page, say)
    page.get_by_role("button", name=say["photo.submit"], exact=True).click()
    expect(page.get_by_text(say["consent.error"])).to_be_visible()


def _chosen(page: Page, say: Say) -> None:
    go_to_photo(page, say)
    take_sample(page, say)


def _saved(page: Page, say: Say) -> None:
    """Of a person who has been here before: start page, then the sheet in short."""
    _chosen(page, say)
    page.get_by_role("checkbox", name=say["sheet.save"].format(days=90)).check()
    start_analysis(page, say)
    see_result(page, say)
    page.get_by_role("link", name=say["app.nav.check"], exact=True).click()
    expect(page.get_by_role("button", name=say["start.saved.delete"])).to_be_visible()


def _saved_chosen(page: Page, say: Say) -> None:
    _saved(page, say)
    _chosen(page, say)
    expect(page.get_by_role("heading", name=say["sheet.saved.title"])).to_be_visible()


def _refused(page: Page, say: Say) -> None:
    go_to_photo(page, say)
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
    _shown(page, say)


def _whole(page: Page, say: Say) -> None:
    """A result that has been opened by its address."""
    expect(page.get_by_text(say["result.eyebrow"], exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=say["history.bar.keep"])).to_be_visible()
    _shown(page, say)


def _questioned(page: Page, say: Say) -> None:
    """A notice with answers below it, in either language."""
    page.get_by_label(say["ask.label"]).fill("두피 뾰루지 고름, scalp spots with pus")
    page.get_by_role("button", name=say["ask.submit"], exact=True).click()
    page.get_by_role("link", name=say["ask.clinics"]).wait_for()
    for fold in page.locator(".ask-reply summary").all():
        fold.click()
    _shown(page, say)


def _asking(page: Page, say: Say) -> None:
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
    go_to_photo(page, say)
    choose(page, "strip.jpg", photos.encoded(photos.picture(1200, 300), "JPEG"))
    start_analysis(page, say, "photo.submit.anyway")
    _heading("rejected.title")(page, say)


def _problem(page: Page, say: Say) -> None:
    page.route("**/api/v1/**", lambda route: route.abort())
    _chosen(page, say)
    start_analysis(page, say)
    _heading("problem.network.title")(page, say)


def _camera_missing(page: Page, say: Say) -> None:
    go_to_photo(page, say)
    page.get_by_role("button", name=say["photo.camera.open"]).click()
    expect(page.get_by_role("alert")).to_have_text(say["photo.camera.missing"])


def _paused(page: Page, say: Say) -> None:
    _progress(page, say)
    page.context.set_offline(True)
    expect(page.get_by_text(say["progress.paused.offline"])).to_be_visible()


def _unfold(page: Page, say: Say) -> None:
    for _ in range(2):  # what unfolds has folds of its own
        page.locator("details").evaluate_all(
            "folds => folds.forEach((fold) => { fold.open = true; })"
        )
        expect(page.locator(".later, .part-wait")).to_have_count(0)
    _shown(page, say)


def _unfolded(page: Page, say: Say) -> None:
    _whole(page, say)
    _unfold(page, say)


def _clinic(page: Page, say: Say) -> None:
    choose_region(page, say, "50")  # 제주, which has one
    page.locator(".clinic button").first.click()
    _shown(page, say)


def _no_position(page: Page, say: Say) -> None:
    page.get_by_role("button", name=say["clinics.near"]).click()
    expect(page.get_by_text(say["clinics.position.refused"])).to_be_visible()


def _group(page: Page, say: Say) -> None:
    sexes = page.get_by_role("group", name=say["statistics.choose.sex"])
    sexes.get_by_role("radio", name=say["statistics.sex.male"], exact=True).check(force=True)
    ages = page.get_by_role("group", name=say["statistics.choose.age"])
    ages.get_by_role("radio", name=say["statistics.age.60s"]).check(force=True)
    expect(page.locator(".distribution").first).to_be_visible()
    _unfold(page, say)


def _compared(page: Page, say: Say) -> None:
    found = page.evaluate(
        "fetch(`/api/v1/assessments/${location.hash.split('/').at(-1)}`).then((all) => all.json())"
    )
    page.evaluate("location.hash = '#/history'")
    _heading("history.title")(page, say)
    bring(page, exported(kept(found, 1, "2026-08-01"), kept(found, 2, "2026-09-01")))
    expect(cards(page)).to_have_count(2)
    _shown(page, say)


STATES = [
    State("start", _heading("start.title")),
    State("start-saved", _saved),
    State("sheet-errors", _errors),
    State("sheet-saved", _saved_chosen),
    State("photo", go_to_photo),
    State("photo-chosen", _chosen),
    State("photo-refused", _refused),
    State("camera-missing", _camera_missing),
    State("progress", _progress),
    State("progress-paused", _paused, tolerated="Failed to load resource"),
    State("result", _result),
    State("result-unfolded", _unfolded, path="/#/a/{id}"),
    State("delete-dialog", _asking, path="/#/a/{id}"),
    State("deleted", _deleted, path="/#/a/{id}"),
    State("report", _report),
    State("rejected", _rejected),
    State("problem", _problem, tolerated="Failed to load resource"),
    State("questions", _questioned, path="/#/ask"),
    State("clinics", _shown, path="/#/clinics", tolerated="Failed to load resource"),  # no tiles
    State("clinic", _clinic, path="/#/clinics", tolerated="Failed to load resource"),
    State("clinics-refused", _no_position, path="/#/clinics", tolerated="Failed to load resource"),
    State("statistics", _shown, path="/#/statistics"),
    State("statistics-group", _group, path="/#/statistics"),
    State("history", _shown, path="/#/history"),
    State("history-compared", _compared, path="/#/a/{id}"),
    State("unknown", _heading("unknown.title"), path="/#/nowhere"),
]
