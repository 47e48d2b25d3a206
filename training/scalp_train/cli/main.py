"""``python -m scalp_train``: one sub-command per step."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from PIL import Image

from scalp_core.vision.manifest import Artifacts
from scalp_core.vocabulary import TrainedOn
from scalp_train.cli import options
from scalp_train.cli.adapt import adapt
from scalp_train.cli.audit import audit
from scalp_train.cli.datasets import prepare_run, rendered_sets
from scalp_train.cli.dry_run import dry_run as rehearse
from scalp_train.cli.errors import cli_errors
from scalp_train.cli.evaluation import calibrate, evaluate
from scalp_train.cli.gate import gate, negatives
from scalp_train.cli.label import label
from scalp_train.cli.leave_one_out import leave_one_out
from scalp_train.cli.options import ROOT, console
from scalp_train.cli.realism import realism
from scalp_train.cli.release import export_run, release
from scalp_train.render.picture import LookName
from scalp_train.render.techniques import TECHNIQUES, Technique

SHEETS = ROOT / "docs" / "renders"
SHEET_SEED, SHEET_QUALITY = 100, 75
HEATMAPS = SHEETS / "heatmap-sheet.jpg"
HEATMAP_QUALITY = 70

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)


@app.command("render")
def render_command(
    recipe: options.Recipe = options.DEFAULT,
    settings: options.Settings = None,
    work: options.Work = options.WORK,
    to: Annotated[
        Path | None, typer.Option(help="Write one picture to this JPEG file instead.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of that one picture.")] = 0,
    grades: Annotated[str, typer.Option(help="Its six grades.")] = "000000",
    look: Annotated[LookName, typer.Option(help="The camera it is taken with.")] = "scope",
    technique: Annotated[Technique, typer.Option(help="Who draws it.")] = "layers",
) -> None:
    """Render the training and validation sets into the cache, or one picture to a file."""
    wanted = options.read_recipe(recipe, settings)
    if to is not None:
        from scalp_train.render.techniques import draw

        picture = draw(technique, seed, [int(digit) for digit in grades], look=look)
        Image.fromarray(picture.pixels).save(to, quality=92, subsampling=0)
        console.print(f"wrote {to}")
        return
    rendered_sets(wanted, work, console)


app.command()(audit)


@app.command()
def fit(
    recipe: options.Recipe = options.DEFAULT,
    settings: options.Settings = None,
    work: options.Work = options.WORK,
    index: options.Index = None,
    root: options.Root = None,
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
        typer.Option(min=0, help="Stop after so many minutes; for recipes like seed."),
    ] = None,
    without: Annotated[
        Technique | None, typer.Option(help="Leave out the pictures that this technique drew.")
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Two batches of everything, then memory and hours needed."),
    ] = False,
) -> None:
    """Train; an interrupted training resumes where it stopped.

    Trains on rendered pictures, or with --index and --root on AI Hub's. Under torchrun, as in
    `torchrun --nproc_per_node=2 -m scalp_train fit`, every batch is divided among the processes.
    """
    from scalp_train.data.distributed import leave_process_group
    from scalp_train.fit.train import fit as train

    wanted = options.read_recipe(recipe, settings)
    data = options.audited_data(index, root)
    try:
        with cli_errors():
            wanted = wanted if without is None else wanted.without(without)
            if dry_run:
                rehearse(wanted, data, weights)
                return
            run = prepare_run(wanted, work, console, data=data, weights=weights, minutes=minutes)
            train(run)
            console.print(f"trained for {sum(run.minutes_trained().values()):.1f} minutes")
    finally:
        leave_process_group()


@app.command()
def export(
    version: Annotated[str, typer.Option(help="Version to write into the manifest.")],
    recipe: options.Recipe = options.DEFAULT,
    work: options.Work = options.WORK,
    artifacts: options.ArtifactsFolder = options.ARTIFACTS,
    index: options.Index = None,
    root: options.Root = None,
    figures: Annotated[
        Path | None, typer.Option(help="Draw plots of the evaluation into this folder, too.")
    ] = None,
    settings: options.Settings = None,
) -> None:
    """Export the six checkpoints, calibrate, evaluate, and write the results and the model card.

    The photo gate is fitted again, too; run ``negatives`` first, which fetches pictures for it.
    """
    wanted = options.read_recipe(recipe, settings)
    data = options.audited_data(index, root)
    export_run(wanted, artifacts, version, work=work, data=data, figures=figures)


app.command()(release)
app.command()(leave_one_out)
app.command()(evaluate)
app.command()(calibrate)
app.command()(negatives)
app.command()(gate)
app.command()(realism)
app.command()(label)
app.command()(adapt)


@app.command()
def card(
    recipe: options.Recipe = options.DEFAULT,
    settings: options.Settings = None,
    artifacts: options.ArtifactsFolder = options.ARTIFACTS,
    beside: Annotated[
        list[Path] | None,
        typer.Option(exists=True, file_okay=False, help="Another recipe's artifacts, to compare."),
    ] = None,
) -> None:
    """Write the model card again from the manifest, the evaluation and the recipe."""
    from scalp_train.publish.comparison import IncomparableError
    from scalp_train.publish.model_card import write_card

    if Artifacts(artifacts).manifest.trained_on is TrainedOn.ADAPTED:
        raise typer.BadParameter("the card of adapted models is written by adapt itself")
    wanted = options.read_recipe(recipe, settings)
    try:
        write_card(Artifacts(artifacts).manifest, wanted, artifacts, beside=beside or ())
    except IncomparableError as error:
        raise typer.BadParameter(str(error)) from error
    console.print(f"wrote {artifacts / 'MODEL_CARD.md'}")


@app.command()
def explain(
    artifacts: options.ArtifactsFolder = options.ARTIFACTS,
    to: Annotated[Path, typer.Option(help="JPEG file to write.")] = HEATMAPS,
) -> None:
    """Draw the sheet of heat maps on held-out rendered pictures."""
    from scalp_train.data.rendered import RenderedSet
    from scalp_train.evaluate.heatmaps import heatmap_sheet

    manifest = Artifacts(artifacts).manifest
    if manifest.trained_on is not TrainedOn.RENDERED:
        raise typer.BadParameter("models trained on photos have no held-out rendered pictures")
    held_out = RenderedSet(manifest.evaluation.seed, manifest.evaluation.pictures)
    to.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(heatmap_sheet(artifacts, held_out)).save(to, quality=HEATMAP_QUALITY)
    console.print(f"wrote {to}")


@app.command()
def sheet(
    to: Annotated[Path, typer.Option(help="Folder to write the JPEG files into.")] = SHEETS,
    seed: Annotated[int, typer.Option(help="Seed of the first picture.")] = SHEET_SEED,
) -> None:
    """Draw two contact sheets of each technique: each symptom by grade, and scalps as they come."""
    from scalp_train.render.sheet import contact_sheet, natural_sheet

    to.mkdir(parents=True, exist_ok=True)
    for technique in TECHNIQUES:
        for name, draw_sheet in (("by-grade", contact_sheet), ("natural", natural_sheet)):
            file = to / f"{technique}-{name}.jpg"
            Image.fromarray(draw_sheet(seed, technique)).save(file, quality=SHEET_QUALITY)
            console.print(f"wrote {file}")
