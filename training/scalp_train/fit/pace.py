"""How fast a training is: measured on a shortened run, and extrapolated to the whole one."""

from __future__ import annotations

import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import lightning.pytorch as lightning
import torch
from lightning.pytorch.callbacks import Callback

from scalp_core.vocabulary import Symptom
from scalp_train.data.distributed import world_size
from scalp_train.fit.datamodules import VALIDATION_BATCH
from scalp_train.fit.recipe import AnyRecipe, Recipe
from scalp_train.fit.run import AnyRun

BATCHES = 2
"""Of each step in a shortened run: the first warms caches up, the second is timed."""


def shortened(recipe: AnyRecipe) -> AnyRecipe:
    """Return the recipe with ``BATCHES`` batches of everything, and one epoch."""
    phases: dict[str, object] = {}
    if isinstance(recipe, Recipe):
        largest = max(phase.batch for phase in (*recipe.trunk, recipe.finish))
        once = {"epochs": 1}
        phases["trunk"] = tuple(phase.model_copy(update=once) for phase in recipe.trunk)
        phases["finish"] = recipe.finish.model_copy(update=once)
    else:
        largest = recipe.separate.batch
        phases["separate"] = recipe.separate.model_copy(update={"epochs": 1})
    counts = {
        "train": BATCHES * largest,
        "validation": BATCHES * VALIDATION_BATCH,
        "test": 1,
    }
    sets = {
        name: getattr(recipe, name).model_copy(
            update={"count": min(count, getattr(recipe, name).count), "most": None}
        )
        for name, count in counts.items()
    }
    return recipe.model_copy(update={**phases, **sets})


class Pace(Callback):
    """Takes the time of each batch of each step, loading included."""

    def __init__(self) -> None:
        self._trained: dict[str, list[float]] = defaultdict(list)
        self._validated: dict[str, list[float]] = defaultdict(list)
        self._fitted: dict[str, float] = {}
        self._started = self._last = 0.0

    def seconds_fitting(self, step: str) -> float:
        """Return how long the trainer of a step ran; 0 for unknown steps."""
        return self._fitted.get(step, 0.0)

    def train_seconds(self, step: str) -> float:
        """Return the seconds a picture of training, the median batch after the first."""
        return _median(self._trained[step])

    def validation_seconds(self, step: str) -> float:
        """Return the seconds a picture of validation, the median batch after the first."""
        return _median(self._validated[step])

    def on_fit_start(self, *_: Any) -> None:
        """Start counting."""
        self._started = _now()

    def on_fit_end(self, trainer: lightning.Trainer, *_: Any) -> None:
        """Note the length of the whole step."""
        self._fitted[_step(trainer)] = _now() - self._started

    def on_train_epoch_start(self, *_: Any) -> None:
        """Start the first batch."""
        self._last = _now()

    def on_validation_epoch_start(self, *_: Any) -> None:
        """Start the first batch."""
        self._last = _now()

    def on_train_batch_end(
        self, trainer: lightning.Trainer, pl_module: Any, outputs: Any, batch: Any, *_: Any
    ) -> None:
        """Note the batch."""
        del pl_module, outputs
        self._note(self._trained[_step(trainer)], batch)

    def on_validation_batch_end(
        self, trainer: lightning.Trainer, pl_module: Any, outputs: Any, batch: Any, *_: Any
    ) -> None:
        """Note the batch."""
        del pl_module, outputs
        self._note(self._validated[_step(trainer)], batch)

    def _note(self, found: list[float], batch: Any) -> None:
        now = _now()
        found.append((now - self._last) / (len(batch[0]) * world_size()))
        self._last = now


def _now() -> float:
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return time.monotonic()


def _step(trainer: lightning.Trainer) -> str:
    return str(trainer.loggers[0].version)


def _median(found: list[float]) -> float:
    return median(found[1:] or found or [0.0])


@dataclass(frozen=True, slots=True)
class Estimate:
    """One step of a whole training: pictures that pass through, and seconds for each."""

    step: str
    pictures: int
    seconds: float

    @property
    def hours(self) -> float:
        """Return the hours that the step takes."""
        return self.pictures * self.seconds / 3600


def estimates(
    whole: AnyRecipe, short: AnyRun, pace: Pace, train: int, validation: int
) -> Iterator[Estimate]:
    """Yield what each step of the whole recipe takes, judged by a shortened run.

    Args:
        whole: the recipe to train.
        short: the finished run of its shortened form.
        pace: callback of that run.
        train: pictures of the whole training set.
        validation: pictures of the whole validation set.
    """
    if not isinstance(whole, Recipe):
        for symptom in Symptom:
            yield from _fitting(symptom, pace, train, validation, whole.separate.epochs)
        return
    minutes = short.minutes_trained()
    steps = [(f"trunk-{number}", phase) for number, phase in enumerate(whole.trunk)]
    for name, phase in [*steps, ("finish", whole.finish)]:
        if phase.passes:
            cached = len(short.train) * phase.passes + len(short.validation)
            spent = minutes[name] * 60 - pace.seconds_fitting(name)
            total = train * phase.passes + validation
            yield Estimate(f"{name}, features", total, max(spent, 0.0) / cached)
        seen = train * max(phase.passes, 1)
        for step in [name] if name != "finish" else [f"finish-{symptom}" for symptom in Symptom]:
            yield from _fitting(step, pace, seen, validation, phase.epochs)


def _fitting(step: str, pace: Pace, train: int, validation: int, epochs: int) -> Iterator[Estimate]:
    yield Estimate(step, train * epochs, pace.train_seconds(step))
    yield Estimate(f"{step}, validation", validation * epochs, pace.validation_seconds(step))


@dataclass(frozen=True, slots=True)
class PeakMemory:
    """Most bytes held at a time so far."""

    process: int
    """By this process; pages of memory-mapped files that were read count, too."""
    device: int
    """By torch on the GPU; 0 without one."""


def peak_memory() -> PeakMemory:
    """Return the peak of this process; workers of loaders share most of its pages."""
    unit = 1 if sys.platform == "darwin" else 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    device = torch.cuda.max_memory_allocated() if torch.cuda.is_available() else 0
    return PeakMemory(most, device)


def free_disk_needed(whole: AnyRecipe, short: AnyRun, train: int, validation: int) -> int:
    """Return the bytes of features that the whole training caches, by those of a short run."""
    if not isinstance(whole, Recipe):
        return 0
    total = 0
    for file in sorted(Path(short.folder).glob("*.npy")):
        kept = len(short.train) if "train" in file.name else len(short.validation)
        total += file.stat().st_size * (train if "train" in file.name else validation) // kept
    return total
