"""Sub-command ``release``: from a finished training to the artifacts that are deployed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from scalp_core.vision.manifest import Artifacts
from scalp_train.cli import options
from scalp_train.cli.datasets import NEGATIVES, AuditedData, prepare_run
from scalp_train.cli.errors import cli_errors
from scalp_train.cli.options import console
from scalp_train.cli.progress import progress
from scalp_train.fit.recipe import AnyRecipe

if TYPE_CHECKING:  # imports torch, which is slow
    from scalp_train.publish.release import Check

RELEASES = "releases"


def export_run(
    recipe: AnyRecipe,
    artifacts: Path,
    version: str,
    *,
    work: Path,
    data: AuditedData | None,
    figures: Path | None,
) -> None:
    """Export, calibrate and evaluate a finished training, write the card, and print the report.

    Args:
        recipe: that was trained.
        artifacts: folder for the results.
        version: for the manifest.
        work: folder of the run and the caches.
        data: AI Hub's data set, if the run was trained on it.
        figures: folder for plots, if they are wanted.
    """
    from scalp_train.evaluate.report import read_report
    from scalp_train.evaluate.tables import print_report
    from scalp_train.negatives.packages import find_sources
    from scalp_train.publish.artifacts import publish
    from scalp_train.publish.model_card import write_card

    with cli_errors():
        run = prepare_run(recipe, work, console, data=data)
        run.claim()
    sources = find_sources(work / NEGATIVES)
    total = len(run.test) if run.test is not None else run.recipe.test.count
    with progress(console, "evaluate", total) as show:
        manifest = publish(
            run, artifacts, version, sources=sources, figures=figures, on_progress=show
        )
    write_card(manifest, run.recipe, artifacts)
    report = read_report(artifacts)
    assert report is not None
    print_report(report, console)


def release(
    version: Annotated[
        str | None, typer.Option(help="Of the networks, as 2026.12.1. Adapted ones have theirs.")
    ] = None,
    adapted: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="Instead of a training: what `adapt` wrote."
        ),
    ] = None,
    artifacts: options.ArtifactsFolder = options.ARTIFACTS,
    work: options.Work = options.WORK,
    recipe: options.Recipe = options.DEFAULT,
    settings: options.Settings = None,
    index: options.Index = None,
    root: options.Root = None,
    least_kappa: Annotated[
        float | None, typer.Option(help="Least kappa of each symptom, all of its interval.")
    ] = None,
    figures: Annotated[
        Path | None, typer.Option(help="Draw plots of the evaluation into this folder, too.")
    ] = None,
) -> None:
    """Export, evaluate and check a finished training, and replace the shipped artifacts by it.

    Everything is written into the work folder first. With --adapted there is nothing to export: the
    figures of the adaptation are checked. Where a check fails, the shipped artifacts stay as they
    are, and the exit status is 1.
    """
    from scalp_train.publish.release import (
        LEAST_KAPPA,
        check_adapted_release,
        check_release,
        check_version,
        install,
    )

    if (version is None) == (adapted is None):
        raise typer.BadParameter("name the version of a training by --version, or --adapted FOLDER")
    least = LEAST_KAPPA if least_kappa is None else least_kappa
    if adapted is not None:
        with cli_errors():
            version = Artifacts(adapted).manifest.version
        _insist([check_version(version, artifacts)])
        _insist(check_adapted_release(adapted, artifacts, least_kappa=least))
        folder = adapted
    else:
        assert version is not None
        wanted = options.read_recipe(recipe, settings)
        data = options.audited_data(index, root)
        _insist([check_version(version, artifacts)])
        folder = work / RELEASES / version
        shutil.rmtree(folder, ignore_errors=True)
        _keep_left_out(artifacts, folder, wanted)
        export_run(wanted, folder, version, work=work, data=data, figures=figures)
        _insist(check_release(folder, artifacts, least_kappa=least))
    install(folder, artifacts)
    console.print(f"released {version} into {artifacts}; next:", highlight=False)
    for line in (
        f"git add --all {artifacts}",
        f"git commit --message 'Release models {version}'",
        f"git tag models-{version}",
        "make deploy",
    ):
        console.print(f"    {line}", highlight=False, markup=False, soft_wrap=True)


def _keep_left_out(artifacts: Path, folder: Path, recipe: AnyRecipe) -> None:
    """Copy the table of `leave-one-out`, if it is of this recipe."""
    from scalp_train.evaluate.left_out import read_table, write_table

    table = read_table(artifacts)
    if table is not None and table.command.endswith(f"leave-one-out{recipe.options}"):
        write_table(table, folder)


def _insist(checks: list[Check]) -> None:
    """Print checks, and exit with 1 unless all passed."""
    table = Table("check", "found", "")
    for check in checks:
        table.add_row(check.name, check.found, "passed" if check.passed else "[red]failed")
    console.print(table)
    if not all(check.passed for check in checks):
        console.print("not released: the shipped artifacts are as they were", style="red")
        raise typer.Exit(1)
