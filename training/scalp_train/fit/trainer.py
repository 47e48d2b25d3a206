"""The Lightning trainer that all recipes share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import lightning.pytorch as lightning
from lightning.pytorch.callbacks import Callback, TQDMProgressBar

from scalp_train.data.distributed import local_world_size, rank, world_size
from scalp_train.fit.callbacks import LearningCurves
from scalp_train.fit.learning_curves import ResumableCSVLogger


def build_trainer(
    folder: Path, name: str, *, epochs: int, callbacks: list[Callback]
) -> lightning.Trainer:
    """Return a trainer with mixed precision, on a GPU where there is one.

    Batches are divided among processes by
    :class:`scalp_train.data.loaders.DistributedBatchSampler`. Several processes on CPUs share the
    cores.

    Args:
        folder: of the run; curves go into ``curves/NAME``.
        name: of the step.
        epochs: maximum number of epochs.
        callbacks: in addition to learning curves and progress bar.
    """
    several: dict[str, Any] = {}
    if world_size() > 1:
        several = {"strategy": "ddp", "num_nodes": world_size() // local_world_size()}
    return lightning.Trainer(
        accelerator="auto",
        devices=local_world_size(),
        precision="bf16-mixed",
        max_epochs=epochs,
        reload_dataloaders_every_n_epochs=1,
        num_sanity_val_steps=0,
        log_every_n_steps=20,
        enable_model_summary=False,
        enable_progress_bar=rank() == 0,
        use_distributed_sampler=False,
        logger=ResumableCSVLogger(folder, name="curves", version=name),
        callbacks=[
            *callbacks,
            LearningCurves(),
            *([TQDMProgressBar(refresh_rate=20)] if rank() == 0 else []),
        ],
        **several,
    )
