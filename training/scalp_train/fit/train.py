"""Training from a recipe to six checkpoints; finished steps are not repeated."""

from __future__ import annotations

from typing import cast

import lightning.pytorch as lightning

from scalp_train.data.distributed import join_process_group
from scalp_train.fit.devices import choose_precision, training_device
from scalp_train.fit.loggers import check_loggers
from scalp_train.fit.recipe import Recipe, SeparateRecipe
from scalp_train.fit.run import AnyRun, Run
from scalp_train.fit.separate_networks import train_separate_networks
from scalp_train.fit.trunk_and_heads import train_trunk_and_heads


class FixedEpochsError(ValueError):
    """Minutes were given for a recipe whose learning rate falls over a fixed number of epochs."""


def fit(run: AnyRun) -> None:
    """Train six networks by the recipe of the run, or resume an interrupted training.

    Raises:
        PrecisionError: this device cannot train in the recipe's precision.
        MissingLoggerError: a logger's package is not installed.
        OtherSettingsError: the run's folder was trained with other settings.
        FixedEpochsError: ``run.minutes`` is given, but the recipe has a fixed number of epochs.
    """
    choose_precision(run.recipe.precision, training_device())
    check_loggers(run.recipe.loggers)
    join_process_group()
    run.folder.mkdir(parents=True, exist_ok=True)
    run.claim()
    lightning.seed_everything(run.recipe.train.seed, verbose=False)
    if isinstance(run.recipe, SeparateRecipe):
        train_separate_networks(cast("Run[SeparateRecipe]", run))
    elif run.minutes is not None:
        raise FixedEpochsError(
            f"recipe {run.recipe.name} has a fixed number of epochs and cannot be cut by --minutes"
        )
    else:
        train_trunk_and_heads(cast("Run[Recipe]", run))
