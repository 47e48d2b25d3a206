"""Batches for the trainer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import DataLoader, Dataset

from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.preprocessing import normalise
from scalp_train.augment import augmented
from scalp_train.dataset import CachedSet

Batch = tuple[torch.Tensor, torch.Tensor]
"""Network input (images or features) and grades int64 [N, 6]."""
Item = tuple[NDArray[np.uint8], NDArray[np.int64]]


class Pictures(Dataset[Item]):
    """A cached set, augmented anew for each (seed, epoch) or as it is."""

    def __init__(
        self,
        pictures: CachedSet,
        *,
        size: tuple[int, int] | None = None,
        seed: tuple[int, ...] = (),
    ) -> None:
        self._set = pictures
        self._size = size
        self._seed = seed

    def __len__(self) -> int:
        return len(self._set)

    def __getitem__(self, index: int) -> Item:
        pixels = self._set.pixels[index]
        if self._size is not None:
            width, height = self._size
            rng = np.random.default_rng((*self._seed, index))
            pixels = augmented(np.asarray(pixels), rng, width=width, height=height)
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
    pictures: Dataset[Item], spec: InputSpec, batch: int, *, shuffle_seed: int | None = None
) -> DataLoader[Batch]:
    """Normalised image batches, shuffled when a seed is given."""

    def collate(items: list[Item]) -> Batch:
        images = torch.from_numpy(normalise(np.stack([item[0] for item in items]), spec))
        grades = torch.from_numpy(np.stack([item[1] for item in items]))
        return images.contiguous(memory_format=torch.channels_last), grades

    return _loader(pictures, batch, shuffle_seed, collate)


def feature_batches(
    features: Features, batch: int, *, shuffle_seed: int | None = None
) -> DataLoader[Batch]:
    """Feature batches, shuffled when a seed is given."""

    def collate(items: list[tuple[NDArray[np.float16], NDArray[np.int64]]]) -> Batch:
        stacked = torch.from_numpy(np.stack([item[0] for item in items])).float()
        grades = torch.from_numpy(np.stack([item[1] for item in items]))
        return stacked.contiguous(memory_format=torch.channels_last), grades

    return _loader(features, batch, shuffle_seed, collate)


def _loader(
    dataset: Dataset[Any],
    batch: int,
    shuffle_seed: int | None,
    collate: Callable[[list[Any]], Batch],
) -> DataLoader[Batch]:
    generator = None
    if shuffle_seed is not None:
        generator = torch.Generator().manual_seed(shuffle_seed)
    return DataLoader(
        dataset,
        batch_size=batch,
        shuffle=generator is not None,
        generator=generator,
        collate_fn=collate,
        # A last batch of one picture would have no batch statistics.
        drop_last=generator is not None and len(dataset) > batch,  # type: ignore[arg-type]
    )
