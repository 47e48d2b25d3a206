"""Figures: metrics with their bootstrap intervals, as ``evaluation.json`` holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from scalp_core.analysis import Record
from scalp_train.evaluate.bootstrap import (
    PIVOTAL,
    Floats,
    confidence_interval,
    ratio,
    weighted_metrics,
)
from scalp_train.evaluate.metrics import DIGITS
from scalp_train.evaluate.predictions import Predictions

RESAMPLES = 1000
SEED = 20201


class Figure(Record):
    """A metric and the bounds of its interval; all ``None`` where it is undefined."""

    value: float | None
    low: float | None
    high: float | None


class Figures(Record):
    """Metrics of one symptom, or their mean over the six."""

    accuracy: Figure
    macro_f1: Figure
    quadratic_weighted_kappa: Figure
    within_one: Figure
    mean_absolute_error: Figure
    expected_calibration_error: Figure
    presence_auroc: Figure
    """Area under the ROC curve of the probability of grade 1 or more."""


def rounded(value: float) -> float | None:
    """Return a metric to the digits that are stored; ``None`` for NaN."""
    return None if np.isnan(value) else round(float(value), DIGITS)


def figure(value: float, samples: Floats, *, pivotal: bool = False) -> Figure:
    """Return a metric with the interval of its resampled values [R]."""
    low, high = confidence_interval(value, samples, pivotal=pivotal)
    return Figure(value=rounded(value), low=rounded(low), high=rounded(high))


def figures(values: Mapping[str, float], samples: Mapping[str, Floats]) -> Figures:
    """Return metrics by name with the intervals of their resampled values."""
    return Figures(
        **{
            name: figure(value, samples[name], pivotal=name in PIVOTAL)
            for name, value in values.items()
        }
    )


def measured(predicted: Predictions) -> dict[str, float]:
    """Return the metrics of the pictures themselves, rounded as the manifest rounds them."""
    once = np.ones((1, len(predicted.grades)))
    own = weighted_metrics(predicted.probabilities, predicted.grades, once)
    stated = predicted.metrics.model_dump()
    return {name: float(stated.get(name, value[0])) for name, value in own.items()}


def mean_figures(
    values: Iterable[Mapping[str, float]], samples: Iterable[Mapping[str, Floats]]
) -> Figures:
    """Return the means over the symptoms; samples of one row come from one resample."""
    all_values, all_samples = list(values), list(samples)
    names = list(Figures.model_fields)
    return figures(
        {name: float(np.mean([value[name] for value in all_values])) for name in names},
        {name: np.mean([sample[name] for sample in all_samples], axis=0) for name in names},
    )


def mean_size(predicted: Predictions, weights: Floats) -> Figure:
    """Return how many grades a set of plausible grades holds on average."""
    sizes = predicted.set_sizes.astype(np.float64)
    return figure(float(sizes.mean()), weights @ sizes / weights.sum(axis=1))


def share(part: NDArray[np.bool_], whole: NDArray[np.bool_], weights: Floats) -> Figure:
    """Return the share of the pictures in ``whole`` [N] that are also in ``part`` [N]."""
    once = np.ones((1, len(whole)))
    value, samples = (
        ratio(rows @ (part & whole).astype(float), rows @ whole.astype(float))
        for rows in (once, weights)
    )
    return figure(float(value[0]), samples)


def with_interval(found: Figure) -> str:
    """Return a metric and its interval, such as ``0.950 (0.938, 0.961)``."""
    return f"{three_digits(found.value)} ({three_digits(found.low)}, {three_digits(found.high)})"


def three_digits(value: float | None) -> str:
    """Return a metric to three digits, or a dash where it is undefined."""
    return "-" if value is None else f"{value:.3f}"
