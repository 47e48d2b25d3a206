"""Symptoms and grades have one name in each language, wherever they are named."""

import json

import pytest

from scalp_core.names import GRADE_NAMES, SYMPTOM_NAMES
from scalp_core.vocabulary import Grade, Symptom
from scalp_deployment.paths import ROOT


def test_every_grade_has_a_name() -> None:
    assert list(GRADE_NAMES) == list(Grade)


def test_every_symptom_has_a_name_of_its_own() -> None:
    assert list(SYMPTOM_NAMES) == list(Symptom)
    assert len({name.ko for name in SYMPTOM_NAMES.values()}) == len(Symptom)
    assert len({name.en for name in SYMPTOM_NAMES.values()}) == len(Symptom)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_site_names_symptoms_and_grades_alike(language: str) -> None:
    texts = json.loads((ROOT / f"web/src/i18n/{language}/app.json").read_text(encoding="utf-8"))

    for symptom, name in SYMPTOM_NAMES.items():
        assert getattr(name, language).lower() == texts[f"symptom.{symptom}"]
    for grade, name in GRADE_NAMES.items():
        assert getattr(name, language).lower() == texts[f"grade.{grade:d}"].lower()
