"""Precision and workers that suit a device, and what is refused before training starts."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from scalp_train.fit import loggers
from scalp_train.fit.devices import PrecisionError, choose_precision, count_workers
from scalp_train.fit.loggers import MissingLoggerError
from scalp_train.fit.recipe import load_recipe
from scalp_train.fit.run import Run
from scalp_train.fit.train import fit
from support.sets import pictures_of

CPU, GPU = torch.device("cpu"), torch.device("cuda", 0)


@pytest.mark.parametrize(("native", "precision"), [(True, "bf16-mixed"), (False, "16-mixed")])
def test_a_gpu_gets_bfloat16_only_where_it_is_native(
    monkeypatch: pytest.MonkeyPatch, native: bool, precision: str
) -> None:
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda **_: native)

    assert choose_precision("auto", GPU) == precision
    assert choose_precision("32-true", GPU) == "32-true"


@pytest.mark.parametrize("native", ["amx_bf16", "avx512_bf16", "avx2"])
def test_a_cpu_gets_bfloat16_only_where_it_is_native_or_wanted(
    monkeypatch: pytest.MonkeyPatch, native: str
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {native: True})

    assert choose_precision("auto", CPU) == ("32-true" if native == "avx2" else "bf16-mixed")
    assert choose_precision("bf16-mixed", CPU) == "bf16-mixed"


def test_default_recipe_needs_nothing_but_two_cores() -> None:
    default = load_recipe(Path("default"))

    assert default.precision == "auto"
    assert (default.workers, default.monitor, default.compile) == (0, "val_loss", False)
    assert default.loggers == ()


def test_cores_are_divided_among_the_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 12)

    assert [count_workers("auto", processes) for processes in (1, 4, 20)] == [12, 3, 1]
    assert count_workers(5, 4) == 5


def test_what_this_machine_lacks_is_refused_before_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = load_recipe(Path("smoke"), ["precision=16-mixed"])
    pictures = pictures_of(recipe.input, 4)
    run = Run(recipe, pictures, pictures, tmp_path / "run")
    monkeypatch.setitem(loggers.PACKAGES, "wandb", "no_such_package")

    if not torch.cuda.is_available():
        with pytest.raises(PrecisionError, match="set precision to auto"):
            fit(run)
    recipe = load_recipe(Path("smoke"), ["loggers=[tensorboard, wandb]"])
    with pytest.raises(MissingLoggerError, match="pip install no_such_package"):
        fit(replace(run, recipe=recipe))
    assert not (tmp_path / "run").exists()
