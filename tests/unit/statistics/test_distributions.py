"""How published counters are shown."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalp_core.statistics.counters import TOTAL, grade_counter, type_counter
from scalp_core.statistics.distributions import (
    GroupStatistics,
    SuppressedStatistics,
    describe,
    grade_counts,
    rank,
)
from scalp_core.statistics.export import published_csv
from scalp_core.statistics.publication import (
    UNDISCLOSED,
    Cell,
    Snapshot,
    contribution,
    merge_snapshots,
)
from scalp_core.vocabulary import AgeGroup, Grade, ScalpType, Sex, Symptom
from support.results import result

TODAY = date(2026, 11, 22)


def shown(*counts: int) -> GroupStatistics:
    """Statistics of a group in which every symptom has these grades."""
    grades = {
        grade_counter(symptom, grade): counts[grade] for symptom in Symptom for grade in Grade
    }
    described = describe(Snapshot({TOTAL: sum(counts), **grades}), TODAY)
    assert isinstance(described, GroupStatistics)
    return described


def test_a_group_of_which_nothing_is_published_shows_no_numbers() -> None:
    described = describe(merge_snapshots([]), TODAY)

    assert described.model_dump(by_alias=True) == {"suppressed": True}


def test_distribution_mean_and_percentiles_of_a_symptom() -> None:
    dandruff = shown(10, 5, 4, 1).symptoms[Symptom.DANDRUFF]

    assert dandruff.counts == (10, 5, 4, 1)
    assert dandruff.mean_grade == 0.8
    # below + half of the equals: 5, 10 + 2.5, 15 + 2, 19 + 0.5 of 20
    assert dandruff.percentiles == (25.0, 62.5, 85.0, 97.5)


@given(st.lists(st.integers(0, 50), min_size=4, max_size=4).filter(lambda one: sum(one) >= 10))
def test_percentiles_rise_with_the_grade_and_average_fifty(counts: list[int]) -> None:
    percentiles = shown(*counts).symptoms[Symptom.HAIR_LOSS].percentiles

    assert list(percentiles) == sorted(percentiles)
    mean = sum(p * n for p, n in zip(percentiles, counts, strict=True)) / sum(counts)
    assert mean == pytest.approx(50, abs=0.06)  # ranks are rounded to a tenth


def test_a_result_is_ranked_in_its_group_and_among_everyone() -> None:
    own = rank(
        {Symptom.DANDRUFF: Grade.SEVERE, Symptom.HAIR_LOSS: Grade.NONE},
        SuppressedStatistics(suppressed=True),
        shown(10, 5, 4, 1),
    )

    assert own[Symptom.DANDRUFF].model_dump() == {
        "grade": Grade.SEVERE,
        "in_group": None,
        "among_everyone": 97.5,
    }
    assert own[Symptom.HAIR_LOSS].among_everyone == 25.0


def test_an_assessment_adds_one_to_its_total_its_type_and_each_of_its_grades() -> None:
    counts = contribution(result({Symptom.DANDRUFF: Grade.MODERATE}, ScalpType.DANDRUFF))

    assert set(counts.values()) == {1}
    assert len(counts) == 1 + 1 + len(Symptom)
    assert {TOTAL, type_counter(ScalpType.DANDRUFF)} <= counts.keys()
    assert grade_counts(counts, Symptom.DANDRUFF) == (0, 0, 1, 0)
    assert grade_counts(counts, Symptom.HAIR_LOSS) == (1, 0, 0, 0)


def test_the_table_has_a_row_for_each_cohort_symptom_and_grade_and_adds_up() -> None:
    women = Cell(Sex.FEMALE, AgeGroup.FORTIES)
    counts = {TOTAL: 12, grade_counter(Symptom.DANDRUFF, Grade.MILD): 12}

    text = published_csv({women: Snapshot(counts), UNDISCLOSED: Snapshot(counts)})

    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 2 * len(Symptom) * len(Grade)
    assert {(row["sex"], row["age_group"]) for row in rows} == {
        ("female", "40s"),
        ("undisclosed", "all"),
    }
    mild = [row for row in rows if row["symptom"] == "dandruff" and row["grade"] == "1"]
    assert [(row["assessments"], row["total"]) for row in mild] == [("12", "12")] * 2


def test_the_table_leaves_out_what_is_not_published() -> None:
    text = published_csv({UNDISCLOSED: Snapshot()})

    assert text.splitlines() == ["sex,age_group,symptom,grade,assessments,total"]
