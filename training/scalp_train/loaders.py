"""Batches for the trainer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import DataLoader, Dataset, Sampler

from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.preprocessing import normalise
from scalp_train.augment import augmented
from scalp_train.dataset import CachedSet
from scalp_train.processes import rank, world

Batch = tuple[torch.Tensor, torch.Tensor]
"""Network input (images or features) and grades int64 [N, 6]."""
Item = tuple[NDArray[np.uint8], NDArray[np.int64]]


class Augmentation(Protocol):
    """Changes one picture [H, W, 3] at random and gives it another size."""

    def __call__(
        self, pixels: NDArray[np.uint8], rng: np.random.Generator, *, width: int, height: int
    ) -> NDArray[np.uint8]:
        """The changed picture [``height``, ``width``, 3]."""


class Pictures(Dataset[Item]):
    """A cached set, augmented anew for each (seed, epoch) or as it is."""

    def __init__(
        self,
        pictures: CachedSet,
        *,
        size: tuple[int, int] | None = None,
        seed: tuple[int, ...] = (),
        augmentation: Augmentation = augmented,
    ) -> None:
        self._set = pictures
        self._size = size
        self._seed = seed
        self._augmentation = augmentation

    def __len__(self) -> int:
        return len(self._set)

    def __getitem__(self, index: int) -> Item:
        pixels = self._set.pixels[index]
        if self._size is not None:
            width, height = self._size
            rng = np.random.default_rng((*self._seed, index))
            pixels = self._augmentation(np.asarray(pixels), rng, width=width, height=height)
        return pixels, self._set.grades[index]


class Features(Dataset[tuple[NDArray[np.float16], NDArray[np.int64]]]):
    """Stored features [P·N, C, h, w] of P versions of a set, with its grades [N, 6]."""

    def __init__(self, features: NDArray[np.float16], grades: NDArray[np.int64]) -> None:
        self._features = features
        self._grades = grades

    def __len__(self) -> int:
        return len(self._features)

    def __getitem__(self, index: int) -> tuple[NDArray[np.float16], NDArray[np.int64]]:
        return self._features[index], self._grades[index % len(self._grades)]


def picture_batches(
    pictures: Dataset[Item],
    spec: InputSpec,
    batch: int,
    *,
    shuffle_seed: int | None = None,
    shared: bool = True,
) -> DataLoader[Batch]:
    """Normalised image batches, shuffled when a seed is given, ``shared`` among all processes."""

    def collate(items: list[Item]) -> Batch:
        images = torch.from_numpy(normalise(np.stack([item[0] for item in items]), spec))
        grades = torch.from_numpy(np.stack([item[1] for item in items]))
        return images.contiguous(memory_format=torch.channels_last), grades

    return _loader(pictures, batch, shuffle_seed, collate, shared=shared)


def feature_batches(
    features: Features, batch: int, *, shuffle_seed: int | None = None
) -> DataLoader[Batch]:
    """Feature batches, shuffled when a seed is given."""

    def collate(items: list[tuple[NDArray[np.float16], NDArray[np.int64]]]) -> Batch:
        stacked = torch.from_numpy(np.stack([item[0] for item in items])).float()
        grades = torch.from_numpy(np.stack([item[1] for item in items]))
        return stacked.contiguous(memory_format=torch.channels_last), grades

    return _loader(features, batch, shuffle_seed, collate)


class SharedBatches(Sampler[list[int]]):
    """This process's part of every batch: ``batch`` counts the pictures of all processes together.

    The order follows from the seed alone, however often it is asked for: the trainer asks once more
    when it resumes. Every process gets at least one picture of each batch and as many batches as
    the others, which would otherwise wait for it. In training they get equally many pictures:
    gradients are averaged over processes.
    """

    def __init__(self, size: int, batch: int, shuffle_seed: int | None) -> None:
        order = np.arange(size)
        if shuffle_seed is not None:
            generator = torch.Generator().manual_seed(shuffle_seed)
            # As torch's own loader draws: first a seed for its workers.
            torch.empty((), dtype=torch.int64).random_(generator=generator)
            order = torch.randperm(size, generator=generator).numpy()
            # A last batch of one picture would have no batch statistics.
            batch = min(batch, size) // world() * world()
            last = size - batch
        else:
            last = size - 1
        if world() > 1 and shuffle_seed is None:
            parts = np.array_split(order, -(-size // batch))
        else:
            parts = [order[at : at + batch] for at in range(0, last + 1, max(batch, 1))]
        if not all(len(part) >= world() for part in parts):
            raise ValueError(f"{size} pictures are too few for {world()} processes")
        self._parts = [part[rank() :: world()].tolist() for part in parts]

    def __len__(self) -> int:
        return len(self._parts)

    def __iter__(self) -> Iterator[list[int]]:
        return iter(self._parts)


def _loader(
    dataset: Dataset[Any],
    batch: int,
    shuffle_seed: int | None,
    collate: Callable[[list[Any]], Batch],
    *,
    shared: bool = True,
) -> DataLoader[Batch]:
    size: int = len(dataset)  # type: ignore[arg-type]  # torch leaves it out
    if not shared:
        return DataLoader(dataset, batch_size=batch, collate_fn=collate)
    return DataLoader(
        dataset,
        batch_sampler=SharedBatches(size, batch, shuffle_seed),
        collate_fn=collate,
        # Else the loader draws from the generator that dropout draws from.
        generator=None if shuffle_seed is None else torch.Generator(),
    )
