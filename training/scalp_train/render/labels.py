"""Distributions of grades over the pictures of a set."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scalp_core.vocabulary import Grade, Symptom

Labels = NDArray[np.int64]

COUNTS = (
    # Unique images of AI Hub data set 216 by symptom and grade 0-3 (public analysis of all 91,156).
    (75452, 5702, 7062, 2940),
    (18136, 36193, 31945, 4882),
    (29561, 39217, 16859, 5519),
    (86907, 2841, 981, 427),
    (54551, 21415, 12287, 2903),
    (67570, 17549, 4959, 1078),
)
SCALING_WITH_SEBUM = 0.03
"""Share of pictures with excess sebum that also show fine scaling: the two nearly exclude each
other."""


def balanced(seed: int, count: int) -> Labels:
    """Return grades [count, 6]: symptoms independent, every grade equally often (to within one)."""
    rng = np.random.default_rng((seed, 1))
    even = np.arange(count) % len(Grade)
    return np.stack([rng.permutation(even) for _ in Symptom], axis=1).astype(np.int64)


def natural(seed: int, count: int) -> Labels:
    """Return grades [count, 6] with the marginals of AI Hub data set 216.

    Fine scaling and excess sebum nearly exclude each other.
    """
    rng = np.random.default_rng((seed, 2))
    grades = np.stack(
        [rng.choice(len(Grade), count, p=np.array(row) / sum(row)) for row in COUNTS], axis=1
    )
    oily = grades[:, 1] > 0
    present = np.array(COUNTS[0][1:]) / sum(COUNTS[0][1:])
    oily_share = 1 - COUNTS[1][0] / sum(COUNTS[1])
    scaling_share = 1 - COUNTS[0][0] / sum(COUNTS[0])
    without = (scaling_share - SCALING_WITH_SEBUM * oily_share) / (1 - oily_share)
    has = rng.random(count) < np.where(oily, SCALING_WITH_SEBUM, without)
    grades[:, 0] = np.where(has, rng.choice([1, 2, 3], count, p=present), 0)
    return grades.astype(np.int64)


def mixed(seed: int, count: int) -> Labels:
    """Return grades [count, 6]: the first half balanced, the second by the natural law.

    Balanced grades teach the rare ones, natural ones which grades go together.
    """
    return np.concatenate([balanced(seed, count - count // 2), natural(seed, count // 2)])


def confuse_neighbours(grades: Labels, share: float, seed: int) -> Labels:
    """Return grades with label noise: ``share`` of the 1s become 2 and of the 2s become 1.

    Mild and moderate are what raters confuse: 72 % of one team's errors on dandruff were of this
    kind (DeepRoot, 2024).
    """
    confused = np.random.default_rng((seed, 4)).random(grades.shape) < share
    confused &= (grades == Grade.MILD) | (grades == Grade.MODERATE)
    return np.where(confused, Grade.MILD + Grade.MODERATE - grades, grades).astype(np.int64)


DISTRIBUTIONS = {"balanced": balanced, "natural": natural, "mixed": mixed}
