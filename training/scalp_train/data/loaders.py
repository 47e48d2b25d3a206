"""Data loaders, and the sampler that divides every batch among the processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import DataLoader, Dataset, Sampler

from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.preprocessing import normalise
from scalp_train.data.datasets import FeatureDataset, FeatureItem, PictureItem
from scalp_train.data.distributed import rank, world_size

Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
"""Network input float32 [N, 3, H, W] (images) or [N, C, h, w] (features), grades int64 [N, 6] and
sign masks uint8 [N, 6, rows, columns] (0 rows and columns where there are none)."""


def picture_loader(
    pictures: Dataset[PictureItem],
    spec: InputSpec,
    batch: int,
    *,
    shuffle_seed: int | None = None,
    distributed: bool = True,
    workers: int = 0,
) -> DataLoader[Batch]:
    """Return a loader of normalised images, shuffled if a seed is given.

    Args:
        pictures: uint8 pictures in the size of the batches.
        spec: mean and standard deviation to normalise by.
        batch: pictures of a batch, over all processes.
        shuffle_seed: the order; without one pictures come in theirs.
        distributed: whether every batch is divided among the processes.
        workers: processes that load; 0 loads when a batch is asked for.
    """

    def collate(items: list[PictureItem]) -> Batch:
        images = torch.from_numpy(normalise(np.stack([item[0] for item in items]), spec))
        return images.contiguous(memory_format=torch.channels_last), *_targets(items)

    return _loader(pictures, batch, shuffle_seed, collate, distributed=distributed, workers=workers)


def feature_loader(
    features: FeatureDataset, batch: int, *, shuffle_seed: int | None = None, workers: int = 0
) -> DataLoader[Batch]:
    """Return a loader of cached features, shuffled if a seed is given; workers as for pictures."""

    def collate(items: list[FeatureItem]) -> Batch:
        stacked = torch.from_numpy(np.stack([item[0] for item in items]))
        # Reordered in half precision: half the bytes to move.
        return stacked.contiguous(memory_format=torch.channels_last).float(), *_targets(items)

    return _loader(features, batch, shuffle_seed, collate, workers=workers)


class DistributedBatchSampler(Sampler[list[int]]):
    """This process's part of every batch; ``batch`` counts the pictures of all processes together.

    The order depends on the seed alone, however often it is read: the trainer reads it again when
    it resumes. Every process gets at least one picture of each batch, and as many batches as the
    others, which would otherwise wait for it. In training all get equally many pictures: gradients
    are averaged over processes.

    Raises:
        ValueError: a batch has fewer pictures than there are processes.
    """

    def __init__(self, size: int, batch: int, shuffle_seed: int | None) -> None:
        order = np.arange(size)
        if shuffle_seed is not None:
            generator = torch.Generator().manual_seed(shuffle_seed)
            # As torch's own loader draws: first a seed for its workers.
            torch.empty((), dtype=torch.int64).random_(generator=generator)
            order = torch.randperm(size, generator=generator).numpy()
            # A last batch of one picture would have no batch statistics.
            batch = min(batch, size) // world_size() * world_size()
            last = size - batch
        else:
            last = size - 1
        if world_size() > 1 and shuffle_seed is None:
            parts = np.array_split(order, -(-size // batch))
        else:
            parts = [order[at : at + batch] for at in range(0, last + 1, max(batch, 1))]
        if not all(len(part) >= world_size() for part in parts):
            raise ValueError(f"{size} pictures are too few for {world_size()} processes")
        self._parts = [part[rank() :: world_size()].tolist() for part in parts]

    def __len__(self) -> int:
        return len(self._parts)

    def __iter__(self) -> Iterator[list[int]]:
        return iter(self._parts)


def _targets(
    items: Sequence[tuple[Any, NDArray[np.int64], NDArray[np.uint8]]],
) -> tuple[torch.Tensor, torch.Tensor]:
    grades, signs = (np.stack([item[part] for item in items]) for part in (1, 2))
    return torch.from_numpy(grades), torch.from_numpy(signs)


def _loader(
    dataset: Dataset[Any],
    batch: int,
    shuffle_seed: int | None,
    collate: Callable[[list[Any]], Batch],
    *,
    distributed: bool = True,
    workers: int = 0,
) -> DataLoader[Batch]:
    size: int = len(dataset)  # type: ignore[arg-type]  # torch declares no __len__
    shared: dict[str, Any] = {
        "collate_fn": collate,
        "num_workers": workers,
        # Copies to a GPU overlap with its steps.
        "pin_memory": torch.cuda.is_available(),
    }
    if workers:
        # Forked workers share the memory-mapped pictures; spawned ones would get copies.
        shared |= {"multiprocessing_context": "fork", "worker_init_fn": _use_one_thread}
    if not distributed:
        return DataLoader(dataset, batch_size=batch, **shared)
    return DataLoader(
        dataset,
        batch_sampler=DistributedBatchSampler(size, batch, shuffle_seed),
        # Without a generator of its own the loader draws from the one of dropout.
        generator=None if shuffle_seed is None else torch.Generator(),
        **shared,
    )


def _use_one_thread(worker: int) -> None:
    """Keep OpenCV from starting a thread for each core in each worker; torch does so by itself."""
    del worker
    cv2.setNumThreads(0)
