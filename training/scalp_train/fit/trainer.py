"""The trainer that all recipes share."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import lightning.pytorch as lightning
import torch
from lightning.pytorch.callbacks import Callback, ModelCheckpoint, TQDMProgressBar

from scalp_train.data.distributed import agreed, devices, rank, world
from scalp_train.fit.learning_curves import CurvePicture, ResumedCSVLogger

VALIDATION_BATCH = 50
MONITORED = "val_loss"


def trainer(
    folder: Path, name: str, *, epochs: int, callbacks: list[Callback]
) -> lightning.Trainer:
    """Mixed precision, a GPU where there is one, curves and a progress bar.

    Batches are shared among processes by :class:`scalp_train.loaders.SharedBatches`. With several
    on CPUs each has some of the cores.
    """
    several: dict[str, Any] = {}
    if world() > 1:
        several = {"strategy": "ddp", "num_nodes": world() // devices()}
    return lightning.Trainer(
        accelerator="auto",
        devices=devices(),
        precision="bf16-mixed",
        max_epochs=epochs,
        reload_dataloaders_every_n_epochs=1,
        num_sanity_val_steps=0,
        log_every_n_steps=20,
        enable_model_summary=False,
        enable_progress_bar=rank() == 0,
        use_distributed_sampler=False,
        logger=ResumedCSVLogger(folder, name="curves", version=name),
        callbacks=[
            *callbacks,
            CurvePicture(),
            *([TQDMProgressBar(refresh_rate=20)] if rank() == 0 else []),
        ],
        **several,
    )


def best_of(folder: Path) -> ModelCheckpoint:
    """Keeps the epoch with the lowest validation loss."""
    return ModelCheckpoint(folder, filename="best", monitor=MONITORED, enable_version_counter=False)


def restore(lesson: lightning.LightningModule, best: ModelCheckpoint) -> None:
    """Give a lesson back the weights of its best epoch."""
    kept = torch.load(best.best_model_path, map_location="cpu", weights_only=True)
    lesson.load_state_dict(kept["state_dict"])


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
        """All processes stop at the same batch."""
        if agreed(time.monotonic() - self._started) >= self._seconds:
            trainer.should_stop = True
