"""Sub-command ``leave-one-out``: how well the recipe carries over to another hand's drawings."""

from __future__ import annotations

from typing import Annotated

import typer

from scalp_train.cli import options
from scalp_train.cli.datasets import prepare_run
from scalp_train.cli.errors import cli_errors
from scalp_train.cli.options import console
from scalp_train.cli.progress import progress
from scalp_train.render.techniques import Technique


def leave_one_out(
    recipe: options.Recipe = options.DEFAULT,
    settings: options.Settings = None,
    work: options.Work = options.WORK,
    artifacts: options.ArtifactsFolder = options.ARTIFACTS,
    without: Annotated[
        Technique | None, typer.Option(help="Leave out this one alone; by default each in turn.")
    ] = None,
    minutes: Annotated[
        float | None,
        typer.Option(min=0, help="Stop each training after so many; for recipes like seed."),
    ] = None,
) -> None:
    """Train without each technique in turn, judge on its drawings, and record the table.

    Uses the pictures of the recipe's own sets, at the smaller sizes that it names. Interrupted, it
    resumes where it stopped. A technique judged alone replaces its own lines of the table. `card`
    puts the table into the model card.
    """
    from scalp_train.evaluate.left_out import LeaveOneOutTable, read_table, write_table
    from scalp_train.evaluate.tables import print_left_out
    from scalp_train.fit.sets import UnknownTechniqueError
    from scalp_train.publish.leave_one_out import judge_left_out

    wanted = options.read_recipe(recipe, settings)
    found = {}
    for technique in [without] if without else wanted.train.drawers:
        try:
            reduced = wanted.without(technique)
        except UnknownTechniqueError as error:
            raise typer.BadParameter(str(error), param_hint="--recipe") from error
        console.print(f"without {technique}")
        run = prepare_run(reduced, work, console, minutes=minutes)
        with (
            cli_errors(),
            progress(console, f"judge on {technique}", 2 * reduced.test.count) as show,
        ):
            found[technique] = judge_left_out(run, technique, on_progress=show)
            show(2 * reduced.test.count)
    command = f"python -m scalp_train leave-one-out{wanted.options}"
    recorded = read_table(artifacts)
    before = recorded.techniques if recorded and recorded.command == command else {}
    after = {str(technique): result for technique, result in found.items()}
    table = LeaveOneOutTable(command=command, techniques=before | after)
    write_table(table, artifacts)
    print_left_out(table, console)
