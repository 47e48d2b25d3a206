"""What an operator does with AWS credentials, on AWS or on the local stack."""

from pathlib import Path
from typing import Annotated

import boto3
import typer
from rich.console import Console

from scalp_core import clock
from scalp_core.errors import ScalpSpectraError
from scalp_core.repositories.hospitals import HospitalRepository
from scalp_core.usecases.load_hospitals import load_hospitals
from scalp_operator.seeds import HOSPITALS, read_hospitals

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False)
_console = Console(stderr=True)

Table = Annotated[
    str, typer.Option(envvar="TABLE_NAME", help="the stack's table (output TableName)")
]


@app.callback()
def _verbs() -> None:
    """Keeps the verb's name on the command line while there is only one."""


@app.command("load-hospitals")
def load_hospitals_verb(
    table: Table,
    file: Annotated[Path, typer.Option(help="CSV, see infra/seed/README.md")] = HOSPITALS,
    dry_run: Annotated[bool, typer.Option(help="tell what would change, change nothing")] = False,
    allow_shrinking: Annotated[
        bool, typer.Option(help="replace the stored rows even by far fewer ones")
    ] = False,
) -> None:
    """Replace the stored hospitals by those of a file, and print what changed."""
    try:
        diff = load_hospitals(
            read_hospitals(file),
            hospitals=HospitalRepository(boto3.client("dynamodb"), table),
            clock=clock.now,
            allow_shrinking=allow_shrinking,
            dry_run=dry_run,
        )
    except (ScalpSpectraError, FileNotFoundError) as error:
        _console.print(f"[bold red]{error}", highlight=False)
        raise typer.Exit(1) from error
    for name, number in diff.counts().items():
        typer.echo(f"{name}: {number}")
    if dry_run:
        typer.echo("Nothing has been written.")


if __name__ == "__main__":
    app()
