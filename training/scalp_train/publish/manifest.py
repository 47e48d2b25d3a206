"""Changes of ``manifest.json``: calibration, metrics, and writing it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scalp_core.vision.certainty import calibrated
from scalp_core.vision.manifest import (
    MANIFEST_NAME,
    Artifacts,
    Calibration,
    Manifest,
    Metrics,
    ModelEntry,
)
from scalp_core.vocabulary import Symptom, TrainedOn
from scalp_train.evaluate.calibration import fit_plausible_mass, fit_temperature
from scalp_train.evaluate.calibration_set import calibration_conditions
from scalp_train.evaluate.inference import ExportedModels
from scalp_train.evaluate.prior import grade_prior
from scalp_train.fit.run import AnyRun


def with_calibration(manifest: Manifest, folder: Path, run: AnyRun) -> Manifest:
    """Return the manifest with temperatures, priors and plausible masses of the networks.

    Args:
        manifest: of the networks in ``folder``.
        folder: of the networks.
        run: whose validation set is used, as it is and seen worse
            (:mod:`scalp_train.evaluate.calibration_set`); pictures drawn again are kept in its
            folder.
    """
    recipe = run.recipe
    rendered = recipe.validation.rendered if run.trained_on is TrainedOn.RENDERED else None
    conditions = calibration_conditions(
        run.validation, rendered, recipe.input, run.folder / "calibration"
    )
    networks = ExportedModels(Artifacts(folder))
    outputs = [networks.run(condition.pictures) for condition in conditions.values()]
    grades = np.concatenate([condition.grades for condition in conditions.values()])
    models = {
        symptom: _calibrated(
            manifest.models[symptom],
            symptom,
            np.concatenate([output[symptom].logits for output in outputs]),
            grades[:, column],
            recipe.calibration.coverage,
        )
        for column, symptom in enumerate(Symptom)
    }
    calibration = Calibration(
        coverage=recipe.calibration.coverage,
        techniques=() if rendered is None else rendered.techniques,
        pictures={name: len(condition.grades) for name, condition in conditions.items()},
    )
    return manifest.model_copy(update={"models": models, "calibration": calibration})


def _calibrated(
    entry: ModelEntry,
    symptom: Symptom,
    logits: NDArray[np.float32],
    grades: NDArray[np.int64],
    coverage: float,
) -> ModelEntry:
    temperature, prior = fit_temperature(logits, grades), grade_prior(symptom, grades)
    probabilities = calibrated(logits, temperature, prior.odds)
    mass = fit_plausible_mass(probabilities, grades, coverage=coverage)
    fitted = {"temperature": temperature, "prior": prior, "plausible_mass": mass}
    return entry.model_copy(update=fitted)


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
