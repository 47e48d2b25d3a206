"""Fitting of the photo gate: what familiar pictures are like, a classifier, and the limits."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from scalp_core.vision.familiarity import Familiarity, View
from scalp_core.vision.manifest import (
    CeilingLimits,
    FamiliarityEntry,
    FloorLimits,
    InputSpec,
    PhotoGate,
)
from scalp_core.vision.onnx_engine import OnnxEngine
from scalp_core.vocabulary import Symptom
from scalp_train.data.cache import CachedSet
from scalp_train.negatives.packages import Source
from scalp_train.publish.gate_pictures import (
    PLAIN,
    GateSet,
    drawn_and_photographed,
    drawn_close_ups,
    gate_set,
    known_scalps,
)

FILE = "familiarity.npz"
SYMPTOM = next(iter(Symptom))
"""Whose features are used; the networks of one trunk share the blocks up to the features."""

MAX_SCALPS, MAX_OTHERS = 800, 1400
"""Scalps of the training set, and photographs of anything else, that a fit takes at most."""
SHRINKAGE = 0.8
"""Weight of the diagonal in the covariance. Correlations between channels depend on the renderer;
the more they count, the larger the distance of other renderers' scalps (docs/adr/0005)."""
STRENGTH, TOTAL_WEIGHT = 0.01, 1000
"""Inverse of the classifier's L2 penalty, and the sum of the pictures' weights that it holds for.
From 0.003 to 0.1 hardly anything changes on held-out sources; squared terms and a hidden layer of
24 did worse on a technique of drawing that no fit saw (docs/adr/0005)."""
SHARES = {View.SCALP: 0.5, View.TOO_FAR: 0.15, View.OTHER: 0.35}
"""Weight of each view in the fit."""

WARN_QUANTILE, WARN_MARGIN = 0.99, 1.1
"""Quantile of the validation pictures' distances above which a photo is warned about, and the
factor that raises the limit, because photos of scalps are further away than rendered ones."""
WARN_SHARE, REJECT_SHARE = 0.01, 0.02
"""Shares of the validation scalps that may fall below the limits of the probability: those as they
are below the first; those of every kind, shifted and close-ups too, below the second."""
PASSES_UNSEEN = 0.15
"""Share of the pictures of a kind that the fit left out that may pass, as mean over the kinds. The
limit of rejection lies as low as this allows: photos of people are less like renders than any
scalp that the limit could be set by."""

SEED, VALIDATION_SEED = 17, 18

# Chosen, not fitted, by the resolution of the networks: at 240 rows a hair is 4 px wide. A picture
# blurred by 2 px there is at the first limit of sharpness, by 4 px, where hairs vanish, at the
# second; rendered pictures of any camera lie above 0.03.
SHORT_SIDE = 240
SHARPNESS = FloorLimits(warn=0.01, reject=0.0025)
DARK = FloorLimits(warn=50, reject=15)
BRIGHT = CeilingLimits(warn=225, reject=245)


class GatePictures(NamedTuple):
    """Scalps of the training set, those of the validation set for the limits, and photographs."""

    train: CachedSet
    validation: CachedSet
    sources: list[Source]


class FittedGate(NamedTuple):
    """The gate, and how pictures of each kind fared that the fit left out.

    Attributes:
        unseen: probabilities of a scalp [n] by kind, from a fit without that kind.
    """

    gate: PhotoGate
    known: Familiarity
    unseen: dict[str, NDArray[np.float32]]


