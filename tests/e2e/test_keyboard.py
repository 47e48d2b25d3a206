"""The site by keyboard alone: the whole journey, and a focus in order and in sight."""

from collections.abc import Callable

import pytest
from people import assessed
from playwright.sync_api import Page, Route, expect
from steps import take_sample, words

from scalp_core.vocabulary import AgeGroup, Grade, Sex, Symptom
from scalp_local.system import System

OpenPage = Callable[..., Page]
_MOST_TABS = 80


class Keyboard:
    """Somebody without a mouse: Tab goes on until what is wanted has the focus, which must show."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, role: str, name: str) -> None:
        """Press Tab until the control has the focus; fails if it never gets it."""
        wanted = self.page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
        expect(wanted).to_be_attached()
        for _ in range(_MOST_TABS):
            if wanted.evaluate("one => one === document.activeElement"):
                self._expect_focus_to_show(name)
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{role} {name!r} cannot be reached by Tab")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def _expect_focus_to_show(self, name: str) -> None:
        """At once, or as soon as what is still arriving has found its place."""
        for _ in range(20):
            if self.shows_focus():
                return
            self.page.wait_for_timeout(100)
        pytest.fail(f"{name}: the focus cannot be seen")

    def shows_focus(self) -> bool:
        """The control, or what stands for it, has an outline and lies in the viewport."""
        seen: bool = self.page.evaluate(
            """() => {
              const one = document.activeElement;
              const stands = [one, one.nextElementSibling, one.closest("label")].filter(Boolean);
              const outlined = stands.find((each) => {
                const { outlineStyle, outlineWidth } = getComputedStyle(each);
                return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
              });
              if (!outlined) return false;
              const { top, bottom } = outlined.getBoundingClientRect();
              return bottom > 0 && top < innerHeight;
            }"""
        )
        return seen


@pytest.mark.usefixtures("statistics")
def test_what_has_the_focus_stays_in_sight_when_more_arrives_above_it(
    open_page: OpenPage, running_system: System
) -> None:
    say = words("en")
    grades = {Symptom.HAIR_LOSS: Grade.MODERATE, Symptom.DANDRUFF: Grade.MILD}
    (own,) = assessed(running_system, Sex.MALE, AgeGroup.SIXTIES, grades)
    # So high that a part of what will grow is in sight; else the browser keeps the place itself.
    page = open_page("/", locale="en-GB", size=(1280, 720))
    held: list[Route] = []
    page.route("**/api/v1/products", lambda route: held.append(route))
    page.goto(f"{running_system.url}/#/a/{own}")
    keyboard = Keyboard(page)
    expect(page.get_by_role("button", name=say["result.delete"])).to_be_attached()
    products = page.get_by_role("region", name=say["result.part.products"])
    products.locator("summary").focus()
    with page.expect_request("**/api/v1/products"):
        keyboard.press("Enter")
    keyboard.to("button", say["result.delete"])

    held[0].continue_()

    expect(page.locator(".product").first).to_be_attached()
    assert keyboard.shows_focus()


def test_from_start_to_result_to_deletion_without_a_mouse(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/")
    keyboard = Keyboard(page)
    heading = page.get_by_role("heading", level=1)

    keyboard.press("Tab")
    skip = page.get_by_role("link", name=say["app.skip"])
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    keyboard.press("Enter")
    expect(heading).to_be_focused()

    keyboard.to("button", say["start.guide"])
    keyboard.press("Enter")
    expect(heading).to_have_text(say["photo.title"])
    expect(heading).to_be_focused()
    take_sample(page, say)  # the system's picker is not the page's
    keyboard.to("radio", say["sex.female"])
    keyboard.press("ArrowRight", "ArrowLeft")  # the keys of a group of radio buttons
    keyboard.press("Tab", "Space")
    expect(page.get_by_role("radio", name=say["age.10s"])).to_be_checked()
    keyboard.to("checkbox", f"{say['consent.agree']} {say['form.required']}")
    keyboard.press("Space")
    keyboard.to("checkbox", f"{say['sheet.fourteen']} {say['form.required']}")
    keyboard.press("Space")
    keyboard.to("button", say["photo.submit"])
    keyboard.press("Enter")

    expect(page.get_by_text(say["result.eyebrow"], exact=True)).to_be_visible()
    expect(heading).to_be_focused()
    keyboard.to("radio", say["viewer.none"])
    expect(page.locator("canvas[role=img]")).to_have_count(0)
    keyboard.press("ArrowDown")
    expect(page.locator("canvas[role=img]")).to_be_visible()

    keyboard.to("button", say["result.delete"])
    keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=say["delete.title"])
    expect(dialog).to_be_visible()
    keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name=say["result.delete"], exact=True)).to_be_focused()
    keyboard.press("Enter")
    keyboard.to("button", say["delete.confirm"])
    keyboard.press("Enter")
    expect(heading).to_have_text(say["deleted.title"])
    expect(heading).to_be_focused()


def test_the_focus_goes_through_the_page_as_the_eye_does(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/", size=(1440, 900))
    expect(page.get_by_role("heading", level=1)).to_have_text(say["start.title"])
    found: list[str] = []
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        name = page.evaluate(
            """() => {
              const one = document.activeElement;
              return one === document.body ? null
                : one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.textContent;
            }"""
        )
        if name is None:
            break
        found.append(name.strip())
    beginning = [
        say[key]
        for key in (
            "app.skip", "app.home", "app.nav.check", "app.nav.clinics", "app.nav.statistics",
            "app.nav.history", "app.theme.dark", "app.switch", "start.choose", "start.guide",
        )
    ]  # fmt: skip
    assert found[: len(beginning)] == beginning
    assert found[-3:] == [say[f"app.footer.{key}"] for key in ("api", "licences", "font")]
