"""A picture in the making: three float planes, cheap to blend into."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scalp_train.render.layers.noise import FULL, Field, blur

Colour = tuple[float, float, float]


class Canvas:
    """RGB planes [3, 480, 640] on the 0-255 scale. Planes keep every operation in the cache."""

    def __init__(self, planes: NDArray[np.float32]) -> None:
        self.planes = planes

    def cover(self, alpha: Field, colour: Colour) -> None:
        """Paint an even colour with opacity ``alpha`` (0-1)."""
        for plane, value in zip(self.planes, colour, strict=True):
            plane += alpha * (np.float32(value) - plane)

    def cover_with(self, alpha: Field, planes: Sequence[Field]) -> None:
        """Paint a coloured layer, three planes [H, W], with opacity ``alpha``."""
        for plane, layer in zip(self.planes, planes, strict=True):
            plane += alpha * (layer - plane)

    def cover_lit(self, alpha: Field, colour: Colour, light: Field) -> None:
        """Paint an even colour that ``light`` (levels) models."""
        for plane, value in zip(self.planes, colour, strict=True):
            plane += alpha * (light + (np.float32(value) - plane))

    def filter(self, alpha: Field, transmission: Colour) -> None:
        """Let light through as a stained glass would: full ``transmission`` where alpha is 1."""
        for plane, value in zip(self.planes, transmission, strict=True):
            if value != 1.0:
                plane *= 1 + alpha * np.float32(value - 1)

    def lighten(self, amount: Field) -> None:
        """Add ``amount`` (levels) to all planes."""
        self.planes += amount

    def pixels(self) -> NDArray[np.uint8]:
        """Return the picture as uint8 [480, 640, 3]."""
        return np.ascontiguousarray(np.clip(self.planes, 0, 255).transpose(1, 2, 0)).astype(
            np.uint8
        )


def soft(mask: NDArray[np.uint8], sigma: float) -> Field:
    """Return a drawn 0-255 mask as soft-edged opacity 0-1."""
    return blur(mask.astype(np.float32) * np.float32(1 / 255), sigma)


def shifted(field: Field, dx: int, dy: int) -> Field:
    """Return the field moved by whole pixels, zero where nothing comes in."""
    moved = np.zeros(FULL, np.float32)
    height, width = FULL
    moved[max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)] = field[
        max(-dy, 0) : height + min(-dy, 0), max(-dx, 0) : width + min(-dx, 0)
    ]
    return moved
