"""What other pictures cost: a phone's, harsher nuisance, and another renderer's drawings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydantic import Field

from scalp_core.models import Record
from scalp_core.vision.manifest import Artifacts, InputSpec
from scalp_core.vision.preprocessing import frame
from scalp_core.vocabulary import Symptom
from scalp_train.data.rendered import (
    CachedSet,
    Order,
    Progress,
    RenderedSet,
    ignore,
    orders,
    over_cores,
)
from scalp_train.evaluate.predictions import evaluate, input_of

MOST = 1000
SECOND = "second renderer"


class Condition(Record):
    """Accuracy on one of these sets."""

    seed: int
    pictures: int
    accuracy: dict[Symptom, float]
    mean_accuracy: float = Field(ge=0, le=1)
    mean_within_one: float = Field(ge=0, le=1)
    lost: float
    """By how much the mean is lower than on the test set, which a scope took."""


def sets(pictures: int) -> dict[str, RenderedSet]:
    """The sets by name, each of as many ``pictures`` as the test set but no more than ``MOST``.

    ``phone`` is also the look of a part of the training pictures; every nuisance of ``harsh`` goes
    beyond what training shows; :data:`SECOND` is drawn by the other renderer.
    """
    count = min(pictures, MOST)
    return {
        "phone": RenderedSet(4_000_000, count, look="phone"),
        "harsh": RenderedSet(5_000_000, count, look="harsh"),
        SECOND: RenderedSet(8_000_000, count),
    }


def _drawn_elsewhere(order: Order) -> NDArray[np.uint8]:
    """A picture by the second renderer, in the networks' size."""
    from scalp_train.evaluate.second_renderer import draw

    return frame(Image.fromarray(draw(order.seed, order.grades)), order.spec).pixels


def _from_elsewhere(pictures: RenderedSet, spec: InputSpec) -> CachedSet:
    """The grades of a set as the second renderer draws them."""
    pixels = np.stack(list(over_cores(_drawn_elsewhere, orders(pictures, spec))))
    return CachedSet(pixels, pictures.grades())


def measure(
    folder: Path, pictures: int, reference: float, *, on_progress: Progress = ignore
) -> dict[str, Condition]:
    """Ask the models in ``folder`` about each set; ``reference`` is the mean on the test set."""
    spec = input_of(Artifacts(folder).manifest)
    found, before = {}, 0
    for name, one in sets(pictures).items():

        def progressed(done: int, start: int = before) -> None:
            on_progress(start + done)

        asked = _from_elsewhere(one, spec) if name == SECOND else one
        answers = evaluate(folder, asked, on_progress=progressed)
        accuracy = {symptom: asked.metrics.accuracy for symptom, asked in answers.items()}
        mean = sum(accuracy.values()) / len(accuracy)
        found[name] = Condition(
            seed=one.seed,
            pictures=one.count,
            accuracy=accuracy,
            mean_accuracy=round(mean, 4),
            mean_within_one=round(
                float(np.mean([asked.metrics.within_one for asked in answers.values()])), 4
            ),
            lost=round(reference - mean, 4),
        )
        before += one.count
    return found