def fit_photo_gate(
    engine: OnnxEngine, spec: InputSpec, folder: Path, pictures: GatePictures
) -> FittedGate:
    """Write the gate's numbers into ``folder`` and return the manifest's entry, among others.

    Args:
        engine: the exported network of ``SYMPTOM``.
        spec: its input.
        folder: for the file.
        pictures: to fit to; sources that are held out are not used.
    """
    rng = np.random.default_rng(SEED)
    train, validation = pictures.train, pictures.validation
    others = min(MAX_OTHERS, 2 * len(train))
    shown = [source for source in pictures.sources if not source.held_out]
    fitted_to = gate_set(engine, spec, known_scalps(train, MAX_SCALPS, rng))
    fitted_to += gate_set(engine, spec, drawn_and_photographed(shown, spec, others, SEED))
    known = fit_classifier(fitted_to)
    limits = gate_set(engine, spec, known_scalps(validation, MAX_SCALPS // 2, rng))
    close_ups = drawn_close_ups(spec, max(2, others // 8), VALIDATION_SEED)
    limits += gate_set(engine, spec, close_ups)
    unseen = scores_of_unseen(fitted_to)
    content = known.to_bytes()
    (folder / FILE).write_bytes(content)
    gate = PhotoGate(
        warn_below_side=SHORT_SIDE,
        sharpness=SHARPNESS,
        dark=DARK,
        bright=BRIGHT,
        familiarity=_entry(known, limits, unseen, hashlib.sha256(content).hexdigest()),
    )
    return FittedGate(gate, known, unseen)


def _entry(
    known: Familiarity, scalps: GateSet, unseen: dict[str, NDArray[np.float32]], sha256: str
) -> FamiliarityEntry:
    plain = scalps.where(scalps.kinds == PLAIN)
    beyond = WARN_MARGIN * float(np.quantile(known.distances(plain.features), WARN_QUANTILE))
    warn = float(np.quantile(_scalp(known, plain), WARN_SHARE))
    reject = min(limit_of_unseen(unseen), float(np.quantile(_scalp(known, scalps), REJECT_SHARE)))
    return FamiliarityEntry(
        file=FILE,
        sha256=sha256,
        symptom=SYMPTOM,
        warn_beyond=round(beyond, 3),
        scalp=FloorLimits(warn=round(max(warn, reject), 3), reject=round(reject, 3)),
    )


def limit_of_unseen(unseen: dict[str, NDArray[np.float32]]) -> float:
    """Return the least limit, in hundredths, that lets :data:`PASSES_UNSEEN` or fewer pass."""
    for limit in np.arange(0.01, 1, 0.01):
        passing = np.mean([(scores >= limit).mean() for scores in unseen.values()])
        if passing <= PASSES_UNSEEN:
            return float(limit)
    return 1.0


def scores_of_unseen(pictures: GateSet) -> dict[str, NDArray[np.float32]]:
    """Return the probability of a scalp of each kind of anything else, from a fit without it."""
    found = {}
    for kind in np.unique(pictures.kinds[pictures.views == View.OTHER]):
        left_out = pictures.kinds == kind
        known = fit_classifier(pictures.where(~left_out))
        found[str(kind)] = _scalp(known, pictures.where(left_out))
    return found


def _scalp(known: Familiarity, pictures: GateSet) -> NDArray[np.float32]:
    return known.probabilities(pictures.features)[:, View.SCALP]


def fit_classifier(pictures: GateSet) -> Familiarity:
    """Return distance and classifier fitted to pictures of all three views.

    A kind counts by the root of its number within its view, and a view by :data:`SHARES`.
    """
    mean, whitening = fit_whitening(pictures.features[pictures.kinds == PLAIN])
    weights = np.zeros(len(pictures.kinds))
    for view, share in SHARES.items():
        of_view = pictures.views == view
        kinds, counts = np.unique(pictures.kinds[of_view], return_counts=True)
        for kind, count in zip(kinds, counts, strict=True):
            weight = share / (count**0.5 * (counts**0.5).sum())
            weights[of_view & (pictures.kinds == kind)] = weight
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    whitened = (pictures.features - mean) @ whitening
    model.fit(whitened, pictures.views, sample_weight=weights * TOTAL_WEIGHT)
    return Familiarity(
        mean,
        whitening,
        np.ascontiguousarray(model.coef_.T, np.float32),
        model.intercept_.astype(np.float32),
    )


def fit_whitening(
    features: NDArray[np.float32],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return mean [C] and whitening [C, C] by the shrunk covariance of features [N, C], N ≥ 2."""
    exact = features.astype(np.float64)
    covariance = np.cov(exact, rowvar=False)
    variances = covariance.diagonal()
    shrunk = (1 - SHRINKAGE) * covariance + SHRINKAGE * np.diag(variances)
    # A channel without variance would make any other value infinitely distant.
    shrunk += 1e-3 * variances.mean() * np.eye(len(variances))
    whitening = np.linalg.cholesky(np.linalg.inv(shrunk))
    return exact.mean(axis=0).astype(np.float32), whitening.astype(np.float32)
