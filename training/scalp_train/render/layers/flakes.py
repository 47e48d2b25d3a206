"""Dandruff: thick clumps and plates of 10-60 px, wispy threads, and dust on the hair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.layers.canvas import Canvas
from scalp_train.render.layers.fields import HALF, doubled, pick, softened
from scalp_train.render.layers.noise import (
    COLUMNS,
    FULL,
    ROWS,
    Field,
    Streams,
    blurred,
    fractal,
    smooth,
    threshold_for_area,
)
from scalp_train.render.layers.severity import Flakes, within

MOST = 260


@dataclass(slots=True)
class FlakeLayers:
    """Flakes below and above the hair.

    Attributes:
        height: thickness of the clumps at half size, about 0-1.
        above: the part of them that lies on the hair, 0 or 1 at half size.
        threads: opacity of the wisps [528, 704], below and above.
        mask: where flakes were drawn [528, 704].
    """

    height: Field
    above: Field
    threads: tuple[Field, Field]
    mask: NDArray[np.bool_]


def scatter(streams: Streams, level: Flakes) -> FlakeLayers:
    """Return flakes over the grade's area; a higher grade adds to the flakes of a lower one."""
    rng = streams("flakes")
    area = within(level.area, rng.random())
    if not area:
        none, whole = np.zeros(HALF, np.float32), np.zeros(FULL, np.float32)
        return FlakeLayers(none, none, (whole, whole), np.zeros(FULL, np.bool_))
    ranks, lifted = _heaped(streams, level)
    ragged = np.float32(rng.uniform(0.14, 0.24)) * CLUMPS[pick(streams, "flakes", CLUMPS)](rng)
    # Ragged through and through: the noise bites into the outlines and the plates alike.
    potential = blurred(ranks, 1.6) + ragged * (ranks > 0.02)
    edge = max(0.05, threshold_for_area(potential, area))
    height = np.asarray((potential - np.float32(edge)) * np.float32(2.2), dtype=np.float32)
    wisps = _threads(streams, area)
    mask = (doubled(height) > 0) | (np.maximum(*wisps) > 0.35)
    return FlakeLayers(height, lifted, wisps, np.asarray(mask, dtype=np.bool_))


def _heaped(streams: Streams, level: Flakes) -> tuple[Field, Field]:
    """Return blobs at half size whose value says in which order they appear, and which are lifted.

    They lie in a few heaps, with strays between.
    """
    rng = streams("flake-places")
    sizes = np.clip(rng.uniform(9, 13) * np.exp(rng.normal(0, 0.5, MOST)), 5, 32) / 2
    heaps = rng.uniform(0, 1, (int(rng.integers(2, 5)), 2)) * (COLUMNS / 2, ROWS / 2)
    nearby = heaps[rng.integers(0, len(heaps), MOST)] + rng.normal(
        0, rng.uniform(18, 45), (MOST, 2)
    )
    anywhere = rng.uniform(0, 1, (MOST, 2)) * (COLUMNS / 2, ROWS / 2)
    centres = np.where(rng.random((MOST, 1)) < 0.7, nearby, anywhere)
    shapes, turns = rng.uniform(0.4, 1.0, MOST), rng.uniform(0, 180, MOST)
    on_hair = rng.random(MOST)
    ranks, lifted = np.zeros(HALF, np.uint8), np.zeros(HALF, np.uint8)
    for number in range(MOST - 1, -1, -1):
        rank = 255 - int(205 * number / MOST)
        centre = (round(centres[number, 0] * 16), round(centres[number, 1] * 16))
        axes = (round(sizes[number] * 16), round(sizes[number] * shapes[number] * 16))
        turn = float(turns[number])
        cv2.ellipse(ranks, centre, axes, turn, 0, 360, (rank,), -1, cv2.LINE_8, 4)
        over = 255 if on_hair[number] < level.on_hair else 0
        cv2.ellipse(lifted, centre, axes, turn, 0, 360, (over,), -1, cv2.LINE_8, 4)
    if rng.random() < level.plate:
        reach = np.sqrt(level.area[0] * HALF[0] * HALF[1] / np.pi)
        place = (round(rng.uniform(0.1, 0.9) * HALF[1]), round(rng.uniform(0.1, 0.9) * HALF[0]))
        long = reach * rng.uniform(1.0, 1.3)
        axes = (round(long), round(reach * reach / long))
        turn = float(rng.uniform(0, 180))
        cv2.ellipse(ranks, place, axes, turn, 0, 360, (255,), -1)
        cv2.ellipse(lifted, place, axes, turn, 0, 360, (255,), -1)
    bent = _bent(rng, np.stack([ranks, lifted], axis=-1))
    return bent[..., 0].astype(np.float32) / np.float32(255), softened(bent[..., 1], 0.8)


