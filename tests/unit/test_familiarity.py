"""The distance of a photo from what the networks know, without networks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalp_core.errors import BrokenArtifactError, PhotoRejectedError, RejectionCode
from scalp_core.vision.familiarity import Familiarity, familiarity_warnings
from scalp_core.vision.manifest import CeilingLimits
from scalp_core.vocabulary import PhotoWarning
from scalp_train.gate import fit_familiarity

LIMITS = CeilingLimits(warn=1, reject=2)


@pytest.fixture(scope="module")
def features() -> np.ndarray:
    rng = np.random.default_rng(3)
    return rng.normal(5, 2, (400, 12)).astype(np.float32) * np.linspace(0.1, 9, 12, dtype="f4")


def test_ordinary_pictures_lie_near_one_and_the_mean_at_nought(features: np.ndarray) -> None:
    known = fit_familiarity(features)

    assert known.distances(features).mean() == pytest.approx(1, abs=0.1)
    assert known.distances(known.mean[None])[0] == pytest.approx(0, abs=1e-6)


def test_a_channel_that_never_spoke_does_not_make_everything_infinitely_strange(
    features: np.ndarray,
) -> None:
    silent = features.copy()
    silent[:, 4] = 0

    distances = fit_familiarity(silent).distances(features)

    assert np.isfinite(distances).all()


@given(st.floats(0.01, 100), st.integers(0, 399))
def test_the_farther_in_one_direction_the_stranger(factor: float, index: int) -> None:
    rng = np.random.default_rng(4)
    known = fit_familiarity(rng.normal(0, 1, (400, 5)).astype(np.float32))
    away = rng.normal(0, 1, (400, 5)).astype(np.float32)[index]

    near, far = known.distances(known.mean + np.stack([away, away * np.float32(1 + factor)]))

    assert far > near
    assert far == pytest.approx(near * (1 + factor), rel=1e-3)


@pytest.mark.parametrize(("distance", "expected"), [(0.9, []), (1.5, [PhotoWarning.UNFAMILIAR])])
def test_a_strange_photo_is_warned_about(distance: float, expected: list[PhotoWarning]) -> None:
    assert familiarity_warnings(distance, LIMITS) == expected


def test_a_far_photo_is_rejected() -> None:
    with pytest.raises(PhotoRejectedError) as caught:
        familiarity_warnings(2.1, LIMITS)

    assert caught.value.code is RejectionCode.NOT_A_SCALP


def test_the_file_holds_what_was_fitted_and_is_the_same_each_time(features: np.ndarray) -> None:
    known = fit_familiarity(features)
    content = known.to_bytes()

    read = Familiarity.from_bytes(content, "gate.npz")

    assert content == known.to_bytes()
    np.testing.assert_array_equal(read.distances(features), known.distances(features))


@given(st.binary(max_size=200))
def test_a_file_of_something_else_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(BrokenArtifactError, match=r"gate\.npz"):
        Familiarity.from_bytes(content, "gate.npz")


def test_a_file_whose_shapes_do_not_fit_is_refused_by_name(features: np.ndarray) -> None:
    known = fit_familiarity(features)
    broken = Familiarity(known.mean[:-1], known.whitening).to_bytes()

    with pytest.raises(BrokenArtifactError, match=r"gate\.npz: shapes"):
        Familiarity.from_bytes(broken, "gate.npz")
