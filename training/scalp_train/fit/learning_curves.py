"""Learning curves: the CSV log of a training, which survives interruptions, and its plot."""

from __future__ import annotations

import csv
import warnings
from pathlib import Path
from typing import Any

from lightning.fabric.loggers.logger import rank_zero_experiment
from lightning.pytorch.loggers import CSVLogger
from lightning.pytorch.loggers.csv_logs import ExperimentWriter
from matplotlib.axes import Axes
from matplotlib.figure import Figure

TRAINING = ("loss", "localisation_loss")
VALIDATION = ("val_loss",)
KAPPAS = "val_qwk_"
"""Prefix of the kappa of one symptom; the plot shows their mean alone."""
FILE = "curves.png"
Point = tuple[float, float]
"""Step and value."""


def read_metrics(file: Path) -> dict[str, list[Point]]:
    """Return the points of each metric in a ``metrics.csv`` of the trainer, in order."""
    found: dict[str, list[Point]] = {}
    with file.open(newline="") as lines:
        for line in csv.DictReader(lines):
            for name, value in line.items():
                if value and name not in ("epoch", "step"):
                    found.setdefault(name, []).append((float(line["step"]), float(value)))
    return found


def plot_curves(file: Path, picture: Path) -> None:
    """Plot the losses and accuracies of a ``metrics.csv`` as a PNG file."""
    found = read_metrics(file)
    figure = Figure(figsize=(10, 4), dpi=100)
    # Fixed margins: matplotlib's own layout draws everything twice.
    figure.subplots_adjust(left=0.06, right=0.98, bottom=0.13, top=0.92, wspace=0.15)
    losses, accuracies = figure.subplots(1, 2)
    _lines(losses, {name: found[name] for name in (*TRAINING, *VALIDATION) if name in found})
    _lines(
        accuracies,
        {
            name.removeprefix("val_"): points
            for name, points in found.items()
            if name.startswith("val_") and name not in VALIDATION and not name.startswith(KAPPAS)
        },
    )
    losses.set_title("Loss")
    accuracies.set_title("Accuracy, and quadratic weighted kappa, on the validation set")
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


class ResumableCSVLogger(CSVLogger):
    """A CSV logger that appends to the file of an interrupted training.

    Lightning's own deletes the files of the same version.
    """

    def __init__(self, folder: Path, *, name: str, version: str) -> None:
        super().__init__(folder, name=name, version=version)
        self._earlier_rows: list[dict[str, str]] = []

    @property
    @rank_zero_experiment
    def experiment(self) -> Any:
        """Return Lightning's writer, with the earlier rows written again."""
        if self._experiment is None:
            file = Path(self.log_dir) / ExperimentWriter.NAME_METRICS_FILE
            if file.exists():
                with file.open(newline="") as lines:
                    self._earlier_rows = list(csv.DictReader(lines))
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "Experiment logs directory")  # nothing is lost
                writer = super().experiment
            self._write(writer, self._earlier_rows)
        return self._experiment

    def resume_from(self, step: int) -> None:
        """Drop rows logged after ``step`` steps: they are trained again.

        Batches count from 0; a validation row has the number of the steps before it.
        """
        writer = self.experiment
        Path(writer.metrics_file_path).unlink(missing_ok=True)
        self._write(
            writer,
            [
                row
                for row in self._earlier_rows
                if int(row["step"]) < step + bool(row.get("val_loss"))
            ],
        )

    @staticmethod
    def _write(writer: Any, rows: list[dict[str, str]]) -> None:
        writer.metrics = list(rows)
        writer.save()
