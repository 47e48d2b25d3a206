"""How every command reports an error: one red line on standard error, and an exit code."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from botocore.exceptions import BotoCoreError, ClientError

from scalp_core.errors import ScalpSpectraError

FAILED = 1


@contextmanager
def cli_errors(*, missing_file: int = FAILED) -> Iterator[None]:
    """Report expected errors of a command in one line instead of a traceback.

    Whatever AWS refuses is expected: credentials, rights, regions and names are the operator's.

    Args:
        missing_file: exit code where a file does not exist.

    Raises:
        typer.Exit: an error has been reported.
    """
    try:
        yield
    except (ScalpSpectraError, FileNotFoundError, BotoCoreError, ClientError) as error:
        # Not wrapped: whoever reads it copies commands out of it.
        typer.secho(str(error), err=True, fg=typer.colors.RED, bold=True)
        code = missing_file if isinstance(error, FileNotFoundError) else FAILED
        raise typer.Exit(code) from error
