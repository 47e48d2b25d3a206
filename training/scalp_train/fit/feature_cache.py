"""The output of a network's early blocks, computed once and kept on disk."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import Dataset, Subset

from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.network import Network
from scalp_train.data.datasets import Item, picture_batches
from scalp_train.fit.modules import early

BATCH = 40
Compute = Callable[[range], torch.Tensor]
"""Features [n, C, h, w] of the pictures with these numbers."""


def from_pictures(
    network: Network, pictures: Dataset[Item], spec: InputSpec, blocks: int
) -> Compute:
    """Features after ``blocks`` blocks, from pictures."""

    def compute(wanted: range) -> torch.Tensor:
        batches = picture_batches(Subset(pictures, wanted), spec, len(wanted), shared=False)
        images, *_ = next(iter(batches))
        return early(network, images, 0, blocks)

    return compute


def from_features(
    network: Network, features: NDArray[np.float16], first: int, last: int
) -> Compute:
    """Features after ``last`` blocks, from stored ones after ``first`` blocks."""

    def compute(wanted: range) -> torch.Tensor:
        chosen = torch.from_numpy(features[wanted.start : wanted.stop].astype(np.float32))
        return early(network, chosen.contiguous(memory_format=torch.channels_last), first, last)

    return compute


@torch.inference_mode()
def stored(network: Network, compute: Compute, total: int, file: Path) -> NDArray[np.float16]:
    """Features of pictures 0 … ``total`` - 1, from ``file`` as far as it was written before."""
    note = file.with_suffix(".json")
    done = json.loads(note.read_text())["done"] if note.exists() else 0
    network = network.eval().to(memory_format=torch.channels_last)
    while done < total:
        wanted = range(done, min(done + BATCH, total))
        with torch.autocast("cpu", torch.bfloat16):
            features = compute(wanted)
        store = np.lib.format.open_memmap(
            file,
            mode="r+" if done else "w+",
            dtype=np.float16,
            shape=(total, *features.shape[1:]),
        )
        store[wanted.start : wanted.stop] = features.to(torch.float16).contiguous().numpy()
        store.flush()
        done = wanted.stop
        note.write_text(json.dumps({"done": done, "of": total}))
    found: NDArray[np.float16] = np.load(file, mmap_mode="r")
    return found
