"""Figures of the shipped files: what is measured is what is served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scalp_core.vision.ensemble import calibrated
from scalp_core.vision.manifest import Artifacts, InputSpec, Manifest, Metrics
from scalp_core.vision.onnx_engine import OnnxEngine
from scalp_core.vision.preprocessing import normalise
from scalp_core.vocabulary import Symptom
from scalp_train.dataset import CachedSet, Progress, RenderedSet, draw, ignore
from scalp_train.metrics import measure

BATCH = 10
Logits = dict[Symptom, NDArray[np.float32]]


def logits_of(
    artifacts: Artifacts,
    pictures: Iterable[NDArray[np.uint8]],
    *,
    on_progress: Progress = ignore,
) -> Logits:
    """Logits [N, 4] of every model for pictures [H, W, 3] that already have the models' size."""
    manifest = artifacts.manifest
    engines = {
        symptom: OnnxEngine(artifacts.model_bytes(symptom), manifest.models[symptom].file)
        for symptom in Symptom
    }
    spec = input_of(manifest)
    found: dict[Symptom, list[NDArray[np.float32]]] = {symptom: [] for symptom in Symptom}
    done = 0
    with ThreadPoolExecutor(2) as pool:
        for batch in _batches(pictures):
            images = normalise(batch, spec)
            outputs = pool.map(lambda symptom, x=images: engines[symptom].run(x).logits, Symptom)
            for symptom, logits in zip(Symptom, outputs, strict=True):
                found[symptom].append(logits)
            done += len(batch)
            on_progress(done)
    return {symptom: np.concatenate(parts) for symptom, parts in found.items()}


def input_of(manifest: Manifest) -> InputSpec:
    """The one input that all six models share.

    Raises:
        ValueError: they do not share one.
    """
    specs = {entry.input for entry in manifest.models.values()}
    if len(specs) != 1:
        raise ValueError("the models take inputs of different sizes")
    return specs.pop()


def _batches(pictures: Iterable[NDArray[np.uint8]]) -> Iterator[NDArray[np.uint8]]:
    batch: list[NDArray[np.uint8]] = []
    for picture in pictures:
        batch.append(picture)
        if len(batch) == BATCH:
            yield np.stack(batch)
            batch = []
    if batch:
        yield np.stack(batch)


def evaluate(
    folder: Path,
    held_out: RenderedSet | CachedSet,
    *,
    workers: int | None = None,
    on_progress: Progress = ignore,
) -> dict[Symptom, Metrics]:
    """Render a held-out set, or take one, and measure the models in ``folder`` on it."""
    artifacts = Artifacts(folder)
    manifest = artifacts.manifest
    pictures: Iterable[NDArray[np.uint8]]
    if isinstance(held_out, CachedSet):
        grades, pictures = held_out.grades, held_out.pixels
    else:
        grades = held_out.grades()
        pictures = draw(held_out, input_of(manifest), workers=workers)
    logits = logits_of(artifacts, pictures, on_progress=on_progress)
    return {
        symptom: measure(
            calibrated(logits[symptom], manifest.models[symptom].temperature), grades[:, column]
        )
        for column, symptom in enumerate(Symptom)
    }
