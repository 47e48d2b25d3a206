"""Pictures a second that training learns from, against the bare step of the same network.

    python -m benchmarks.training_rate            as a table
    python -m benchmarks.training_rate --write    into docs/benchmarks.md

The trainer is the real one with all that it does for a batch: reading, augmenting pictures or
their signs, collating, moving averages, curves, progress bar. The bare step is forward, loss,
backward and optimiser of the same blocks on random tensors of the same shapes, in the same process
with as many threads. After each epoch of the one come as many steps of the other.

The recipes are the default one, with a phase before that is fed with pictures as training without
stored features is, and the report's (its b3). Few rendered pictures stand for many.
"""

import argparse
import copy
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import lightning.pytorch as lightning
import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.record import circumstances, write
from scalp_core.vision.manifest import InputSpec
from scalp_core.vocabulary import Symptom
from scalp_train.config import Phase, Recipe, SeparateRecipe, load
from scalp_train.dataset import CachedSet, RenderedSet, draw
from scalp_train.fit import fit
from scalp_train.lessons import Lesson, localisation_loss, loss
from scalp_train.runs import Run

_DRAWN = 32  # pictures; the sets repeat them
_WARM_UP = 4  # batches of an epoch before it is as fast as it will be
_TARGET = 0.9
_SEED = 7_000_000  # pictures that belong to no set


@dataclass
class Rates:
    """Pictures a second of one phase, by epoch."""

    trainer: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def share(self) -> float:
        """What the trainer reaches of the bare step's rate: the median of the epochs' shares."""
        pairs = zip(self.trainer, self.bare, strict=True)
        return median(trainer / bare for trainer, bare in pairs)


class Watch:
    """Takes the time of the batches of every lesson, and of as many bare steps after each epoch."""

    def __init__(self) -> None:
        self.rates: dict[str, Rates] = defaultdict(Rates)
        self.phase = ""
        self._ends: list[float] = []
        self._batch: Any = None

    @contextmanager
    def on_all_lessons(self) -> Iterator[None]:
        """As long as the block lasts."""

        def batch_ended(lesson: Lesson, _: Any, batch: Any, __: int) -> None:
            del lesson
            self._ends.append(time.perf_counter())
            self._batch = batch

        def epoch_ended(lesson: Lesson) -> None:
            self._compare(lesson)

        names = {"on_train_batch_end": batch_ended, "on_train_epoch_end": epoch_ended}
        for name, hook in names.items():
            setattr(Lesson, name, hook)
        try:
            yield
        finally:
            for name in names:
                delattr(Lesson, name)

    def _compare(self, lesson: Lesson) -> None:
        ends, self._ends = self._ends[_WARM_UP - 1 :], []
        pictures = len(self._batch[0]) * (len(ends) - 1)
        rates = self.rates[label(lesson)]
        rates.trainer.append(pictures / (ends[-1] - ends[0]))
        rates.bare.append(bare_rate(lesson, self._batch, len(ends) - 1))


def label(lesson: Lesson) -> str:
    """What a lesson is called in the table."""
    phase, network = lesson._phase, lesson.network
    side = f"{phase.width}×{phase.height}, {phase.batch} at once"
    if phase.passes:
        return f"lite0, stored features from block {phase.from_block} on, {side}"
    kind = "b3" if network._global_params.width_coefficient > 1 else "lite0"
    return f"{kind}, pictures, {side}"


def bare_rate(lesson: Lesson, batch: Sequence[torch.Tensor], steps: int) -> float:
    """Pictures a second of the bare step on random tensors of this batch's shapes."""
    lesson = copy.deepcopy(lesson)
    inputs, grades, signs = batch
    inputs = torch.randn_like(inputs)
    parameters = [one for one in lesson.network.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=1e-4)
    phase = lesson._phase
    lesson.network.train()
    lesson.on_train_epoch_start()
    for step in range(steps + 1):
        if step == 1:
            began = time.perf_counter()
        with torch.autocast("cpu", torch.bfloat16):
            logits, activation = lesson.judge(inputs)
            known = grades[:, lesson._columns]
            value = loss(logits, known, phase.smoothing)
            if phase.localisation and signs.numel():
                there = signs[:, lesson._columns]
                value = value + phase.localisation * localisation_loss(activation, known, there)
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
    return steps * len(inputs) / (time.perf_counter() - began)


def pictures(count: int, spec: InputSpec, folder: Path) -> CachedSet:
    """A set on disk of few pictures, again and again."""
    drawn = list(draw(RenderedSet(_SEED, _DRAWN), spec))
    chosen = np.arange(count) % _DRAWN

    def kept(name: str, values: NDArray[Any]) -> Any:
        np.save(folder / f"{name}.npy", values[chosen])
        return np.load(folder / f"{name}.npy", mmap_mode="r")

    return CachedSet(
        kept("pixels", np.stack([one.pixels for one in drawn])),
        RenderedSet(_SEED, _DRAWN).grades()[chosen],
        kept("signs", np.stack([one.signs for one in drawn])),
    )


def default_run(folder: Path, count: int, epochs: int) -> Run[Recipe]:
    """The default recipe with a phase before that sees pictures."""
    recipe = load(Path("default"))
    assert isinstance(recipe, Recipe)
    (trunk,) = recipe.trunk
    seen = trunk.model_copy(update={"passes": 0, "from_block": 0})
    several = {"epochs": epochs}
    recipe = recipe.model_copy(
        update={
            "trunk": tuple(one.model_copy(update=several) for one in (seen, trunk)),
            "finish": recipe.finish.model_copy(update=several),
        }
    )
    return _run(recipe, folder, count)


def report_run(folder: Path, count: int, epochs: int) -> Run[SeparateRecipe]:
    """The report's recipe for its first b3 alone."""
    recipe = load(Path("seed"))
    assert isinstance(recipe, SeparateRecipe)
    plan = recipe.separate.model_copy(update={"epochs": epochs})
    run = _run(recipe.model_copy(update={"separate": plan}), folder, count)
    for symptom in list(Symptom)[1:]:
        run.checkpoint(symptom).touch()  # as if trained before
    return run


def _run(recipe: Any, folder: Path, count: int) -> Run[Any]:
    folder.mkdir()
    many = pictures(count, recipe.input, folder)
    few = CachedSet(many.pixels[:_DRAWN], many.grades[:_DRAWN], many.signs[:_DRAWN])
    return Run(recipe, many, few, folder)


def lines(rates: dict[str, Rates]) -> list[str]:
    """The report in Markdown."""
    rows = [
        f"| learning | trainer, pictures a second | bare step | share (≥ {_TARGET:.0%}) |",
        "|---|--:|--:|--:|",
    ]
    for name, each in rates.items():
        shown = [f"{median(one):,.1f} ({min(one):,.1f}–{max(one):,.1f})" for one in (each.trainer, each.bare)]
        verdict = "met" if each.share >= _TARGET else "**missed**"
        rows.append(f"| {name} | {' | '.join(shown)} | {each.share:.0%} {verdict} |")
    return rows


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = parser.parse_args()
    watch = Watch()
    with TemporaryDirectory() as place, watch.on_all_lessons():
        fit(default_run(Path(place, "default"), count=640, epochs=2))
        fit(report_run(Path(place, "report"), count=160, epochs=1))
    report = [circumstances("torch", "lightning", "numpy"), "", *lines(watch.rates)]
    print("\n".join(report))
    if given.write:
        write("training rate", report)


if __name__ == "__main__":
    main()
