"""Writes ``model_artifacts``: six files, the manifest and the evaluation."""

from __future__ import annotations

import hashlib
from pathlib import Path

import torch
from onnx import ModelProto

from scalp_core.vision.ensemble import calibrated
from scalp_core.vision.manifest import (
    MANIFEST_NAME,
    Artifacts,
    Evaluation,
    Manifest,
    Metrics,
    ModelEntry,
)
from scalp_core.vision.network import build
from scalp_core.vocabulary import Grade, Symptom, TrainedOn
from scalp_train import report
from scalp_train.calibrate import fit_temperature, fit_threshold
from scalp_train.config import CalibrationConfig
from scalp_train.dataset import CachedSet, Progress, ignore
from scalp_train.evaluate import evaluate, logits_of
from scalp_train.export import export, trace
from scalp_train.fit import Run
from scalp_train.weights import LITE0_IMAGENET

COMMAND = "python -m scalp_train evaluate"
CLASSES = tuple(grade.name.lower() for grade in Grade)
UNMEASURED = Metrics(
    accuracy=0, macro_f1=0, quadratic_weighted_kappa=0, within_one=0, mean_absolute_error=0,
    expected_calibration_error=0, majority_accuracy=0, pictures=1,
)  # fmt: skip


def publish(run: Run, folder: Path, version: str, *, on_progress: Progress = ignore) -> Manifest:
    """Export, calibrate on the validation set, measure on the test set and write down all of it."""
    recipe = run.recipe
    folder.mkdir(parents=True, exist_ok=True)
    spec = recipe.input
    graph = trace(build(recipe.architecture, image_size=(spec.height, spec.width)))
    entries = {symptom: _exported(run, graph, folder, symptom) for symptom in Symptom}
    held_out = recipe.test
    manifest = Manifest(
        schema_version=1,
        version=version,
        trained_on=TrainedOn.RENDERED,
        models=entries,
        evaluation=Evaluation(command=COMMAND, seed=held_out.seed, pictures=held_out.count),
    )
    write(manifest, folder)
    manifest = calibrate(manifest, folder, run.validation, recipe.calibration)
    write(manifest, folder)
    answers = evaluate(folder, held_out.rendered, on_progress=on_progress)
    manifest = with_metrics(manifest, {s: asked.metrics for s, asked in answers.items()})
    write(manifest, folder)
    report.write(report.summarise(manifest, answers), folder)
    return manifest


def _exported(run: Run, graph: ModelProto, folder: Path, symptom: Symptom) -> ModelEntry:
    recipe = run.recipe
    file = folder / f"{symptom}.onnx"
    export(graph, torch.load(run.checkpoint(symptom), weights_only=True), file)
    return ModelEntry(
        file=file.name,
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        architecture=recipe.architecture,
        input=recipe.input,
        classes=CLASSES,
        temperature=1.0,
        uncertain_below=0.0,
        metrics=UNMEASURED,
        training_data=(
            f"{recipe.train.count} rendered scalps, seeds from {recipe.train.seed}, "
            f"{recipe.train.labels} grades; no photo of a person"
        ),
        initial_weights=LITE0_IMAGENET,
    )


def calibrate(
    manifest: Manifest, folder: Path, validation: CachedSet, wanted: CalibrationConfig
) -> Manifest:
    """The manifest with temperatures and thresholds fitted on the validation set."""
    logits = logits_of(Artifacts(folder), validation.pixels)
    models = {}
    for column, symptom in enumerate(Symptom):
        grades = validation.grades[:, column]
        temperature = fit_temperature(logits[symptom], grades)
        threshold = fit_threshold(
            calibrated(logits[symptom], temperature),
            grades,
            target_accuracy=wanted.target_accuracy,
            most_uncertain=wanted.most_uncertain,
        )
        models[symptom] = manifest.models[symptom].model_copy(
            update={"temperature": temperature, "uncertain_below": threshold}
        )
    return manifest.model_copy(update={"models": models})


def with_metrics(manifest: Manifest, measured: dict[Symptom, Metrics]) -> Manifest:
    """The manifest with other figures."""
    models = {
        symptom: entry.model_copy(update={"metrics": measured[symptom]})
        for symptom, entry in manifest.models.items()
    }
    return manifest.model_copy(update={"models": models})


def write(manifest: Manifest, folder: Path) -> None:
    """Write ``manifest.json``."""
    text = manifest.model_dump_json(by_alias=True, indent=2)
    (folder / MANIFEST_NAME).write_text(text + "\n")
