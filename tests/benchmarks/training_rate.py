"""Pictures a second that training learns from, against the bare step of the same network.

    python -m benchmarks.training_rate            as a table
    python -m benchmarks.training_rate --write    into docs/benchmarks.md
    python -m benchmarks.training_rate --workers 0 2             from pictures, by loader workers
    python -m benchmarks.training_rate --workers 0 8 --batch 128 --batches 20    the same on a GPU

The trainer is the real one with all that it does for a batch: reading, augmenting pictures or
their signs, collating, moving averages, curves, progress bar. The bare step is forward, loss,
backward and optimiser of the same blocks on random tensors of the same shapes, in the same process
with as many threads, on the trainer's device and in its precision. Each batch of the one is
followed by a step of the other, which is fair as long as nothing is loaded in the background; with
--workers all bare steps come after all batches.

The recipes are the default one, the same network fed with pictures as it is without cached
features, and the report's (its b3). A few rendered pictures stand for many.
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
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.record import circumstances, write
from scalp_core.vision.manifest import InputSpec
from scalp_core.vocabulary import Symptom
from scalp_train.data.cache import CachedSet
from scalp_train.data.rendered import RenderedSet, render_samples
from scalp_train.fit.devices import Chosen, autocast
from scalp_train.fit.losses import grading_loss, localisation_loss
from scalp_train.fit.modules import GradingModule
from scalp_train.fit.recipe import Recipe, SeparateRecipe, load_recipe
from scalp_train.fit.run import Run
from scalp_train.fit.train import fit

_DRAWN = 32  # pictures; the sets repeat them
_TARGET, _TARGET_OF_WORKERS = 0.9, 0.85
_SEED = 7_000_000  # pictures that belong to no set


@dataclass
class Paces:
    """Seconds a picture of one phase, by batch."""

    trainer: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def share(self) -> float:
        """What the trainer reaches of the bare step's rate: batch against the step after it."""
        pairs = zip(self.bare, self.trainer, strict=True)
        return median(bare / trainer for bare, trainer in pairs)


class BareStep:
    """Forward, loss, backward and optimiser on random tensors shaped as a batch of a module."""

    def __init__(self, module: GradingModule, batch: Sequence[torch.Tensor]) -> None:
        self._phase = module._phase
        self._precision = cast("Chosen", module.trainer.precision)
        self._module = GradingModule(copy.deepcopy(module.network), self._phase, module._symptoms)
        self._module.to(module.device).on_train_epoch_start()
        self._inputs = torch.randn_like(batch[0])
        self._grades, self._signs = (part[:, self._module._columns] for part in batch[1:])
        parameters = self._module.network.parameters()
        self._optimiser = torch.optim.AdamW([one for one in parameters if one.requires_grad])

    @property
    def pictures(self) -> int:
        """How many a step takes."""
        return len(self._inputs)

    def __call__(self) -> None:
        """Once."""
        self._optimiser.zero_grad()
        with autocast(self._precision, self._inputs.device):
            logits, activation = self._module(self._inputs)
            value = grading_loss(logits, self._grades, self._phase.smoothing)
            if self._phase.localisation and self._signs.numel():
                misplaced = localisation_loss(activation, self._grades, self._signs)
                value = value + self._phase.localisation * misplaced
        value.backward()
        self._optimiser.step()
        _finish()


class Watch:
    """Takes the time of every batch of every module, and of a bare step after it."""

    def __init__(self) -> None:
        self.paces: dict[str, Paces] = defaultdict(Paces)
        self.workers: int | None = None
        self._bare: BareStep | None = None
        self._left = 0.0

    @contextmanager
    def on_all_modules(self) -> Iterator[None]:
        """As long as the block lasts."""
        hooks = {
            "on_train_start": lambda _: self._forget(),
            "on_train_batch_end": lambda module, _, batch, __: self._compare(module, batch),
            "on_train_end": lambda module: self._compare_apart(module),
        }
        for name, hook in hooks.items():
            setattr(GradingModule, name, hook)
        try:
            yield
        finally:
            for name in hooks:
                delattr(GradingModule, name)

    def _forget(self) -> None:
        self._bare = None

    def _compare(self, module: GradingModule, batch: Sequence[torch.Tensor]) -> None:
        _finish()
        came = time.perf_counter()
        if self._bare is None:  # the first batch of a module warms both up
            self._bare = BareStep(module, batch)
            self._bare()
        else:
            self.paces[self._label(module)].trainer.append((came - self._left) / len(batch[0]))
            if self.workers is None:
                self._time_bare(module)
        self._left = time.perf_counter()

    def _compare_apart(self, module: GradingModule) -> None:
        if self.workers is not None:
            for _ in self.paces[self._label(module)].trainer:
                self._time_bare(module)

    def _time_bare(self, module: GradingModule) -> None:
        assert self._bare is not None
        began = time.perf_counter()
        self._bare()
        took = time.perf_counter() - began
        self.paces[self._label(module)].bare.append(took / self._bare.pictures)

    def _label(self, module: GradingModule) -> str:
        added = "" if self.workers is None else f", {self.workers} workers"
        return f"{label(module)}{added}"


