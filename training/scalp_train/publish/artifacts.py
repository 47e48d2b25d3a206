"""Writes ``model_artifacts``: six files, the manifest, the evaluation and a note on training."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import torch
from onnx import ModelProto
from onnxruntime import InferenceSession

from scalp_core.vision.ensemble import calibrated
from scalp_core.vision.manifest import (
    MANIFEST_NAME,
    Artifacts,
    Evaluation,
    Manifest,
    Metrics,
    ModelEntry,
    TrunkEntry,
)
from scalp_core.vision.network import build
from scalp_core.vision.onnx_engine import OnnxEngine, OnnxTrunk, open_session
from scalp_core.vocabulary import Grade, Symptom, TrainedOn
from scalp_train.data.rendered import CachedSet, Progress, ignore
from scalp_train.evaluate import report
from scalp_train.evaluate import robustness as conditions
from scalp_train.evaluate.calibration import fit_temperature, fit_threshold
from scalp_train.evaluate.plots import draw_figures
from scalp_train.evaluate.predictions import evaluate, logits_of
from scalp_train.fit.recipe import AnyRecipe, CalibrationConfig
from scalp_train.fit.run import Run
from scalp_train.models.initial_weights import LITE0_IMAGENET
from scalp_train.publish.export import export, trace
from scalp_train.publish.photo_gate import SYMPTOM, fit_gate
from scalp_train.publish.shared_trunk import share
from scalp_train.publish.training_record import Overfit, Training

COMMANDS = {
    TrainedOn.RENDERED: "python -m scalp_train evaluate",
    TrainedOn.AIHUB: "python -m scalp_train evaluate --index INDEX --root ROOT",
}
MOST_KNOWN = 1000
"""Pictures of each set that tell how far models overfit."""
CLASSES = tuple(grade.name.lower() for grade in Grade)
UNMEASURED = Metrics(
    accuracy=0, macro_f1=0, quadratic_weighted_kappa=0, within_one=0, mean_absolute_error=0,
    expected_calibration_error=0, majority_accuracy=0, pictures=1,
)  # fmt: skip


def publish(
    run: Run[AnyRecipe],
    folder: Path,
    version: str,
    *,
    figures: Path | None = None,
    on_progress: Progress = ignore,
) -> Manifest:
    """Export, calibrate on the validation set, measure on the test set and write down all of it.

    The evaluation's figures are drawn into the folder ``figures``, if one is given.
    """
    recipe = run.recipe
    folder.mkdir(parents=True, exist_ok=True)
    size = (recipe.input.height, recipe.input.width)
    graphs = {
        name: trace(build(name, image_size=size))
        for name in dict.fromkeys(recipe.architecture_of(symptom) for symptom in Symptom)
    }
    entries = {
        symptom: _exported(run, graphs[recipe.architecture_of(symptom)], folder, symptom)
        for symptom in Symptom
    }
    trunk, entries = share(entries, folder)
    engine = _engine(entries[SYMPTOM], trunk, folder)
    held_out = recipe.test.rendered if run.test is None else run.test
    manifest = Manifest(
        schema_version=1,
        version=version,
        trained_on=run.trained_on,
        trunk=trunk,
        models=entries,
        photo_gate=fit_gate(engine, recipe.input, folder, run.train, run.validation),
        evaluation=Evaluation(
            command=COMMANDS[run.trained_on],
            seed=recipe.test.seed if run.test is None else 0,
            pictures=len(held_out),
        ),
    )
    write(manifest, folder)
    manifest = calibrate(manifest, folder, run.validation, recipe.calibration)
    write(manifest, folder)
    answers = evaluate(folder, held_out, on_progress=on_progress)
    metrics = {symptom: asked.metrics for symptom, asked in answers.items()}
    manifest = with_metrics(manifest, metrics)
    write(manifest, folder)
    poorer = {}
    if run.test is None:
        poorer = conditions.measure(folder, len(held_out), mean_accuracy(metrics))
    summary = report.summarise(manifest, answers, conditions=poorer)
    report.write(summary, folder)
    if figures is not None:
        draw_figures(answers, summary, figures)
    Training(
        recipe=recipe.name,
        minutes=round(sum(run.minutes_trained().values()), 3) or None,
        overfit=_overfit(run, folder),
    ).write(folder)
    return manifest


def mean_accuracy(metrics: dict[Symptom, Metrics]) -> float:
    """Mean over the symptoms."""
    return float(np.mean([one.accuracy for one in metrics.values()]))


def _overfit(run: Run[AnyRecipe], folder: Path) -> Overfit:
    count = min(len(run.train), len(run.validation), MOST_KNOWN)
    return Overfit(
        training=_known(folder, run.train, count),
        training_pictures=count,
        validation=_known(folder, run.validation, count),
        validation_pictures=count,
    )


def _known(folder: Path, pictures: CachedSet, count: int) -> float:
    """Mean accuracy on the first ``count`` pictures."""
    logits = logits_of(Artifacts(folder), pictures.pixels[:count])
    right = [
        logits[symptom].argmax(axis=1) == pictures.grades[:count, column]
        for column, symptom in enumerate(Symptom)
    ]
    return round(float(np.mean(right)), 4)


def _exported(run: Run[AnyRecipe], graph: ModelProto, folder: Path, symptom: Symptom) -> ModelEntry:
    recipe = run.recipe
    file = folder / f"{symptom}.onnx"
    export(graph, torch.load(run.checkpoint(symptom), weights_only=True), file)
    return ModelEntry(
        file=file.name,
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        architecture=recipe.architecture_of(symptom),
        input=recipe.input,
        classes=CLASSES,
        temperature=1.0,
        uncertain_below=0.0,
        metrics=UNMEASURED,
        training_data=_training_data(run),
        initial_weights=run.initial_weights(symptom) or LITE0_IMAGENET,
    )


def _engine(entry: ModelEntry, trunk: TrunkEntry | None, folder: Path) -> OnnxEngine:
    def opened(file: str) -> InferenceSession:
        return open_session((folder / file).read_bytes(), file)

    shared = None if trunk is None else OnnxTrunk(opened(trunk.file))
    return OnnxEngine(opened(entry.file), entry.file, shared)


def _training_data(run: Run[AnyRecipe]) -> str:
    if run.trained_on is TrainedOn.AIHUB:
        return f"{len(run.train)} pictures of AI Hub data set 216, split by subject group"
    drawn = run.recipe.train
    return (
        f"{drawn.count} rendered scalps, seeds from {drawn.seed}, {drawn.labels} grades; "
        "no photo of a person"
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
