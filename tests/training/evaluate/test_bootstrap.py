import numpy as np
import pytest

from scalp_train.evaluate.bootstrap import (
    auroc,
    bootstrap_weights,
    confidence_interval,
    confusion_matrices,
    weighted_metrics,
)
from scalp_train.evaluate.metrics import compute_metrics

SHARED = (
    "accuracy",
    "macro_f1",
    "quadratic_weighted_kappa",
    "within_one",
    "mean_absolute_error",
    "expected_calibration_error",
)


def certain(grades: list[int]) -> np.ndarray:
    return np.eye(4)[grades]


def guesses(count: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Answers that are often right, and the truth."""
    rng = np.random.default_rng(seed)
    grades = rng.integers(0, 4, count)
    scores = rng.normal(0, 1, (count, 4)) + 1.5 * np.eye(4)[grades]
    powers = np.exp(scores)
    return powers / powers.sum(axis=1, keepdims=True), grades


def test_figures_of_hand_computed_answers() -> None:
    truth = np.array([0, 1, 2, 3, 0, 1, 2, 3])
    answers = [0, 1, 2, 3, 0, 1, 3, 0]

    found = {n: v[0] for n, v in weighted_metrics(certain(answers), truth, np.ones((1, 8))).items()}

    assert found["accuracy"] == 0.75
    assert found["macro_f1"] == pytest.approx((0.8 + 1 + 2 / 3 + 0.5) / 4)
    assert found["quadratic_weighted_kappa"] == pytest.approx(1 - 10 / 22)
    assert found["within_one"] == 0.875
    assert found["mean_absolute_error"] == 0.5
    assert found["expected_calibration_error"] == 0.25
    # 6 present and 2 absent: 5 present ones win both pairs, the one predicted as 0 ties in both.
    assert found["presence_auroc"] == pytest.approx((5 * 2 + 2 * 0.5) / 12)


def test_figures_agree_with_the_manifests() -> None:
    probabilities, grades = guesses(500)

    found = weighted_metrics(probabilities, grades, np.ones((1, 500)))
    stated = compute_metrics(probabilities, grades)

    for name in SHARED:
        assert found[name][0] == pytest.approx(getattr(stated, name), abs=1e-4), name


def test_a_weight_counts_like_a_repeated_picture() -> None:
    probabilities, grades = guesses(40)
    weights = np.random.default_rng(2).integers(0, 4, 40)

    once = np.ones((1, int(weights.sum())))
    repeated = weighted_metrics(probabilities.repeat(weights, axis=0), grades.repeat(weights), once)

    for name, value in weighted_metrics(probabilities, grades, weights[None].astype(float)).items():
        assert value[0] == pytest.approx(repeated[name][0]), name


def test_confusion_has_the_truth_in_its_rows() -> None:
    found = confusion_matrices(
        np.array([1, 1, 3]), np.array([1, 2, 3]), np.array([[1.0, 5.0, 2.0]])
    )[0]

    expected = np.zeros((4, 4))
    expected[1, 1], expected[1, 2], expected[3, 3] = 1, 5, 2
    np.testing.assert_array_equal(found, expected)


def test_figures_of_one_grade_alone_are_defined_but_for_the_auroc() -> None:
    found = weighted_metrics(certain([2, 2]), np.array([2, 2]), np.ones((1, 2)))

    assert found["quadratic_weighted_kappa"][0] == found["macro_f1"][0] == 1
    assert np.isnan(found["presence_auroc"][0])


def test_auroc_counts_ties_half_and_obeys_weights() -> None:
    scores = np.array([0.1, 0.4, 0.4, 0.9])
    positive = np.array([False, True, False, True])

    found = auroc(scores, positive, np.array([[1.0, 1, 1, 1], [0, 1, 1, 0], [1, 0, 1, 2]]))

    np.testing.assert_allclose(found, [3.5 / 4, 0.5, 1.0])


def test_resamples_draw_as_many_pictures_and_follow_from_the_seed() -> None:
    weights = bootstrap_weights(50, 200, seed=3)

    assert weights.shape == (200, 50)
    assert (weights.sum(axis=1) == 50).all()
    assert weights.mean() == 1
    assert (weights == bootstrap_weights(50, 200, seed=3)).all()
    assert (weights != bootstrap_weights(50, 200, seed=4)).any()


def test_interval_of_an_accuracy_has_the_width_of_the_binomial() -> None:
    grades = np.zeros(400, np.int64)
    answers = certain([0] * 320 + [1] * 80)

    accuracies = weighted_metrics(answers, grades, bootstrap_weights(400, 2000, seed=5))["accuracy"]
    low, high = confidence_interval(0.8, accuracies)

    half = 1.96 * np.sqrt(0.8 * 0.2 / 400)
    assert low == pytest.approx(0.8 - half, abs=0.006)
    assert high == pytest.approx(0.8 + half, abs=0.006)


def test_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(6)
    weights = bootstrap_weights(150, 300, seed=7)
    covered = 0
    for _ in range(200):
        right = (rng.random(150) < 0.7).astype(float)
        low, high = confidence_interval(right.mean(), weights @ right / 150)
        covered += low <= 0.7 <= high

    assert 0.9 <= covered / 200 <= 0.99


def test_pivotal_interval_is_reflected_and_stays_above_zero() -> None:
    samples = np.linspace(0.04, 0.08, 1001)

    assert confidence_interval(0.05, samples, pivotal=True) == pytest.approx((0.021, 0.059))
    assert confidence_interval(0.03, samples, pivotal=True)[0] == 0


def test_calibrated_answers_have_an_interval_that_reaches_down_to_noise() -> None:
    rng = np.random.default_rng(8)
    probabilities, _ = guesses(1500)
    grades = np.array([rng.choice(4, p=row) for row in probabilities])

    error = "expected_calibration_error"
    value = weighted_metrics(probabilities, grades, np.ones((1, 1500)))[error][0]
    samples = weighted_metrics(probabilities, grades, bootstrap_weights(1500, 300, seed=9))[error]

    assert samples.mean() > value  # why the percentiles would not do
    low, high = confidence_interval(value, samples, pivotal=True)
    assert low <= value <= high
    assert low < 0.01


def test_interval_of_nothing_defined_is_undefined() -> None:
    assert np.isnan(confidence_interval(float("nan"), np.full(10, np.nan))).all()
