"""Laws by which the pictures of a set get their grades."""

from __future__ import annotations

from statistics import NormalDist

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
SCALING_BY_SEBUM = (
    # The same images, percent by grade of fine scaling (rows) and of excess sebum (columns): dry
    # and oily scalps nearly exclude each other.
    (4.82, 38.07, 34.59, 5.30),
    (5.06, 0.88, 0.29, 0.03),
    (7.03, 0.57, 0.12, 0.02),
    (2.98, 0.19, 0.05, 0.01),
)
LATENT_CORRELATIONS = {
    # Correlations of normal variables that, cut into grades by the marginals above, have Spearman's
    # rank correlations of 0.12, 0.10, -0.12 and 0.08, which the same images have. All other pairs
    # lie within 0.04 of 0, apart from fine scaling with excess sebum, which has its table.
    (Symptom.EXCESS_SEBUM, Symptom.DANDRUFF): 0.155,
    (Symptom.INTERFOLLICULAR_ERYTHEMA, Symptom.HAIR_LOSS): 0.143,
    (Symptom.DANDRUFF, Symptom.HAIR_LOSS): -0.194,
    (Symptom.INTERFOLLICULAR_ERYTHEMA, Symptom.FOLLICULAR_ERYTHEMA_PUSTULES): 0.187,
}


def balanced(seed: int, count: int) -> Labels:
    """Return grades [count, 6]: symptoms independent, every grade equally often (to within one)."""
    rng = np.random.default_rng((seed, 1))
    even = np.arange(count) % len(Grade)
    return np.stack([rng.permutation(even) for _ in Symptom], axis=1).astype(np.int64)


def natural(seed: int, count: int) -> Labels:
    """Return grades [count, 6] by the joint law of AI Hub data set 216.

    A Gaussian copula gives all symptoms but fine scaling their marginals and rank correlations;
    fine scaling follows from excess sebum by :data:`SCALING_BY_SEBUM`.
    """
    rng = np.random.default_rng((seed, 2))
    symptoms = list(Symptom)
    correlation = np.eye(len(symptoms))
    for pair, value in LATENT_CORRELATIONS.items():
        first, second = (symptoms.index(symptom) for symptom in pair)
        correlation[first, second] = correlation[second, first] = value
    latent = rng.standard_normal((count, len(symptoms))) @ np.linalg.cholesky(correlation).T
    grades = np.empty((count, len(symptoms)), np.int64)
    for column, counts in enumerate(COUNTS):
        shares = np.cumsum(counts[:-1]) / sum(counts)
        cuts = [NormalDist().inv_cdf(float(share)) for share in shares]
        grades[:, column] = np.searchsorted(cuts, latent[:, column])
    scaling = np.cumsum(SCALING_BY_SEBUM, axis=0)[:-1] / np.sum(SCALING_BY_SEBUM, axis=0)
    sebum = grades[:, symptoms.index(Symptom.EXCESS_SEBUM)]
    grades[:, 0] = (rng.random(count) > scaling[:, sebum]).sum(axis=0)
    return grades


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
