"""Calibrated probabilities, and the sets of grades that they leave plausible."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalp_core.vision.certainty import calibrated, growth, plausible_grades

logits = st.lists(st.floats(-50, 50, width=32), min_size=4, max_size=4)
vectors = st.lists(st.floats(0.001, 1), min_size=4, max_size=4).map(
    lambda raw: [value / sum(raw) for value in raw]
)
masses = st.floats(0, 1)


@given(logits, st.floats(0.1, 10))
def test_calibration_keeps_the_order_and_sums_to_one(given_logits: list[float], t: float) -> None:
    probabilities = calibrated(np.array(given_logits, np.float32), t)

    assert probabilities.sum() == pytest.approx(1)
    assert probabilities[int(np.argmax(given_logits))] == probabilities.max()


def test_the_prior_multiplies_the_odds() -> None:
    even = np.log(np.array([0.1, 0.2, 0.3, 0.4], np.float32))

    # 0.1 · 2, 0.2 · 1, 0.3 · 1, 0.4 · 0.5, of 0.9 in all
    np.testing.assert_allclose(calibrated(even, 1.0, (2, 1, 1, 0.5)), [2 / 9, 2 / 9, 3 / 9, 2 / 9])


@given(vectors, masses)
def test_a_set_has_no_gap_and_holds_the_most_probable_grade(p: list[float], mass: float) -> None:
    found = plausible_grades(p, mass)

    assert found == list(range(found[0], found[-1] + 1))
    assert int(np.argmax(p)) in found


@given(vectors, masses, masses)
def test_a_set_grows_with_the_mass(p: list[float], first: float, second: float) -> None:
    small, large = (plausible_grades(p, mass) for mass in sorted((first, second)))

    assert set(small) <= set(large)


@given(vectors, st.floats(0, 0.999))
def test_a_set_has_the_mass_and_none_that_stopped_before_had_it(
    p: list[float], mass: float
) -> None:
    found = plausible_grades(p, mass)
    last = [grade for grade, _ in growth(p)][len(found) - 1]

    assert sum(p[grade] for grade in found) >= mass - 1e-9
    assert len(found) == 1 or sum(p[grade] for grade in found if grade != last) < mass


@pytest.mark.parametrize(
    ("p", "mass", "expected"),
    [
        ([0.7, 0.2, 0.07, 0.03], 0.7, [0]),
        ([0.7, 0.2, 0.07, 0.03], 0.71, [0, 1]),
        ([0.05, 0.4, 0.35, 0.2], 0.9, [1, 2, 3]),
        # The way to a probable grade leads through an improbable one.
        ([0.5, 0.0, 0.0, 0.5], 0.6, [0, 1, 2, 3]),
        ([0.25, 0.25, 0.25, 0.25], 0, [0]),
    ],
)
def test_sets_of_hand_computed_probabilities(
    p: list[float], mass: float, expected: list[int]
) -> None:
    assert plausible_grades(p, mass) == expected
