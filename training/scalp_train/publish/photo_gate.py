"""Fits the photo gate to exported models: what is familiar, and where strangeness begins."""

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
from scalp_train.data.domain_shift import restyled
from scalp_train.data.rendered import CachedSet
from scalp_train.evaluate.predictions import batches

FILE = "familiarity.npz"
SYMPTOM = next(iter(Symptom))
"""Any would do: networks of one trunk share the blocks up to the features."""

MOST_TRAINING, MOST_VALIDATION = 2000, 1000
SHRINKAGE = 0.8
"""Weight of the diagonal in the covariance. Correlations between channels are much the renderer's
own; the more they count, the stranger other renderers' scalps seem (docs/adr/0005)."""

FAMILIAR_QUANTILE, FAMILIAR_ROOM = 0.99, 1.1
"""Warned about is what lies further off than almost all validation pictures, with room, because
scalps that nobody drew are further off than those."""

REJECTED_QUANTILE = 0.995
"""Rejected is what lies further off than validation pictures that are made strange in every way
that leaves them scalps (:mod:`scalp_train.data.domain_shift`)."""

RESTYLE_SEED = 17

# Chosen, not fitted, for what the networks can see: at 240 rows a hair is 4 px wide. A picture
# blurred by 2 px there is at the first limit of sharpness, by 4 px at the second, where hairs are
# gone; rendered pictures of any camera lie above 0.03.
SHORT_SIDE = 240
SHARPNESS = FloorLimits(warn=0.01, reject=0.0025)
DARK = FloorLimits(warn=50, reject=15)
BRIGHT = CeilingLimits(warn=225, reject=245)

Pictures = Iterable[NDArray[np.uint8]]


def fit_gate(
    engine: OnnxEngine, spec: InputSpec, folder: Path, train: CachedSet, validation: CachedSet
) -> PhotoGate:
    """Write the gate's file into ``folder``, and say what the manifest is to hold.

    Needs no picture of anything but scalps.

    Args:
        engine: the exported model of ``SYMPTOM``, which takes ``spec``.
        train: what the networks learned from.
        validation: what they did not, for the limits.
    """
    rng = np.random.default_rng(RESTYLE_SEED)
    known = fit_familiarity(features_of(engine, spec, _spread(train, MOST_TRAINING)))

    def distance(pictures: Pictures, quantile: float) -> float:
        return float(np.quantile(known.distances(features_of(engine, spec, pictures)), quantile))

    warn = FAMILIAR_ROOM * distance(_spread(validation, MOST_VALIDATION), FAMILIAR_QUANTILE)
    strange = (restyled(one, rng) for one in _spread(validation, MOST_VALIDATION))
    reject = distance(strange, REJECTED_QUANTILE)
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
    """Mean and shrunk covariance of features [N, C], N ≥ 2."""
    exact = features.astype(np.float64)
    covariance = np.cov(exact, rowvar=False)
    variances = covariance.diagonal()
    shrunk = (1 - SHRINKAGE) * covariance + SHRINKAGE * np.diag(variances)
    # A channel that is always silent would make any sign of life infinitely strange.
    shrunk += 1e-3 * variances.mean() * np.eye(len(variances))
    whitening = np.linalg.cholesky(np.linalg.inv(shrunk))
    return Familiarity(exact.mean(axis=0).astype(np.float32), whitening.astype(np.float32))


def features_of(engine: OnnxEngine, spec: InputSpec, pictures: Pictures) -> NDArray[np.float32]:
    """Features [N, C] of pictures uint8 [H, W, 3] that already have the model's size."""
    found = [engine.run(normalise(batch, spec)).features for batch in batches(pictures)]
    return np.concatenate(found)


def _spread(pictures: CachedSet, most: int) -> Iterator[NDArray[np.uint8]]:
    """At most so many pictures, evenly from the whole set."""
    count = len(pictures)
    for index in np.linspace(0, count - 1, min(count, most)).astype(int):
        yield np.asarray(pictures.pixels[index])
