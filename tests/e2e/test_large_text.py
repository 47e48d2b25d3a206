"""Text of twice its size on phones: nothing is cut off, and no word is broken."""

from collections.abc import Callable
from typing import Any

import pytest
from layout import LETTER_COLUMNS, SPLIT_WORDS, WIDER_THAN_THE_PAGE, settle
from people import assessed
from playwright.sync_api import Page
from states import STATES
from steps import speak, words

from scalp_core.vocabulary import AgeGroup, Grade, Sex, Symptom
from scalp_local.system import System

OpenPage = Callable[..., Page]

_STATES = {state.name: state for state in STATES}
_TWICE = "document.documentElement.style.fontSize = '200%'"
_PHONES = (390, 320)
_SCRIPTS = {
    "wider than the page": WIDER_THAN_THE_PAGE,
    "broken words": SPLIT_WORDS,
    "columns of letters": LETTER_COLUMNS,
}


@pytest.mark.usefixtures("statistics")
@pytest.mark.parametrize("name", ["result-unfolded", "clinic", "history-compared"])
def test_twice_the_text_is_readable_on_phones(
    open_page: OpenPage, running_system: System, name: str
) -> None:
    """The result with products and comparison, a clinic among others, and two results compared."""
    state = _STATES[name]
    grades = {Symptom.HAIR_LOSS: Grade.MODERATE, Symptom.DANDRUFF: Grade.MILD}  # a dermatologist
    (own,) = assessed(running_system, Sex.FEMALE, AgeGroup.THIRTIES, grades)
    page = open_page(state.path.format(id=own), tolerated=state.tolerated)
    state.go(page, words("ko"))
    page.evaluate(_TWICE)
    findings: dict[str, list[Any]] = {}
    for language in ("ko", "en"):
        speak(page, language)
        for width in _PHONES:
            page.set_viewport_size({"width": width, "height": 844})
            settle(page)
            for what, script in _SCRIPTS.items():
                findings[f"{language}, {width} px: {what}"] = page.evaluate(script)
    assert {what: found for what, found in findings.items() if found} == {}
