"""Learning curves as a picture: loss on the training batches, loss and accuracy on validation."""

from __future__ import annotations

import csv
import warnings
from pathlib import Path
from typing import Any

import lightning.pytorch as lightning
from lightning.pytorch.callbacks import Callback
from lightning.pytorch.loggers import CSVLogger
from lightning.pytorch.loggers.csv_logs import ExperimentWriter
from lightning.pytorch.loggers.logger import rank_zero_experiment
from matplotlib.axes import Axes
from matplotlib.figure import Figure

TRAINING = ("loss", "localisation_loss")
VALIDATION = ("val_loss",)
FILE = "curves.png"
Point = tuple[float, float]


def read(file: Path) -> dict[str, list[Point]]:
    """What a ``metrics.csv`` of the trainer holds: (step, value) of each quantity, in order."""
    found: dict[str, list[Point]] = {}
    with file.open(newline="") as lines:
        for line in csv.DictReader(lines):
            for name, value in line.items():
                if value and name not in ("epoch", "step"):
                    found.setdefault(name, []).append((float(line["step"]), float(value)))
    return found


def draw(file: Path, picture: Path) -> None:
    """Draw the curves of a ``metrics.csv`` as a PNG file."""
    found = read(file)
    figure = Figure(figsize=(10, 4), dpi=100, layout="constrained")
    losses, accuracies = figure.subplots(1, 2)
    _lines(losses, {name: found[name] for name in (*TRAINING, *VALIDATION) if name in found})
    _lines(
        accuracies,
        {
            name.removeprefix("val_"): points
            for name, points in found.items()
            if name.startswith("val_") and name not in VALIDATION
        },
    )
    losses.set_title("Loss")
    accuracies.set_title("Accuracy on the validation set")
    accuracies.set_ylim(0, 1)
    figure.savefig(picture)


def _lines(axes: Axes, curves: dict[str, list[Point]]) -> None:
    for name, points in curves.items():
        steps, values = zip(*points, strict=True)
        axes.plot(steps, values, label=name, marker="o" if len(points) < 10 else None, markersize=3)
    axes.set_xlabel("step")
    axes.grid(alpha=0.3)
    if curves:
        axes.legend(fontsize=7)


class ResumedCSVLogger(CSVLogger):
    """A CSV logger that goes on with the file of an interrupted training.

    Lightning's own deletes what lies in the folder of the same version.
    """

    def __init__(self, folder: Path, *, name: str, version: str) -> None:
        super().__init__(folder, name=name, version=version)
        self._before: list[dict[str, str]] = []

    @property
    @rank_zero_experiment
    def experiment(self) -> Any:
        """Lightning's writer, which has written the rows of before once more."""
        if self._experiment is None:
            file = Path(self.log_dir) / ExperimentWriter.NAME_METRICS_FILE
            if file.exists():
                with file.open(newline="") as lines:
                    self._before = list(csv.DictReader(lines))
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "Experiment logs directory")  # it is not lost
                writer = super().experiment
            self._write(writer, self._before)
        return self._experiment

    def go_on_from(self, step: int) -> None:
        """Drop what was logged after so many steps: they are trained once more.

        Batches count from 0; a validation has the number of the steps before it.
        """
        writer = self.experiment
        Path(writer.metrics_file_path).unlink(missing_ok=True)
        kept = [row for row in self._before if int(row["step"]) < step + bool(row.get("val_loss"))]
        self._write(writer, kept)

    @staticmethod
    def _write(writer: Any, rows: list[dict[str, str]]) -> None:
        writer.metrics = list(rows)
        writer.save()


class CurvePicture(Callback):
    """Draws the curves beside their figures whenever a validation has ended."""

    def on_train_start(self, trainer: lightning.Trainer, *_: Any) -> None:
        """Keep the curves up to the checkpoint that was restored, and no further."""
        if isinstance(trainer.logger, ResumedCSVLogger) and trainer.is_global_zero:
            trainer.logger.go_on_from(trainer.global_step)

    def on_validation_end(self, trainer: lightning.Trainer, *_: Any) -> None:
        """Draw what was logged so far."""
        logger = trainer.logger
        if isinstance(logger, CSVLogger) and trainer.is_global_zero:
            logger.save()
            file = Path(logger.log_dir) / logger.experiment.NAME_METRICS_FILE
            if file.exists():
                draw(file, file.with_name(FILE))
