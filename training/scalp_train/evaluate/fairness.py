"""Fairness: the same scalps with other hair and skin, and how far apart the groups are."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np

from scalp_core.analysis import Record
from scalp_core.vocabulary import Symptom
from scalp_train.data.rendered import RenderedSet
from scalp_train.evaluate.bootstrap import Floats, bootstrap_weights, weighted_metrics
from scalp_train.evaluate.figures import RESAMPLES, SEED, Figure, figure
from scalp_train.evaluate.predictions import Predictions
from scalp_train.evaluate.robustness import study_size
from scalp_train.render.picture import HairColour, HairForm, Person, SkinTone

GROUP_SHARE = 0.05
"""Pictures of each group, as a share of the test set."""
COMMONEST = Person("black", "straight", "medium")
"""Whom the others differ from in one trait."""
TRAITS: dict[str, dict[str, Person]] = {
    "hair colour": {colour: replace(COMMONEST, colour=colour) for colour in get_args(HairColour)},
    "hair form": {form: replace(COMMONEST, form=form) for form in get_args(HairForm)},
    "skin tone": {skin: replace(COMMONEST, skin=skin) for skin in get_args(SkinTone)},
}


class Group(Record):
    """Means over the six symptoms for people of one kind."""

    accuracy: Figure
    quadratic_weighted_kappa: Figure


class Fairness(Record):
    """Groups that differ in one trait."""

    seed: int
    pictures: int
    """Of each group; all show the same scalps."""
    groups: dict[str, Group]
    best: str
    worst: str
    gap: Figure
    """Quadratic weighted kappa of the best group minus that of the worst."""


def person_sets(pictures: int) -> dict[Person, RenderedSet]:
    """Return a set for each person, for a test set of ``pictures``."""
    count = study_size(pictures, GROUP_SHARE)
    people = dict.fromkeys(person for groups in TRAITS.values() for person in groups.values())
    return {person: RenderedSet(9_000_000, count, person=person) for person in people}


def measure_fairness(
    sets: dict[Person, RenderedSet], predictions: dict[Person, dict[Symptom, Predictions]]
) -> dict[str, Fairness]:
    """Return the groups of each trait; all intervals come from the same resamples of scalps."""
    first = next(iter(sets.values()))
    resampled = bootstrap_weights(first.count, RESAMPLES, SEED)
    # The first row is the pictures themselves.
    weights = np.vstack([np.ones(first.count), resampled])
    means = {person: _means(predicted, weights) for person, predicted in predictions.items()}
    found = {}
    for trait, people in TRAITS.items():
        kappa = {name: means[person]["quadratic_weighted_kappa"] for name, person in people.items()}
        best, worst = (choose(kappa, key=lambda name: kappa[name][0]) for choose in (max, min))
        found[trait] = Fairness(
            seed=first.seed,
            pictures=first.count,
            groups={
                name: Group(
                    accuracy=_figure(means[person]["accuracy"]),
                    quadratic_weighted_kappa=_figure(kappa[name]),
                )
                for name, person in people.items()
            },
            best=best,
            worst=worst,
            gap=_figure(kappa[best] - kappa[worst]),
        )
    return found


def _means(predictions: dict[Symptom, Predictions], weights: Floats) -> dict[str, Floats]:
    each = [weighted_metrics(p.probabilities, p.grades, weights) for p in predictions.values()]
    return {
        name: np.mean([metrics[name] for metrics in each], axis=0)
        for name in ("accuracy", "quadratic_weighted_kappa")
    }


def _figure(rows: Floats) -> Figure:
    return figure(float(rows[0]), rows[1:])
