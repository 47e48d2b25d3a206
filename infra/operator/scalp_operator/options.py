"""Options that several verbs have."""

from typing import Annotated

import typer

Stack = Annotated[
    str, typer.Option(envvar="STACK", help="Name of the CloudFormation stack, see samconfig.toml.")
]
STACK = "scalpspectra"
DryRun = Annotated[bool, typer.Option(help="Report what would change, and change nothing.")]
AllowShrinking = Annotated[
    bool, typer.Option(help="Replace the stored rows even by far fewer ones.")
]
