"""Robustness: figures on a phone's pictures and on harsher ones than training shows."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from pydantic import Field

from scalp_core.analysis import Record
from scalp_core.vocabulary import Symptom
from scalp_train.data.rendered import RenderedSet
from scalp_train.evaluate.bootstrap import bootstrap_weights, weighted_metrics
from scalp_train.evaluate.figures import (
    RESAMPLES,
    SEED,
    Figures,
    figures,
    mean_figures,
    measured,
)
from scalp_train.evaluate.predictions import Predictions

CONDITION_SHARE = 0.2
"""Pictures of each condition, as a share of the test set."""


class Condition(Record):
    """Figures on the pictures of one condition."""

    seed: int
    pictures: int
    accuracy: dict[Symptom, float]
    mean_accuracy: float = Field(ge=0, le=1)
    mean_within_one: float = Field(ge=0, le=1)
    mean_calibration_error: float = Field(ge=0, le=1)
    """Mean ECE over the symptoms."""
    coverage: dict[Symptom, float]
    """Share of the sets of plausible grades that hold the true one."""
    mean_coverage: float = Field(ge=0, le=1)
    mean_set_size: float = Field(ge=1, le=4)
    lost: float
    """Mean accuracy on the test set, which a scope took, minus ``mean_accuracy``."""

    symptoms: dict[Symptom, Figures] = Field(default_factory=dict)
    """Every metric with its interval; none in older evaluations, as ``mean``."""

    mean: Figures | None = None


def study_size(pictures: int, share: float) -> int:
    """Return the size of a study that takes a share 0-1 of the pictures of the test set."""
    return max(1, round(share * pictures))


def condition_sets(pictures: int) -> dict[str, RenderedSet]:
    """Return the sets by name, for a test set of ``pictures``.

    A part of the training pictures has the ``phone`` look too; every nuisance of ``harsh`` goes
    beyond what training shows.
    """
    count = study_size(pictures, CONDITION_SHARE)
    return {
        "phone": RenderedSet(4_000_000, count, look="phone"),
        "harsh": RenderedSet(5_000_000, count, look="harsh"),
    }


def every_figure(predictions: dict[Symptom, Predictions]) -> tuple[dict[Symptom, Figures], Figures]:
    """Return all metrics of each symptom and their means, with intervals from the same resamples.

    Args:
        predictions: of each network, on the same pictures.
    """
    weights = bootstrap_weights(len(next(iter(predictions.values())).grades), RESAMPLES, SEED)
    values = {symptom: measured(predicted) for symptom, predicted in predictions.items()}
    samples = {
        symptom: weighted_metrics(predicted.probabilities, predicted.grades, weights)
        for symptom, predicted in predictions.items()
    }
    each = {symptom: figures(values[symptom], samples[symptom]) for symptom in predictions}
    return each, mean_figures(values.values(), samples.values())


def measure_condition(
    pictures: RenderedSet, predictions: dict[Symptom, Predictions], reference: float
) -> Condition:
    """Return the figures on the pictures of one condition.

    Args:
        pictures: of the condition.
        predictions: of each network, on them.
        reference: mean accuracy on the test set, 0-1.
    """
    metrics = {symptom: predicted.metrics for symptom, predicted in predictions.items()}
    accuracy = {symptom: found.accuracy for symptom, found in metrics.items()}
    coverage = {s: round(float(p.covered.mean()), 4) for s, p in predictions.items()}
    mean_accuracy = sum(accuracy.values()) / len(accuracy)
    symptoms, mean = every_figure(predictions)
    return Condition(
        seed=pictures.seed,
        pictures=pictures.count,
        accuracy=accuracy,
        mean_accuracy=round(mean_accuracy, 4),
        mean_within_one=_mean(found.within_one for found in metrics.values()),
        mean_calibration_error=_mean(
            found.expected_calibration_error for found in metrics.values()
        ),
        coverage=coverage,
        mean_coverage=_mean(coverage.values()),
        mean_set_size=_mean(p.set_sizes.mean() for p in predictions.values()),
        lost=round(reference - mean_accuracy, 4),
        symptoms=symptoms,
        mean=mean,
    )


def _mean(values: Iterable[float]) -> float:
    return round(float(np.mean(list(values))), 4)
