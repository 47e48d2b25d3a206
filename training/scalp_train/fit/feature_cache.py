"""Features of a network's frozen blocks, computed once and cached on disk."""

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
from scalp_train.data.datasets import PictureItem
from scalp_train.data.loaders import picture_loader
from scalp_train.models.trunk import run_early, to_channels_last

BATCH = 40
Compute = Callable[[range], torch.Tensor]
"""Features [n, C, h, w] of the pictures with these numbers."""


def features_of_pictures(
    network: Network, pictures: Dataset[PictureItem], spec: InputSpec, blocks: int
) -> Compute:
    """Return a function that computes features after ``blocks`` blocks from pictures."""

    def compute(numbers: range) -> torch.Tensor:
        subset = Subset(pictures, numbers)
        images, *_ = next(iter(picture_loader(subset, spec, len(numbers), distributed=False)))
        return run_early(network, images, 0, blocks)

    return compute


def features_of_features(
    network: Network, features: NDArray[np.float16], first: int, last: int
) -> Compute:
    """Return a function that computes features after ``last`` blocks from those after ``first``."""

    def compute(numbers: range) -> torch.Tensor:
        chosen = torch.from_numpy(features[numbers.start : numbers.stop].astype(np.float32))
        chosen = chosen.contiguous(memory_format=torch.channels_last)
        return run_early(network, chosen, first, last)

    return compute


@torch.inference_mode()
def cached_features(
    network: Network, compute: Compute, total: int, file: Path
) -> NDArray[np.float16]:
    """Return features [``total``, C, h, w], read from ``file`` as far as it is complete.

    An interrupted computation resumes at the last finished batch.
    """
    state_file = file.with_suffix(".json")
    done = json.loads(state_file.read_text())["done"] if state_file.exists() else 0
    network.eval()
    to_channels_last(network)
    while done < total:
        numbers = range(done, min(done + BATCH, total))
        with torch.autocast("cpu", torch.bfloat16):
            features = compute(numbers)
        cache = np.lib.format.open_memmap(
            file,
            mode="r+" if done else "w+",
            dtype=np.float16,
            shape=(total, *features.shape[1:]),
        )
        cache[numbers.start : numbers.stop] = features.to(torch.float16).contiguous().numpy()
        cache.flush()
        done = numbers.stop
        state_file.write_text(json.dumps({"done": done, "of": total}))
    found: NDArray[np.float16] = np.load(file, mmap_mode="r")
    return found
