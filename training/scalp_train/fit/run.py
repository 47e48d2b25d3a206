"""A training run and its folder: checkpoints, minutes, and the origin of the initial weights."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import torch
from lightning.pytorch.callbacks import Callback

from scalp_core.vision.manifest import InitialWeights
from scalp_core.vocabulary import Symptom, TrainedOn
from scalp_train.data.cache import CachedSet
from scalp_train.data.distributed import rank, rank_zero_first
from scalp_train.fit.recipe import AnyRecipe

MINUTES = "minutes.json"
RECIPE = "recipe.json"
HARMLESS = {"name", "test", "calibration", "leave_one_out", "workers", "loggers"}
"""Parts of a recipe that change no weights."""
RecipeT = TypeVar("RecipeT", bound=AnyRecipe, covariant=True)


class OtherSettingsError(ValueError):
    """A run's folder holds networks that were trained with other settings."""


@dataclass(frozen=True, slots=True)
class Run(Generic[RecipeT]):
    """A recipe, its sets and the folder of its outputs.

    Attributes:
        recipe: what to train, and how.
        train: the training set.
        validation: the validation set.
        folder: for checkpoints, curves and caches.
        test: the held-out set; ``None`` where it is rendered on demand.
        trained_on: the kind of pictures.
        weights: folder with published checkpoints to start from.
        minutes: wall time after which training stops.
        callbacks: of every trainer, in addition to its own.
    """

    recipe: RecipeT
    train: CachedSet
    validation: CachedSet
    folder: Path
    test: CachedSet | None = None
    trained_on: TrainedOn = TrainedOn.RENDERED
    weights: Path | None = None
    minutes: float | None = None
    callbacks: tuple[Callback, ...] = ()

    def claim(self) -> None:
        """Record the recipe in the folder, so that no other settings resume in it.

        Folders whose networks are older than this record are accepted.

        Raises:
            OtherSettingsError: the folder's networks were trained with other settings.
        """
        file = self.folder / RECIPE
        wanted = self.recipe.model_dump(mode="json", exclude=HARMLESS, exclude_defaults=True)
        if not file.exists():
            if rank() == 0 and not any(self.folder.glob("*.pt")):
                self.folder.mkdir(parents=True, exist_ok=True)
                file.write_text(json.dumps(wanted, indent=2) + "\n")
            return
        found = json.loads(file.read_text())
        other = sorted(key for key in found | wanted if found.get(key) != wanted.get(key))
        if other:
            raise OtherSettingsError(
                f"{self.folder} was trained with another {', '.join(other)}. Give this training a "
                "name of its own by --set name=NAME, or delete the folder."
            )

    def checkpoint(self, symptom: Symptom) -> Path:
        """Return the path of a finished network's state dict."""
        return self.folder / f"{symptom}.pt"

    def save(self, network: torch.nn.Module, file: Path) -> None:
        """Save a state dict atomically, by rank 0 alone."""

        def save() -> None:
            if rank() == 0:
                unfinished = file.with_suffix(".unfinished")
                torch.save(network.state_dict(), unfinished)
                unfinished.replace(file)

        rank_zero_first(save)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Add the wall time inside to the minutes of a step, interrupted or not."""
        started = time.monotonic()
        try:
            yield
        finally:
            if rank() == 0:
                minutes = self.minutes_trained()
                spent = (time.monotonic() - started) / 60
                minutes[step] = round(minutes.get(step, 0.0) + spent, 3)
                (self.folder / MINUTES).write_text(json.dumps(minutes, indent=2) + "\n")

    def minutes_trained(self) -> dict[str, float]:
        """Return the wall time of each step so far; parallel processes count once."""
        file = self.folder / MINUTES
        found: dict[str, float] = json.loads(file.read_text()) if file.exists() else {}
        return found

    def record_initial_weights(self, symptom: Symptom, weights: InitialWeights) -> None:
        """Record which weights a network starts from."""
        if rank() == 0:
            text = weights.model_dump_json(by_alias=True, indent=2)
            self._initial_weights_file(symptom).write_text(text)

    def initial_weights(self, symptom: Symptom) -> InitialWeights | None:
        """Return the recorded weights; ``None`` for runs older than the record."""
        file = self._initial_weights_file(symptom)
        return InitialWeights.model_validate_json(file.read_bytes()) if file.exists() else None

    def _initial_weights_file(self, symptom: Symptom) -> Path:
        return self.folder / f"{symptom}.weights.json"


AnyRun = Run[AnyRecipe]
