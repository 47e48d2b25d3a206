"""Blurred vessels between the mouths; red rings, pustules and crusts at them."""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import NDArray

from scalp_train.render.shapes.canvas import Canvas
from scalp_train.render.shapes.outlines import ragged
from scalp_train.render.shapes.plan import Redness, Spots
from scalp_train.render.shapes.scene import Mouth
from scalp_train.render.shapes.view import Path, Sheet, View, some, whole


def lay_threads(
    canvas: Canvas, rng: np.random.Generator, view: View, wanted: Redness
) -> NDArray[np.bool_]:
    """Paint faint, thin, blurred vessels and return where they are."""
    sheet = Sheet(view)
    for _ in range(round(some(rng, wanted.threads) * view.area)):
        at, angle = view.anywhere(rng, 1)[0], float(rng.uniform(0, 2 * pi))
        width, tone = some(rng, (1.6, 3.2)), whole(rng, (90, 220))
        for _ in range(1 + int(rng.random() < 0.4)):
            sheet.line(_winding(rng, at, angle, some(rng, (40, 170))), width, tone)
            angle += float(rng.choice((-0.8, 0.8)))
    threads = sheet.cover(1.8)
    canvas.shift(0.75 * threads, -7, 11, 3)
    return np.asarray(threads > 0.12)


def _winding(rng: np.random.Generator, at: Path, angle: float, length: float) -> Path:
    turning = angle + np.cumsum(rng.normal(0, 0.25, max(round(length / 9), 2)))
    return np.asarray(at + 9 * np.cumsum(np.stack([np.cos(turning), np.sin(turning)], 1), axis=0))


def lay_spots(
    canvas: Canvas, rng: np.random.Generator, view: View, mouths: list[Mouth], wanted: Spots
) -> NDArray[np.bool_]:
    """Paint red rings round some mouths, domes of pus and crusts; return where they are."""
    rings, pustules, crusts = (
        whole(rng, n) for n in (wanted.rings, wanted.pustules, wanted.crusts)
    )
    order = rng.permutation(len(mouths))
    near = [
        mouths[i].at for i in order if (np.abs(mouths[i].at) < np.array(view.reach) * 0.9).all()
    ]
    spare = view.anywhere(rng, rings) * 0.85
    inflamed = [*near, *spare][:rings]
    sizes = [(some(rng, (17, 27)), some(rng, (0.8, 1))) for _ in inflamed]
    halo, dome, core, crust = (Sheet(view) for _ in range(4))
    lit = []
    for index, (at, (size, slim)) in enumerate(zip(inflamed, sizes, strict=True)):
        halo.polygon(ragged(rng, at, size, slim, 0.08))
        if index < pustules:
            dome.polygon(ragged(rng, at, 0.66 * size, slim, 0.06))
            core.polygon(ragged(rng, at, 0.5 * size, slim, 0.06))
            lit.append(at - 0.16 * size)
        elif index < pustules + crusts:
            for _ in range(4):
                crust.polygon(ragged(rng, at + rng.normal(0, 7, 2), some(rng, (4, 10)), 0.7, 0.25))
    shine = Sheet(view)
    if lit:
        shine.dots(np.array(lit), [2.4] * len(lit), [255] * len(lit))
    ring = halo.cover(5)
    canvas.shift(ring, -9, 24, 8)
    canvas.lay(0.75 * dome.cover(2), 60, 27, 18)
    canvas.lay(0.92 * core.cover(1.6), 86, 2, 24)
    canvas.lay(0.85 * crust.cover(0.8), 45, 14, 30)
    canvas.bleach(0.9 * shine.cover(0.8), 98, 0.3)
    return np.asarray(ring > 0.25)
