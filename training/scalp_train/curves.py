"""Learning curves as a picture: loss on the training batches, loss and accuracy on validation."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import lightning.pytorch as lightning
from lightning.pytorch.callbacks import Callback
from lightning.pytorch.loggers import CSVLogger
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


class CurvePicture(Callback):
    """Draws the curves beside their figures whenever a validation has ended."""

    def on_validation_end(self, trainer: lightning.Trainer, *_: Any) -> None:
        """Draw what was logged so far."""
        logger = trainer.logger
        if isinstance(logger, CSVLogger) and trainer.is_global_zero:
            logger.save()
            file = Path(logger.log_dir) / logger.experiment.NAME_METRICS_FILE
            if file.exists():
                draw(file, file.with_name(FILE))
