"""Metrics of graded predictions. Accuracy alone says little where one grade is common."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torchmetrics.functional.classification import (
    multiclass_calibration_error,
    multiclass_cohen_kappa,
    multiclass_f1_score,
)

from scalp_core.vision.manifest import Metrics
from scalp_core.vocabulary import Grade

CLASSES = len(Grade)
CALIBRATION_BINS = 15
DIGITS = 4


def compute_metrics(probabilities: NDArray[np.float64], grades: NDArray[np.int64]) -> Metrics:
    """Return all metrics of one symptom, rounded to four digits.

    Args:
        probabilities: [N, 4], calibrated.
        grades: true grades [N].
    """
    predicted = probabilities.argmax(axis=1)
    given, truth = torch.from_numpy(predicted), torch.from_numpy(grades)
    distance = np.abs(predicted - grades)
    kappa = float(multiclass_cohen_kappa(given, truth, CLASSES, weights="quadratic"))
    metrics = {
        "accuracy": float((distance == 0).mean()),
        "macro_f1": float(multiclass_f1_score(given, truth, CLASSES, average="macro")),
        # Undefined when all true and predicted grades are the same one.
        "quadratic_weighted_kappa": 1.0 if np.isnan(kappa) and not distance.any() else kappa,
        "within_one": float((distance <= 1).mean()),
        "mean_absolute_error": float(distance.mean()),
        "expected_calibration_error": float(
            multiclass_calibration_error(
                torch.from_numpy(probabilities), truth, CLASSES, n_bins=CALIBRATION_BINS, norm="l1"
            )
        ),
        "majority_accuracy": float(np.bincount(grades, minlength=CLASSES).max() / len(grades)),
    }
    rounded = {name: round(0.0 if np.isnan(v) else v, DIGITS) for name, v in metrics.items()}
    return Metrics(**rounded, pictures=len(grades))
