import numpy as np
import pytest

from scalp_core.vision.certainty import calibrated, plausible_grades
from scalp_core.vocabulary import Grade, Symptom
from scalp_train.evaluate.calibration import fit_plausible_mass, fit_temperature
from scalp_train.evaluate.metrics import compute_metrics
from scalp_train.evaluate.prior import assumed_law, grade_prior, natural_law


def certain(grades: list[int]) -> np.ndarray:
    return np.eye(4)[grades]


def test_figures_of_hand_computed_answers() -> None:
    truth = np.array([0, 1, 2, 3, 0, 1, 2, 3])
    answers = [0, 1, 2, 3, 0, 1, 3, 0]

    found = compute_metrics(certain(answers), truth)

    # Right 6 of 8; the misses are 1 and 3 grades off.
    assert found.accuracy == 0.75
    assert found.within_one == 0.875
    assert found.mean_absolute_error == 0.5
    assert found.majority_accuracy == 0.25
    assert found.pictures == 8
    # F1: grade 0 2·2/(3+2), 1 1, 2 2·1/(1+2), 3 2·1/(2+2).
    assert found.macro_f1 == round((0.8 + 1 + 2 / 3 + 0.5) / 4, 4)
    # Kappa: observed squared distance 1 + 9 = 10; expected from the marginals
    # truth (2, 2, 2, 2) and answers (3, 2, 1, 2): 2/8 · (3·14 + 2·6 + 1·6 + 2·14) = 22.
    assert found.quadratic_weighted_kappa == round(1 - 10 / 22, 4)
    # Always sure, right three times in four.
    assert found.expected_calibration_error == 0.25


def test_perfect_answers() -> None:
    found = compute_metrics(certain([0, 1, 2, 3]), np.array([0, 1, 2, 3]))

    assert found.accuracy == found.macro_f1 == found.quadratic_weighted_kappa == 1
    assert found.mean_absolute_error == found.expected_calibration_error == 0


def test_kappa_of_a_set_with_one_grade_is_defined() -> None:
    assert compute_metrics(certain([2, 2]), np.array([2, 2])).quadratic_weighted_kappa == 1


def test_temperature_undoes_overconfidence() -> None:
    rng = np.random.default_rng(3)
    logits = rng.normal(0, 1.5, (4000, 4)).astype(np.float32)
    grades = np.array([rng.choice(4, p=row) for row in calibrated(logits, 1.0)])

    assert fit_temperature(logits * np.float32(2.5), grades) == pytest.approx(2.5, rel=0.12)


def test_mass_is_just_above_what_nine_in_ten_sets_had_before_the_true_grade() -> None:
    # The true grade, 1, is taken in second, after the masses 0.50, 0.51 … 0.68 of grade 0.
    first = np.linspace(0.5, 0.68, 19)
    probabilities = np.stack([first, 1 - first, 0 * first, 0 * first], axis=1)

    mass = fit_plausible_mass(probabilities, np.ones(19, np.int64), coverage=0.9)

    # ceil(20 · 0.9) = 18 of the 19.
    assert mass == pytest.approx(0.67, abs=2e-4)
    covered = [Grade.MILD in plausible_grades(row, mass) for row in probabilities.tolist()]
    assert sum(covered) == 18


def test_sets_hold_every_grade_as_often_as_promised_on_pictures_not_seen() -> None:
    rng = np.random.default_rng(5)
    grades = np.arange(8000) % 4
    logits = 2 * np.eye(4)[grades] + rng.normal(0, 1, (8000, 4))
    logits[grades == Grade.SEVERE] -= 2 * np.eye(4)[Grade.SEVERE]  # severe is hardest to see
    probabilities = calibrated(logits.astype(np.float32), 1.0)

    mass = fit_plausible_mass(probabilities[:4000], grades[:4000], coverage=0.9)

    held = np.array(
        [
            grade in plausible_grades(row, mass)
            for row, grade in zip(probabilities[4000:].tolist(), grades[4000:], strict=True)
        ]
    )
    assert min(held[grades[4000:] == grade].mean() for grade in Grade) >= 0.88


def test_mass_is_all_where_a_grade_has_too_few_pictures_for_the_coverage() -> None:
    probabilities = np.tile([0.7, 0.1, 0.1, 0.1], (8, 1))

    assert fit_plausible_mass(probabilities, np.zeros(8, np.int64), coverage=0.9) == 1


@pytest.mark.parametrize("symptom", list(Symptom))
def test_the_assumed_law_lies_between_and_leaves_severe_its_weight(symptom: Symptom) -> None:
    assumed, natural = assumed_law(symptom), natural_law(symptom)

    assert assumed.sum() == pytest.approx(1)
    odds, without_prior = natural[Grade.NONE] / natural[Grade.MILD], 1
    low, high = sorted((odds, without_prior))
    assert low < assumed[Grade.NONE] / assumed[Grade.MILD] < high
    assert assumed[Grade.SEVERE] >= assumed[Grade.MODERATE]


def test_a_prior_is_stated_even_for_grades_without_pictures() -> None:
    prior = grade_prior(Symptom.DANDRUFF, np.array([0, 0, 0, 1, 1, 2]))

    assert prior.calibration == (0.4286, 0.2857, 0.1429, 0.1429)
