"""What a poorer picture costs: held-out sets that a phone took, and under harsher nuisance."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from scalp_core.models import Record
from scalp_core.vocabulary import Symptom
from scalp_train.dataset import Progress, RenderedSet, ignore
from scalp_train.evaluate import evaluate

MOST = 1500


class Condition(Record):
    """Accuracy on one of these sets."""

    seed: int
    pictures: int
    accuracy: dict[Symptom, float]
    mean_accuracy: float = Field(ge=0, le=1)
    lost: float
    """By how much the mean is lower than on the test set, which a scope took."""


def sets(pictures: int) -> dict[str, RenderedSet]:
    """The sets by name, each of as many ``pictures`` as the test set but no more than ``MOST``.

    ``phone`` is also the look of a part of the training pictures; every nuisance of ``harsh`` goes
    beyond what training shows.
    """
    count = min(pictures, MOST)
    return {
        "phone": RenderedSet(4_000_000, count, look="phone"),
        "harsh": RenderedSet(5_000_000, count, look="harsh"),
    }


def measure(
    folder: Path, pictures: int, reference: float, *, on_progress: Progress = ignore
) -> dict[str, Condition]:
    """Ask the models in ``folder`` about each set; ``reference`` is the mean on the test set."""
    found, before = {}, 0
    for name, one in sets(pictures).items():

        def progressed(done: int, start: int = before) -> None:
            on_progress(start + done)

        answers = evaluate(folder, one, on_progress=progressed)
        accuracy = {symptom: asked.metrics.accuracy for symptom, asked in answers.items()}
        mean = sum(accuracy.values()) / len(accuracy)
        found[name] = Condition(
            seed=one.seed,
            pictures=one.count,
            accuracy=accuracy,
            mean_accuracy=round(mean, 4),
            lost=round(reference - mean, 4),
        )
        before += one.count
    return found
