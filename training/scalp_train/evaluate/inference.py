"""Exported networks on many pictures: what is measured is what is served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from scalp_core.vision.engine import EngineOutput
from scalp_core.vision.loading import load_onnx_networks
from scalp_core.vision.manifest import Artifacts, InputSpec, Manifest
from scalp_core.vision.preprocessing import normalise
from scalp_core.vocabulary import Symptom
from scalp_train.data.cache import Progress, no_progress
from scalp_train.evaluate.pointing_game import Grid

BATCH = 10
WORKERS = 2


class ExportedModels:
    """The six exported networks of a folder, run side by side on pictures of their size."""

    def __init__(self, artifacts: Artifacts) -> None:
        self.manifest = artifacts.manifest
        self.input = shared_input(self.manifest)
        self._networks = load_onnx_networks(artifacts, WORKERS)

    def grid(self) -> Grid:
        """Return rows and columns of the activation maps."""
        blank = np.zeros((1, 3, self.input.height, self.input.width), np.float32)
        outputs = self._networks.run(dict.fromkeys(Symptom, blank))
        rows, columns = outputs[next(iter(Symptom))].activation.shape[2:]
        return rows, columns

    def run(
        self, pictures: Iterable[NDArray[np.uint8]], *, on_progress: Progress = no_progress
    ) -> dict[Symptom, EngineOutput]:
        """Return each network's output for N pictures, uint8 [H, W, 3] in the networks' size."""
        found: dict[Symptom, list[EngineOutput]] = {symptom: [] for symptom in Symptom}
        done = 0
        for batch in batches(pictures):
            images = normalise(batch, self.input)
            outputs = self._networks.run(dict.fromkeys(Symptom, images))
            for symptom, output in outputs.items():
                found[symptom].append(output)
            done += len(batch)
            on_progress(done)
        return {symptom: _concatenate(parts) for symptom, parts in found.items()}


def logits_of(
    artifacts: Artifacts, pictures: Iterable[NDArray[np.uint8]]
) -> dict[Symptom, NDArray[np.float32]]:
    """Return logits [N, 4] of every network for pictures uint8 [H, W, 3] in the networks' size."""
    outputs = ExportedModels(artifacts).run(pictures)
    return {symptom: output.logits for symptom, output in outputs.items()}


def shared_input(manifest: Manifest) -> InputSpec:
    """Return the one input that all six networks share.

    Raises:
        ValueError: they do not share one.
    """
    specs = {entry.input for entry in manifest.models.values()}
    if len(specs) != 1:
        raise ValueError("the models take inputs of different sizes")
    return specs.pop()


def batches(pictures: Iterable[NDArray[np.uint8]]) -> Iterator[NDArray[np.uint8]]:
    """Yield pictures [H, W, 3] in batches [n, H, W, 3] with n up to ``BATCH``."""
    batch: list[NDArray[np.uint8]] = []
    for picture in pictures:
        batch.append(picture)
        if len(batch) == BATCH:
            yield np.stack(batch)
            batch = []
    if batch:
        yield np.stack(batch)


def _concatenate(parts: list[EngineOutput]) -> EngineOutput:
    return EngineOutput(
        np.concatenate([part.logits for part in parts]),
        np.concatenate([part.activation for part in parts]),
        np.concatenate([part.features for part in parts]),
    )
