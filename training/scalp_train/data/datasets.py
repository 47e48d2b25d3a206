"""Batches for the trainer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import DataLoader, Dataset, Sampler

from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.preprocessing import normalise
from scalp_core.vocabulary import Symptom
from scalp_train.data.distributed import rank, world
from scalp_train.data.rendered import CachedSet
from scalp_train.data.transforms import augmented, movement, warped

Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
"""Network input (images or features), grades int64 [N, 6] and signs uint8 [N, 6, rows, columns].

A sign is the share of each cell that the symptom's mask covers, 0-255; there are no cells where
that is not wanted or not known.
"""
Answers = tuple[NDArray[np.int64], NDArray[np.uint8]]
"""Grades [6] and signs [6, rows, columns] of one picture."""
Item = tuple[NDArray[np.uint8], *Answers]
UNKNOWN = np.zeros((len(Symptom), 0, 0), np.uint8)


class Augmentation(Protocol):
    """Changes one picture [H, W, 3] at random and gives it another size."""

    def __call__(
        self, pixels: NDArray[np.uint8], rng: np.random.Generator, *, width: int, height: int
    ) -> NDArray[np.uint8]:
        """The changed picture [``height``, ``width``, 3]."""


class Pictures(Dataset[Item]):
    """A cached set, augmented anew for each (seed, epoch) or as it is.

    ``signs`` go with our own augmentation alone, whose geometry they follow.
    """

    def __init__(
        self,
        pictures: CachedSet,
        *,
        size: tuple[int, int] | None = None,
        seed: tuple[int, ...] = (),
        augmentation: Augmentation = augmented,
        signs: bool = False,
    ) -> None:
        if signs and augmentation is not augmented:
            raise ValueError("signs follow our own augmentation alone")
        self._set = pictures
        self._size = size
        self._seed = seed
        self._augmentation = augmentation
        self._signs = self._set.signs if signs else None

    def __len__(self) -> int:
        return len(self._set)

    def __getitem__(self, index: int) -> Item:
        pixels = self._set.pixels[index]
        if self._size is not None:
            width, height = self._size
            pixels = self._augmentation(
                np.asarray(pixels), self._generator(index), width=width, height=height
            )
        return pixels, *self.answers(index)

    def answers(self, index: int) -> Answers:
        """What is true of one picture, signs moved as its pixels are."""
        if self._signs is None:
            return self._set.grades[index], UNKNOWN
        signs = np.asarray(self._signs[index])
        if self._size is not None:
            size = signs.shape[2], signs.shape[1]
            # By the generator that moves the pixels. In threes, as a warp takes colours.
            affine = movement(self._generator(index), source=size, size=size)
            parts = (signs[:3].transpose(1, 2, 0), signs[3:].transpose(1, 2, 0))
            both = [warped(part, affine, size=size) for part in parts]
            signs = np.concatenate(both, axis=2).transpose(2, 0, 1)
        return self._set.grades[index], signs

    def _generator(self, index: int) -> np.random.Generator:
        return np.random.default_rng((*self._seed, index))


FeatureItem = tuple[NDArray[np.float16], *Answers]


class Features(Dataset[FeatureItem]):
    """Stored features [P·N, C, h, w] of P versions of a set of N pictures.

    What is true of them is kept once it has been asked for, 7 KB of signs each: six networks are
    finished on the same versions, and moving signs would take a tenth of such a short step.
    """

    def __init__(self, features: NDArray[np.float16], versions: Sequence[Pictures]) -> None:
        self._features = features
        self._versions = versions
        self._answers: dict[int, Answers] = {}

    def __len__(self) -> int:
        return len(self._features)

    def __getitem__(self, index: int) -> FeatureItem:
        if index not in self._answers:
            version, number = divmod(index, len(self._versions[0]))
            self._answers[index] = self._versions[version].answers(number)
        return self._features[index], *self._answers[index]


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
        return images.contiguous(memory_format=torch.channels_last), *_answers(items)

    return _loader(pictures, batch, shuffle_seed, collate, shared=shared)


def feature_batches(
    features: Features, batch: int, *, shuffle_seed: int | None = None
) -> DataLoader[Batch]:
    """Feature batches, shuffled when a seed is given."""

    def collate(items: list[FeatureItem]) -> Batch:
        stacked = torch.from_numpy(np.stack([item[0] for item in items]))
        # Rearranged while they are half as large.
        return stacked.contiguous(memory_format=torch.channels_last).float(), *_answers(items)

    return _loader(features, batch, shuffle_seed, collate)


def _answers(
    items: Sequence[tuple[Any, NDArray[np.int64], NDArray[np.uint8]]],
) -> tuple[torch.Tensor, torch.Tensor]:
    grades, signs = (np.stack([item[part] for item in items]) for part in (1, 2))
    return torch.from_numpy(grades), torch.from_numpy(signs)


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
