"""Features of a network's frozen blocks, computed once and cached on disk."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import Dataset, Subset

from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.network import Network
from scalp_train.data.datasets import PictureItem
from scalp_train.data.loaders import picture_loader
from scalp_train.fit.devices import autocast, choose_precision, training_device
from scalp_train.fit.recipe import Precision
from scalp_train.models.trunk import run_early, to_channels_last

BATCH = 40
CHUNK = 50 * BATCH
"""Pictures for which workers are started once; without workers a batch."""


@dataclass(frozen=True, slots=True)
class Compute:
    """Computes features, some rows at a time.

    Attributes:
        batches: yields the features [``BATCH``, C, h, w] of rows in order, the last ones fewer.
        rows: asked for at a time.
    """

    batches: Callable[[range], Iterator[torch.Tensor]]
    rows: int = BATCH


def features_of_pictures(
    network: Network, pictures: Dataset[PictureItem], spec: InputSpec, blocks: int, workers: int = 0
) -> Compute:
    """Return what computes features after ``blocks`` blocks from pictures.

    Args:
        network: on the device to compute on when it is asked.
        pictures: augmented or not.
        spec: mean and standard deviation to normalise by.
        blocks: number of blocks to run.
        workers: processes that load pictures.
    """

    def batches(rows: range) -> Iterator[torch.Tensor]:
        # Each loader draws a seed from the generator of dropout: without workers one a batch, as
        # the shipped networks were trained.
        subset = Subset(pictures, rows)
        loader = picture_loader(subset, spec, BATCH, distributed=False, workers=workers)
        for images, *_ in loader:
            yield run_early(network, _sent(images, network), 0, blocks)

    return Compute(batches, CHUNK if workers else BATCH)


def features_of_features(
    network: Network, features: NDArray[np.float16], first: int, last: int
) -> Compute:
    """Return what computes features after ``last`` blocks from those after ``first``."""

    def batches(rows: range) -> Iterator[torch.Tensor]:
        chosen = torch.from_numpy(features[rows.start : rows.stop].astype(np.float32))
        chosen = chosen.contiguous(memory_format=torch.channels_last)
        yield run_early(network, _sent(chosen, network), first, last)

    return Compute(batches)


def _sent(inputs: torch.Tensor, network: Network) -> torch.Tensor:
    return inputs.to(next(network.parameters()).device, non_blocking=True)


def cached_features(
    network: Network, compute: Compute, total: int, file: Path, precision: Precision
) -> NDArray[np.float16]:
    """Return features [``total``, C, h, w], read from ``file`` as far as it is complete.

    An interrupted computation resumes after the last rows that were finished.

    Args:
        network: moved to the device that trains, and back to the CPU.
        compute: of the features.
        total: number of rows.
        file: a ``.npy`` file.
        precision: as in training.
    """
    state_file = file.with_suffix(".json")
    done = json.loads(state_file.read_text())["done"] if state_file.exists() else 0
    device = training_device()
    network.eval().to(device)
    to_channels_last(network)
    while done < total:
        rows = range(done, min(done + compute.rows, total))
        # The network is moved outside: tensors made in inference mode cannot be trained any more.
        with torch.inference_mode(), autocast(choose_precision(precision, device), device):
            for features in compute.batches(rows):
                cache = np.lib.format.open_memmap(
                    file,
                    mode="r+" if done else "w+",
                    dtype=np.float16,
                    shape=(total, *features.shape[1:]),
                )
                half = features.to(torch.float16).contiguous().cpu().numpy()
                cache[done : done + len(half)] = half
                done += len(half)
        cache.flush()
        state_file.write_text(json.dumps({"done": done, "of": total}))
    network.cpu()
    found: NDArray[np.float16] = np.load(file, mmap_mode="r")
    return found
