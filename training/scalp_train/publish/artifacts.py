"""Publication of a run: six networks, manifest, evaluation and training record in one folder."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import torch
from onnx import ModelProto
from onnxruntime import InferenceSession

from scalp_core.vision.manifest import (
    Artifacts,
    Calibration,
    Evaluation,
    GradePrior,
    Manifest,
    Metrics,
    ModelEntry,
    TrunkEntry,
)
from scalp_core.vision.onnx_engine import OnnxEngine, OnnxTrunk, open_session
from scalp_core.vocabulary import Grade, Symptom, TrainedOn
from scalp_train.data.cache import CachedSet, Progress, no_progress
from scalp_train.evaluate.inference import logits_of
from scalp_train.evaluate.plots import plot_evaluation
from scalp_train.evaluate.predictions import predict
from scalp_train.evaluate.report import write_report
from scalp_train.evaluate.robustness import evaluate_conditions
from scalp_train.evaluate.summary import summarise
from scalp_train.fit.run import AnyRun
from scalp_train.models.initial_weights import LITE0_IMAGENET
from scalp_train.publish.export import export_onnx, traced
from scalp_train.publish.manifest import (
    mean_accuracy,
    with_calibration,
    with_metrics,
    write_manifest,
)
from scalp_train.publish.photo_gate import SYMPTOM, fit_photo_gate
from scalp_train.publish.shared_trunk import extract_trunk
from scalp_train.publish.training_record import Overfit, TrainingRecord

COMMANDS = {
    TrainedOn.RENDERED: "python -m scalp_train evaluate",
    TrainedOn.AIHUB: "python -m scalp_train evaluate --index INDEX --root ROOT",
}
MAX_OVERFIT_PICTURES = 1000
"""Pictures of each set by which overfitting is measured."""
CLASSES = tuple(grade.name.lower() for grade in Grade)
UNMEASURED = Metrics(
    accuracy=0, macro_f1=0, quadratic_weighted_kappa=0, within_one=0, mean_absolute_error=0,
    expected_calibration_error=0, majority_accuracy=0, pictures=1,
)  # fmt: skip

NO_SHIFT = GradePrior(calibration=(0.25, 0.25, 0.25, 0.25), assumed=(0.25, 0.25, 0.25, 0.25))
UNCALIBRATED = Calibration(coverage=0.5, techniques=(), pictures={"none": 0})
"""Stand in the manifest by which the exported networks are run for their calibration."""


def publish(
    run: AnyRun,
    folder: Path,
    version: str,
    *,
    figures: Path | None = None,
    on_progress: Progress = no_progress,
) -> Manifest:
    """Export, calibrate on the validation set, evaluate on the test set, and write the results.

    Args:
        run: a finished training.
        folder: for the networks, ``manifest.json``, ``evaluation.json`` and ``training.json``.
        version: for the manifest.
        figures: folder for the plots of the evaluation; without one none are drawn.
        on_progress: called with the number of evaluated pictures.
    """
    recipe = run.recipe
    folder.mkdir(parents=True, exist_ok=True)
    size = (recipe.input.height, recipe.input.width)
    graphs = {
        name: traced(name, size)
        for name in dict.fromkeys(recipe.architecture_of(symptom) for symptom in Symptom)
    }
    entries = {
        symptom: _export(run, graphs[recipe.architecture_of(symptom)], folder, symptom)
        for symptom in Symptom
    }
    trunk, entries = extract_trunk(entries, folder)
    engine = _engine(entries[SYMPTOM], trunk, folder)
    held_out = recipe.test.rendered if run.test is None else run.test
    manifest = Manifest(
        schema_version=2,
        version=version,
        trained_on=run.trained_on,
        trunk=trunk,
        models=entries,
        photo_gate=fit_photo_gate(engine, recipe.input, folder, run.train, run.validation),
        calibration=UNCALIBRATED,
        evaluation=Evaluation(
            command=COMMANDS[run.trained_on],
            seed=recipe.test.seed if run.test is None else 0,
            pictures=len(held_out),
        ),
    )
    write_manifest(manifest, folder)
    manifest = with_calibration(manifest, folder, run)
    write_manifest(manifest, folder)
    predictions = predict(folder, held_out, on_progress=on_progress)
    metrics = {symptom: predicted.metrics for symptom, predicted in predictions.items()}
    manifest = with_metrics(manifest, metrics)
    write_manifest(manifest, folder)
    conditions = {}
    if run.test is None:
        conditions = evaluate_conditions(folder, len(held_out), mean_accuracy(metrics))
    report = summarise(manifest, predictions, conditions=conditions)
    write_report(report, folder)
    if figures is not None:
        plot_evaluation(predictions, report, figures)
    TrainingRecord(
        recipe=recipe.name,
        minutes=round(sum(run.minutes_trained().values()), 3) or None,
        overfit=_measure_overfit(run, folder),
    ).write(folder)
    return manifest


def _measure_overfit(run: AnyRun, folder: Path) -> Overfit:
    count = min(len(run.train), len(run.validation), MAX_OVERFIT_PICTURES)
    return Overfit(
        training=_accuracy(folder, run.train, count),
        training_pictures=count,
        validation=_accuracy(folder, run.validation, count),
        validation_pictures=count,
    )


def _accuracy(folder: Path, pictures: CachedSet, count: int) -> float:
    """Return the mean accuracy on the first ``count`` pictures."""
    logits = logits_of(Artifacts(folder), pictures.pixels[:count])
    right = [
        logits[symptom].argmax(axis=1) == pictures.grades[:count, column]
        for column, symptom in enumerate(Symptom)
    ]
    return round(float(np.mean(right)), 4)


def _export(run: AnyRun, graph: ModelProto, folder: Path, symptom: Symptom) -> ModelEntry:
    recipe = run.recipe
    file = folder / f"{symptom}.onnx"
    export_onnx(graph, torch.load(run.checkpoint(symptom), weights_only=True), file)
    return ModelEntry(
        file=file.name,
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        architecture=recipe.architecture_of(symptom),
        input=recipe.input,
        classes=CLASSES,
        temperature=1.0,
        prior=NO_SHIFT,
        plausible_mass=0.0,
        metrics=UNMEASURED,
        training_data=_training_data(run),
        initial_weights=run.initial_weights(symptom) or LITE0_IMAGENET,
    )


def _engine(entry: ModelEntry, trunk: TrunkEntry | None, folder: Path) -> OnnxEngine:
    def session(file: str) -> InferenceSession:
        return open_session((folder / file).read_bytes(), file)

    shared = None if trunk is None else OnnxTrunk(session(trunk.file))
    return OnnxEngine(session(entry.file), entry.file, shared)


def _training_data(run: AnyRun) -> str:
    if run.trained_on is TrainedOn.AIHUB:
        return f"{len(run.train)} pictures of AI Hub data set 216, split by subject group"
    rendered = run.recipe.train
    return (
        f"{rendered.count} rendered scalps, seeds from {rendered.seed}, {rendered.labels} grades; "
        "no photo of a person"
    )
