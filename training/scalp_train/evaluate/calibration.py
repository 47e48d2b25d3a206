"""Calibration: softmax temperature, and the mass that sets of plausible grades need."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scalp_core.vision.certainty import calibrated, growth
from scalp_core.vocabulary import Grade

TEMPERATURES = np.round(np.geomspace(0.2, 5.0, 801), 4)
STEPS = 10_000
"""Steps of the mass between 0 and 1."""


def fit_temperature(
    logits: NDArray[np.floating],
    grades: NDArray[np.int64],
    odds: Sequence[float] | None = None,
) -> float:
    """Return the temperature with the lowest negative log-likelihood (Guo et al. 2017).

    Args:
        logits: [N, 4].
        grades: true grades [N].
        odds: how much more frequent each grade is among these pictures than the logits take it to
            be; by default as frequent.
    """
    rows = np.arange(len(grades))
    losses = [
        -np.log(np.maximum(calibrated(logits, float(t), odds)[rows, grades], 1e-12)).mean()
        for t in TEMPERATURES
    ]
    return float(TEMPERATURES[int(np.argmin(losses))])


def fit_plausible_mass(
    probabilities: NDArray[np.float64], grades: NDArray[np.int64], *, coverage: float
) -> float:
    """Return the mass that sets of plausible grades need, so that they hold the true grade.

    Split conformal prediction (Lu et al. 2022, see :func:`scalp_core.vision.certainty.growth`): the
    score of a picture is the mass that its set has before it takes in the true grade, and of n
    pictures the share ``coverage`` of n + 1 has a score below the result, which is rounded up. That
    holds among the pictures of every single grade (Vovk 2012, "Conditional Validity of Inductive
    Conformal Predictors"), so it does not depend on how frequent each grade is.

    Args:
        probabilities: [N, 4], calibrated.
        grades: true grades [N].
        coverage: 0-1.
    """
    scores = np.array(
        [
            dict(growth(row))[Grade(grade)]
            for row, grade in zip(probabilities.tolist(), grades, strict=True)
        ]
    )
    needed = max(_quantile(scores[grades == grade], coverage) for grade in np.unique(grades))
    return float(min(1.0, (np.floor(needed * STEPS) + 1) / STEPS))


def _quantile(scores: NDArray[np.float64], coverage: float) -> float:
    """Return the conformal quantile of scores [n]; 1 where they are too few for the coverage."""
    rank = int(np.ceil((len(scores) + 1) * coverage))
    return float(np.sort(scores)[rank - 1]) if rank <= len(scores) else 1.0
