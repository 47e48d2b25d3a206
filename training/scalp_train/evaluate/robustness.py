"""Robustness: accuracy on a phone's pictures, harsher ones, and another technique's drawings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pydantic import Field

from scalp_core.analysis import Record
from scalp_core.vocabulary import Symptom
from scalp_train.data.cache import Progress, no_progress
from scalp_train.data.rendered import RenderedSet
from scalp_train.evaluate.predictions import predict

MAX_PICTURES = 1000
SECOND_RENDERER = "second renderer"


class Condition(Record):
    """Accuracy on the pictures of one condition."""

    seed: int
    pictures: int
    accuracy: dict[Symptom, float]
    mean_accuracy: float = Field(ge=0, le=1)
    mean_within_one: float = Field(ge=0, le=1)
    lost: float
    """Mean accuracy on the test set, which a scope took, minus ``mean_accuracy``."""


def condition_sets(pictures: int) -> dict[str, RenderedSet]:
    """Return the sets by name, of ``pictures`` pictures each but at most ``MAX_PICTURES``.

    A part of the training pictures has the ``phone`` look too; every nuisance of ``harsh`` goes
    beyond what training shows; :data:`SECOND_RENDERER` is drawn by the technique ``shapes``, which
    says how models carry over to other drawings if they were trained without it.
    """
    count = min(pictures, MAX_PICTURES)
    return {
        "phone": RenderedSet(4_000_000, count, look="phone"),
        "harsh": RenderedSet(5_000_000, count, look="harsh"),
        SECOND_RENDERER: RenderedSet(8_000_000, count, techniques=("shapes",)),
    }


def evaluate_conditions(
    folder: Path, pictures: int, reference: float, *, on_progress: Progress = no_progress
) -> dict[str, Condition]:
    """Evaluate the networks in ``folder`` on each set.

    Args:
        folder: of the manifest and the networks.
        pictures: number of pictures of the test set.
        reference: mean accuracy on the test set, 0-1.
        on_progress: called with the number of pictures done so far, of all sets together.
    """
    found, before = {}, 0
    for name, rendered in condition_sets(pictures).items():

        def advance(done: int, start: int = before) -> None:
            on_progress(start + done)

        predictions = predict(folder, rendered, on_progress=advance)
        metrics = {symptom: predicted.metrics for symptom, predicted in predictions.items()}
        accuracy = {symptom: measured.accuracy for symptom, measured in metrics.items()}
        mean = sum(accuracy.values()) / len(accuracy)
        within_one = float(np.mean([measured.within_one for measured in metrics.values()]))
        found[name] = Condition(
            seed=rendered.seed,
            pictures=rendered.count,
            accuracy=accuracy,
            mean_accuracy=round(mean, 4),
            mean_within_one=round(within_one, 4),
            lost=round(reference - mean, 4),
        )
        before += rendered.count
    return found
