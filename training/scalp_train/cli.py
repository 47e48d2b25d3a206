"""``python -m scalp_train``: one sub-command per step."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from PIL import Image
from rich.console import Console

from scalp_core.vision.manifest import Artifacts, Manifest, Metrics
from scalp_core.vocabulary import Symptom, TrainedOn
from scalp_train.aihub.command import audit
from scalp_train.aihub.records import Split
from scalp_train.aihub.sets import UnusableIndexError
from scalp_train.config import load
from scalp_train.preparing import (
    Indexed,
    advance,
    indexed_set,
    prepared,
    progress_bar,
    rendered_sets,
)

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / ".work"
ARTIFACTS = ROOT / "model_artifacts"
SHEET = ROOT / "docs" / "renders" / "contact-sheet.jpg"
SHEET_SEED, SHEET_QUALITY = 70, 80
HEATMAPS = SHEET.with_name("heatmap-sheet.jpg")
HEATMAP_QUALITY = 70
TOLERANCE = 0.005
"""Another processor rounds otherwise, which may tip a handful of pictures over."""

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
console = Console()

RecipeOption = Annotated[
    Path, typer.Option("--recipe", help="A YAML file, or the name of one in training/configs.")
]
WorkOption = Annotated[Path, typer.Option("--work", help="Folder for caches and checkpoints.")]
ArtifactsOption = Annotated[Path, typer.Option("--artifacts", help="Folder with the manifest.")]
IndexOption = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="Index by `audit --index`; needs --root."),
]
RootOption = Annotated[
    Path | None,
    typer.Option(exists=True, file_okay=False, help="AI Hub's data set of that index."),
]
DEFAULT = Path("default")


@app.command("render")
def render_command(
    recipe: RecipeOption = DEFAULT,
    work: WorkOption = WORK,
    to: Annotated[
        Path | None, typer.Option(help="Write one picture to this JPEG file instead.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of that one picture.")] = 0,
    grades: Annotated[str, typer.Option(help="Its six grades.")] = "000000",
) -> None:
    """Render the training and validation sets into the cache, or one picture to a file."""
    if to is not None:
        from scalp_train.render import render

        picture = render(seed, [int(digit) for digit in grades])
        Image.fromarray(picture.pixels).save(to, quality=92, subsampling=0)
        console.print(f"wrote {to}")
        return
    rendered_sets(load(recipe), work, console)


app.command()(audit)


@app.command()
def fit(
    recipe: RecipeOption = DEFAULT,
    work: WorkOption = WORK,
    index: IndexOption = None,
    root: RootOption = None,
    weights: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            file_okay=False,
            help="Folder with checkpoints released by efficientnet-pytorch, to start from.",
        ),
    ] = None,
    minutes: Annotated[
        float | None,
        typer.Option(min=0, help="Train for so long, then keep the best (recipes like seed)."),
    ] = None,
) -> None:
    """Train; takes up an interrupted training where it stopped.

    Trains on rendered pictures, or with --index and --root on AI Hub's. Under torchrun, as in
    `torchrun --nproc_per_node=2 -m scalp_train fit`, several processes share every batch.
    """
    from scalp_train.fit import UncuttableError
    from scalp_train.fit import fit as train
    from scalp_train.processes import leave
    from scalp_train.weights import UnknownWeightsError

    try:
        run = prepared(
            load(recipe),
            work,
            console,
            indexed=_indexed(index, root),
            weights=weights,
            minutes=minutes,
        )
        train(run)
        console.print(f"trained for {sum(run.minutes_trained().values()):.1f} minutes")
    except (UncuttableError, UnknownWeightsError, UnusableIndexError) as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(1) from error
    finally:
        leave()


@app.command()
def export(
    version: Annotated[str, typer.Option(help="Version to write into the manifest.")],
    recipe: RecipeOption = DEFAULT,
    work: WorkOption = WORK,
    artifacts: ArtifactsOption = ARTIFACTS,
    index: IndexOption = None,
    root: RootOption = None,
) -> None:
    """Export the six checkpoints, calibrate, measure, and write all figures and the model card."""
    from scalp_train.artifacts import publish
    from scalp_train.card import write_card
    from scalp_train.report import read
    from scalp_train.show import show

    run = prepared(load(recipe), work, console, indexed=_indexed(index, root))
    with progress_bar(console) as progress:
        total = len(run.test) if run.test is not None else run.recipe.test.count
        task = progress.add_task("evaluate", total=total)
        manifest = publish(run, artifacts, version, on_progress=partial(advance, progress, task))
    write_card(manifest, run.recipe, artifacts)
    report = read(artifacts)
    assert report is not None
    show(report, console)


@app.command()
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
    from scalp_train import artifacts as published
    from scalp_train import report as reports
    from scalp_train.dataset import CachedSet, RenderedSet
    from scalp_train.evaluate import evaluate as ask
    from scalp_train.evaluate import input_of
    from scalp_train.show import show

    manifest = Artifacts(artifacts).manifest
    stated = manifest.evaluation
    indexed = _indexed_for(manifest, index, root)
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
    report = reports.summarise(manifest, answers)
    show(report, console)
    if figures is not None:
        from scalp_train.plots import draw_figures

        for file in draw_figures(answers, report, figures):
            console.print(f"wrote {file}")
    measured = {symptom: asked.metrics for symptom, asked in answers.items()}
    if write:
        published.write(published.with_metrics(manifest, measured), artifacts)
        reports.write(report, artifacts)
    elif count == stated.pictures:
        apart = max(_distance(measured[s], manifest.models[s].metrics) for s in Symptom)
        if apart > TOLERANCE:
            console.print(f"[red]differs from the manifest by up to {apart:.4f}")
            raise typer.Exit(1)
        console.print("as the manifest says" + (f", to within {apart:.4f}" if apart else ""))


@app.command()
def calibrate(
    recipe: RecipeOption = DEFAULT,
    work: WorkOption = WORK,
    artifacts: ArtifactsOption = ARTIFACTS,
    index: IndexOption = None,
    root: RootOption = None,
) -> None:
    """Fit temperatures and thresholds of the exported models on the validation set alone.

    Temperatures change the calibration error: run ``evaluate --write`` afterwards. Models trained
    on AI Hub's data set need --index and --root.
    """
    from scalp_train import artifacts as published

    wanted = load(recipe)
    manifest = Artifacts(artifacts).manifest
    indexed = _indexed_for(manifest, index, root)
    if indexed is None:
        _, validation = rendered_sets(wanted, work, console)
    else:
        validation = indexed_set(indexed, Split.VALIDATION, wanted.input, work, console)
    manifest = published.calibrate(manifest, artifacts, validation, wanted.calibration)
    published.write(manifest, artifacts)


@app.command()
def card(
    recipe: RecipeOption = DEFAULT,
    artifacts: ArtifactsOption = ARTIFACTS,
    beside: Annotated[
        list[Path] | None,
        typer.Option(exists=True, file_okay=False, help="Another recipe's artifacts, to list too."),
    ] = None,
) -> None:
    """Write the model card anew from the manifest, the evaluation and the recipe."""
    from scalp_train.card import write_card
    from scalp_train.comparison import IncomparableError

    try:
        write_card(Artifacts(artifacts).manifest, load(recipe), artifacts, beside=beside or ())
    except IncomparableError as error:
        raise typer.BadParameter(str(error)) from error
    console.print(f"wrote {artifacts / 'MODEL_CARD.md'}")


@app.command()
def explain(
    artifacts: ArtifactsOption = ARTIFACTS,
    to: Annotated[Path, typer.Option(help="JPEG file to write.")] = HEATMAPS,
) -> None:
    """Draw the sheet of heat maps on held-out rendered pictures."""
    from scalp_train.dataset import RenderedSet
    from scalp_train.heatmaps import heatmap_sheet

    manifest = Artifacts(artifacts).manifest
    if manifest.trained_on is not TrainedOn.RENDERED:
        raise typer.BadParameter(
            "there is no held-out rendered picture for models trained on photos"
        )
    held_out = RenderedSet(manifest.evaluation.seed, manifest.evaluation.pictures)
    to.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(heatmap_sheet(artifacts, held_out)).save(to, quality=HEATMAP_QUALITY)
    console.print(f"wrote {to}")


@app.command()
def sheet(
    to: Annotated[Path, typer.Option(help="JPEG file to write.")] = SHEET,
    seed: Annotated[int, typer.Option(help="Seed of the first row.")] = SHEET_SEED,
) -> None:
    """Draw the contact sheet, symptom by grade."""
    from scalp_train.render.sheet import contact_sheet

    to.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(contact_sheet(seed)).save(to, quality=SHEET_QUALITY)
    console.print(f"wrote {to}")


def _distance(first: Metrics, second: Metrics) -> float:
    other = second.model_dump()
    return max(abs(float(value) - float(other[name])) for name, value in first.model_dump().items())


def _indexed(index: Path | None, root: Path | None) -> Indexed | None:
    if index is None and root is None:
        return None
    if index is None or root is None:
        raise typer.BadParameter("--index and --root are needed together")
    return Indexed(index, root)


def _indexed_for(manifest: Manifest, index: Path | None, root: Path | None) -> Indexed | None:
    """The data set that these models are to be asked about; ``None`` for rendered pictures."""
    indexed = _indexed(index, root)
    if (indexed is None) != (manifest.trained_on is TrainedOn.RENDERED):
        raise typer.BadParameter("--index and --root are for models trained on AI Hub's data set")
    return indexed
