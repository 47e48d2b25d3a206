"""torch datasets: pictures with random transforms, and cached features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from torch.utils.data import Dataset

from scalp_core.vocabulary import Symptom
from scalp_train.data.cache import CachedSet
from scalp_train.data.transforms import augment, random_affine, warp

Targets = tuple[NDArray[np.int64], NDArray[np.uint8]]
"""Grades [6] and sign masks [6, rows, columns] of one picture, see :class:`PictureDataset`."""
PictureItem = tuple[NDArray[np.uint8], *Targets]
"""A picture uint8 [H, W, 3] and its targets."""
FeatureItem = tuple[NDArray[np.float16], *Targets]
"""Features float16 [C, h, w] of a picture, and its targets."""
NO_SIGNS = np.zeros((len(Symptom), 0, 0), np.uint8)


class Augmentation(Protocol):
    """Changes one picture [H, W, 3] at random and gives it another size."""

    def __call__(
        self, pixels: NDArray[np.uint8], rng: np.random.Generator, *, width: int, height: int
    ) -> NDArray[np.uint8]:
        """Return the changed picture [``height``, ``width``, 3]."""


class PictureDataset(Dataset[PictureItem]):
    """A cached set, augmented by ``seed`` if a ``size`` is given, else as it is.

    Sign masks are shares 0-255 of each cell that the symptom's mask covers; they are empty
    [6, 0, 0] without ``signs`` or where they are unknown. They follow the geometry of
    :func:`scalp_train.data.transforms.augment`.

    Raises:
        ValueError: ``signs`` together with another augmentation.
    """

    def __init__(
        self,
        pictures: CachedSet,
        *,
        size: tuple[int, int] | None = None,
        seed: tuple[int, ...] = (),
        augmentation: Augmentation = augment,
        signs: bool = False,
    ) -> None:
        if signs and augmentation is not augment:
            raise ValueError("sign masks follow the project's own augmentation alone")
        self._set = pictures
        self._size = size
        self._seed = seed
        self._augmentation = augmentation
        self._signs = self._set.signs if signs else None

    def __len__(self) -> int:
        return len(self._set)

    def __getitem__(self, index: int) -> PictureItem:
        pixels = self._set.pixels[index]
        if self._size is not None:
            width, height = self._size
            pixels = self._augmentation(
                np.asarray(pixels), self._generator(index), width=width, height=height
            )
        return pixels, *self.targets(index)

    def targets(self, index: int) -> Targets:
        """Return grades and sign masks of one picture; masks are warped as its pixels are."""
        if self._signs is None:
            return self._set.grades[index], NO_SIGNS
        signs = np.asarray(self._signs[index])
        if self._size is not None:
            size = signs.shape[2], signs.shape[1]
            # The same generator as for the pixels. In threes, as OpenCV warps up to four channels.
            affine = random_affine(self._generator(index), source=size, size=size)
            parts = (signs[:3].transpose(1, 2, 0), signs[3:].transpose(1, 2, 0))
            warped = [warp(part, affine, size=size) for part in parts]
            signs = np.concatenate(warped, axis=2).transpose(2, 0, 1)
        return self._set.grades[index], signs

    def _generator(self, index: int) -> np.random.Generator:
        return np.random.default_rng((*self._seed, index))


class FeatureDataset(Dataset[FeatureItem]):
    """Cached features [P·N, C, h, w] of P augmented versions of a set of N pictures.

    Targets are cached too, 7 KB of sign masks each: six networks are finished on the same versions,
    and warping the masks would take a tenth of such a short step.
    """

    def __init__(self, features: NDArray[np.float16], versions: Sequence[PictureDataset]) -> None:
        self._features = features
        self._versions = versions
        self._targets: dict[int, Targets] = {}

    def __len__(self) -> int:
        return len(self._features)

    def __getitem__(self, index: int) -> FeatureItem:
        if index not in self._targets:
            version, number = divmod(index, len(self._versions[0]))
            self._targets[index] = self._versions[version].targets(number)
        return self._features[index], *self._targets[index]
