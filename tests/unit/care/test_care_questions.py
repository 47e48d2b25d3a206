"""The questions as they are shipped, and what makes them unfit to be shipped."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scalp_core.deployed_files import load_deployed
from scalp_core.errors import BrokenArtifactError
from scalp_core.products.prohibited_claims import find_prohibited_claims
from scalp_core.vocabulary import Symptom
from scalp_deployment.paths import CARE_QUESTIONS, ROOT
from scalp_local.care_questions import CareQuestions
from support.care import shipped_guide, shipped_questions

HANGUL = re.compile("[가-힣]")


@pytest.fixture
def raw() -> Any:
    return json.loads(CARE_QUESTIONS.read_text(encoding="utf-8"))


def load(raw: Any, folder: Path) -> CareQuestions:
    file = folder / "questions.json"
    file.write_text(json.dumps(raw), encoding="utf-8")
    return load_deployed(file, CareQuestions)


def test_at_least_120_questions_are_answered_about_every_symptom() -> None:
    questions = shipped_questions().questions

    assert len(questions) >= 120
    assert {symptom for question in questions for symptom in question.about} == set(Symptom)


def test_every_sentence_has_a_known_source_and_every_own_source_a_sentence() -> None:
    shipped_questions().check_sources(shipped_guide())


def test_pages_that_are_cited_exist() -> None:
    assert [
        one.path for one in shipped_questions().documents if not (ROOT / one.path).is_file()
    ] == []


def test_everything_is_said_in_both_languages_and_claims_nothing_that_is_prohibited() -> None:
    shipped = shipped_questions()
    said = [(one.ko, one.en) for one in shipped.statements()]
    said += [(one.ko.question, one.en.question) for one in shipped.questions]
    for ko, en in said:
        assert HANGUL.search(ko)
        assert not HANGUL.search(en)
        assert find_prohibited_claims(ko) + find_prohibited_claims(en) == [], en


def cite_an_unknown_source(raw: Any) -> None:
    raw["questions"][0]["answer"][0]["sources"] = ["hearsay"]


def keep_an_unused_source(raw: Any) -> None:
    raw["sources"].append(raw["sources"][0] | {"id": "never-cited"})


@pytest.mark.parametrize(
    ("damage", "message"),
    [(cite_an_unknown_source, "hearsay"), (keep_an_unused_source, "never-cited")],
)
def test_a_source_that_is_unknown_or_unused_is_named(
    raw: Any, tmp_path: Path, damage: Callable[[Any], None], message: str
) -> None:
    damage(raw)

    with pytest.raises(ValueError, match=message):
        load(raw, tmp_path).check_sources(shipped_guide())


def repeat_a_question(raw: Any) -> None:
    raw["questions"].append(raw["questions"][0])


def only_reassure(raw: Any) -> None:
    for sentence in raw["questions"][0]["answer"]:
        sentence["atHome"] = True


def drop_the_headline(raw: Any) -> None:
    raw["notices"][0].pop("headline", None)
    raw["notices"][0].pop("level", None)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (repeat_a_question, "id of another"),
        (only_reassure, "nothing to say where a doctor comes first"),
        (drop_the_headline, "needs either a headline or a level"),
    ],
)
def test_questions_with_a_gap_are_refused(
    raw: Any, tmp_path: Path, damage: Callable[[Any], None], message: str
) -> None:
    load(raw, tmp_path)

    damage(raw)

    with pytest.raises(BrokenArtifactError, match=message):
        load(raw, tmp_path)
