"""Comparison of recipes: minutes of training, and metrics on held-out pictures of one kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scalp_core.vision.manifest import Artifacts, Manifest
from scalp_train.evaluate.report import Report, read_report
from scalp_train.evaluate.tables import metric_cells
from scalp_train.publish.training_record import TrainingRecord


class IncomparableError(ValueError):
    """Two folders of artifacts cannot be compared; the message names one and says why."""


@dataclass(frozen=True, slots=True)
class RecipeResult:
    """The networks of one recipe, as their folder describes them."""

    training: TrainingRecord
    manifest: Manifest
    report: Report

    def cells(self) -> list[str]:
        """Return networks, initial weights, input, minutes, and the mean of each metric."""
        models = self.manifest.models.values()
        spec = next(iter(models)).input
        return [
            ", ".join(dict.fromkeys(model.architecture for model in models)),
            "; ".join(dict.fromkeys(model.initial_weights.name for model in models)),
            f"{spec.width}x{spec.height}",
            "-" if self.training.minutes is None else f"{self.training.minutes:.1f}",
            str(self.report.pictures),
            "-" if self.training.overfit is None else f"{100 * self.training.overfit.gap:.1f}",
            *metric_cells(self.report.mean),
        ]


def read_result(folder: Path) -> RecipeResult:
    """Read the result of a recipe; the networks themselves need not lie in ``folder``.

    Raises:
        IncomparableError: the evaluation or the training record is missing, or of other networks.
    """
    manifest, report = Artifacts(folder).manifest, read_report(folder)
    training = TrainingRecord.read(folder)
    if report is None or not report.describes(manifest):
        raise IncomparableError(f"{folder} has no evaluation of its models")
    if training is None:
        raise IncomparableError(f"{folder} has no training.json, which names the recipe")
    return RecipeResult(training, manifest, report)


def compare(own: RecipeResult, others: list[RecipeResult]) -> dict[str, list[str]]:
    """Return the cells of each recipe by its name; ``own`` comes first.

    Raises:
        IncomparableError: they were measured on pictures of different kinds, or share a name.
    """
    rows = {own.training.recipe: own.cells()}
    for other in others:
        name = other.training.recipe
        if _held_out(other) != _held_out(own):
            raise IncomparableError(f"recipe {name} was measured on other pictures")
        if name in rows:
            raise IncomparableError(f"recipe {name} is there twice")
        rows[name] = other.cells()
    return rows


def _held_out(result: RecipeResult) -> tuple[str, int]:
    """Return what identifies the distribution; slow networks may be evaluated on fewer pictures."""
    return result.manifest.trained_on, result.report.seed
