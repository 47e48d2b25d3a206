"""The verb on hospitals: load a file."""

from pathlib import Path
from typing import Annotated

import typer

from scalp_core import clock
from scalp_core.hospitals.load import load_hospitals
from scalp_core.hospitals.repository import HospitalRepository
from scalp_deployment.cli import cli_errors
from scalp_deployment.hospital_file import read_hospitals
from scalp_deployment.paths import HOSPITALS
from scalp_deployment.stack import find_stack
from scalp_operator.options import STACK, AllowShrinking, DryRun, Stack


@cli_errors()
def load(
    stack: Stack = STACK,
    file: Annotated[Path, typer.Option(help="CSV, see infra/seed/README.md.")] = HOSPITALS,
    dry_run: DryRun = False,
    allow_shrinking: AllowShrinking = False,
) -> None:
    """Replace the stored hospitals by those of a file, and print what changed."""
    read = read_hospitals(file)  # first, so that a faulty file is named without an account
    typer.echo(f"read: {len(read)}")
    resources = find_stack(stack)
    diff = load_hospitals(
        read,
        hospitals=HospitalRepository(resources.dynamodb, resources.table),
        clock=clock.now,
        allow_shrinking=allow_shrinking,
        dry_run=dry_run,
    )
    for name, number in diff.counts().items():
        typer.echo(f"{name}: {number}")
    if dry_run:
        typer.echo("Nothing has been written.")
