import numpy as np
import pytest

from scalp_core.vision.ensemble import calibrated
from scalp_train.evaluate.calibration import fit_temperature, fit_threshold
from scalp_train.evaluate.metrics import compute_metrics


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


def test_threshold_is_the_smallest_that_reaches_the_target() -> None:
    confidence = np.array([0.95, 0.9, 0.8, 0.7, 0.6])
    probabilities = np.stack([confidence, 1 - confidence, 0 * confidence, 0 * confidence], axis=1)
    grades = np.array([0, 0, 0, 0, 1])  # only the least confident answer is wrong

    threshold = fit_threshold(probabilities, grades, target_accuracy=0.95, most_uncertain=0.5)

    assert threshold == 0.7


def test_threshold_is_zero_when_the_target_is_reached_anyway() -> None:
    probabilities = np.array([[0.9, 0.1, 0, 0]] * 10)

    assert (
        fit_threshold(
            probabilities, np.zeros(10, np.int64), target_accuracy=0.95, most_uncertain=0.3
        )
        == 0
    )


def test_threshold_never_calls_more_than_the_cap_uncertain() -> None:
    rng = np.random.default_rng(4)
    probabilities = calibrated(rng.normal(0, 1, (200, 4)).astype(np.float32), 1.0)
    grades = rng.integers(0, 4, 200)  # nothing to be learnt: the target is out of reach

    threshold = fit_threshold(probabilities, grades, target_accuracy=0.95, most_uncertain=0.3)

    assert (probabilities.max(axis=1) < threshold).mean() <= 0.3
