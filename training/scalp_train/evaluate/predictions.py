"""Figures of the shipped files: what is measured is what is served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scalp_core.vision.engine import EngineOutput
from scalp_core.vision.ensemble import calibrated
from scalp_core.vision.loading import load_onnx_engines
from scalp_core.vision.manifest import Artifacts, InputSpec, Manifest, Metrics
from scalp_core.vision.preprocessing import normalise
from scalp_core.vocabulary import Symptom
from scalp_train.data.rendered import CachedSet, Progress, RenderedSet, ignore
from scalp_train.evaluate.metrics import measure
from scalp_train.evaluate.pointing_game import Grid, look

BATCH = 10
WORKERS = 2
Logits = dict[Symptom, NDArray[np.float32]]


class Models:
    """The six exported networks of a folder, side by side on pictures of their size."""

    def __init__(self, artifacts: Artifacts) -> None:
        self.manifest = artifacts.manifest
        self.input = input_of(self.manifest)
        self._engines = load_onnx_engines(artifacts, WORKERS)

    def grid(self) -> Grid:
        """Rows and columns of their activation maps."""
        blank = np.zeros((1, 3, self.input.height, self.input.width), np.float32)
        rows, columns = self._engines[next(iter(Symptom))].run(blank).activation.shape[2:]
        return rows, columns

    def run(
        self, pictures: Iterable[NDArray[np.uint8]], *, on_progress: Progress = ignore
    ) -> dict[Symptom, EngineOutput]:
        """What each says about N pictures, uint8 [H, W, 3] in the models' size."""
        found: dict[Symptom, list[EngineOutput]] = {symptom: [] for symptom in Symptom}
        done = 0
        with ThreadPoolExecutor(WORKERS) as pool:
            for batch in batches(pictures):
                images = normalise(batch, self.input)
                outputs = pool.map(lambda symptom, x=images: self._engines[symptom].run(x), Symptom)
                for symptom, output in zip(Symptom, outputs, strict=True):
                    found[symptom].append(output)
                done += len(batch)
                on_progress(done)
        return {symptom: _joined(parts) for symptom, parts in found.items()}


def logits_of(
    artifacts: Artifacts,
    pictures: Iterable[NDArray[np.uint8]],
    *,
    on_progress: Progress = ignore,
) -> Logits:
    """Logits [N, 4] of every model for pictures [H, W, 3] that already have the models' size."""
    outputs = Models(artifacts).run(pictures, on_progress=on_progress)
    return {symptom: output.logits for symptom, output in outputs.items()}


def input_of(manifest: Manifest) -> InputSpec:
    """The one input that all six models share.

    Raises:
        ValueError: they do not share one.
    """
    specs = {entry.input for entry in manifest.models.values()}
    if len(specs) != 1:
        raise ValueError("the models take inputs of different sizes")
    return specs.pop()


def batches(pictures: Iterable[NDArray[np.uint8]]) -> Iterator[NDArray[np.uint8]]:
    """Pictures [H, W, 3] by the handful, [n, H, W, 3] with n up to ``BATCH``."""
    batch: list[NDArray[np.uint8]] = []
    for picture in pictures:
        batch.append(picture)
        if len(batch) == BATCH:
            yield np.stack(batch)
            batch = []
    if batch:
        yield np.stack(batch)


def _joined(parts: list[EngineOutput]) -> EngineOutput:
    return EngineOutput(
        np.concatenate([part.logits for part in parts]),
        np.concatenate([part.activation for part in parts]),
        np.concatenate([part.features for part in parts]),
    )


@dataclass(frozen=True, slots=True)
class Answers:
    """What one model says about N held-out pictures, and what is true of them.

    Attributes:
        probabilities: [N, 4], calibrated.
        grades: true grades [N].
        activation: float32 [N, 4, rows, columns].
        on_sign: bool [N, rows, columns], cells whose centre lies on the symptom's dilated mask;
            ``None`` for photos, of which nobody has drawn masks.
    """

    probabilities: NDArray[np.float64]
    grades: NDArray[np.int64]
    activation: NDArray[np.float32]
    on_sign: NDArray[np.bool_] | None

    @property
    def predicted(self) -> NDArray[np.int64]:
        """The most probable grade [N]."""
        predicted: NDArray[np.int64] = self.probabilities.argmax(axis=1)
        return predicted

    @property
    def metrics(self) -> Metrics:
        """The figures that the manifest states."""
        return measure(self.probabilities, self.grades)


def evaluate(
    folder: Path,
    held_out: RenderedSet | CachedSet,
    *,
    workers: int | None = None,
    on_progress: Progress = ignore,
) -> dict[Symptom, Answers]:
    """Render a held-out set, or take a cached one, and ask the models in ``folder`` about it."""
    models = Models(Artifacts(folder))
    signs: list[NDArray[np.bool_]] = []

    def rendered(wanted: RenderedSet) -> Iterator[NDArray[np.uint8]]:
        for seen in look(wanted, models.input, models.grid(), workers=workers):
            signs.append(seen.on_sign)
            yield seen.pixels

    pictures: Iterable[NDArray[np.uint8]]
    if isinstance(held_out, CachedSet):
        grades, pictures = held_out.grades, held_out.pixels
    else:
        grades, pictures = held_out.grades(), rendered(held_out)
    outputs = models.run(pictures, on_progress=on_progress)
    on_sign = np.stack(signs) if signs else None
    return {
        symptom: Answers(
            calibrated(outputs[symptom].logits, models.manifest.models[symptom].temperature),
            grades[:, column],
            outputs[symptom].activation,
            None if on_sign is None else on_sign[:, column],
        )
        for column, symptom in enumerate(Symptom)
    }
