"""Callbacks: best and last checkpoint, a deadline, and the plot of the learning curves."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Literal

import lightning.pytorch as lightning
import torch
from lightning.pytorch.callbacks import Callback, EarlyStopping, ModelCheckpoint
from lightning.pytorch.loggers import CSVLogger

from scalp_train.data.distributed import broadcast
from scalp_train.fit.learning_curves import FILE, ResumableCSVLogger, plot_curves

MODES: dict[str, Literal["min", "max"]] = {"val_loss": "min", "val_qwk": "max"}
"""What may choose the best epoch, and which way it gets better."""
PLOT_SECONDS = 10.0
"""A plot takes 0.3 s, about as long as a short epoch."""


def best_checkpoint(folder: Path, monitor: str) -> ModelCheckpoint:
    """Return a callback that keeps the epoch that is best by a metric of ``MODES``."""
    return ModelCheckpoint(
        folder,
        filename="best",
        monitor=monitor,
        mode=MODES[monitor],
        enable_version_counter=False,
    )


def early_stop(monitor: str, patience: int) -> EarlyStopping:
    """Return a callback that ends training once ``patience`` epochs were not the best."""
    return EarlyStopping(monitor, patience=patience, mode=MODES[monitor])


def load_best(module: lightning.LightningModule, best: ModelCheckpoint) -> None:
    """Load the weights of the best epoch into a module."""
    checkpoint = torch.load(best.best_model_path, map_location="cpu", weights_only=True)
    module.load_state_dict(checkpoint["state_dict"])


class Deadline(Callback):
    """Stops training after some seconds, in the middle of an epoch; validation follows."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._started = 0.0

    def on_train_start(
        self, trainer: lightning.Trainer, pl_module: lightning.LightningModule
    ) -> None:
        """Start counting."""
        del trainer, pl_module
        self._started = time.monotonic()

    def on_train_batch_end(self, trainer: lightning.Trainer, *_: Any) -> None:
        """Stop all processes at the same batch."""
        if broadcast(time.monotonic() - self._started) >= self._seconds:
            trainer.should_stop = True


class LearningCurves(Callback):
    """Plots the logged metrics as a PNG beside their file, at most every ``PLOT_SECONDS``.

    The last plot is drawn when training ends.
    """

    def __init__(self) -> None:
        self._next_plot = time.monotonic() + PLOT_SECONDS

    def on_train_start(self, trainer: lightning.Trainer, *_: Any) -> None:
        """Drop rows that were logged after the restored checkpoint."""
        if isinstance(trainer.logger, ResumableCSVLogger) and trainer.is_global_zero:
            trainer.logger.resume_from(trainer.global_step)

    def on_validation_end(self, trainer: lightning.Trainer, *_: Any) -> None:
        """Plot what was logged so far, unless the last plot is recent."""
        if time.monotonic() >= self._next_plot:
            self._next_plot = time.monotonic() + PLOT_SECONDS
            self._plot(trainer)

    def on_train_end(self, trainer: lightning.Trainer, *_: Any) -> None:
        """Plot the whole training."""
        self._plot(trainer)

    def _plot(self, trainer: lightning.Trainer) -> None:
        logger = trainer.logger
        if isinstance(logger, CSVLogger) and trainer.is_global_zero:
            logger.save()
            file = Path(logger.log_dir) / logger.experiment.NAME_METRICS_FILE
            if file.exists():
                plot_curves(file, file.with_name(FILE))
