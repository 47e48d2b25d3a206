"""Bootstrap: metrics for many weightings of the same pictures at once, and their intervals.

A bootstrap resample of N pictures is a row of N integer weights: how often each picture was drawn.
Every metric below is computed from such rows by matrix products, so that a thousand resamples take
about as long as one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scalp_core.vocabulary import Grade
from scalp_train.evaluate.metrics import CALIBRATION_BINS, CLASSES

Floats = NDArray[np.float64]
DISTANCE = np.abs(np.subtract.outer(np.arange(CLASSES), np.arange(CLASSES)))
LEVEL = 0.95
PIVOTAL = frozenset({"expected_calibration_error"})
"""Metrics that noise alone increases: a resample overstates them as the sample overstates the
truth. Their interval is the basic one, 2 · value - quantiles (Davison & Hinkley 1997, "Bootstrap
Methods and their Application", chapter 5). It estimates the true value, so where noise makes up
most of the measured value the interval lies below it."""


def bootstrap_weights(pictures: int, resamples: int, seed: int) -> Floats:
    """Return weights [resamples, pictures] of a bootstrap over pictures."""
    rng = np.random.default_rng(seed)
    even = np.full(pictures, 1 / pictures)
    return rng.multinomial(pictures, even, size=resamples).astype(np.float64)


def confidence_interval(
    value: float, samples: Floats, *, pivotal: bool = False
) -> tuple[float, float]:
    """Return the bounds that hold ``LEVEL`` of the resampled metric [R]; NaN where none is defined.

    They are percentiles, or with ``pivotal`` their reflection at ``value``, cut off at 0.
    """
    defined = samples[~np.isnan(samples)]
    if not len(defined):
        return float("nan"), float("nan")
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    if pivotal:
        low, high = max(0.0, 2 * value - high), max(0.0, 2 * value - low)
    return float(low), float(high)


def weighted_metrics(
    probabilities: Floats, grades: NDArray[np.int64], weights: Floats
) -> dict[str, Floats]:
    """Return each metric [R] of one symptom for each row of ``weights`` [R, N].

    Args:
        probabilities: [N, 4], calibrated.
        grades: true grades [N].
        weights: how often each picture counts.
    """
    predicted = probabilities.argmax(axis=1)
    confusion = confusion_matrices(grades, predicted, weights)
    total = weights.sum(axis=1)
    far = (confusion * DISTANCE).sum(axis=(1, 2)) / total
    near = (confusion * (DISTANCE <= 1)).sum(axis=(1, 2)) / total
    return {
        "accuracy": np.trace(confusion, axis1=1, axis2=2) / total,
        "macro_f1": _macro_f1(confusion),
        "quadratic_weighted_kappa": quadratic_weighted_kappa(confusion),
        "within_one": near,
        "mean_absolute_error": far,
        "expected_calibration_error": _calibration_error(probabilities, grades, weights),
        "presence_auroc": auroc(1 - probabilities[:, Grade.NONE], grades > Grade.NONE, weights),
    }


def confusion_matrices(
    grades: NDArray[np.int64], predicted: NDArray[np.int64], weights: Floats
) -> Floats:
    """Return confusion matrices [R, true grade, predicted grade]."""
    cells = np.eye(CLASSES**2)[grades * CLASSES + predicted]
    matrices: Floats = (weights @ cells).reshape(-1, CLASSES, CLASSES)
    return matrices


def ratio(parts: Floats, wholes: Floats) -> Floats:
    """Return the elementwise quotient, NaN where the divisor is 0."""
    undefined = np.full(np.broadcast_shapes(parts.shape, wholes.shape), np.nan)
    quotient: Floats = np.divide(parts, wholes, out=undefined, where=wholes > 0)
    return quotient


def _macro_f1(confusion: Floats) -> Floats:
    """Return the mean F1 over the grades that occur, as torchmetrics does."""
    agreed = np.diagonal(confusion, axis1=1, axis2=2)
    occurring = confusion.sum(axis=1) + confusion.sum(axis=2)
    scores: Floats = np.nanmean(ratio(2 * agreed, occurring), axis=1)
    return scores


def quadratic_weighted_kappa(confusion: Floats) -> Floats:
    """Return the quadratic weighted kappa [R] of confusion matrices [R, 4, 4] (Cohen 1968).

    It is 1 where only one grade occurs.
    """
    square = DISTANCE.astype(np.float64) ** 2
    total = confusion.sum(axis=(1, 2))
    observed = (confusion * square).sum(axis=(1, 2))
    expected = np.einsum("ri,ij,rj->r", confusion.sum(axis=2), square, confusion.sum(axis=1))
    return 1 - np.nan_to_num(ratio(observed * total, expected), nan=0.0)


def calibration_bins(confidence: Floats) -> NDArray[np.int64]:
    """Return the number of the bin, of ``CALIBRATION_BINS`` equal ones, of each confidence [N]."""
    return np.minimum((confidence * CALIBRATION_BINS).astype(np.int64), CALIBRATION_BINS - 1)


def _calibration_error(probabilities: Floats, grades: NDArray[np.int64], weights: Floats) -> Floats:
    """Return the expected calibration error in equal bins (Guo et al. 2017)."""
    confidence = probabilities.max(axis=1)
    gap = confidence - (probabilities.argmax(axis=1) == grades)
    bins = np.eye(CALIBRATION_BINS)[calibration_bins(confidence)]
    error: Floats = np.abs(weights @ (bins * gap[:, None])).sum(axis=1) / weights.sum(axis=1)
    return error


def auroc(scores: Floats, positive: NDArray[np.bool_], weights: Floats) -> Floats:
    """Return the chance [R] that a positive scores above a negative (Mann-Whitney).

    Ties count half; NaN for a row without positives or without negatives.
    """
    order = np.argsort(scores, kind="stable")
    _, starts = np.unique(scores[order], return_index=True)
    present = np.add.reduceat((weights * positive)[:, order], starts, axis=1)
    absent = np.add.reduceat((weights * ~positive)[:, order], starts, axis=1)
    below = absent.cumsum(axis=1) - absent / 2
    return ratio((present * below).sum(axis=1), present.sum(axis=1) * absent.sum(axis=1))
