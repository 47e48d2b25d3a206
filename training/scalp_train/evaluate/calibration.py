"""Calibration on the validation set: softmax temperature and uncertainty threshold."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scalp_core.vision.ensemble import calibrated

TEMPERATURES = np.round(np.geomspace(0.2, 5.0, 801), 4)


def fit_temperature(logits: NDArray[np.float32], grades: NDArray[np.int64]) -> float:
    """Return the temperature with the lowest negative log-likelihood (Guo et al. 2017).

    Args:
        logits: [N, 4].
        grades: true grades [N].
    """
    rows = np.arange(len(grades))
    losses = [
        -np.log(np.maximum(calibrated(logits, float(t))[rows, grades], 1e-12)).mean()
        for t in TEMPERATURES
    ]
    return float(TEMPERATURES[int(np.argmin(losses))])


def fit_threshold(
    probabilities: NDArray[np.float64],
    grades: NDArray[np.int64],
    *,
    target_accuracy: float,
    most_uncertain: float,
) -> float:
    """Return the smallest confidence 0-1 below which a prediction counts as uncertain.

    Predictions at or above it reach ``target_accuracy``; but no more than the share
    ``most_uncertain`` of all predictions falls below it, even if that misses the target.

    Args:
        probabilities: [N, 4], calibrated.
        grades: true grades [N].
        target_accuracy: 0-1.
        most_uncertain: 0-1.
    """
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == grades
    order = np.argsort(-confidence, kind="stable")
    kept = np.arange(1, len(order) + 1)
    accuracy = np.cumsum(right[order]) / kept
    enough = np.nonzero(accuracy >= target_accuracy)[0]
    last = int(enough[-1]) if len(enough) else 0
    fewest = int(np.ceil((1 - most_uncertain) * len(order))) - 1
    if last == len(order) - 1:
        return 0.0
    threshold = confidence[order[max(last, fewest)]]
    return float(np.floor(threshold * 1000) / 1000)
