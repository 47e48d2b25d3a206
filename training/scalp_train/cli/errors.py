"""Errors that people can act on: one sentence and exit status 1, not a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from scalp_core.errors import BrokenArtifactError
from scalp_train.cli.options import console
from scalp_train.data.aihub import UnusableIndexError


@contextmanager
def cli_errors() -> Iterator[None]:
    """Print what makes a training or a release impossible, and exit with 1."""
    from scalp_train.fit.devices import PrecisionError
    from scalp_train.fit.loggers import MissingLoggerError
    from scalp_train.fit.run import OtherSettingsError
    from scalp_train.fit.sets import UnknownTechniqueError
    from scalp_train.fit.train import FixedEpochsError
    from scalp_train.models.initial_weights import UnknownWeightsError

    try:
        yield
    except (
        BrokenArtifactError,
        FixedEpochsError,
        MissingLoggerError,
        OtherSettingsError,
        PrecisionError,
        UnknownTechniqueError,
        UnknownWeightsError,
        UnusableIndexError,
    ) as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(1) from error
