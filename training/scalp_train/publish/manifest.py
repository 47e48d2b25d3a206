"""Changes of ``manifest.json``: calibration, metrics, and writing it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from scalp_core.vision.ensemble import calibrated
from scalp_core.vision.manifest import MANIFEST_NAME, Artifacts, Manifest, Metrics
from scalp_core.vocabulary import Symptom
from scalp_train.data.cache import CachedSet
from scalp_train.evaluate.calibration import fit_temperature, fit_threshold
from scalp_train.evaluate.inference import logits_of
from scalp_train.fit.recipe import CalibrationConfig


def with_calibration(
    manifest: Manifest, folder: Path, validation: CachedSet, config: CalibrationConfig
) -> Manifest:
    """Return the manifest with temperatures and thresholds fitted on the validation set."""
    logits = logits_of(Artifacts(folder), validation.pixels)
    models = {}
    for column, symptom in enumerate(Symptom):
        grades = validation.grades[:, column]
        temperature = fit_temperature(logits[symptom], grades)
        threshold = fit_threshold(
            calibrated(logits[symptom], temperature),
            grades,
            target_accuracy=config.target_accuracy,
            most_uncertain=config.most_uncertain,
        )
        models[symptom] = manifest.models[symptom].model_copy(
            update={"temperature": temperature, "uncertain_below": threshold}
        )
    return manifest.model_copy(update={"models": models})


def with_metrics(manifest: Manifest, metrics: dict[Symptom, Metrics]) -> Manifest:
    """Return the manifest with other metrics."""
    models = {
        symptom: entry.model_copy(update={"metrics": metrics[symptom]})
        for symptom, entry in manifest.models.items()
    }
    return manifest.model_copy(update={"models": models})


def mean_accuracy(metrics: dict[Symptom, Metrics]) -> float:
    """Return the mean accuracy over the symptoms, 0-1."""
    return float(np.mean([measured.accuracy for measured in metrics.values()]))


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Write ``manifest.json``."""
    text = manifest.model_dump_json(by_alias=True, indent=2)
    (folder / MANIFEST_NAME).write_text(text + "\n")
