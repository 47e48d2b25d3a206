"""The photo gate fitted to labelled photos too, within a bound on what else may pass.

Its classifier moves as a symptom's last layer does: photos are added as scalps, and renders and
pictures of anything else hold it where it was. Distances are measured from renders and photos
together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from scalp_core.vision.familiarity import Familiarity, View
from scalp_core.vision.manifest import FamiliarityEntry, FloorLimits
from scalp_train.adapt.regression import Examples, fit_change
from scalp_train.publish.gate_pictures import GateSet
from scalp_train.publish.photo_gate import WARN_MARGIN, WARN_QUANTILE, fit_whitening

Floats32 = NDArray[np.float32]
VIEWS = len(View)
PENALTIES = (1.0, 10.0, 100.0, 1000.0)
LEAST_PHOTOS = 20
"""Fewer leave a distance from them undefined in most directions."""
FOLDS = 5
WARN_SHARE = 0.05
"""Share of held-out photos that may fall below the classifier's limit of warning."""
MOST_PASSING = 0.02
"""Share of the pictures of anything else that may pass in addition, with or without a warning."""


@dataclass(frozen=True, slots=True)
class GatePhotos:
    """What the gate is fitted to and measured on.

    Attributes:
        photos: features [N, G] of labelled photos.
        people: the number of each one's person [N].
        old: features of pictures that the base learned from.
        old_measured: further ones, to measure on.
        others: pictures of all three views, to hold the classifier.
        others_measured: further ones, to measure on.
    """

    photos: Floats32
    people: NDArray[np.int64]
    old: Floats32
    old_measured: Floats32
    others: GateSet
    others_measured: GateSet


class GateShares(NamedTuple):
    """Shares, 0-1: of photos with the warning ``unfamiliar``, or rejected; of others that pass."""

    unfamiliar: float
    rejected: float
    others_pass: float
    others_unwarned: float


class FittedGate(NamedTuple):
    """The gate, ``None`` where the old one stays, and shares before and after.

    The photos' shares after are those of fits to other people's photos.
    """

    fitted: tuple[Familiarity, FamiliarityEntry] | None
    before: GateShares
    after: GateShares


def fit_gate(known: Familiarity, entry: FamiliarityEntry, pictures: GatePhotos) -> FittedGate:
    """Return the gate by the smallest penalty that keeps the bound.

    Args:
        known: the base's.
        entry: its limits; that of rejection stays.
        pictures: with at least :data:`LEAST_PHOTOS` photos of two people; else the old gate stays.
    """
    others = pictures.others_measured
    anything = others.features[others.views != View.SCALP]
    before = _shares(_seen(known, pictures.photos), _seen(known, anything), entry)
    people = len(np.unique(pictures.people))
    if len(pictures.photos) < LEAST_PHOTOS or people < 2:
        return FittedGate(None, before, before)
    for penalty in PENALTIES:
        held_out = np.zeros((len(pictures.photos), 2), np.float32)
        folds = GroupKFold(min(FOLDS, people))
        for train, test in folds.split(pictures.photos, groups=pictures.people):
            fold = _fit(known, pictures.photos[train], pictures, penalty)
            held_out[test] = _seen(fold, pictures.photos[test])
        fitted = _fit(known, pictures.photos, pictures, penalty)
        limits = _limits(entry, held_out, _seen(fitted, pictures.old_measured))
        after = _shares(held_out, _seen(fitted, anything), limits)
        if (
            after.others_pass - before.others_pass <= MOST_PASSING
            and after.others_unwarned - before.others_unwarned <= MOST_PASSING
            and after.unfamiliar + after.rejected <= before.unfamiliar + before.rejected
        ):
            return FittedGate((fitted, limits), before, after)
    return FittedGate(None, before, before)


def _fit(known: Familiarity, photos: Floats32, pictures: GatePhotos, penalty: float) -> Familiarity:
    views = pictures.others.views
    scalps = np.concatenate([pictures.old, photos])
    mean, whitening = fit_whitening(scalps)
    anything = pictures.others.features
    # The three kinds count alike, so that few photos are not outvoted.
    each = float(len(photos))
    examples = (
        _examples(known, photos, np.full(len(photos), View.SCALP)).weighing(each)
        + _examples(known, pictures.old, np.full(len(pictures.old), View.SCALP)).weighing(each)
        + _examples(known, anything, views).weighing(each)
    )
    change = fit_change(examples, np.eye(VIEWS), penalty)
    # The same scores, of features whitened anew: w' = W'⁻¹ · W · w.
    raw = known.whitening.astype(np.float64) @ (known.weights + change.weights.T)
    bias = known.bias + change.bias + (mean.astype(np.float64) - known.mean) @ raw
    weights = np.linalg.solve(whitening.astype(np.float64), raw)
    return Familiarity(
        mean, whitening, np.ascontiguousarray(weights, np.float32), bias.astype(np.float32)
    )


def _examples(known: Familiarity, features: Floats32, views: NDArray[np.int64]) -> Examples:
    whitened = known.whitened(features).astype(np.float64)
    return Examples(
        whitened,
        whitened @ known.weights + known.bias,
        np.zeros((len(views), VIEWS)),
        views,
        np.ones(len(views)),
    )


def _seen(known: Familiarity, features: Floats32) -> Floats32:
    """Return distance and probability of a scalp [N, 2]."""
    _, distances, views = known.measure(features)
    return np.stack([distances, views[:, View.SCALP]], axis=1)


def _limits(entry: FamiliarityEntry, photos: Floats32, old: Floats32) -> FamiliarityEntry:
    distances = np.concatenate([photos[:, 0], old[:, 0]])
    beyond = WARN_MARGIN * float(np.quantile(distances, WARN_QUANTILE))
    usual = float(np.quantile(photos[:, 1], WARN_SHARE))
    warn = max(entry.scalp.reject, min(entry.scalp.warn, usual))
    return entry.model_copy(
        update={
            "warn_beyond": round(beyond, 3),
            "scalp": FloorLimits(warn=round(warn, 3), reject=entry.scalp.reject),
        }
    )


def _shares(photos: Floats32, anything: Floats32, limits: FamiliarityEntry) -> GateShares:
    rejected, warned = _judged(photos, limits)
    others_rejected, others_warned = _judged(anything, limits)
    return GateShares(
        unfamiliar=float((warned & ~rejected).mean()),
        rejected=float(rejected.mean()),
        others_pass=float((~others_rejected).mean()),
        others_unwarned=float((~others_rejected & ~others_warned).mean()),
    )


def _judged(
    seen: Floats32, limits: FamiliarityEntry
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which pictures are rejected [N], and which get the warning or would."""
    warned = (seen[:, 0] > limits.warn_beyond) | (seen[:, 1] < limits.scalp.warn)
    return seen[:, 1] < limits.scalp.reject, warned
