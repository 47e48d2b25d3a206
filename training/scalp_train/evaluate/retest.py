"""Test-retest: the same scalps photographed twice, and the share of grades that flip."""

from __future__ import annotations

import numpy as np

from scalp_core.analysis import Record
from scalp_core.vocabulary import Symptom
from scalp_train.data.rendered import RenderedSet
from scalp_train.evaluate.bootstrap import bootstrap_weights
from scalp_train.evaluate.figures import RESAMPLES, SEED, Figure, figure, share
from scalp_train.evaluate.predictions import Predictions
from scalp_train.evaluate.robustness import study_size

SCALP_SHARE = 0.125
"""Scalps, as a share of the test set."""
SHOTS = (0, 1)


class Retest(Record):
    """Two photos of each scalp, under other light and focus and a little moved."""

    seed: int
    scalps: int
    flipped: dict[Symptom, Figure]
    """Share of the scalps whose grade differs between the photos."""
    mean: Figure


def retest_sets(pictures: int) -> list[RenderedSet]:
    """Return a set for each shot, by the natural law, for a test set of ``pictures``."""
    count = study_size(pictures, SCALP_SHARE)
    return [RenderedSet(8_500_000, count, labels="natural", shot=shot) for shot in SHOTS]


def measure_retest(
    sets: list[RenderedSet], predictions: list[dict[Symptom, Predictions]]
) -> Retest:
    """Return how many grades flip between the two photos."""
    scalps = sets[0].count
    weights = bootstrap_weights(scalps, RESAMPLES, SEED)
    before, after = predictions
    flips = {
        symptom: before[symptom].predicted_grades != after[symptom].predicted_grades
        for symptom in Symptom
    }
    each = np.mean(list(flips.values()), axis=0)
    return Retest(
        seed=sets[0].seed,
        scalps=scalps,
        flipped={
            symptom: share(flipped, np.ones(scalps, np.bool_), weights)
            for symptom, flipped in flips.items()
        },
        mean=figure(float(each.mean()), weights @ each / scalps),
    )
