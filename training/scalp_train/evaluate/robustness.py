"""Robustness: accuracy on a phone's pictures, harsher ones, and another renderer's drawings."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydantic import Field

from scalp_core.analysis import Record
from scalp_core.vision.manifest import Artifacts, InputSpec
from scalp_core.vision.preprocessing import frame
from scalp_core.vocabulary import Symptom
from scalp_train.data.cache import CachedSet, Progress, no_progress
from scalp_train.data.rendered import RenderedSet, RenderJob, parallel_map, render_jobs
from scalp_train.evaluate.inference import shared_input
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
    mean_calibration_error: float = Field(ge=0, le=1)
    """Mean ECE over the symptoms."""
    coverage: dict[Symptom, float]
    """Share of the sets of plausible grades that hold the true one."""
    mean_coverage: float = Field(ge=0, le=1)
    mean_set_size: float = Field(ge=1, le=4)
    lost: float
    """Mean accuracy on the test set, which a scope took, minus ``mean_accuracy``."""


def condition_sets(pictures: int) -> dict[str, RenderedSet]:
    """Return the sets by name, of ``pictures`` pictures each but at most ``MAX_PICTURES``.

    A part of the training pictures has the ``phone`` look too; every nuisance of ``harsh`` goes
    beyond what training shows; :data:`SECOND_RENDERER` is drawn by the other renderer.
    """
    count = min(pictures, MAX_PICTURES)
    return {
        "phone": RenderedSet(4_000_000, count, look="phone"),
        "harsh": RenderedSet(5_000_000, count, look="harsh"),
        SECOND_RENDERER: RenderedSet(8_000_000, count),
    }


def _draw_with_second_renderer(job: RenderJob) -> NDArray[np.uint8]:
    from scalp_train.render.shapes import draw

    return frame(Image.fromarray(draw(job.seed, job.grades)), job.spec).pixels


def _second_renderer_set(pictures: RenderedSet, spec: InputSpec) -> CachedSet:
    """Return a set's grades as the second renderer draws them, in the networks' size."""
    pixels = np.stack(list(parallel_map(_draw_with_second_renderer, render_jobs(pictures, spec))))
    return CachedSet(pixels, pictures.grades())


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
    spec = shared_input(Artifacts(folder).manifest)
    found, before = {}, 0
    for name, rendered in condition_sets(pictures).items():

        def advance(done: int, start: int = before) -> None:
            on_progress(start + done)

        held_out = _second_renderer_set(rendered, spec) if name == SECOND_RENDERER else rendered
        predictions = predict(folder, held_out, on_progress=advance)
        metrics = {symptom: predicted.metrics for symptom, predicted in predictions.items()}
        accuracy = {symptom: measured.accuracy for symptom, measured in metrics.items()}
        coverage = {s: round(float(p.covered.mean()), 4) for s, p in predictions.items()}
        mean = sum(accuracy.values()) / len(accuracy)
        found[name] = Condition(
            seed=rendered.seed,
            pictures=rendered.count,
            accuracy=accuracy,
            mean_accuracy=round(mean, 4),
            mean_within_one=_mean(measured.within_one for measured in metrics.values()),
            mean_calibration_error=_mean(
                one.expected_calibration_error for one in metrics.values()
            ),
            coverage=coverage,
            mean_coverage=_mean(coverage.values()),
            mean_set_size=_mean(p.set_sizes.mean() for p in predictions.values()),
            lost=round(reference - mean, 4),
        )
        before += rendered.count
    return found


def _mean(values: Iterable[float]) -> float:
    return round(float(np.mean(list(values))), 4)
