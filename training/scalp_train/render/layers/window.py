"""A small part of the picture, for signs that sit at one place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scalp_train.render.layers.canvas import Canvas
from scalp_train.render.layers.noise import Field
from scalp_train.render.picture import HEIGHT, WIDTH


@dataclass(frozen=True, slots=True)
class Window:
    """Rows ``top`` to ``bottom`` and columns ``left`` to ``right``, within the picture."""

    top: int
    bottom: int
    left: int
    right: int

    @classmethod
    def around(cls, x: float, y: float, reach: float) -> Window:
        """Return the square of half side ``reach`` px round a point, cut at the picture's edges."""
        return cls(
            max(0, int(y - reach)),
            min(HEIGHT, int(y + reach) + 2),
            max(0, int(x - reach)),
            min(WIDTH, int(x + reach) + 2),
        )

    @classmethod
    def holding(cls, box: tuple[int, int, int, int], margin: int) -> Window:
        """Return a box (x, y, width, height) with a margin in px, cut at the picture's edges."""
        x, y, width, height = box
        return cls(
            max(0, y - margin),
            min(HEIGHT, y + height + margin),
            max(0, x - margin),
            min(WIDTH, x + width + margin),
        )

    @property
    def slices(self) -> tuple[slice, slice]:
        """Return the index of the window in a full-size field."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def of(self, canvas: Canvas) -> Canvas:
        """Return the canvas's part within the window; painting it paints the canvas."""
        return Canvas(canvas.planes[:, *self.slices])

    def offsets(self, x: float, y: float) -> tuple[Field, Field]:
        """Return each pixel's distance from a point along x [1, columns] and y [rows, 1]."""
        dx = np.arange(self.left, self.right, dtype=np.float32)[None, :] - np.float32(x)
        dy = np.arange(self.top, self.bottom, dtype=np.float32)[:, None] - np.float32(y)
        return dx, dy
