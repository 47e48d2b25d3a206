"""Recipes side by side: what each took, and what it reached on held-out pictures of one kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scalp_core.vision.manifest import Artifacts, Manifest
from scalp_train.evaluate.report import Report, read
from scalp_train.evaluate.tables import cells
from scalp_train.publish.training_record import Training


class IncomparableError(ValueError):
    """Two folders of artifacts cannot be compared; the message names one and says why."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The models of one recipe, as their folder describes them."""

    training: Training
    manifest: Manifest
    report: Report

    def line(self) -> list[str]:
        """Networks, what they began with, input, minutes, and the mean of each figure."""
        models = self.manifest.models.values()
        spec = next(iter(models)).input
        return [
            ", ".join(dict.fromkeys(model.architecture for model in models)),
            "; ".join(dict.fromkeys(model.initial_weights.name for model in models)),
            f"{spec.width}x{spec.height}",
            "-" if self.training.minutes is None else f"{self.training.minutes:.1f}",
            str(self.report.pictures),
            "-" if self.training.overfit is None else f"{100 * self.training.overfit.gap:.1f}",
            *cells(self.report.mean),
        ]


def reached(folder: Path) -> Reached:
    """Read what a recipe reached; the models themselves need not lie in ``folder``.

    Raises:
        IncomparableError: the evaluation or the note on training is missing, or of other models.
    """
    manifest, report, training = Artifacts(folder).manifest, read(folder), Training.read(folder)
    if report is None or not report.describes(manifest):
        raise IncomparableError(f"{folder} has no evaluation of its models")
    if training is None:
        raise IncomparableError(f"{folder} has no training.json, which names the recipe")
    return Reached(training, manifest, report)


def side_by_side(own: Reached, others: list[Reached]) -> dict[str, list[str]]:
    """One line for each recipe, by its name; ``own`` comes first.

    Raises:
        IncomparableError: they were not measured on pictures of one kind, or two have one name.
    """
    lines = {own.training.recipe: own.line()}
    for other in others:
        name = other.training.recipe
        if _held_out(other) != _held_out(own):
            raise IncomparableError(f"recipe {name} was measured on other pictures")
        if name in lines:
            raise IncomparableError(f"recipe {name} is there twice")
        lines[name] = other.line()
    return lines


def _held_out(one: Reached) -> tuple[str, int]:
    """Pictures from one seed follow one distribution; slow networks may be shown fewer of them."""
    return one.manifest.trained_on, one.report.seed
