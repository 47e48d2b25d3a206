"""The verb about hospitals: load a list."""

from pathlib import Path
from typing import Annotated

import typer

from scalp_core import clock
from scalp_core.hospitals.load import load_hospitals
from scalp_core.hospitals.repository import HospitalRepository
from scalp_operator.seeds import HOSPITALS, read_hospitals
from scalp_operator.target import STACK, AllowShrinking, DryRun, Stack, find, told


@told()
def load_hospitals_verb(
    stack: Stack = STACK,
    file: Annotated[Path, typer.Option(help="CSV, see infra/seed/README.md")] = HOSPITALS,
    dry_run: DryRun = False,
    allow_shrinking: AllowShrinking = False,
) -> None:
    """Replace the stored hospitals by those of a file, and print what changed."""
    target = find(stack)
    diff = load_hospitals(
        read_hospitals(file),
        hospitals=HospitalRepository(target.dynamodb, target.table),
        clock=clock.now,
        allow_shrinking=allow_shrinking,
        dry_run=dry_run,
    )
    for name, number in diff.counts().items():
        typer.echo(f"{name}: {number}")
    if dry_run:
        typer.echo("Nothing has been written.")
