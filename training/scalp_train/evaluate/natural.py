"""The natural law: how often what is called present is there, where most grades are rare."""

from __future__ import annotations

import numpy as np

from scalp_core.analysis import Record
from scalp_core.vocabulary import Grade, Symptom
from scalp_train.data.rendered import RenderedSet
from scalp_train.evaluate.bootstrap import bootstrap_weights
from scalp_train.evaluate.figures import RESAMPLES, SEED, Figure, Figures, share
from scalp_train.evaluate.predictions import Predictions
from scalp_train.evaluate.robustness import every_figure, study_size

NATURAL_SHARE = 0.5
"""Pictures, as a share of the test set."""


class Presence(Record):
    """How one symptom's network does where its grades are as frequent as in reality."""

    prevalence: float
    """Share of the pictures that show the symptom, 0-1."""
    precision: Figure
    """Share of the pictures called mild or more that are."""
    recall: Figure
    """Share of the pictures that are mild or more that are called so."""
    precision_of_moderate: Figure
    """The same for moderate or more, which the page names first."""
    figures: Figures


class NaturalLaw(Record):
    """Figures on grades with the marginals of AI Hub data set 216."""

    seed: int
    pictures: int
    symptoms: dict[Symptom, Presence]
    mean: Figures


def natural_set(pictures: int) -> RenderedSet:
    """Return the set, for a test set of ``pictures``."""
    return RenderedSet(8_000_000, study_size(pictures, NATURAL_SHARE), labels="natural")


def measure_natural_law(
    pictures: RenderedSet, predictions: dict[Symptom, Predictions]
) -> NaturalLaw:
    """Return the figures on a set by the natural law."""
    figures, mean = every_figure(predictions)
    weights = bootstrap_weights(pictures.count, RESAMPLES, SEED)

    def agreement(predicted: Predictions, least: Grade, *, of_called: bool) -> Figure:
        called, present = predicted.predicted_grades >= least, predicted.grades >= least
        whole = called if of_called else present
        return share(called & present, whole, weights)

    return NaturalLaw(
        seed=pictures.seed,
        pictures=pictures.count,
        symptoms={
            symptom: Presence(
                prevalence=round(float(np.mean(predicted.grades > Grade.NONE)), 4),
                precision=agreement(predicted, Grade.MILD, of_called=True),
                recall=agreement(predicted, Grade.MILD, of_called=False),
                precision_of_moderate=agreement(predicted, Grade.MODERATE, of_called=True),
                figures=figures[symptom],
            )
            for symptom, predicted in predictions.items()
        },
        mean=mean,
    )
