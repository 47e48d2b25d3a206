"""Sub-commands on exported networks: ``evaluate`` and ``calibrate``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

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
    recipe: Annotated[
        Path | None,
        typer.Option(help="Evaluate on the test set of this recipe instead of the manifest's."),
    ] = None,
    settings: options.Settings = None,
) -> None:
    """Evaluate the exported models on the held-out set that the manifest names.

    Fails if the metrics differ from the manifest's by more than rounding on another processor
    explains, unless ``--write`` replaces them. Models trained on AI Hub's data set need --index and
    --root; others are evaluated on rendered pictures, with --recipe or --set on those of a recipe's
    test set.
    """
    from scalp_train.data.cache import CachedSet
    from scalp_train.data.rendered import RenderedSet
    from scalp_train.evaluate.inference import shared_input
    from scalp_train.evaluate.left_out import read_table
    from scalp_train.evaluate.predictions import predict
    from scalp_train.evaluate.report import write_report
    from scalp_train.evaluate.studies import NO_STUDIES, count_pictures, evaluate_studies
    from scalp_train.evaluate.summary import summarise
    from scalp_train.evaluate.tables import print_left_out, print_report
    from scalp_train.publish.manifest import mean_accuracy, with_metrics, write_manifest

    manifest = Artifacts(artifacts).manifest
    stated = manifest.evaluation
    data = options.data_of(manifest, index, root)
    home = RenderedSet(stated.seed, stated.pictures)
    if recipe is not None or settings:
        if data is not None:
            raise typer.BadParameter("--recipe and --set choose rendered pictures, not photos")
        home = options.read_recipe(recipe or options.DEFAULT, settings).test.rendered
    held_out: RenderedSet | CachedSet = replace(home, count=pictures or home.count)
    if data is not None:
        whole = aihub_set(data, Split.TEST, shared_input(manifest), work, console)
        held_out = CachedSet(whole.pixels[:pictures], whole.grades[:pictures])
    count = len(held_out)
    is_stated = count == stated.pictures and home == RenderedSet(stated.seed, stated.pictures)
    if write and not is_stated:
        raise typer.BadParameter("--write needs the whole set")
    with progress(console, "evaluate", count) as show:
        predictions = predict(artifacts, held_out, on_progress=show)
    metrics = {symptom: predicted.metrics for symptom, predicted in predictions.items()}
    studies = NO_STUDIES
    if data is None:
        with progress(console, "studies", count_pictures(count)) as show:
            studies = evaluate_studies(artifacts, count, mean_accuracy(metrics), on_progress=show)
    report = summarise(manifest, predictions, studies=studies)
    print_report(report, console)
    recorded = read_table(artifacts)
    if recorded is not None:
        print_left_out(recorded, console)
    if figures is not None:
        from scalp_train.evaluate.plots import plot_evaluation

        for file in plot_evaluation(predictions, report, figures):
            console.print(f"wrote {file}")
    if write:
        write_manifest(with_metrics(manifest, metrics), artifacts)
        write_report(report, artifacts)
    elif is_stated:
        _compare(metrics, {s: manifest.models[s].metrics for s in Symptom})


def calibrate(
    recipe: options.Recipe = options.DEFAULT,
    settings: options.Settings = None,
    work: options.Work = options.WORK,
    artifacts: options.ArtifactsFolder = options.ARTIFACTS,
    index: options.Index = None,
    root: options.Root = None,
) -> None:
    """Fit temperatures and sets of plausible grades of the exported models again.

    Uses the validation set, never the held-out set. Temperatures change the
    calibration error: run ``evaluate --write`` afterwards. Models trained on AI Hub's data set need
    --index and --root.
    """
    from scalp_train.publish.manifest import with_calibration, write_manifest

    wanted = options.read_recipe(recipe, settings)
    manifest = Artifacts(artifacts).manifest
    run = prepare_run(wanted, work, console, data=options.data_of(manifest, index, root))
    write_manifest(with_calibration(manifest, artifacts, run), artifacts)


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
