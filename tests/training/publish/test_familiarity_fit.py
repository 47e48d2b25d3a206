"""What the photo gate learns from features of training pictures, without networks."""

import numpy as np
import pytest

from scalp_train.publish.photo_gate import fit_familiarity


@pytest.fixture(scope="module")
def features() -> np.ndarray:
    rng = np.random.default_rng(3)
    return rng.normal(5, 2, (400, 12)).astype(np.float32) * np.linspace(0.1, 9, 12, dtype="f4")


def test_ordinary_pictures_lie_near_one_and_the_mean_at_nought(features: np.ndarray) -> None:
    known = fit_familiarity(features)

    assert known.distances(features).mean() == pytest.approx(1, abs=0.1)
    assert known.distances(known.mean[None])[0] == pytest.approx(0, abs=1e-6)


def test_a_channel_without_variance_keeps_distances_finite(
    features: np.ndarray,
) -> None:
    silent = features.copy()
    silent[:, 4] = 0

    distances = fit_familiarity(silent).distances(features)

    assert np.isfinite(distances).all()
