"""``python -m scalp_train``: one sub-command per step."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from PIL import Image
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from scalp_core.vision.manifest import Artifacts, Metrics
from scalp_core.vocabulary import Symptom
from scalp_train.aihub.command import audit
from scalp_train.config import Recipe, load

if TYPE_CHECKING:  # torch is slow to import, and most sub-commands do without
    from scalp_train.dataset import CachedSet
    from scalp_train.fit import Run

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
    _sets(load(recipe), work)


app.command()(audit)


@app.command()
def fit(recipe: RecipeOption = DEFAULT, work: WorkOption = WORK) -> None:
    """Train; takes up an interrupted training where it stopped."""
    from scalp_train.fit import fit as train

    train(_run(load(recipe), work))


@app.command()
def export(
    version: Annotated[str, typer.Option(help="Version to write into the manifest.")],
    recipe: RecipeOption = DEFAULT,
    work: WorkOption = WORK,
    artifacts: ArtifactsOption = ARTIFACTS,
) -> None:
    """Export the six checkpoints, calibrate, measure, and write all figures and the model card."""
    from scalp_train.artifacts import publish
    from scalp_train.card import write_card
    from scalp_train.report import read
    from scalp_train.show import show

    run = _run(load(recipe), work)
    with _progress() as progress:
        task = progress.add_task("evaluate", total=run.recipe.test.count)
        manifest = publish(run, artifacts, version, on_progress=partial(_advance, progress, task))
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
) -> None:
    """Measure the exported models on the held-out set that the manifest names.

    Fails when the figures differ from the manifest's by more than what another processor's rounding
    explains, unless ``--write`` replaces those.
    """
    from scalp_train import artifacts as published
    from scalp_train import report as reports
    from scalp_train.dataset import RenderedSet
    from scalp_train.evaluate import evaluate as ask
    from scalp_train.show import show

    manifest = Artifacts(artifacts).manifest
    stated = manifest.evaluation
    held_out = RenderedSet(stated.seed, pictures or stated.pictures)
    if write and held_out.count != stated.pictures:
        raise typer.BadParameter("--write needs the whole set")
    with _progress() as progress:
        task = progress.add_task("evaluate", total=held_out.count)
        answers = ask(artifacts, held_out, on_progress=partial(_advance, progress, task))
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
    elif held_out.count == stated.pictures:
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
) -> None:
    """Fit temperatures and thresholds of the exported models on the validation set alone.

    Temperatures change the calibration error: run ``evaluate --write`` afterwards.
    """
    from scalp_train import artifacts as published

    wanted = load(recipe)
    _, validation = _sets(wanted, work)
    manifest = Artifacts(artifacts).manifest
    manifest = published.calibrate(manifest, artifacts, validation, wanted.calibration)
    published.write(manifest, artifacts)


@app.command()
def card(recipe: RecipeOption = DEFAULT, artifacts: ArtifactsOption = ARTIFACTS) -> None:
    """Write the model card anew from the manifest, the evaluation and the recipe."""
    from scalp_train.card import write_card

    write_card(Artifacts(artifacts).manifest, load(recipe), artifacts)
    console.print(f"wrote {artifacts / 'MODEL_CARD.md'}")


@app.command()
def explain(
    artifacts: ArtifactsOption = ARTIFACTS,
    to: Annotated[Path, typer.Option(help="JPEG file to write.")] = HEATMAPS,
) -> None:
    """Draw the sheet of heat maps on held-out pictures."""
    from scalp_train.dataset import RenderedSet
    from scalp_train.heatmaps import heatmap_sheet

    stated = Artifacts(artifacts).manifest.evaluation
    held_out = RenderedSet(stated.seed, stated.pictures)
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


def _run(recipe: Recipe, work: Path) -> Run:
    from scalp_train.fit import Run

    train, validation = _sets(recipe, work)
    return Run(recipe, train, validation, work / "runs" / recipe.name)


def _sets(recipe: Recipe, work: Path) -> list[CachedSet]:
    from scalp_train.dataset import cached

    found = []
    with _progress() as progress:
        for name in ("train", "validation"):
            wanted = getattr(recipe, name).rendered
            task = progress.add_task(f"render {name}", total=wanted.count)
            found.append(
                cached(
                    wanted,
                    recipe.input,
                    work / "pictures",
                    on_progress=partial(_advance, progress, task),
                )
            )
            progress.update(task, completed=wanted.count)
    return found


def _advance(progress: Progress, task: TaskID, done: int) -> None:
    progress.update(task, completed=done)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
    )
