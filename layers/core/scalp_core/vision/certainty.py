"""Calibrated probabilities, and the grades that they leave plausible."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scalp_core.vocabulary import Grade


def calibrated(
    logits: NDArray[np.floating], temperature: float, odds: Sequence[float] | None = None
) -> NDArray[np.float64]:
    """Return softmax(logits [..., 4] / temperature + ln odds), probabilities of the four grades.

    Temperature scaling is that of Guo et al. 2017 ("On Calibration of Modern Neural Networks"), the
    change of the prior that of Saerens et al. 2002 ("Adjusting the Outputs of a Classifier to New a
    Priori Probabilities").

    Args:
        logits: of a network.
        temperature: above 0.
        odds: how much more frequent each grade is assumed to be than in the pictures that the
            temperature was fitted on; by default as frequent.
    """
    scaled = logits.astype(np.float64) / temperature
    if odds is not None:
        scaled = scaled + np.log(odds)
    exponentials = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    result: NDArray[np.float64] = exponentials / exponentials.sum(axis=-1, keepdims=True)
    return result


def growth(probabilities: Sequence[float]) -> list[tuple[Grade, float]]:
    """Return the grades in the order in which a set takes them in, and its mass before each.

    It begins with the most probable grade and goes on to the more probable of its two neighbours,
    so that it never has a gap (ordinal adaptive prediction sets: Lu, Angelopoulos, Pomerantz 2022,
    "Improving Trustworthiness of AI Disease Severity Rating in Medical Imaging with Ordinal
    Conformal Prediction Sets"). Of equally probable grades the milder comes first.

    Args:
        probabilities: of grades 0, 1, 2, 3.
    """
    low = high = int(np.argmax(probabilities))
    order, mass = [(Grade(low), 0.0)], float(probabilities[low])
    while len(order) < len(Grade):
        below = probabilities[low - 1] if low > 0 else -1.0
        above = probabilities[high + 1] if high + 1 < len(Grade) else -1.0
        if below >= above:
            low -= 1
        else:
            high += 1
        order.append((Grade(low if below >= above else high), mass))
        mass += float(max(below, above))
    return order


def plausible_grades(probabilities: Sequence[float], mass: float) -> list[Grade]:
    """Return the smallest set of :func:`growth` that has at least ``mass``, ascending.

    The most probable grade is always in it.

    Args:
        probabilities: of grades 0, 1, 2, 3.
        mass: 0-1, the manifest's ``plausibleMass``.
    """
    (first, _), *others = growth(probabilities)
    return sorted([first, *(grade for grade, before in others if before < mass)])
