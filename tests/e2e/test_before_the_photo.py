"""From the address to the result: what it takes, what is said first, and what a device saves."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from steps import choose, go_to_photo, see_result, start_analysis, stored, take_sample, words

from scalp_core.assessments.create import CONSENT_VERSION
from scalp_local.system import System
from support import photos

OpenPage = Callable[..., Page]
_LOCALES = {"ko": "ko-KR", "en": "en-GB"}
_HEIGHT = 844
_FIRST_TAPS, _NEXT_TAPS, _SAMPLE_TAPS = 6, 2, 1

# Of a finger on the page; the system's picker is not part of it.
_COUNT_TAPS = """
window.taps = 0;
addEventListener("pointerdown", () => { window.taps += 1; }, true);
"""


def taps(page: Page) -> int:
    """How often the page was touched since it was loaded."""
    return int(page.evaluate("window.taps"))


def pick(page: Page, say: dict[str, str]) -> None:
    """Tap the button of the start page, and choose a photo in the system's picker."""
    with page.expect_file_chooser() as picker:
        page.get_by_text(say["start.choose"], exact=True).click()
    picker.value.set_files(
        [{"name": "scalp.jpg", "mimeType": "image/jpeg", "buffer": photos.sample()}]
    )
    expect(page.get_by_role("img", name=say["photo.alt"])).to_be_visible()


def submit(page: Page, say: dict[str, str]) -> None:
    page.get_by_role("button", name=say["photo.submit"], exact=True).click()
    see_result(page, say)


@pytest.mark.parametrize("language", _LOCALES)
def test_six_taps_the_first_time_and_two_for_who_saved_the_answers(
    open_page: OpenPage, running_system: System, language: str
) -> None:
    say = words(language)
    page = open_page("/", locale=_LOCALES[language], before=_COUNT_TAPS)
    pick(page, say)
    for choice in ("sex.female", "age.30s"):
        page.locator(".choice").filter(has_text=say[choice]).first.click()
    for tick in ("consent.agree", "sheet.fourteen"):
        page.get_by_role("checkbox", name=say[tick]).click()
    page.get_by_role("checkbox", name=say["sheet.save"].format(days=90)).click()
    submit(page, say)
    assert taps(page) - 1 <= _FIRST_TAPS  # saving is a wish

    page.goto(running_system.url)
    expect(page.get_by_text(say["start.saved.delete"])).to_be_visible()
    page.evaluate("sessionStorage.clear()")  # as in another tab, another day
    page.reload()
    pick(page, say)
    submit(page, say)
    assert taps(page) <= _NEXT_TAPS
    assert stored(page, running_system)["cohort"] == {"sex": "female", "ageGroup": "30s"}


@pytest.mark.parametrize("language", _LOCALES)
def test_the_sample_takes_one_tap_and_nobody_consents(
    open_page: OpenPage, running_system: System, language: str
) -> None:
    say = words(language)
    page = open_page("/", locale=_LOCALES[language], before=_COUNT_TAPS)
    with page.expect_request("**/api/v1/assessments-of-sample"):
        page.get_by_role("button", name=say["start.sample"]).click()
    see_result(page, say)
    assert taps(page) == _SAMPLE_TAPS
    expect(page.get_by_text(say["start.sample.note"])).to_be_visible()
    assert stored(page, running_system)["cohort"]["sex"] == "undisclosed"
    expect(page.get_by_role("img", name=say["viewer.alt"])).to_be_visible()


def test_a_sample_that_does_not_arrive_is_said_to_be_that(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/", tolerated="Failed to load resource")
    page.route("**/assets/scalp-*", lambda route: route.abort())
    page.get_by_role("button", name=say["start.sample"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["problem.network.title"])


@pytest.mark.parametrize("language", _LOCALES)
def test_the_start_is_short_and_says_what_the_models_learned_from(
    open_page: OpenPage, language: str
) -> None:
    say = words(language)
    page = open_page("/", locale=_LOCALES[language], size=(390, _HEIGHT))
    for text in ("result.trained.rendered", "start.choose"):
        expect(page.get_by_text(say[text], exact=True)).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("checkbox")).to_have_count(0)  # all of it stands before consent
    page.evaluate("document.fonts.ready.then(() => null)")
    assert page.evaluate("document.documentElement.scrollHeight") <= 1.5 * _HEIGHT


def test_what_is_saved_can_be_deleted_and_is_not_used_afterwards(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/")
    saved = {
        "sex": "male",
        "ageGroup": "40s",
        "consentVersion": CONSENT_VERSION,
        "until": "2999-01-01T00:00:00.000Z",
    }
    page.evaluate("saved => localStorage.setItem('answers', saved)", json.dumps(saved))
    page.reload()
    go_to_photo(page, say)
    take_sample(page, say)
    expect(page.get_by_role("heading", name=say["sheet.saved.title"])).to_be_visible()
    page.get_by_role("button", name=say["start.saved.delete"]).click()
    expect(page.get_by_role("checkbox", name=say["consent.agree"])).not_to_be_checked()
    assert page.evaluate("localStorage.getItem('answers')") is None
    start_analysis(page, say)
    see_result(page, say)
    assert page.evaluate("localStorage.getItem('answers')") is None


def test_consent_to_an_older_text_or_of_90_days_ago_is_asked_for_again(
    open_page: OpenPage,
) -> None:
    say = words("ko")
    page = open_page("/")
    for version, until, known in (
        ("2020-01-01", "2999-01-01T00:00:00.000Z", True),
        (CONSENT_VERSION, "2020-01-01T00:00:00.000Z", False),
    ):
        saved = {"sex": "male", "ageGroup": "40s", "consentVersion": version, "until": until}
        page.evaluate("saved => localStorage.setItem('answers', saved)", json.dumps(saved))
        page.evaluate("sessionStorage.clear()")
        page.reload()
        go_to_photo(page, say)
        choose(page, "scalp.jpg", photos.sample())
        expect(page.get_by_role("checkbox", name=say["consent.agree"])).not_to_be_checked()
        sex = page.get_by_role("radio", name=say["sex.male"], exact=True)
        expect(sex).to_be_checked(checked=known)
        page.get_by_role("button", name=say["photo.back"]).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(say["start.title"])