def _bent(rng: np.random.Generator, planes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return half-size planes [rows, columns, n] with all outlines bent out of shape."""
    rows, columns = np.mgrid[0 : HALF[0], 0 : HALF[1]].astype(np.float32)
    dx, dy = (np.float32(3.4) * fractal(rng, 12, 2, shape=HALF) for _ in range(2))
    bent = cv2.remap(
        planes, columns + dx, rows + dy, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REFLECT
    )
    return np.asarray(bent, dtype=np.uint8)


def _torn(rng: np.random.Generator) -> Field:
    """Noise of many scales."""
    return fractal(rng, float(rng.uniform(5, 8)), 3, gain=0.7, shape=HALF)


def _crumbly(rng: np.random.Generator) -> Field:
    """Grains that hang together."""
    return np.float32(0.8) * fractal(rng, 3.0, 2, shape=HALF) + np.float32(0.4) * smooth(
        rng, 9, HALF
    )


def _layered(rng: np.random.Generator) -> Field:
    """Ridges, as of scales that lie over one another."""
    return np.float32(0.8) - np.float32(1.3) * np.abs(fractal(rng, 7.0, 2, shape=HALF))


CLUMPS: dict[str, Callable[[np.random.Generator], Field]] = {
    "torn": _torn,
    "crumbly": _crumbly,
    "layered": _layered,
}
"""Raggedness at half size, of about unit deviation."""


def _threads(streams: Streams, area: float) -> tuple[Field, Field]:
    """Return half-transparent wisps, curled like threads, below and above the hair."""
    rng = streams("flake-threads")
    layers = np.zeros(FULL, np.uint8), np.zeros(FULL, np.uint8)
    for number in range(int(8 + 160 * area)):
        steps = int(rng.integers(6, 16))
        heading = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.45, steps))
        path = np.stack([np.cos(heading), np.sin(heading)], axis=1) * rng.uniform(2, 4.5)
        path = np.cumsum(path, axis=0) + rng.uniform((0, 0), (COLUMNS, ROWS))
        value, thick = int(rng.integers(70, 190)), int(rng.integers(1, 4))
        line = np.round(path * 16).astype(np.int32)
        cv2.polylines(layers[number % 3 == 0], [line], False, (value,), thick, cv2.LINE_AA, 4)
    return softened(layers[0], 0.7), softened(layers[1], 0.7)


def lay(canvas: Canvas, flakes: FlakeLayers, streams: Streams, *, above: bool, hair: Field) -> None:
    """Paint the flakes below or above the hair: rough, white to greyish, lit from one side.

    Args:
        canvas: what lies under them.
        flakes: what to paint.
        streams: the picture's random streams.
        above: which of the two layers.
        hair: opacity of the hair [528, 704], on which dust settles.
    """
    if not flakes.mask.any():
        return
    rng = streams("flake-paint")
    white, neutral = rng.uniform(238, 252), rng.normal((-2, 5), 1.5)
    opacity, shadow = float(rng.uniform(0.86, 0.98)), float(rng.uniform(0.2, 0.55))
    turn, relief = rng.uniform(0, 2 * np.pi), float(rng.uniform(14, 30))
    move = (float(rng.integers(-4, 5)), float(rng.integers(2, 6)))
    part = flakes.above if above else 1 - flakes.above
    solid = np.clip(flakes.height * np.float32(6), 0, 1) * part
    rough = np.clip(flakes.height, 0, 0.8) + np.float32(0.13) * fractal(rng, 3.5, 2, shape=HALF)
    slope = np.float32(np.cos(turn)) * cv2.Sobel(rough, cv2.CV_32F, 1, 0, ksize=3)
    slope += np.float32(np.sin(turn)) * cv2.Sobel(rough, cv2.CV_32F, 0, 1, ksize=3)
    light = np.clip(slope * np.float32(relief), -48, 16)
    matrix = np.array([[2, 0, move[0]], [0, 2, move[1]]], np.float32)
    cast = cv2.warpAffine(blurred(solid, 1.4) * np.float32(shadow), matrix, (COLUMNS, ROWS))
    canvas.filter(np.asarray(cast, dtype=np.float32), (0.66, 0.66, 0.68))
    alpha = doubled(solid) * np.float32(opacity)
    np.maximum(alpha, flakes.threads[int(above)] * np.float32(0.75), out=alpha)
    if above:
        np.maximum(alpha, _dust(rng, flakes.mask) * hair, out=alpha)
    colour = (white + neutral[0], white, white + neutral[1])
    canvas.cover_lit(alpha, colour, doubled(light))


def _dust(rng: np.random.Generator, mask: NDArray[np.bool_]) -> Field:
    """Return specks of 1-3 px, the more the more flakes there are."""
    count = int(300 + 9000 * mask[::4, ::4].mean())
    points = np.zeros(FULL, np.float32)
    rows, columns = rng.integers(0, ROWS, count), rng.integers(0, COLUMNS, count)
    points[rows, columns] = rng.uniform(1, 5, count)
    return np.minimum(blurred(points, 0.8), np.float32(0.9))
