"""Predictions of the exported networks on a held-out set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scalp_core.vision.certainty import calibrated, plausible_grades
from scalp_core.vision.engine import EngineOutput
from scalp_core.vision.manifest import Artifacts, Metrics, ModelEntry
from scalp_core.vocabulary import Symptom
from scalp_train.data.cache import CachedSet, Progress, no_progress
from scalp_train.data.rendered import RenderedSet
from scalp_train.evaluate.inference import ExportedModels
from scalp_train.evaluate.metrics import compute_metrics
from scalp_train.evaluate.pointing_game import render_with_signs


@dataclass(frozen=True, slots=True)
class Predictions:
    """One network's output on N held-out pictures, and the true grades.

    Attributes:
        probabilities: [N, 4], calibrated.
        plausible: bool [N, 4], which grades are in the set of plausible ones.
        grades: true grades [N].
        activation: activation maps float32 [N, 4, rows, columns].
        on_sign: bool [N, rows, columns], cells whose centre lies on the symptom's dilated mask;
            ``None`` for photos, which have no masks.
    """

    probabilities: NDArray[np.float64]
    plausible: NDArray[np.bool_]
    grades: NDArray[np.int64]
    activation: NDArray[np.float32]
    on_sign: NDArray[np.bool_] | None

    @property
    def predicted_grades(self) -> NDArray[np.int64]:
        """Return the most probable grade [N]."""
        predicted: NDArray[np.int64] = self.probabilities.argmax(axis=1)
        return predicted

    @property
    def covered(self) -> NDArray[np.bool_]:
        """Return whether the set of plausible grades holds the true one [N]."""
        return np.asarray(self.plausible[np.arange(len(self.grades)), self.grades], np.bool_)

    @property
    def set_sizes(self) -> NDArray[np.int64]:
        """Return how many grades are plausible [N]."""
        sizes: NDArray[np.int64] = self.plausible.sum(axis=1, dtype=np.int64)
        return sizes

    @property
    def metrics(self) -> Metrics:
        """Return the metrics that the manifest states."""
        return compute_metrics(self.probabilities, self.grades)


def predict(
    folder: Path,
    held_out: RenderedSet | CachedSet,
    *,
    workers: int | None = None,
    on_progress: Progress = no_progress,
) -> dict[Symptom, Predictions]:
    """Return the predictions of the networks in ``folder`` on a set, rendered if it is not cached.

    Args:
        folder: of the manifest and the networks.
        held_out: what to predict.
        workers: processes that render; by default one for each core.
        on_progress: called with the number of pictures done so far.
    """
    models = ExportedModels(Artifacts(folder))
    signs: list[NDArray[np.bool_]] = []

    def rendered(pictures: RenderedSet) -> Iterator[NDArray[np.uint8]]:
        for view in render_with_signs(pictures, models.input, models.grid(), workers=workers):
            signs.append(view.on_sign)
            yield view.pixels

    pictures: Iterable[NDArray[np.uint8]]
    if isinstance(held_out, CachedSet):
        grades, pictures = held_out.grades, held_out.pixels
    else:
        grades, pictures = held_out.grades(), rendered(held_out)
    outputs = models.run(pictures, on_progress=on_progress)
    on_sign = np.stack(signs) if signs else None
    return {
        symptom: _predictions(
            models.manifest.models[symptom],
            outputs[symptom],
            grades[:, column],
            None if on_sign is None else on_sign[:, column],
        )
        for column, symptom in enumerate(Symptom)
    }


def _predictions(
    entry: ModelEntry,
    output: EngineOutput,
    grades: NDArray[np.int64],
    on_sign: NDArray[np.bool_] | None,
) -> Predictions:
    probabilities = calibrated(output.logits, entry.temperature, entry.prior.odds)
    plausible = np.zeros(probabilities.shape, np.bool_)
    for row, each in zip(plausible, probabilities.tolist(), strict=True):
        row[plausible_grades(each, entry.plausible_mass)] = True
    return Predictions(probabilities, plausible, grades, output.activation, on_sign)
