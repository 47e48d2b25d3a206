"""Fitting of the photo gate: feature statistics of familiar pictures, and limits of distance."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scalp_core.vision.familiarity import Familiarity
from scalp_core.vision.manifest import (
    CeilingLimits,
    FamiliarityEntry,
    FloorLimits,
    InputSpec,
    PhotoGate,
)
from scalp_core.vision.onnx_engine import OnnxEngine
from scalp_core.vision.preprocessing import normalise
from scalp_core.vocabulary import Symptom
from scalp_train.data.cache import CachedSet
from scalp_train.data.domain_shift import shift_domain
from scalp_train.evaluate.inference import batches

FILE = "familiarity.npz"
SYMPTOM = next(iter(Symptom))
"""Whose features are used; the networks of one trunk share the blocks up to the features."""

MAX_TRAINING, MAX_VALIDATION = 2000, 1000
SHRINKAGE = 0.8
"""Weight of the diagonal in the covariance. Correlations between channels depend on the renderer;
the more they count, the larger the distance of other renderers' scalps (docs/adr/0005)."""

WARN_QUANTILE, WARN_MARGIN = 0.99, 1.1
"""Quantile of the validation pictures' distances above which a photo is warned about, and the
factor that raises the limit, because photos of scalps are further away than rendered ones."""

REJECT_QUANTILE = 0.995
"""Quantile of the distances of validation pictures under domain shift
(:mod:`scalp_train.data.domain_shift`) above which a photo is rejected."""

SHIFT_SEED = 17

# Chosen, not fitted, by the resolution of the networks: at 240 rows a hair is 4 px wide. A picture
# blurred by 2 px there is at the first limit of sharpness, by 4 px, where hairs vanish, at the
# second; rendered pictures of any camera lie above 0.03.
SHORT_SIDE = 240
SHARPNESS = FloorLimits(warn=0.01, reject=0.0025)
DARK = FloorLimits(warn=50, reject=15)
BRIGHT = CeilingLimits(warn=225, reject=245)

Pictures = Iterable[NDArray[np.uint8]]


def fit_photo_gate(
    engine: OnnxEngine, spec: InputSpec, folder: Path, train: CachedSet, validation: CachedSet
) -> PhotoGate:
    """Write the statistics of familiar pictures into ``folder`` and return the manifest's entry.

    Only pictures of scalps are needed.

    Args:
        engine: the exported network of ``SYMPTOM``.
        spec: its input.
        folder: for the file.
        train: pictures of the training set, for the statistics.
        validation: pictures of the validation set, for the limits.
    """
    rng = np.random.default_rng(SHIFT_SEED)
    known = fit_familiarity(extract_features(engine, spec, _spread(train, MAX_TRAINING)))

    def distance(pictures: Pictures, quantile: float) -> float:
        return float(
            np.quantile(known.distances(extract_features(engine, spec, pictures)), quantile)
        )

    warn = WARN_MARGIN * distance(_spread(validation, MAX_VALIDATION), WARN_QUANTILE)
    shifted = (shift_domain(picture, rng) for picture in _spread(validation, MAX_VALIDATION))
    reject = distance(shifted, REJECT_QUANTILE)
    content = known.to_bytes()
    (folder / FILE).write_bytes(content)
    return PhotoGate(
        warn_below_side=SHORT_SIDE,
        sharpness=SHARPNESS,
        dark=DARK,
        bright=BRIGHT,
        familiarity=FamiliarityEntry(
            file=FILE,
            sha256=hashlib.sha256(content).hexdigest(),
            symptom=SYMPTOM,
            distance=CeilingLimits(warn=round(warn, 3), reject=round(max(warn, reject), 3)),
        ),
    )


def fit_familiarity(features: NDArray[np.float32]) -> Familiarity:
    """Return mean and shrunk covariance of features [N, C], N ≥ 2."""
    exact = features.astype(np.float64)
    covariance = np.cov(exact, rowvar=False)
    variances = covariance.diagonal()
    shrunk = (1 - SHRINKAGE) * covariance + SHRINKAGE * np.diag(variances)
    # A channel without variance would make any other value infinitely distant.
    shrunk += 1e-3 * variances.mean() * np.eye(len(variances))
    whitening = np.linalg.cholesky(np.linalg.inv(shrunk))
    return Familiarity(exact.mean(axis=0).astype(np.float32), whitening.astype(np.float32))


def extract_features(
    engine: OnnxEngine, spec: InputSpec, pictures: Pictures
) -> NDArray[np.float32]:
    """Return features [N, C] of pictures uint8 [H, W, 3] in the network's size."""
    found = [engine.run(normalise(batch, spec)).features for batch in batches(pictures)]
    return np.concatenate(found)


def _spread(pictures: CachedSet, most: int) -> Iterator[NDArray[np.uint8]]:
    """Yield at most so many pictures, evenly from the whole set."""
    count = len(pictures)
    for index in np.linspace(0, count - 1, min(count, most)).astype(int):
        yield np.asarray(pictures.pixels[index])
