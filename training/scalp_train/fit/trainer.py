"""The Lightning trainer that all recipes share."""

from __future__ import annotations

from typing import Any

import lightning.pytorch as lightning
from lightning.pytorch.callbacks import Callback, TQDMProgressBar

from scalp_core.vision.network import Network
from scalp_train.data.distributed import local_world_size, rank, world_size
from scalp_train.fit.callbacks import LearningCurves
from scalp_train.fit.devices import choose_precision, training_device
from scalp_train.fit.learning_curves import ResumableCSVLogger
from scalp_train.fit.loggers import further_loggers
from scalp_train.fit.run import AnyRun


def build_trainer(
    run: AnyRun, name: str, *, epochs: int, callbacks: list[Callback], accumulate: int = 1
) -> lightning.Trainer:
    """Return a trainer in the recipe's precision, on a GPU where there is one.

    Batches are divided among processes by
    :class:`scalp_train.data.loaders.DistributedBatchSampler`. Several processes on CPUs share the
    cores.

    Args:
        run: to train; curves go into its folder's ``curves/NAME``.
        name: of the step.
        epochs: maximum number of epochs.
        callbacks: in addition to the run's, learning curves and progress bar.
        accumulate: batches of each step.
    """
    device = training_device()
    several: dict[str, Any] = {}
    if world_size() > 1:
        several = {"strategy": "ddp", "num_nodes": world_size() // local_world_size()}
    return lightning.Trainer(
        accelerator=device.type,
        devices=local_world_size(),
        precision=choose_precision(run.recipe.precision, device),
        # Shapes do not change, so cuDNN's fastest kernels are looked for once.
        benchmark=device.type == "cuda",
        max_epochs=epochs,
        accumulate_grad_batches=accumulate,
        reload_dataloaders_every_n_epochs=1,
        num_sanity_val_steps=0,
        log_every_n_steps=20,
        enable_model_summary=False,
        enable_progress_bar=rank() == 0,
        use_distributed_sampler=False,
        logger=[
            ResumableCSVLogger(run.folder, name="curves", version=name),
            *further_loggers(run.recipe.loggers, run.folder, name),
        ],
        callbacks=[
            *callbacks,
            *run.callbacks,
            LearningCurves(),
            *([TQDMProgressBar(refresh_rate=20)] if rank() == 0 else []),
        ],
        **several,
    )


def compile_for_pictures(run: AnyRun, network: Network) -> None:
    """Let torch compile a network that learns from pictures, if the recipe wants it on this device.

    Never on a CPU, where compiling takes longer than it saves. Names of weights do not change.
    """
    if run.recipe.compile and training_device().type == "cuda":
        network.compile()
