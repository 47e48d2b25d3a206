"""Sub-commands on exported networks: ``evaluate`` and ``calibrate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scalp_core.vision.loading import load_engine
from scalp_core.vision.manifest import Artifacts, Metrics
from scalp_core.vocabulary import Symptom
from scalp_train.aihub.records import Split
from scalp_train.cli import options
from scalp_train.cli.datasets import aihub_set, prepare_run
from scalp_train.cli.options import console
from scalp_train.cli.progress import progress

TOLERANCE = 0.005
"""Rounding differs between processors, which may change the grades of a few pictures."""


def evaluate(
    artifacts: options.ArtifactsFolder = options.ARTIFACTS,
    write: Annotated[
        bool, typer.Option(help="Write the metrics into manifest.json and evaluation.json.")
    ] = False,
    figures: Annotated[
        Path | None, typer.Option(help="Draw plots into this folder as PNG files.")
    ] = None,
    pictures: Annotated[
        int | None, typer.Option(help="Fewer pictures than the manifest's, for a quick look.")
    ] = None,
    index: options.Index = None,
    root: options.Root = None,
    work: options.Work = options.WORK,
) -> None:
    """Evaluate the exported models on the held-out set that the manifest names.

    Fails if the metrics differ from the manifest's by more than rounding on another processor
    explains, unless ``--write`` replaces them. Models trained on AI Hub's data set need --index and
    --root; others are evaluated on rendered pictures.
    """
    from scalp_train.data.cache import CachedSet
    from scalp_train.data.rendered import RenderedSet
    from scalp_train.evaluate.inference import shared_input
    from scalp_train.evaluate.predictions import predict
    from scalp_train.evaluate.report import write_report
    from scalp_train.evaluate.robustness import Condition, condition_sets, evaluate_conditions
    from scalp_train.evaluate.summary import summarise
    from scalp_train.evaluate.tables import print_report
    from scalp_train.publish.manifest import mean_accuracy, with_metrics, write_manifest

    manifest = Artifacts(artifacts).manifest
    stated = manifest.evaluation
    data = options.data_of(manifest, index, root)
    held_out: RenderedSet | CachedSet = RenderedSet(stated.seed, pictures or stated.pictures)
    if data is not None:
        whole = aihub_set(data, Split.TEST, shared_input(manifest), work, console)
        held_out = CachedSet(whole.pixels[:pictures], whole.grades[:pictures])
    count = len(held_out)
    if write and count != stated.pictures:
        raise typer.BadParameter("--write needs the whole set")
    with progress(console, "evaluate", count) as show:
        predictions = predict(artifacts, held_out, on_progress=show)
    metrics = {symptom: predicted.metrics for symptom, predicted in predictions.items()}
    conditions: dict[str, Condition] = {}
    if data is None:
        total = sum(len(rendered) for rendered in condition_sets(count).values())
        with progress(console, "conditions", total) as show:
            conditions = evaluate_conditions(
                artifacts, count, mean_accuracy(metrics), on_progress=show
            )
    report = summarise(manifest, predictions, conditions=conditions)
    print_report(report, console)
    if figures is not None:
        from scalp_train.evaluate.plots import plot_evaluation

        for file in plot_evaluation(predictions, report, figures):
            console.print(f"wrote {file}")
    if write:
        write_manifest(with_metrics(manifest, metrics), artifacts)
        write_report(report, artifacts)
    elif count == stated.pictures:
        _compare(metrics, {s: manifest.models[s].metrics for s in Symptom})


def calibrate(
    recipe: options.Recipe = options.DEFAULT,
    work: options.Work = options.WORK,
    artifacts: options.ArtifactsFolder = options.ARTIFACTS,
    index: options.Index = None,
    root: options.Root = None,
) -> None:
    """Fit temperatures, sets of plausible grades and the photo gate of the exported models again.

    Uses the training and validation sets, never the held-out set. Temperatures change the
    calibration error: run ``evaluate --write`` afterwards. Models trained on AI Hub's data set need
    --index and --root.
    """
    from scalp_train.publish.manifest import with_calibration, write_manifest
    from scalp_train.publish.photo_gate import SYMPTOM, fit_photo_gate

    wanted = options.read_recipe(recipe)
    manifest = Artifacts(artifacts).manifest
    run = prepare_run(wanted, work, console, data=options.data_of(manifest, index, root))
    manifest = with_calibration(manifest, artifacts, run)
    engine, spec = load_engine(Artifacts(artifacts), SYMPTOM), manifest.models[SYMPTOM].input
    photo_gate = fit_photo_gate(engine, spec, artifacts, run.train, run.validation)
    write_manifest(manifest.model_copy(update={"photo_gate": photo_gate}), artifacts)


def _compare(measured: dict[Symptom, Metrics], stated: dict[Symptom, Metrics]) -> None:
    """Print how far the metrics are from the manifest's; exit with 1 beyond the tolerance."""
    distance = max(_distance(measured[symptom], stated[symptom]) for symptom in Symptom)
    if distance > TOLERANCE:
        console.print(f"[red]differs from the manifest by up to {distance:.4f}")
        raise typer.Exit(1)
    console.print("as the manifest says" + (f", to within {distance:.4f}" if distance else ""))


def _distance(first: Metrics, second: Metrics) -> float:
    other = second.model_dump()
    return max(abs(float(value) - float(other[name])) for name, value in first.model_dump().items())
