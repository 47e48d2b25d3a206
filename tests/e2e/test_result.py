"""The result's page: the answer on the first screen, and nothing that jumps."""

from collections.abc import Callable
from typing import Any

import pytest
from people import assessed, assessments
from playwright.sync_api import Page, expect
from steps import words

from scalp_core.analysis import AnalysisResult
from scalp_core.vocabulary import AgeGroup, Grade, PhotoWarning, Sex, Symptom
from scalp_local.system import System
from support.results import finish, result

OpenPage = Callable[..., Page]
_SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 300);
})"""


_S, _G = Symptom, Grade

# Each symptom at its worst, all of them, a healthy scalp, and bad photos.
_RESULTS: list[tuple[dict[Symptom, Grade], list[PhotoWarning]]] = [
    *(({symptom: _G.MODERATE}, []) for symptom in _S),
    *(({symptom: _G.SEVERE, _S.DANDRUFF: _G.SEVERE}, []) for symptom in _S),
    (dict.fromkeys(_S, _G.MILD), []),
    (dict.fromkeys(_S, _G.SEVERE), []),
    ({_S.FOLLICULAR_ERYTHEMA_PUSTULES: _G.SEVERE, _S.INTERFOLLICULAR_ERYTHEMA: _G.SEVERE}, []),
    ({_S.HAIR_LOSS: _G.MODERATE, _S.DANDRUFF: _G.MILD, _S.EXCESS_SEBUM: _G.MILD}, []),
    ({_S.FINE_SCALING: _G.MILD}, []),
    ({}, []),
    ({_S.DANDRUFF: _G.MILD}, [PhotoWarning.BLURRED, PhotoWarning.TOO_DARK]),
    ({}, [PhotoWarning.TOO_BRIGHT]),
]

# Where the four parts of the answer end, where the bar begins, and how long the page is.
_PLACES = """() => {
  const box = (part) => document.querySelector(part).getBoundingClientRect();
  return {
    ends: ["main h1", ".todo", ".certainty > summary", ".trained"].map((part) => box(part).bottom),
    bar: box(".result-bar").top,
    length: document.documentElement.scrollHeight,
    width: document.documentElement.scrollWidth,
  };
}"""


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_whole_answer_is_on_the_first_screen_of_a_phone(
    open_page: OpenPage, running_system: System, language: str
) -> None:
    say = words(language)
    repository = assessments(running_system)
    page = open_page("/#/history", locale=language)
    places: list[dict[str, Any]] = []
    assert len(_RESULTS) == 20
    for grades, warnings in _RESULTS:
        # Uncertain where possible, as ranges make the longest headlines.
        found = finish(repository, found=unsure(result(grades, warnings=warnings)))
        with page.expect_response(f"**/assessments/{found}"):
            page.evaluate("hash => { location.hash = hash }", f"#/a/{found}")
        expect(page.get_by_role("button", name=say["history.bar.keep"])).to_be_visible()
        places.append(page.evaluate(_PLACES))
    for place, case in zip(places, _RESULTS, strict=True):
        assert place["ends"] == sorted(place["ends"]), case
        assert place["ends"][-1] <= place["bar"] < 844, case
        assert place["length"] <= 4_500, case
        assert place["width"] == 390, case


def unsure(found: AnalysisResult) -> AnalysisResult:
    """The same result with two plausible grades where there is a symptom."""
    symptoms = {
        symptom: finding.model_copy(
            update={
                "plausible_grades": [Grade(finding.grade - 1), finding.grade],
                "uncertain": True,
            }
        )
        if finding.grade
        else finding
        for symptom, finding in found.symptoms.items()
    }
    return found.model_copy(update={"symptoms": symptoms})


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)])
def test_nothing_in_sight_jumps(
    open_page: OpenPage, running_system: System, size: tuple[int, int]
) -> None:
    say = words("ko")
    (own,) = assessed(
        running_system, Sex.MALE, AgeGroup.FORTIES, {Symptom.DANDRUFF: Grade.MODERATE}
    )
    page = open_page(f"/#/a/{own}", size=size)
    expect(page.get_by_role("button", name=say["history.bar.keep"])).to_be_visible()
    assert page.evaluate(_SHIFTS) <= 0.02
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)])
def test_nothing_in_sight_jumps_on_the_statistics_page(
    open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page("/#/statistics", size=size)
    expect(page.locator(".reference").first).to_be_attached()
    assert page.evaluate(_SHIFTS) <= 0.02
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
