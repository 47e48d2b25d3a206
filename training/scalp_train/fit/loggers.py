"""Loggers beside the CSV file: TensorBoard, and Weights & Biases and MLflow where installed.

All write below the run's folder; none needs an account or the network.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from lightning.pytorch.loggers import Logger, MLFlowLogger, TensorBoardLogger, WandbLogger

from scalp_train.fit.recipe import LoggerName

PACKAGES: dict[LoggerName, str] = {
    "tensorboard": "tensorboardX",
    "wandb": "wandb",
    "mlflow": "mlflow",
}


class MissingLoggerError(ValueError):
    """A logger's package is not installed; the message says how to install it."""


def check_loggers(names: Sequence[LoggerName]) -> None:
    """Check that the packages of some loggers are installed.

    Raises:
        MissingLoggerError: one is not.
    """
    for name in names:
        package = PACKAGES[name]
        if find_spec(package) is None:
            raise MissingLoggerError(
                f"logger {name} needs the package {package}: pip install {package}, or leave it "
                "out of the recipe's loggers"
            )


def further_loggers(names: Sequence[LoggerName], folder: Path, step: str) -> Iterator[Logger]:
    """Yield loggers of one step of a run.

    Args:
        names: of the loggers.
        folder: of the run; TensorBoard's files go into its ``curves/STEP`` beside the CSV file,
            the others' into ``wandb`` and ``mlflow.db``.
        step: name of the step, as ``trunk-0``.
    """
    for name in names:
        if name == "tensorboard":
            yield TensorBoardLogger(folder, name="curves", version=step)
        elif name == "wandb":
            yield WandbLogger(
                project=folder.name, name=step, save_dir=folder, offline=True, log_model=False
            )
        else:
            yield MLFlowLogger(
                experiment_name=folder.name,
                run_name=step,
                tracking_uri=f"sqlite:///{folder / 'mlflow.db'}",
            )
