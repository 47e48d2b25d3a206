"""``fit --dry-run``: a few batches of everything, and what the whole training would take."""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import gettempdir

from rich.table import Table

from scalp_train.aihub.index import read_index
from scalp_train.aihub.records import Split
from scalp_train.cli.datasets import AuditedData, prepare_run
from scalp_train.cli.options import console
from scalp_train.fit.recipe import AnyRecipe

GIGABYTE = 1e9


def dry_run(recipe: AnyRecipe, data: AuditedData | None, weights: Path | None) -> None:
    """Train, validate, export and calibrate on two batches of each step, and print the estimate.

    Nothing is kept: pictures, checkpoints and networks lie in a temporary folder.

    Args:
        recipe: to be judged.
        data: AI Hub's data set; without it pictures are rendered.
        weights: folder with published checkpoints to start from.
    """
    from scalp_train.data.distributed import rank
    from scalp_train.fit.pace import Estimate, Pace, estimates, free_disk_needed, peak_memory
    from scalp_train.fit.pace import shortened as short_form
    from scalp_train.fit.train import fit
    from scalp_train.publish.artifacts import export_networks
    from scalp_train.publish.leave_one_out import VERSION

    train, validation = _counts(recipe, data)
    short = short_form(recipe)
    pace = Pace()
    with _scratch_folder() as folder:
        started = time.monotonic()
        run = prepare_run(short, folder, console, data=data, weights=weights, sampled=True)
        run = replace(run, callbacks=(pace,))
        made = len(run.train) + len(run.validation)
        each = (time.monotonic() - started) / made
        fit(run)
        if rank() != 0:
            return
        started = time.monotonic()
        export_networks(run, folder / "artifacts", VERSION)
        exported = time.monotonic() - started
        name = "render" if data is None else "decode"
        rows = [
            Estimate(name, train + validation, each),
            *estimates(recipe, run, pace, train, validation),
        ]
        disk = free_disk_needed(recipe, run, train, validation)
    memory = peak_memory()
    table = Table("step", "pictures", "pictures a second", "hours")
    for row in rows:
        rate = f"{1 / row.seconds:,.1f}" if row.seconds else "not measured"
        table.add_row(row.step, f"{row.pictures:,}", rate, f"{row.hours:.2f}")
    console.print(table)
    hours = sum(row.hours for row in rows)
    console.print(
        f"about {hours:.1f} hours, sooner where training stops early; "
        f"export and calibration of the sample took {exported:.0f} s",
        highlight=False,
    )
    on_device = f", {memory.device / GIGABYTE:.1f} GB of the GPU" if memory.device else ""
    console.print(
        f"peak memory {memory.process / GIGABYTE:.1f} GB{on_device}; "
        f"cached features take {disk / GIGABYTE:.1f} GB of disk",
        highlight=False,
    )


@contextmanager
def _scratch_folder() -> Iterator[Path]:
    """Make a folder that all processes of one torchrun share, and delete it afterwards."""
    from scalp_train.data.distributed import rank

    name = os.environ.get("TORCHELASTIC_RUN_ID") or str(os.getpid())
    folder = Path(gettempdir(), f"scalp-train-dry-run-{name}")
    try:
        yield folder
    finally:
        if rank() == 0:
            shutil.rmtree(folder, ignore_errors=True)


def _counts(recipe: AnyRecipe, data: AuditedData | None) -> tuple[int, int]:
    """Return the pictures of the whole training and validation set."""
    if data is None:
        return len(recipe.train.rows()), len(recipe.validation.rows())
    counts = Counter(record.split for record in read_index(data.index))
    return counts[Split.TRAIN], counts[Split.VALIDATION]
