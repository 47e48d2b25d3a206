"""The distance of a photo from what the networks know, without networks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalp_core.errors import BrokenArtifactError, PhotoRejectedError, RejectionCode
from scalp_core.vision.familiarity import Familiarity, familiarity_warnings
from scalp_core.vision.manifest import CeilingLimits
from scalp_core.vocabulary import PhotoWarning

LIMITS = CeilingLimits(warn=1, reject=2)


@pytest.fixture(scope="module")
def known() -> Familiarity:
    """What lies around 5 in every direction, and twice as far in the last."""
    return Familiarity(np.full(3, 5, np.float32), np.diag([1, 1, 0.5]).astype(np.float32))


def test_the_distance_is_the_mean_over_all_channels_in_units_of_their_spread(
    known: Familiarity,
) -> None:
    features = np.array([[5, 5, 5], [8, 5, 5], [5, 5, 11], [6, 6, 7]], np.float32)

    assert known.distances(features) == pytest.approx([0, 3**0.5, 3**0.5, 1])


@given(st.floats(0.01, 100), st.integers(0, 399))
def test_distance_grows_along_one_direction(factor: float, index: int) -> None:
    rng = np.random.default_rng(4)
    whitening = rng.normal(0, 1, (5, 5)).astype(np.float32)
    known = Familiarity(rng.normal(0, 1, 5).astype(np.float32), whitening)
    away = rng.normal(0, 1, (400, 5)).astype(np.float32)[index]

    near, far = known.distances(known.mean + np.stack([away, away * np.float32(1 + factor)]))

    assert far > near
    assert far == pytest.approx(near * (1 + factor), rel=1e-3)


@pytest.mark.parametrize(("distance", "expected"), [(0.9, []), (1.5, [PhotoWarning.UNFAMILIAR])])
def test_a_photo_out_of_distribution_is_warned_about(
    distance: float, expected: list[PhotoWarning]
) -> None:
    assert familiarity_warnings(distance, LIMITS) == expected


def test_a_far_photo_is_rejected() -> None:
    with pytest.raises(PhotoRejectedError) as caught:
        familiarity_warnings(2.1, LIMITS)

    assert caught.value.code is RejectionCode.NOT_A_SCALP


def test_the_file_holds_what_it_was_made_of_and_is_the_same_each_time(known: Familiarity) -> None:
    features = np.arange(12, dtype=np.float32).reshape(4, 3)
    content = known.to_bytes()

    read = Familiarity.from_bytes(content, "gate.npz")

    assert content == known.to_bytes()
    np.testing.assert_array_equal(read.distances(features), known.distances(features))


@given(st.binary(max_size=200))
def test_a_file_of_something_else_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(BrokenArtifactError, match=r"gate\.npz"):
        Familiarity.from_bytes(content, "gate.npz")


def test_a_file_whose_shapes_do_not_fit_is_refused_by_name(known: Familiarity) -> None:
    broken = Familiarity(known.mean[:-1], known.whitening).to_bytes()

    with pytest.raises(BrokenArtifactError, match=r"gate\.npz: shapes"):
        Familiarity.from_bytes(broken, "gate.npz")
