"""What a step needs before it can start: a recipe's sets, rendered or from AI Hub's data set."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from scalp_core.vision.manifest import InputSpec
from scalp_core.vocabulary import TrainedOn
from scalp_train.aihub.records import Split
from scalp_train.data.aihub import cached_split
from scalp_train.data.rendered import CachedSet, cached
from scalp_train.fit.recipe import AnyRecipe

if TYPE_CHECKING:  # imports torch, which is slow
    from scalp_train.fit.run import Run

PICTURES = "pictures"


@dataclass(frozen=True, slots=True)
class Indexed:
    """AI Hub's data set as it was audited: the index and the folder it was made from."""

    index: Path
    root: Path


def prepared(
    recipe: AnyRecipe,
    work: Path,
    console: Console,
    *,
    indexed: Indexed | None = None,
    weights: Path | None = None,
    minutes: float | None = None,
) -> Run[AnyRecipe]:
    """The run of a recipe with its sets; several processes make them once."""
    from scalp_train.data.distributed import first_alone
    from scalp_train.fit.run import Run

    if indexed is None:
        train, validation = first_alone(lambda: rendered_sets(recipe, work, console))
        test, name, trained_on = None, recipe.name, TrainedOn.RENDERED
    else:
        train, validation, test = first_alone(
            lambda: [indexed_set(indexed, split, recipe.input, work, console) for split in Split]
        )
        name, trained_on = f"{recipe.name}-aihub", TrainedOn.AIHUB
    folder = work / "runs" / name
    return Run(recipe, train, validation, folder, test, trained_on, weights, minutes)


def rendered_sets(recipe: AnyRecipe, work: Path, console: Console) -> list[CachedSet]:
    """Training and validation set from the cache, rendered into it first where they are missing."""
    found = []
    with progress_bar(console) as progress:
        for name in ("train", "validation"):
            wanted = getattr(recipe, name).rendered
            task = progress.add_task(f"render {name}", total=wanted.count)
            found.append(
                cached(
                    wanted,
                    recipe.input,
                    work / PICTURES,
                    on_progress=partial(advance, progress, task),
                )
            )
            progress.update(task, completed=wanted.count)
    return found


def indexed_set(
    indexed: Indexed, split: Split, spec: InputSpec, work: Path, console: Console
) -> CachedSet:
    """One split of AI Hub's data set from the cache, decoded into it first where it is missing."""
    with progress_bar(console) as progress:
        task = progress.add_task(f"decode {split}", total=None)
        found = cached_split(
            indexed.index,
            indexed.root,
            split,
            spec,
            work / PICTURES,
            on_progress=partial(advance, progress, task),
        )
        progress.update(task, completed=len(found), total=len(found))
    return found


def progress_bar(console: Console) -> Progress:
    """A bar with a count and the time that remains; of several processes one shows it."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=os.environ.get("RANK", "0") != "0",
    )


def advance(progress: Progress, task: TaskID, done: int) -> None:
    """Show that so many are done."""
    progress.update(task, completed=done)
