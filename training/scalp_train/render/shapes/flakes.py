"""Dandruff: thick rough clumps and wispy flakes in heaps, on the skin and riding on hairs."""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import NDArray

from scalp_train.render.picture import HEIGHT, WIDTH
from scalp_train.render.shapes.canvas import Canvas
from scalp_train.render.shapes.outlines import ragged, ribbon
from scalp_train.render.shapes.plan import DANDRUFF, HUGE_FLAKE
from scalp_train.render.shapes.view import (
    FULL,
    Part,
    Path,
    Sheet,
    View,
    blurred,
    moved,
    some,
    stream,
    whole,
)

ON_HAIRS = 0.3


class Flakes:
    """All flakes of a scalp: those below the hairs, and those on them."""

    def __init__(self, seed: int, view: View, grade: int) -> None:
        rng = stream(seed, Part.HEAPS)
        self._view, self._rng = view, stream(seed, Part.FLAKES)
        self.below, self.above = Sheet(view), Sheet(view)
        area = some(rng, DANDRUFF[grade]) * WIDTH * HEIGHT * view.area
        heaps = view.anywhere(rng, whole(rng, (2, 5)))
        huge = rng.random() < HUGE_FLAKE[grade]
        left = area
        while left > 0:
            if huge:
                at, size, huge = view.anywhere(rng, 1)[0] * 0.6, (0.5 * area / 1.9) ** 0.5, False
            else:
                near = heaps[rng.integers(len(heaps))] + rng.standard_t(3, 2) * 34
                at = near if rng.random() < 0.8 else view.anywhere(rng, 1)[0]
                size = 4.5 + 26 * float(rng.beta(1.1, 3.2))
            on_hairs = rng.random() < ON_HAIRS
            left -= self._clump(rng, self.above if on_hairs else self.below, at, size)

    def _clump(self, rng: np.random.Generator, sheet: Sheet, at: Path, size: float) -> float:
        """Draw one flake, and return about what area it covers in px of the scalp."""
        if size < 16 and rng.random() < 0.35:
            return _wisp(rng, sheet, at, size)
        slim = some(rng, (0.45, 0.95))
        sheet.polygon(ragged(rng, at, size, slim, 0.24, 26), whole(rng, (215, 255)))
        for _ in range(whole(rng, (2, 5)) + round(size / 9)):
            turn, small = float(rng.uniform(0, 2 * pi)), size * some(rng, (0.2, 0.5))
            beside = at + size * slim * np.array((np.cos(turn), np.sin(turn)))
            sheet.polygon(ragged(rng, beside, small, 0.7, 0.3, 11), whole(rng, (190, 255)))
        crumbs = whole(rng, (2, 7))
        sheet.dots(
            at + rng.normal(0, 1.3 * size + 4, (crumbs, 2)),
            rng.uniform(0.8, 2.4, crumbs),
            rng.integers(150, 255, crumbs),
        )
        return float(pi * size**2 * slim * 1.12)

    def lay(self, canvas: Canvas, sheet: Sheet) -> NDArray[np.bool_]:
        """Paint one of the two sheets with a shadow and a rough white face; return where."""
        cover = sheet.cover()
        if not cover.any():
            return np.zeros(cover.shape, bool)
        rng, view, solid = self._rng, self._view, blurred(cover, 2)
        canvas.shift(0.8 * moved(blurred(cover, 4), 4) * (1 - cover), -13)
        rough = 4.5 * view.noise(rng, 5, FULL) + 3.5 * view.noise(rng, 13, FULL)
        lit = np.float32(26) * (solid - moved(solid, 3))
        face = np.clip(np.float32(some(rng, (81, 88))) + rough + lit, 60, 97)
        canvas.bleach(0.93 * cover, face, 0.55)
        return np.asarray(cover > 0.3)


def _wisp(rng: np.random.Generator, sheet: Sheet, at: Path, size: float) -> float:
    """Draw a half-transparent curled thread of skin."""
    turning = rng.uniform(0, 2 * pi) + np.cumsum(rng.normal(0, 0.4, 8))
    path = at + size / 2.2 * np.cumsum(np.stack([np.cos(turning), np.sin(turning)], 1), axis=0)
    widths = np.clip(rng.normal(0.28, 0.12, 8), 0.08, 1) * size
    sheet.polygon(ribbon(path, widths), whole(rng, (110, 200)))
    return float(size**2 * 0.9)
