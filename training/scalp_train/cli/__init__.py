"""Command line of the trainer: ``python -m scalp_train``."""

from scalp_train.cli.main import app

__all__ = ["app"]