def _finish() -> None:
    """Wait for a GPU."""
    if torch.cuda.is_available():
        torch.cuda.synchronize()


def label(module: GradingModule) -> str:
    """What a module is called in the table."""
    phase, network = module._phase, module.network
    kind = "b3" if network._global_params.width_coefficient > 1 else "lite0"
    fed = f"cached features, from block {phase.from_block}" if phase.passes else "pictures"
    return f"{kind}, {fed}, {phase.batch} of {phase.width}×{phase.height}"


def pictures(count: int, spec: InputSpec, folder: Path) -> CachedSet:
    """A set on disk of few pictures, again and again."""
    drawn = list(render_samples(RenderedSet(_SEED, _DRAWN), spec))
    chosen = np.arange(count) % _DRAWN

    def kept(name: str, values: NDArray[Any]) -> Any:
        np.save(folder / f"{name}.npy", values[chosen])
        return np.load(folder / f"{name}.npy", mmap_mode="r")

    return CachedSet(
        kept("pixels", np.stack([one.pixels for one in drawn])),
        RenderedSet(_SEED, _DRAWN).grades()[chosen],
        kept("signs", np.stack([one.signs for one in drawn])),
    )


def default_run(folder: Path) -> Run[Recipe]:
    """The default recipe: twelve batches of the trunk, and six of each finish."""
    recipe = load_recipe(Path("default"))
    assert isinstance(recipe, Recipe)
    trunk = tuple(phase.model_copy(update={"passes": 1}) for phase in recipe.trunk)
    return _run(recipe.model_copy(update={"trunk": trunk}), folder, 384)


def pictures_run(folder: Path, batch: int = 8, batches: int = 6, **changes: object) -> Run[Recipe]:
    """The default recipe's trunk learning from pictures, some batches of them."""
    recipe = load_recipe(Path("default"))
    assert isinstance(recipe, Recipe)
    seen = recipe.trunk[0].model_copy(update={"passes": 0, "from_block": 0, "batch": batch})
    finish = recipe.finish.model_copy(update={"passes": 0})
    changes |= {"trunk": (seen,), "finish": finish}
    run = _run(recipe.model_copy(update=changes), folder, batch * batches)
    _as_if_trained(run, list(Symptom))
    return run


def report_run(folder: Path) -> Run[SeparateRecipe]:
    """The report's recipe for the first b3 alone, four batches."""
    recipe = load_recipe(Path("seed"))
    assert isinstance(recipe, SeparateRecipe)
    plan = recipe.separate.model_copy(update={"epochs": 1})
    run = _run(recipe.model_copy(update={"separate": plan}), folder, 64)
    _as_if_trained(run, list(Symptom)[1:])
    return run


def _as_if_trained(run: Run[Any], symptoms: Sequence[Symptom]) -> None:
    for symptom in symptoms:
        run.checkpoint(symptom).touch()


def _run(recipe: Any, folder: Path, count: int) -> Run[Any]:
    folder.mkdir()
    many = pictures(count, recipe.input, folder)
    return Run(recipe, many, CachedSet(many.pixels[:8], many.grades[:8]), folder)


def lines(paces: dict[str, Paces], target: float) -> list[str]:
    """The report in Markdown."""
    rows = [
        "| learning | trainer, pictures a second: median (range) | bare step "
        f"| share (≥ {100 * target:.0f} %) |",
        "|---|--:|--:|--:|",
    ]
    for name, each in paces.items():
        verdict = "met" if each.share >= target else "**missed**"
        shown = f"{_rates(each.trainer)} | {_rates(each.bare)} | {100 * each.share:.0f} %"
        rows.append(f"| {name} | {shown} {verdict} |")
    return rows


def _rates(paces: Sequence[float]) -> str:
    return f"{1 / median(paces):,.1f} ({1 / max(paces):,.1f}–{1 / min(paces):,.1f})"


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    parser.add_argument("--workers", type=int, nargs="+", default=[], help="by loader workers")
    parser.add_argument("--batch", type=int, default=8, help="pictures, with --workers")
    parser.add_argument("--batches", type=int, default=6, help="with --workers")
    given = parser.parse_args()
    watch = Watch()
    with TemporaryDirectory() as place, watch.on_all_modules():
        for watch.workers in given.workers:
            folder = Path(place, f"workers-{watch.workers}")
            changes = {"workers": watch.workers, "precision": "auto"}
            fit(pictures_run(folder, given.batch, given.batches, **changes))
        if not given.workers:
            fit(default_run(Path(place, "default")))
            fit(pictures_run(Path(place, "pictures")))
            fit(report_run(Path(place, "report")))
    target = _TARGET_OF_WORKERS if given.workers else _TARGET
    report = [circumstances("torch", "lightning", "numpy"), "", *lines(watch.paces, target)]
    print("\n".join(report))
    if given.write:
        write("training rate by workers" if given.workers else "training rate", report)


if __name__ == "__main__":
    main()
