"""Studies find what was planted: wrong calls, a group that is read worse, grades that flip."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from scalp_core.vocabulary import Symptom
from scalp_train.data.rendered import RenderedSet
from scalp_train.evaluate.fairness import COMMONEST, TRAITS, measure_fairness, person_sets
from scalp_train.evaluate.left_out import LeaveOneOutTable, LeftOut, read_table, write_table
from scalp_train.evaluate.natural import measure_natural_law, natural_set
from scalp_train.evaluate.predictions import Predictions
from scalp_train.evaluate.retest import measure_retest, retest_sets
from scalp_train.evaluate.robustness import condition_sets, every_figure, measure_condition
from scalp_train.evaluate.studies import count_pictures
from scalp_train.publish.study_sections import markdown

COUNT = 40
GRADES = np.arange(COUNT) % 4


def predictions(
    predicted: NDArray[np.int64], grades: NDArray[np.int64] = GRADES
) -> dict[Symptom, Predictions]:
    probabilities = np.full((len(grades), 4), 0.1)
    probabilities[np.arange(len(grades)), predicted] = 0.7
    nothing = np.zeros((len(grades), 4, 1, 1), np.float32)
    return dict.fromkeys(
        Symptom, Predictions(probabilities, probabilities > 0.5, grades, nothing, None)
    )


def test_precision_counts_those_called_present_and_recall_those_that_are() -> None:
    truth = np.array([0] * 30 + [1] * 6 + [2] * 4)
    called = np.array([0] * 24 + [1] * 6 + [0] * 3 + [1] * 3 + [2] * 4)

    found = measure_natural_law(
        RenderedSet(1, COUNT, labels="natural"), predictions(called, truth)
    ).symptoms[Symptom.DANDRUFF]

    assert found.prevalence == 0.25
    assert found.precision.value == pytest.approx(7 / 13, abs=1e-4)
    assert found.recall.value == 0.7
    assert found.precision_of_moderate.value == 1
    assert found.precision.low < found.precision.value < found.precision.high


def test_a_group_that_is_read_worse_is_named_with_its_distance() -> None:
    sets = person_sets(20 * COUNT)
    worse = TRAITS["hair colour"]["blond"]
    wrong = np.where(np.arange(COUNT) < 8, 3 - GRADES, GRADES)
    found = measure_fairness(sets, {p: predictions(wrong if p == worse else GRADES) for p in sets})

    assert {part.count for part in sets.values()} == {COUNT}
    assert sum(p == COMMONEST for p in sets) == 1
    colour = found["hair colour"]
    assert colour.worst == "blond"
    assert colour.groups["blond"].accuracy.value == 0.8
    assert colour.gap.value == pytest.approx(
        1 - colour.groups["blond"].quadratic_weighted_kappa.value
    )
    assert colour.gap.low > 0
    assert found["skin tone"].gap.value == 0


def test_grades_that_differ_between_two_photos_have_flipped() -> None:
    sets = retest_sets(8 * COUNT)
    second = np.where(np.arange(COUNT) < 4, (GRADES + 1) % 4, GRADES)

    found = measure_retest(sets, [predictions(GRADES), predictions(second)])

    assert [part.shot for part in sets] == [0, 1]
    assert sets[0].seed == sets[1].seed
    assert found.scalps == COUNT
    assert found.flipped[Symptom.HAIR_LOSS].value == 0.1
    assert found.mean.value == 0.1
    assert found.mean.low < 0.1 < found.mean.high


def test_a_condition_has_every_figure_with_its_interval() -> None:
    wrong = np.where(np.arange(COUNT) < 10, (GRADES + 1) % 4, GRADES)

    found = measure_condition(RenderedSet(1, COUNT), predictions(wrong), reference=0.9)

    assert found.mean_accuracy == 0.75
    assert found.lost == pytest.approx(0.15)
    assert found.mean is not None
    assert found.mean.accuracy.value == 0.75
    assert found.symptoms[Symptom.DANDRUFF].quadratic_weighted_kappa.value is not None


def test_all_studies_together_take_about_as_many_pictures_as_one_and_a_half_test_sets() -> None:
    assert 1.4 < count_pictures(2400) / 2400 < 1.8
    assert count_pictures(1) == len(condition_sets(1)) + natural_set(1).count + len(
        person_sets(1)
    ) + len(retest_sets(1))


def test_table_of_techniques_left_out_survives_its_file(tmp_path: Path) -> None:
    each, mean = every_figure(predictions(GRADES))
    result = LeftOut(
        recipe="default-without-layers", trained_pictures=8, pictures=COUNT, seed=1,
        home=each, home_mean=mean, left_out=each, left_out_mean=mean,
        coverage=dict.fromkeys(Symptom, 0.9), set_size=dict.fromkeys(Symptom, 1.5),
    )  # fmt: skip
    table = LeaveOneOutTable(command="python -m scalp_train", techniques={"layers": result})

    assert read_table(tmp_path) is None
    write_table(table, tmp_path)
    assert read_table(tmp_path) == table


def test_markdown_table_has_a_rule_below_its_headings() -> None:
    assert markdown(("a", "b"), {"x": ["1"]}) == "| a | b |\n| --- | --: |\n| x | 1 |"
