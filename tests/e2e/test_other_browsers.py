"""Browsers that are older than the one at hand, or that do more than show the page."""

import shutil
import subprocess
from collections.abc import Callable

import pytest
from kept_results import cards, keep_it
from people import assessed, publish
from playwright.sync_api import Page, expect
from steps import (
    choose,
    choose_region,
    go_to_photo,
    see_result,
    show_departments,
    start_analysis,
    take_sample,
    unfold,
    words,
)

from scalp_core.statistics.publication import MINIMUM
from scalp_core.vocabulary import AgeGroup, Grade, Sex, Symptom
from scalp_deployment.paths import ROOT
from scalp_local.system import System
from support import photos

OpenPage = Callable[..., Page]
_LOST = "Failed to load resource"


# What a page translation does to every text that comes onto the page.
_TRANSLATION = """(() => {
  const translated = (text) => {
    const font = document.createElement("font");
    const words = document.createElement("font");
    font.append(words);
    REPLACE
  };
  const translate = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = root.nodeType === Node.TEXT_NODE ? [root] : [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    texts.filter((text) => text.data.trim() !== "" &&
      !["FONT", "SCRIPT", "STYLE", "NOSCRIPT"].includes(text.parentElement?.tagName ?? "FONT"))
      .forEach(translated);
  };
  addEventListener("DOMContentLoaded", () => {
    translate(document.body);
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) addedNodes.forEach(translate);
    }).observe(document.body, { childList: true, subtree: true });
  });
})()"""
_REPLACING = {
    "at once": "words.textContent = `[${text.data}]`; text.replaceWith(font);",
    "before": "words.textContent = `[${text.data}]`; text.before(font); text.remove();",
    "after": "words.textContent = `[${text.data}]`; text.after(font); text.remove();",
    "moved into it": "text.replaceWith(font); words.append(text); text.data = `[${text.data}]`;",
}


@pytest.fixture(scope="module")
def without_newer_apis() -> str:
    """A script that removes all that the oldest browsers of web/browsers.json lack."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js here, which prints what old browsers lack")
    command = [node, ROOT / "web" / "build" / "newerApis.mjs"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_the_whole_way_in_the_oldest_browser(
    open_page: OpenPage, running_system: System, without_newer_apis: str
) -> None:
    cohort = (running_system, Sex.FEMALE, AgeGroup.THIRTIES)
    assessed(*cohort, {Symptom.DANDRUFF: Grade.MILD}, times=MINIMUM)
    publish(running_system)
    say = words("ko")
    page = open_page("/", tolerated=_LOST, before=without_newer_apis)
    lacks = "[URLSearchParams.prototype.size, [].at, Object.hasOwn, window.structuredClone]"
    assert page.evaluate(f"{lacks}.every((each) => each === undefined)")

    go_to_photo(page, say)
    take_sample(page, say)
    start_analysis(page, say)
    see_result(page, say)
    unfold(page, say["result.part.symptoms"])
    comparison = unfold(page, say["result.part.comparison"])
    expect(comparison.locator(".standings li").first).to_contain_text("같은 성별·나이")
    unfold(page, say["result.part.products"])
    keep_it(page, say)
    page.evaluate("location.hash += '/report'")
    expect(page.get_by_role("heading", level=1)).to_have_text(say["report.title"])
    page.go_back()

    page.get_by_role("button", name=say["result.delete"]).click()
    dialog = page.get_by_role("dialog", name=say["delete.title"])
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name=say["result.delete"]).click()
    dialog.get_by_role("checkbox").uncheck()
    dialog.get_by_role("button", name=say["delete.confirm"], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["deleted.title"])

    page.get_by_role("link", name=say["app.nav.history"], exact=True).click()
    expect(cards(page)).to_have_count(1)
    page.get_by_role("link", name=say["app.nav.statistics"], exact=True).click()
    expect(page.locator(".distribution").first).to_be_attached()
    page.get_by_role("link", name=say["app.nav.clinics"], exact=True).click()
    choose_region(page, say, "26", "해운대구")
    show_departments(page, say)
    page.get_by_role("button", name=say["app.switch"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words("en")["clinics.title"])


def test_the_doctor_comes_first_in_the_oldest_browser(
    open_page: OpenPage, running_system: System, without_newer_apis: str
) -> None:
    say = words("en")
    grades = {Symptom.FOLLICULAR_ERYTHEMA_PUSTULES: Grade.SEVERE, Symptom.DANDRUFF: Grade.MILD}
    (own,) = assessed(running_system, Sex.FEMALE, AgeGroup.FORTIES, grades)
    page = open_page(f"/#/a/{own}", locale="en-GB", before=without_newer_apis)
    products = unfold(page, say["result.part.products"])
    expect(products.locator(".products-withheld")).to_be_visible()
    care = unfold(page, say["result.part.care"])
    expect(care.locator(".care-reasons")).to_be_visible()


@pytest.mark.parametrize("how", _REPLACING)
def test_texts_follow_on_a_page_that_the_browser_translates(
    open_page: OpenPage, running_system: System, how: str
) -> None:
    grades = {Symptom.HAIR_LOSS: Grade.MODERATE, Symptom.DANDRUFF: Grade.MILD}
    (own,) = assessed(running_system, Sex.MALE, AgeGroup.FORTIES, grades)
    say, other = words("en"), words("ko")
    before = _TRANSLATION.replace("REPLACE", _REPLACING[how])
    page = open_page(f"/#/a/{own}", locale="en-GB", before=before)
    caption = page.locator(".viewer-caption")
    for symptom, grade in (("dandruff", 1), ("hair_loss", 2)):
        page.get_by_role("radio", name=say[f"symptom.{symptom}"]).check(force=True)
        values = {"symptom": say[f"symptom.{symptom}"], "grade": say[f"grade.{grade}"]}
        shown = say["viewer.caption" if grade else "viewer.caption.absent"].format(**values)
        expect(caption).to_contain_text(shown)
        assert caption.inner_text().count(shown) == 1
        for another in {"dandruff", "hair_loss"} - {symptom}:
            expect(caption).not_to_contain_text(say[f"symptom.{another}"])
    page.get_by_role("radio", name=say["viewer.none"]).check(force=True)
    expect(caption).to_have_text(f"[{say['viewer.caption.choose']}]")

    page.get_by_role("button", name=say["app.switch"]).click()
    expect(page.get_by_role("heading", name=other["viewer.title"])).to_be_visible()
    english = page.locator("body").get_by_text(say["viewer.title"])
    expect(english).to_have_count(0)
    page.get_by_role("link", name=other["app.nav.history"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"[{other['history.title']}]")
    page.get_by_role("link", name=other["app.home"]).click()
    page.get_by_role("button", name=other["start.guide"]).click()
    choose(page, "scalp.jpg", photos.sample())
    page.get_by_role("button", name=other["photo.submit"]).click()
    expect(page.get_by_text(other["consent.error"])).to_be_visible()
    page.get_by_role("checkbox", name=other["consent.agree"]).check()
    expect(page.get_by_text(other["consent.error"])).to_have_count(0)
