"""One training and what it leaves behind: checkpoints, minutes, and where the weights came from."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import torch

from scalp_core.vision.manifest import InitialWeights
from scalp_core.vocabulary import Symptom, TrainedOn
from scalp_train.data.distributed import first_alone, rank
from scalp_train.data.rendered import CachedSet
from scalp_train.fit.recipe import AnyRecipe

MINUTES = "minutes.json"
AnyOf = TypeVar("AnyOf", bound=AnyRecipe, covariant=True)


@dataclass(frozen=True, slots=True)
class Run(Generic[AnyOf]):
    """A recipe, its sets and the folder that holds what it makes.

    Attributes:
        test: the held-out set; ``None`` where it is rendered when it is needed.
        weights: folder with published checkpoints to start from.
        minutes: wall time to train for; training is cut there.
    """

    recipe: AnyOf
    train: CachedSet
    validation: CachedSet
    folder: Path
    test: CachedSet | None = None
    trained_on: TrainedOn = TrainedOn.RENDERED
    weights: Path | None = None
    minutes: float | None = None

    def checkpoint(self, symptom: Symptom) -> Path:
        """Where a finished network's state dict lies."""
        return self.folder / f"{symptom}.pt"

    def keep(self, network: torch.nn.Module, file: Path) -> None:
        """Save a state dict, once for all processes and whole or not at all."""

        def save() -> None:
            if rank() == 0:
                unfinished = file.with_suffix(".unfinished")
                torch.save(network.state_dict(), unfinished)
                unfinished.replace(file)

        first_alone(save)

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
        """Wall time of each step so far, all processes side by side counted once."""
        file = self.folder / MINUTES
        found: dict[str, float] = json.loads(file.read_text()) if file.exists() else {}
        return found

    def began_with(self, symptom: Symptom, weights: InitialWeights) -> None:
        """Note what a network starts from."""
        if rank() == 0:
            self._origin(symptom).write_text(weights.model_dump_json(by_alias=True, indent=2))

    def initial_weights(self, symptom: Symptom) -> InitialWeights | None:
        """What was noted; ``None`` for runs older than the note."""
        file = self._origin(symptom)
        return InitialWeights.model_validate_json(file.read_bytes()) if file.exists() else None

    def _origin(self, symptom: Symptom) -> Path:
        return self.folder / f"{symptom}.weights.json"
