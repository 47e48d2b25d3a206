"""The photo gate on features, without networks: distance, classifier, file."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalp_core.errors import BrokenArtifactError, PhotoRejectedError, RejectionCode
from scalp_core.vision.familiarity import Familiarity, View
from scalp_core.vocabulary import PhotoWarning
from support import gates


@pytest.fixture(scope="module")
def known() -> Familiarity:
    """What lies around 5 in every direction, and twice as far in the last."""
    return Familiarity(
        np.full(3, 5, np.float32),
        np.diag([1, 1, 0.5]).astype(np.float32),
        np.eye(3, dtype=np.float32),
        np.array([1, 0, 0], np.float32),
    )


def test_the_distance_is_the_mean_over_all_channels_in_units_of_their_spread(
    known: Familiarity,
) -> None:
    features = np.array([[5, 5, 5], [8, 5, 5], [5, 5, 11], [6, 6, 7]], np.float32)

    assert known.distances(features) == pytest.approx([0, 3**0.5, 3**0.5, 1])


@given(st.floats(0.01, 100), st.integers(0, 399))
def test_distance_grows_along_one_direction(factor: float, index: int) -> None:
    rng = np.random.default_rng(4)
    whitening = rng.normal(0, 1, (5, 5)).astype(np.float32)
    middle = rng.normal(0, 1, 5).astype(np.float32)
    known = Familiarity(middle, whitening, np.zeros((5, 3), np.float32), np.zeros(3, np.float32))
    away = rng.normal(0, 1, (400, 5)).astype(np.float32)[index]

    near, far = known.distances(known.mean + np.stack([away, away * np.float32(1 + factor)]))

    assert far > near
    assert far == pytest.approx(near * (1 + factor), rel=1e-3)


def test_probabilities_are_a_softmax_of_whitened_features(known: Familiarity) -> None:
    found = known.probabilities(np.array([[5, 5, 5], [5, 7, 5], [1e4, 5, 5]], np.float32))

    e = np.e
    assert found[0] == pytest.approx(np.array([e, 1, 1]) / (e + 2))
    assert found[1] == pytest.approx(np.array([e, e**2, 1]) / (e + e**2 + 1))
    assert found[2] == pytest.approx([1, 0, 0])


def test_all_measures_at_once_are_those_of_each_alone(known: Familiarity) -> None:
    features = np.array([[5, 5, 5], [8, 6, 5]], np.float32)

    measures = known.measure(features)

    np.testing.assert_array_equal(measures.whitened, known.whitened(features))
    np.testing.assert_array_equal(measures.distances, known.distances(features))
    np.testing.assert_array_equal(measures.probabilities, known.probabilities(features))


@pytest.mark.parametrize(
    ("scalp", "away", "expected"),
    [
        (0.9, 0, []),
        (0.9, 3, [PhotoWarning.UNFAMILIAR]),
        (0.7, 0, [PhotoWarning.UNFAMILIAR]),
        (0.5, 3, [PhotoWarning.UNFAMILIAR]),
    ],
)
def test_a_photo_that_is_far_or_hardly_a_scalp_is_warned_about_once(
    scalp: float, away: float, expected: list[PhotoWarning]
) -> None:
    features = gates.features(scalp, (1 - scalp) / 2, away=away)
    limits = gates.LIMITS.model_copy(update={"warn_beyond": 1.4})

    assert gates.known().warnings(features, limits) == expected


@pytest.mark.parametrize(
    ("too_far", "code"), [(0.1, RejectionCode.NOT_A_SCALP), (0.6, RejectionCode.TOO_FAR)]
)
def test_what_is_no_scalp_from_close_up_is_rejected_by_what_it_is(
    too_far: float, code: RejectionCode
) -> None:
    with pytest.raises(PhotoRejectedError) as caught:
        gates.known().warnings(gates.features(0.3, too_far), gates.LIMITS)

    assert caught.value.code is code


def test_the_file_holds_what_it_was_made_of_and_is_the_same_each_time(known: Familiarity) -> None:
    features = np.arange(12, dtype=np.float32).reshape(4, 3)
    content = known.to_bytes()

    read = Familiarity.from_bytes(content, "gate.npz")

    assert content == known.to_bytes()
    np.testing.assert_array_equal(read.distances(features), known.distances(features))
    np.testing.assert_array_equal(read.probabilities(features), known.probabilities(features))


@given(st.binary(max_size=200))
def test_a_file_of_something_else_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(BrokenArtifactError, match=r"gate\.npz"):
        Familiarity.from_bytes(content, "gate.npz")


@pytest.mark.parametrize("part", ["mean", "whitening", "weights", "bias"])
def test_a_file_whose_shapes_do_not_fit_is_refused_by_name(known: Familiarity, part: str) -> None:
    parts = {name: getattr(known, name) for name in ("mean", "whitening", "weights", "bias")}
    broken = Familiarity(**(parts | {part: parts[part][:-1]})).to_bytes()

    with pytest.raises(BrokenArtifactError, match=r"gate\.npz: shapes"):
        Familiarity.from_bytes(broken, "gate.npz")


def test_views_are_the_columns_of_the_classifier() -> None:
    found = gates.known().probabilities(gates.features(0.2, 0.7))[0]

    assert [found[view] for view in View] == pytest.approx([0.2, 0.7, 0.1])


@pytest.mark.parametrize(
    ("scalp", "too_far", "blurred", "code"),
    [
        (0.2, 0.1, True, RejectionCode.BLURRED),
        (0.2, 0.1, False, RejectionCode.NOT_A_SCALP),
        (0.01, 0.1, True, RejectionCode.NOT_A_SCALP),  # a wall is smooth as well
        (0.2, 0.5, True, RejectionCode.TOO_FAR),
    ],
)
def test_a_blurred_scalp_is_rejected_for_its_blur(
    scalp: float, too_far: float, blurred: bool, code: RejectionCode
) -> None:
    with pytest.raises(PhotoRejectedError) as caught:
        gates.known().warnings(gates.features(scalp, too_far), gates.LIMITS, blurred=blurred)

    assert caught.value.code is code
