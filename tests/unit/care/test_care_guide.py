"""The care guide as it is shipped, and what makes a guide unfit to be shipped."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from scalp_core.care.advice import give_advice
from scalp_core.care.answers import Answers
from scalp_core.care.conditions import Findings
from scalp_core.care.guide import CareGuide
from scalp_core.care.triage import triage
from scalp_core.deployed_files import load_deployed
from scalp_core.errors import BrokenArtifactError
from scalp_core.products.prohibited_claims import find_prohibited_claims
from scalp_core.vocabulary import Grade, ScalpType, Symptom
from scalp_deployment.paths import CARE_GUIDE

PARTS = ("whatItIs", "toDo", "toAvoid", "howOften", "seeDermatologist")
HANGUL = re.compile("[가-힣]")


@pytest.fixture(scope="module")
def guide() -> CareGuide:
    return load_deployed(CARE_GUIDE, CareGuide)


@pytest.fixture
def raw() -> Any:
    return json.loads(CARE_GUIDE.read_text(encoding="utf-8"))


def doctor_first(guide: CareGuide, grades: dict[Symptom, Grade]) -> bool:
    return triage(guide.triage, Findings(grades), Answers()).doctor_first


def load(raw: Any, folder: Path) -> CareGuide:
    file = folder / "guide.json"
    file.write_text(json.dumps(raw), encoding="utf-8")
    return load_deployed(file, CareGuide)


def test_every_type_and_every_grade_of_every_symptom_has_all_parts(raw: Any) -> None:
    assert raw["types"].keys() == set(ScalpType)
    assert raw["symptoms"].keys() == set(Symptom)
    for grades in raw["symptoms"].values():
        assert list(grades) == ["0", "1", "2", "3"]
    for advice in [
        *raw["types"].values(),
        *(a for g in raw["symptoms"].values() for a in g.values()),
    ]:
        assert tuple(advice) == PARTS
        assert all(advice[part] for part in PARTS)


def test_every_statement_is_said_in_both_languages_and_says_where_it_is_from(
    guide: CareGuide,
) -> None:
    known = {source.id for source in guide.sources}
    for statement in guide.statements():
        assert HANGUL.search(statement.ko)
        assert not HANGUL.search(statement.en)
        assert set(statement.sources) <= known
    assert all(source.url.scheme == "https" for source in guide.sources)


def test_no_statement_names_or_treats_a_disease(guide: CareGuide) -> None:
    for text in (guide.notice, *guide.statements()):
        assert find_prohibited_claims(text.ko) == []
        assert find_prohibited_claims(text.en) == []


@pytest.mark.parametrize(
    "claim",
    [
        "지루피부염으로 진단돼요",
        "탈모를 치료해요",
        "탈모 예방 샴푸",
        "발모 효과",
        "모발 굵기 증가",
        "This treats dandruff",
        "a diagnosis of folliculitis",
        "prevents hair loss",
        "Regrowth in a month",
        "cures itching",
    ],
)
def test_the_lint_finds_what_may_not_be_said(claim: str) -> None:
    assert find_prohibited_claims(claim)


@pytest.mark.parametrize(
    "text",
    [
        "탈모 증상 완화에 도움을 주는 기능성화장품",
        "피부과 전문의와 상의해 주세요",
        "secure the cure-all cap",
    ],
)
def test_the_lint_lets_the_allowed_claim_and_ordinary_words_pass(text: str) -> None:
    assert find_prohibited_claims(text.replace("cure-all", "screw")) == []


@pytest.mark.parametrize("symptom", list(Symptom))
@pytest.mark.parametrize("grade", list(Grade))
def test_where_the_doctor_comes_first_the_first_thing_to_do_says_so(
    guide: CareGuide, symptom: Symptom, grade: Grade
) -> None:
    first = guide.symptoms[symptom][grade].to_do[0]
    says_so = "먼저 피부과 전문의에게" in first.ko or "먼저 피부과 전문의와" in first.ko

    assert says_so == doctor_first(guide, {symptom: grade})
    assert says_so == bool(re.search(r"dermatologist first", first.en))


def test_the_doctor_comes_first_from_moderate_pustules_and_at_any_severe_grade(
    guide: CareGuide,
) -> None:
    pustules, dandruff = Symptom.FOLLICULAR_ERYTHEMA_PUSTULES, Symptom.DANDRUFF

    assert not doctor_first(guide, {})
    assert not doctor_first(guide, dict.fromkeys(Symptom, Grade.MILD))
    assert not doctor_first(guide, {dandruff: Grade.MODERATE, pustules: Grade.MILD})
    assert doctor_first(guide, {pustules: Grade.MODERATE})
    assert all(doctor_first(guide, {symptom: Grade.SEVERE}) for symptom in Symptom)


def remove_type(raw: Any) -> None:
    del raw["types"]["sensitive"]


def remove_grade(raw: Any) -> None:
    del raw["symptoms"]["dandruff"]["2"]


def remove_part(raw: Any) -> None:
    raw["types"]["dry"]["toAvoid"] = []


def remove_sources(raw: Any) -> None:
    raw["types"]["dry"]["toDo"][0]["sources"] = []


def name_an_unknown_source(raw: Any) -> None:
    raw["types"]["dry"]["toDo"][0]["sources"] = ["hearsay"]


def keep_an_unused_source(raw: Any) -> None:
    raw["sources"].append(raw["sources"][0] | {"id": "never-named"})


def repeat_a_source(raw: Any) -> None:
    raw["sources"].append(raw["sources"][0])


def drop_a_language(raw: Any) -> None:
    del raw["types"]["dry"]["toDo"][0]["en"]


def add_an_unknown_field(raw: Any) -> None:
    raw["types"]["dry"]["products"] = []


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (remove_type, "no advice for sensitive"),
        (remove_grade, "no advice for dandruff:2"),
        (remove_part, "at least 1 item"),
        (remove_sources, "at least 1 item"),
        (name_an_unknown_source, "hearsay"),
        (keep_an_unused_source, "never-named"),
        (repeat_a_source, "has the id of another one"),
        (drop_a_language, "en"),
        (add_an_unknown_field, "products"),
    ],
)
def test_a_guide_with_a_gap_is_refused_and_the_gap_is_named(
    raw: Any, tmp_path: Path, damage: Any, message: str
) -> None:
    load(raw, tmp_path)

    damage(raw)

    with pytest.raises(BrokenArtifactError, match=message):
        load(raw, tmp_path)


def test_a_missing_guide_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenArtifactError, match=r"guide\.json"):
        load_deployed(tmp_path / "guide.json", CareGuide)


def test_the_most_urgent_advice_comes_first(guide: CareGuide) -> None:
    grades = {
        Symptom.FINE_SCALING: Grade.NONE,
        Symptom.DANDRUFF: Grade.MODERATE,
        Symptom.HAIR_LOSS: Grade.MODERATE,
        Symptom.EXCESS_SEBUM: Grade.SEVERE,
    }

    care = give_advice(guide, scalp_type=ScalpType.COMBINED, findings=Findings(grades))

    assert [one.symptom for one in care.symptoms] == [
        Symptom.EXCESS_SEBUM,
        Symptom.HAIR_LOSS,
        Symptom.DANDRUFF,
        Symptom.FINE_SCALING,
    ]
    assert [one.doctor_first for one in care.symptoms] == [True, False, False, False]
    assert care.doctor_first == guide.doctor_first


def test_advice_brings_the_sources_that_it_names_and_no_others(guide: CareGuide) -> None:
    mild = {Symptom.DANDRUFF: Grade.MILD}

    care = give_advice(guide, scalp_type=None, findings=Findings(mild))

    named = {
        source
        for statement in guide.symptoms[Symptom.DANDRUFF][Grade.MILD].steps()
        for source in statement.sources
    }
    assert {source.id for source in care.sources} == named
    assert care.type is None
    assert care.doctor_first is None
