"""The sub-commands that ask exported models: ``evaluate`` and ``calibrate``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from scalp_core.vision.loading import load_engine
from scalp_core.vision.manifest import Artifacts, Metrics
from scalp_core.vocabulary import Symptom
from scalp_train.aihub.records import Split
from scalp_train.cli.datasets import advance, indexed_set, progress_bar, rendered_sets
from scalp_train.cli.options import (
    ARTIFACTS,
    DEFAULT,
    WORK,
    ArtifactsOption,
    IndexOption,
    RecipeOption,
    RootOption,
    WorkOption,
    console,
    indexed_for,
    recipe_of,
)

TOLERANCE = 0.005
"""Another processor rounds otherwise, which may tip a handful of pictures over."""


def evaluate(
    artifacts: ArtifactsOption = ARTIFACTS,
    write: Annotated[
        bool, typer.Option(help="Write manifest.json's figures and evaluation.json.")
    ] = False,
    figures: Annotated[
        Path | None, typer.Option(help="Draw the figures into this folder as PNG files.")
    ] = None,
    pictures: Annotated[
        int | None, typer.Option(help="Fewer pictures than the manifest's, for a quick look.")
    ] = None,
    index: IndexOption = None,
    root: RootOption = None,
    work: WorkOption = WORK,
) -> None:
    """Measure the exported models on the held-out set that the manifest names.

    Fails when the figures differ from the manifest's by more than what another processor's rounding
    explains, unless ``--write`` replaces those. Models trained on AI Hub's data set need --index
    and --root; others are measured on rendered pictures.
    """
    from scalp_train.data.rendered import CachedSet, RenderedSet
    from scalp_train.evaluate import report as reports
    from scalp_train.evaluate import robustness as conditions
    from scalp_train.evaluate.predictions import evaluate as ask
    from scalp_train.evaluate.predictions import input_of
    from scalp_train.evaluate.tables import show
    from scalp_train.publish import artifacts as published

    manifest = Artifacts(artifacts).manifest
    stated = manifest.evaluation
    indexed = indexed_for(manifest, index, root)
    held_out: RenderedSet | CachedSet = RenderedSet(stated.seed, pictures or stated.pictures)
    if indexed is not None:
        held_out = indexed_set(indexed, Split.TEST, input_of(manifest), work, console)
        held_out = CachedSet(held_out.pixels[:pictures], held_out.grades[:pictures])
    count = len(held_out)
    if write and count != stated.pictures:
        raise typer.BadParameter("--write needs the whole set")
    with progress_bar(console) as progress:
        task = progress.add_task("evaluate", total=count)
        answers = ask(artifacts, held_out, on_progress=partial(advance, progress, task))
    measured = {symptom: asked.metrics for symptom, asked in answers.items()}
    poorer: dict[str, conditions.Condition] = {}
    if indexed is None:
        with progress_bar(console) as progress:
            total = sum(len(one) for one in conditions.sets(count).values())
            task = progress.add_task("conditions", total=total)
            poorer = conditions.measure(
                artifacts,
                count,
                published.mean_accuracy(measured),
                on_progress=partial(advance, progress, task),
            )
    report = reports.summarise(manifest, answers, conditions=poorer)
    show(report, console)
    if figures is not None:
        from scalp_train.evaluate.plots import draw_figures

        for file in draw_figures(answers, report, figures):
            console.print(f"wrote {file}")
    if write:
        published.write(published.with_metrics(manifest, measured), artifacts)
        reports.write(report, artifacts)
    elif count == stated.pictures:
        apart = max(_distance(measured[s], manifest.models[s].metrics) for s in Symptom)
        if apart > TOLERANCE:
            console.print(f"[red]differs from the manifest by up to {apart:.4f}")
            raise typer.Exit(1)
        console.print("as the manifest says" + (f", to within {apart:.4f}" if apart else ""))


def calibrate(
    recipe: RecipeOption = DEFAULT,
    work: WorkOption = WORK,
    artifacts: ArtifactsOption = ARTIFACTS,
    index: IndexOption = None,
    root: RootOption = None,
) -> None:
    """Fit temperatures, thresholds and the photo gate of the exported models anew.

    The held-out set has no part in it, nor has any picture of anything but scalps. Temperatures
    change the calibration error: run ``evaluate --write`` afterwards. Models trained on AI Hub's
    data set need --index and --root.
    """
    from scalp_train.publish import artifacts as published
    from scalp_train.publish.photo_gate import SYMPTOM, fit_gate

    wanted = recipe_of(recipe)
    manifest = Artifacts(artifacts).manifest
    indexed = indexed_for(manifest, index, root)
    if indexed is None:
        train, validation = rendered_sets(wanted, work, console)
    else:
        train, validation = (
            indexed_set(indexed, split, wanted.input, work, console)
            for split in (Split.TRAIN, Split.VALIDATION)
        )
    manifest = published.calibrate(manifest, artifacts, validation, wanted.calibration)
    engine, spec = load_engine(Artifacts(artifacts), SYMPTOM), manifest.models[SYMPTOM].input
    photo_gate = fit_gate(engine, spec, artifacts, train, validation)
    published.write(manifest.model_copy(update={"photo_gate": photo_gate}), artifacts)


def _distance(first: Metrics, second: Metrics) -> float:
    other = second.model_dump()
    return max(abs(float(value) - float(other[name])) for name, value in first.model_dump().items())
