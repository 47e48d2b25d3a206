"""A reload in the same tab loses nothing, and nothing outlives the tab."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from steps import (
    choose,
    fill_in,
    go_to_photo,
    see_result,
    start_analysis,
    take_sample,
    wait_until,
    words,
)

from scalp_local.system import System
from support import photos

OpenPage = Callable[..., Page]
SAY = words("ko")


def kept(page: Page) -> set[str]:
    """What this tab keeps, by name."""
    return set(page.evaluate("Object.keys(sessionStorage)"))


def wait_until_kept(page: Page, *names: str) -> None:
    wait_until(
        page,
        "names => names.every((name) => sessionStorage.getItem(name) !== null)",
        arg=list(names),
    )


def see_photo(page: Page) -> None:
    image = page.get_by_role("img", name=SAY["photo.alt"])
    expect(image).to_be_visible()
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640


def test_photo_and_answers_survive_a_reload_of_the_photo_page(open_page: OpenPage) -> None:
    page = open_page("/")
    go_to_photo(page, SAY)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(SAY["photo.title"])
    take_sample(page, SAY)
    fill_in(page, SAY)
    wait_until_kept(page, "photo", "answers")
    page.reload()
    see_photo(page)
    expect(page.get_by_role("radio", name=SAY["age.30s"])).to_be_checked()
    page.get_by_role("button", name=SAY["photo.submit"], exact=True).click()
    see_result(page, SAY)


def test_a_photo_that_is_not_shown_survives_too(open_page: OpenPage) -> None:
    page = open_page("/")
    go_to_photo(page, SAY)
    choose(page, "IMG_0001.HEIC", photos.heic(photos.picture()))
    wait_until_kept(page, "photo")
    page.reload()
    expect(page.get_by_text(SAY["photo.nopreview"])).to_be_visible()
    expect(page.get_by_text(SAY["photo.privacy.raw"])).to_be_visible()
    start_analysis(page, SAY)
    see_result(page, SAY)


def test_a_result_and_its_report_keep_their_photo_until_it_is_deleted(
    open_page: OpenPage, running_system: System
) -> None:
    page = open_page("/")
    go_to_photo(page, SAY)
    take_sample(page, SAY)
    start_analysis(page, SAY)
    see_result(page, SAY)
    wait_until_kept(page, "photo", "photoOf")
    page.reload()
    expect(page.get_by_role("img", name=SAY["viewer.alt"])).to_be_visible()
    result = page.url
    page.goto(f"{result}/report")
    page.reload()
    photo = page.get_by_role("img", name=SAY["report.photo"])
    assert photo.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640

    other = page.context.new_page()  # who got the address only
    other.goto(result)
    expect(other.get_by_text(SAY["viewer.nophoto"])).to_be_visible()
    assert kept(other) == set()

    page.goto(result)
    page.get_by_role("button", name=SAY["result.delete"], exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=SAY["delete.confirm"], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SAY["deleted.title"])
    assert kept(page) == {"answers"}


def test_a_photo_that_was_replaced_is_kept_no_longer(open_page: OpenPage) -> None:
    page = open_page("/")
    go_to_photo(page, SAY)
    take_sample(page, SAY)
    wait_until_kept(page, "photo")
    choose(page, "empty.jpg", b"")
    expect(page.get_by_text(SAY["photo.error.empty"])).to_be_visible()
    assert kept(page) == set()


@pytest.mark.parametrize(
    "entries",
    [
        {"answers": "{", "photo": "{", "photoOf": "{"},
        {"answers": '{"sex": "other"}', "photo": '{"contentType": "image/jpeg"}'},
        {"answers": "1", "photo": "[]", "photoOf": "1"},
    ],
    ids=["no-json", "older", "other"],
)
def test_what_another_version_has_kept_is_ignored(
    open_page: OpenPage, entries: dict[str, str]
) -> None:
    page = open_page("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.evaluate(
        "entries => Object.assign(sessionStorage, JSON.parse(entries))", json.dumps(entries)
    )
    page.evaluate(
        "entries => Object.assign(localStorage, JSON.parse(entries))", json.dumps(entries)
    )
    page.evaluate("location.hash = '#/photo'")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(SAY["photo.title"])
    take_sample(page, SAY)
    expect(page.get_by_role("radio", name=SAY["sex.female"], exact=True)).not_to_be_checked()
    expect(page.get_by_role("checkbox", name=SAY["consent.agree"])).not_to_be_checked()


def test_without_storage_the_page_works_as_long_as_it_is_open(open_page: OpenPage) -> None:
    page = open_page("/")
    page.add_init_script(
        """Object.defineProperty(window, "sessionStorage", {
          get() { throw new DOMException("blocked", "SecurityError"); },
        });"""
    )
    page.reload()
    go_to_photo(page, SAY)
    take_sample(page, SAY)
    start_analysis(page, SAY)
    see_result(page, SAY)
