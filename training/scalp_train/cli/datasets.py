"""The sets that a sub-command needs: rendered, or from AI Hub's data set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from scalp_core.vision.manifest import InputSpec
from scalp_core.vocabulary import TrainedOn
from scalp_train.aihub.records import Split
from scalp_train.cli.progress import progress
from scalp_train.data.aihub import cached_split
from scalp_train.data.cache import CachedSet, cached_rendered_set
from scalp_train.fit.recipe import AnyRecipe
from scalp_train.fit.sets import SetConfig

if TYPE_CHECKING:  # imports torch, which is slow
    from scalp_train.fit.run import AnyRun

PICTURES = "pictures"
NEGATIVES = "negatives"
"""Folder for the packages whose pictures show no scalp."""


@dataclass(frozen=True, slots=True)
class AuditedData:
    """AI Hub's data set after its audit: the index, and the folder that it was made from."""

    index: Path
    root: Path


def prepare_run(
    recipe: AnyRecipe,
    work: Path,
    console: Console,
    *,
    data: AuditedData | None = None,
    weights: Path | None = None,
    minutes: float | None = None,
    sampled: bool = False,
) -> AnyRun:
    """Return the run of a recipe with its sets; of several processes only one makes them.

    Args:
        recipe: what to train.
        work: folder for caches and runs.
        console: for progress.
        data: AI Hub's data set; without it pictures are rendered.
        weights: folder with published checkpoints to start from.
        minutes: wall time after which training stops.
        sampled: takes no more of AI Hub's pictures than the recipe's own sets have.
    """
    from scalp_train.data.distributed import rank_zero_first
    from scalp_train.fit.run import Run

    if data is None:
        train, validation = rank_zero_first(lambda: rendered_sets(recipe, work, console))
        test, name, trained_on = None, recipe.name, TrainedOn.RENDERED
    else:
        train, validation, test = rank_zero_first(
            lambda: [
                aihub_set(
                    data,
                    split,
                    recipe.input,
                    work,
                    console,
                    most=getattr(recipe, split).count if sampled else None,
                )
                for split in Split
            ]
        )
        name, trained_on = f"{recipe.name}-aihub", TrainedOn.AIHUB
    folder = work / "runs" / name
    return Run(recipe, train, validation, folder, test, trained_on, weights, minutes)


def rendered_sets(recipe: AnyRecipe, work: Path, console: Console) -> list[CachedSet]:
    """Return training and validation set from the cache, rendered first where they are missing."""
    parts: dict[str, SetConfig] = {"train": recipe.train, "validation": recipe.validation}
    found = []
    for name, config in parts.items():
        with progress(console, f"render {name}", config.count) as show:
            pictures = cached_rendered_set(
                config.rendered, recipe.input, work / PICTURES, on_progress=show
            )
            show(config.count)
        found.append(pictures if config.is_whole else pictures.take(config.rows()))
    return found


def fitting_sets(
    recipe: AnyRecipe, work: Path, console: Console, data: AuditedData | None
) -> list[CachedSet]:
    """Return training and validation set, of AI Hub's ``data`` or rendered."""
    if data is None:
        return rendered_sets(recipe, work, console)
    return [
        aihub_set(data, split, recipe.input, work, console)
        for split in (Split.TRAIN, Split.VALIDATION)
    ]


def aihub_set(
    data: AuditedData,
    split: Split,
    spec: InputSpec,
    work: Path,
    console: Console,
    *,
    most: int | None = None,
) -> CachedSet:
    """Return one split of AI Hub's data set from the cache, decoded first where it is missing.

    With ``most`` at most so many pictures, the first of the index.

    Raises:
        UnusableIndexError: the split is empty, or a picture can no longer be read.
    """
    with progress(console, f"decode {split}", None) as show:
        return cached_split(
            data.index, data.root, split, spec, work / PICTURES, most=most, on_progress=show
        )
