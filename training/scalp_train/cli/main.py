"""``python -m scalp_train``: one sub-command per step."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from PIL import Image

from scalp_core.vision.manifest import Artifacts
from scalp_core.vocabulary import TrainedOn
from scalp_train.cli.audit import audit
from scalp_train.cli.datasets import (
    advance,
    prepared,
    progress_bar,
    rendered_sets,
)
from scalp_train.cli.evaluation import calibrate, evaluate
from scalp_train.cli.options import (
    ARTIFACTS,
    DEFAULT,
    ROOT,
    WORK,
    ArtifactsOption,
    IndexOption,
    RecipeOption,
    RootOption,
    WorkOption,
    console,
    indexed_by,
    recipe_of,
)
from scalp_train.data.aihub import UnusableIndexError
from scalp_train.render.camera import LookName

SHEET = ROOT / "docs" / "renders" / "contact-sheet.jpg"
SHEET_SEED, SHEET_QUALITY = 100, 80
HEATMAPS = SHEET.with_name("heatmap-sheet.jpg")
HEATMAP_QUALITY = 70

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)


@app.command("render")
def render_command(
    recipe: RecipeOption = DEFAULT,
    work: WorkOption = WORK,
    to: Annotated[
        Path | None, typer.Option(help="Write one picture to this JPEG file instead.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of that one picture.")] = 0,
    grades: Annotated[str, typer.Option(help="Its six grades.")] = "000000",
    look: Annotated[LookName, typer.Option(help="The camera it is taken with.")] = "scope",
) -> None:
    """Render the training and validation sets into the cache, or one picture to a file."""
    wanted = recipe_of(recipe)
    if to is not None:
        from scalp_train.render import render

        picture = render(seed, [int(digit) for digit in grades], look=look)
        Image.fromarray(picture.pixels).save(to, quality=92, subsampling=0)
        console.print(f"wrote {to}")
        return
    rendered_sets(wanted, work, console)


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
    from scalp_train.data.distributed import leave
    from scalp_train.fit.train import UncuttableError
    from scalp_train.fit.train import fit as train
    from scalp_train.models.initial_weights import UnknownWeightsError

    try:
        run = prepared(
            recipe_of(recipe),
            work,
            console,
            indexed=indexed_by(index, root),
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
    figures: Annotated[
        Path | None, typer.Option(help="Draw the evaluation's figures into this folder, too.")
    ] = None,
) -> None:
    """Export the six checkpoints, calibrate, measure, and write all figures and the model card."""
    from scalp_train.evaluate.report import read
    from scalp_train.evaluate.tables import show
    from scalp_train.publish.artifacts import publish
    from scalp_train.publish.model_card import write_card

    run = prepared(recipe_of(recipe), work, console, indexed=indexed_by(index, root))
    with progress_bar(console) as progress:
        total = len(run.test) if run.test is not None else run.recipe.test.count
        task = progress.add_task("evaluate", total=total)
        manifest = publish(
            run,
            artifacts,
            version,
            figures=figures,
            on_progress=partial(advance, progress, task),
        )
    write_card(manifest, run.recipe, artifacts)
    report = read(artifacts)
    assert report is not None
    show(report, console)


app.command()(evaluate)
app.command()(calibrate)


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
    from scalp_train.publish.comparison import IncomparableError
    from scalp_train.publish.model_card import write_card

    wanted = recipe_of(recipe)
    try:
        write_card(Artifacts(artifacts).manifest, wanted, artifacts, beside=beside or ())
    except IncomparableError as error:
        raise typer.BadParameter(str(error)) from error
    console.print(f"wrote {artifacts / 'MODEL_CARD.md'}")


@app.command()
def explain(
    artifacts: ArtifactsOption = ARTIFACTS,
    to: Annotated[Path, typer.Option(help="JPEG file to write.")] = HEATMAPS,
) -> None:
    """Draw the sheet of heat maps on held-out rendered pictures."""
    from scalp_train.data.rendered import RenderedSet
    from scalp_train.evaluate.heatmaps import heatmap_sheet

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
