"""What the photo gate learns from features of pictures, without networks."""

import numpy as np
import pytest

from scalp_core.vision.familiarity import Familiarity, View
from scalp_train.publish.gate_pictures import PLAIN, SHIFTED, GateSet
from scalp_train.publish.photo_gate import (
    PASSES_UNSEEN,
    fit_classifier,
    fit_whitening,
    limit_of_unseen,
    scores_of_unseen,
)


@pytest.fixture(scope="module")
def features() -> np.ndarray:
    rng = np.random.default_rng(3)
    return rng.normal(5, 2, (400, 12)).astype(np.float32) * np.linspace(0.1, 9, 12, dtype="f4")


def fitted(features: np.ndarray) -> Familiarity:
    mean, whitening = fit_whitening(features)
    return Familiarity(mean, whitening, np.zeros((12, 3), np.float32), np.zeros(3, np.float32))


def test_ordinary_pictures_lie_near_one_and_the_mean_at_nought(features: np.ndarray) -> None:
    known = fitted(features)

    assert known.distances(features).mean() == pytest.approx(1, abs=0.1)
    assert known.distances(known.mean[None])[0] == pytest.approx(0, abs=1e-6)


def test_a_channel_without_variance_keeps_distances_finite(features: np.ndarray) -> None:
    silent = features.copy()
    silent[:, 4] = 0

    distances = fitted(silent).distances(features)

    assert np.isfinite(distances).all()


CENTRES = {
    (PLAIN, View.SCALP): (0, 0, 0),
    (SHIFTED, View.SCALP): (1, 0, 0),
    ("heads", View.TOO_FAR): (0, 9, 0),
    ("fur", View.OTHER): (0, 0, 9),
    ("grass", View.OTHER): (0, 1, 9),
}


@pytest.fixture(scope="module")
def pictures() -> GateSet:
    """Of each kind 40, in a cloud of its own."""
    rng = np.random.default_rng(5)
    clouds = [rng.normal(centre, 1, (40, 3)) for centre in CENTRES.values()]
    kinds, views = zip(*CENTRES, strict=True)
    return GateSet(
        np.concatenate(clouds).astype(np.float32), np.repeat(views, 40), np.repeat(kinds, 40)
    )


def test_the_classifier_separates_the_three_views(pictures: GateSet) -> None:
    found = fit_classifier(pictures).probabilities(pictures.features)

    assert (found.argmax(axis=1) == pictures.views).mean() > 0.97


def test_a_kind_is_scored_by_a_fit_that_never_saw_it(pictures: GateSet) -> None:
    found = scores_of_unseen(pictures)

    assert list(found) == ["fur", "grass"]
    assert {len(scores) for scores in found.values()} == {40}
    alone = fit_classifier(pictures.where(pictures.kinds != "fur"))
    fur = pictures.features[pictures.kinds == "fur"]
    np.testing.assert_array_equal(found["fur"], alone.probabilities(fur)[:, View.SCALP])


def test_the_limit_lets_as_many_of_an_unseen_kind_pass_as_is_allowed() -> None:
    found = {"fur": np.linspace(0, 1, 101), "grass": np.zeros(50)}

    limit = limit_of_unseen(found)

    passing = [np.mean([(s >= at).mean() for s in found.values()]) for at in (limit, limit - 0.01)]
    assert passing[0] <= PASSES_UNSEEN < passing[1]


def test_nothing_passes_where_every_unseen_picture_looks_like_a_scalp() -> None:
    assert limit_of_unseen({"fur": np.ones(5)}) == 1
