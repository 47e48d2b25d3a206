"""Every page and state in both languages and themes: axe-core, names, and widths down to 320 px."""

from collections.abc import Callable
from typing import Any

import pytest
from layout import WIDER_THAN_THE_PAGE, settle
from people import assessed
from playwright.sync_api import Page, expect
from states import STATES, State
from steps import go_to_photo, speak, take_sample, words

from scalp_core.vocabulary import AgeGroup, Grade, Sex, Symptom
from scalp_deployment.paths import ROOT
from scalp_local.system import System

OpenPage = Callable[..., Page]
_AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
_LANGUAGES = ("ko", "en")
_NARROWEST = 320
_TARGET_PX = {"width": 24, "height": 44}  # more than WCAG 2.2's 24 and KWCAG's 6 mm

# axe's own rules, without the tags' limits: best practices count too.
_AXE_RUN = """async () => {
  const { violations } = await axe.run(document, {
    resultTypes: ["violations"],
    rules: {
      "label-content-name-mismatch": { enabled: true },
      "target-size": { enabled: true },
    },
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
}"""

# Links inside of sentences are as high as their line, and that is allowed.
_SMALL = """(least) => {
  // A link may be stretched over the card that it names.
  const target = (one) => getComputedStyle(one, "::after").inset === "0px" ? one.offsetParent : one;
  return [...document.querySelectorAll(
    "main a[href], main button, header a, header button, footer a")]
  .filter((one) => one.checkVisibility())
  .filter((one) => !one.closest("p, dd, figcaption, .leaflet-control-attribution"))
  .map((one) => [one.outerHTML.slice(0, 90), target(one).getBoundingClientRect()])
  // Sizes are sums of fractions: 43.99998 is 44.
  .filter(([, { width, height }]) =>
    width > 0 && (width < least.width - 0.01 || height < least.height - 0.01))
  .map(([html, { width, height }]) => `${width}×${height}: ${html}`);
}"""


@pytest.mark.usefixtures("statistics")
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_every_state_can_be_used_by_everyone(
    open_page: OpenPage, running_system: System, state: State
) -> None:
    """One visit for all that is checked everywhere, as the way there takes the most time."""
    grades = {Symptom.HAIR_LOSS: Grade.MODERATE, Symptom.DANDRUFF: Grade.MILD}
    (own,) = assessed(running_system, Sex.FEMALE, AgeGroup.THIRTIES, grades)
    page = open_page(state.path.format(id=own), tolerated=state.tolerated)
    page.emulate_media(reduced_motion="reduce")  # colours halfway between two themes are nobody's
    state.go(page, words("ko"))
    if not _AXE.is_file():
        pytest.skip("axe-core is not installed; run: make site")
    # At the end of the page what sticks to the window has its own place, and covers no control.
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    # By the debugger, so that the security policy stays on.
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    findings: dict[str, list[Any]] = {}
    # Names and texts go with the language, colours with the theme: no rule of axe looks at both.
    for language, theme in (("ko", "light"), ("en", "dark")):
        speak(page, language)
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        findings[f"axe, {language}, {theme}"] = page.evaluate(_AXE_RUN)

    page.set_viewport_size({"width": _NARROWEST, "height": 640})
    for language in _LANGUAGES:
        speak(page, language)
        settle(page)
        findings[f"{language}: wider than the page"] = page.evaluate(WIDER_THAN_THE_PAGE)
        width = page.evaluate("document.documentElement.scrollWidth")
        findings[f"{language}: scrolls sideways"] = [] if width == _NARROWEST else [width]
        findings[f"{language}: too small to hit"] = page.evaluate(_SMALL, _TARGET_PX)
        findings[f"{language}: controls without a name"] = _nameless(page)
    assert {what: found for what, found in findings.items() if found} == {}


def _nameless(page: Page) -> list[dict[str, Any]]:
    """Controls without a name; asserts that the page has its landmarks, if no dialog hides them."""
    nodes = _accessibility_tree(page)
    controls = [node for node in nodes if node["role"] in _CONTROLS]
    assert controls
    landmarks = [node["role"] for node in nodes if node["role"] in _LANDMARKS]
    behind_dialog = page.get_by_role("dialog").count() > 0
    assert sorted(landmarks) == ([] if behind_dialog else sorted(_LANDMARKS))
    return [node for node in controls if not node["name"]]


_LANDMARKS = {"banner", "navigation", "main", "contentinfo"}
_CONTROLS = {
    "button", "checkbox", "combobox", "link", "radio", "searchbox", "slider", "spinbutton",
    "switch", "tab", "textbox",
}  # fmt: skip


def _accessibility_tree(page: Page) -> list[dict[str, Any]]:
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        {
            "role": node.get("role", {}).get("value"),
            "name": node.get("name", {}).get("value", "").strip(),
        }
        for node in nodes
        if not node["ignored"]
    ]


def test_a_chosen_photo_is_announced_to_screen_readers(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/")
    go_to_photo(page, say)
    take_sample(page, say)
    expect(page.get_by_role("status").filter(has_text=say["photo.ready"])).to_have_count(1)
