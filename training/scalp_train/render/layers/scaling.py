"""Fine scaling: matte white speckle of 1-6 px between the follicles, and crusts at the mouths."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.layers import noise
from scalp_train.render.layers.canvas import Canvas
from scalp_train.render.layers.fields import HALF, blurred, doubled, grained, pick, softened
from scalp_train.render.layers.layout import Unit
from scalp_train.render.layers.noise import FULL, QUARTER, Field, Streams
from scalp_train.render.layers.severity import FineScaling, within
from scalp_train.render.picture import HEIGHT, WIDTH

Kernel = NDArray[np.uint8]


def speckle(
    streams: Streams, units: list[Unit], level: FineScaling
) -> tuple[Field, NDArray[np.bool_]]:
    """Return the opacity [480, 640] of the scale and its mask; higher grades add to lower ones."""
    rng = streams("scaling")
    area = within(level.area, rng.random())
    potential = TECHNIQUES[pick(streams, "scaling", TECHNIQUES)](rng)
    uneven = noise.enlarge(noise.smooth(rng, float(rng.uniform(11, 28)), QUARTER))
    potential = potential + np.float32(rng.uniform(0.0, 0.6)) * uneven
    ring = _round_mouths(units, rng)
    if level.crusts:
        potential += np.float32(0.8 * level.crusts) * ring
    if not level.covers_mouths:
        potential -= 4 * _discs(units, 1.2)
    edge = noise.threshold_for_area(potential, area)
    mask = potential > edge
    ramp, floor = np.float32(rng.uniform(1.2, 3.5)), np.float32(rng.uniform(0.5, 0.95))
    potential -= np.float32(edge)
    opacity = np.minimum(potential * ramp + floor, np.float32(1)) * mask
    opacity *= np.float32(rng.uniform(0.78, 0.97))
    softness = float(rng.uniform(0.3, 0.75))
    return (blurred(opacity, softness) if softness > 0.4 else opacity), mask


def _sown(rng: np.random.Generator, kernels: Sequence[Kernel]) -> Field:
    """Flecks of the kernels' shapes at random places, each with a rank of its own.

    Ranks are exponential: a threshold keeps the same share of flecks everywhere, and an added field
    thins or thickens them without cutting into their shapes.
    """
    ranks = np.zeros(FULL, np.uint16)
    for kernel in kernels:
        count = int(1.2 * HEIGHT * WIDTH / (len(kernels) * int(kernel.sum())))
        seeds = np.zeros(FULL, np.uint16)
        places = rng.integers(0, HEIGHT * WIDTH, count)
        rank = np.minimum(rng.standard_exponential(count, np.float32) * 5000, 65535)
        seeds.ravel()[places] = rank.astype(np.uint16)
        cv2.max(ranks, cv2.dilate(seeds, kernel), dst=ranks)
    potential = np.multiply(ranks, np.float32(1 / 5000), dtype=np.float32)
    # Bare skin lies so low that no added field lifts it into the scale.
    potential[ranks == 0] = -3
    return potential


def _dots(rng: np.random.Generator) -> Field:
    """Discs and ellipses of 1-6 px."""
    kernels = [np.ones((1, 1), np.uint8)] if rng.random() < 0.4 else []
    largest = float(rng.uniform(1.5, 3.0))
    for _ in range(5):
        kernel = np.zeros((7, 7), np.uint8)
        axes = (rng.uniform(0.6, largest), rng.uniform(0.6, largest))
        size = (round(axes[0] * 16), round(axes[1] * 16))
        turn = float(rng.uniform(0, 180))
        cv2.ellipse(kernel, (48, 48), size, turn, 0, 360, (1,), -1, cv2.LINE_8, 4)
        kernels.append(kernel)
    return _sown(rng, kernels)


def _strokes(rng: np.random.Generator) -> Field:
    """Short straight strokes and arcs."""
    kernels = []
    for number in range(5):
        kernel = np.zeros((7, 7), np.uint8)
        turn, reach = rng.uniform(0, np.pi), rng.uniform(1, 3)
        if number % 2:
            axes = (int(rng.integers(1, 4)), int(rng.integers(1, 4)))
            end = float(rng.uniform(90, 230))
            cv2.ellipse(kernel, (3, 3), axes, float(np.degrees(turn)), 0, end, (1,), 1)
        else:
            dx, dy = round(np.cos(turn) * reach), round(np.sin(turn) * reach)
            cv2.line(kernel, (3 - dx, 3 - dy), (3 + dx, 3 + dy), (1,), int(rng.integers(1, 3)))
        kernels.append(kernel)
    return _sown(rng, kernels)


def _walks(rng: np.random.Generator) -> Field:
    """Crumbs whose pixels a short random walk visited."""
    kernels = []
    for _ in range(6):
        kernel = np.zeros((7, 7), np.uint8)
        steps = rng.integers(-1, 2, (int(rng.integers(3, 12)), 2))
        path = np.clip(3 + np.cumsum(steps, axis=0), 0, 6)
        kernel[path[:, 0], path[:, 1]] = 1
        kernel[3, 3] = 1
        kernels.append(kernel)
    return _sown(rng, kernels)


def _speckled(rng: np.random.Generator) -> Field:
    """Band-limited noise: specks of even size."""
    return grained(rng, float(rng.uniform(0.9, 1.4))) - np.float32(0.55) * grained(rng, 2.8)


def _rubbed(rng: np.random.Generator) -> Field:
    """Short ridges broken by grain."""
    ridges = np.abs(doubled(noise.smooth(rng, float(rng.uniform(2.5, 4)), HALF)))
    return np.float32(1.4) - np.float32(2.2) * ridges + np.float32(0.8) * grained(rng, 1.1)


def _blocky(rng: np.random.Generator) -> Field:
    """White noise of 2-4 px cells, with or without smoothed corners."""
    cell = float(rng.uniform(2.0, 3.8))
    coarse = rng.standard_normal((round(HEIGHT / cell), round(WIDTH / cell)), dtype=np.float32)
    how = cv2.INTER_NEAREST if rng.random() < 0.4 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=how), dtype=np.float32)


TECHNIQUES: dict[str, Callable[[np.random.Generator], Field]] = {
    "dots": _dots,
    "strokes": _strokes,
    "walks": _walks,
    "speckled": _speckled,
    "rubbed": _rubbed,
    "blocky": _blocky,
}
"""Fields [480, 640] whose highest pixels are the scale."""


def _discs(units: list[Unit], size: float) -> Field:
    mask = np.zeros(FULL, np.uint8)
    for unit in units:
        cv2.circle(mask, (round(unit.x), round(unit.y)), round(unit.radius * size), (255,), -1)
    return softened(mask, 1.5)


def _round_mouths(units: list[Unit], rng: np.random.Generator) -> Field:
    """Broken arcs round the mouths, 0-1."""
    mask = np.zeros(FULL, np.uint8)
    for unit in units:
        radius = unit.radius * rng.uniform(1.1, 1.9)
        start = float(rng.uniform(0, 360))
        cv2.ellipse(
            mask, (round(unit.x), round(unit.y)), (round(radius * 1.3), round(radius)),
            float(np.degrees(unit.angle)), start, start + float(rng.uniform(120, 300)), (255,),
            int(rng.integers(3, 7)), cv2.LINE_AA,
        )  # fmt: skip
    return softened(mask, 1.2)


def lay(canvas: Canvas, opacity: Field, streams: Streams) -> None:
    """Paint the scale: matte, from pure white to grey-white or cream."""
    rng = streams("scaling-colour")
    white = rng.uniform(228, 252)
    tint = rng.normal(0, 2.5, 3)
    canvas.cover(opacity, (white + tint[0], white + tint[1], white - 4 + tint[2]))
