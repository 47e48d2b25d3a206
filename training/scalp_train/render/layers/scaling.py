"""Fine scaling: matt white collars at the mouths, a net of cracks, peels and dust."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.layers import noise
from scalp_train.render.layers.canvas import Canvas
from scalp_train.render.layers.fields import HALF, doubled, pick, rounded, softened
from scalp_train.render.layers.layout import Unit, in_view
from scalp_train.render.layers.noise import COLUMNS, FULL, QUARTER, ROWS, Field, Streams, blurred
from scalp_train.render.layers.severity import FineScaling, count_within, within

ONE = 16


@dataclass(slots=True)
class Scale:
    """Dry scale.

    Attributes:
        opacity: of lines, collars, peels' edges and dust, 0-1 [528, 704].
        film: matt haze over cracked skin and peels, 0-1.
        mask: where scale was drawn.
    """

    opacity: Field
    film: Field
    mask: NDArray[np.bool_]


def scale(streams: Streams, units: list[Unit], level: FineScaling) -> Scale:
    """Return the grade's share of cracked skin and of scaly mouths; higher grades only add."""
    rng = streams("scaling")
    share, strength = within(level.net, rng.random()), within(level.line, rng.random())
    collar_share, peel_count = within(level.collars, rng.random()), rng.random()
    if share == 0:
        nothing = np.zeros(FULL, np.float32)
        return Scale(nothing, nothing, np.zeros(FULL, np.bool_))
    centres = np.array([(unit.x, unit.y) for unit in units])
    where = noise.smooth(rng, float(rng.uniform(16, 32)), QUARTER)
    where = where + np.float32(0.8) * rounded(QUARTER, centres, 40.0)
    edge = noise.threshold_for_area(where, share)
    cracked = noise.enlarge(np.clip((where - np.float32(edge)) * 2 + np.float32(0.5), 0, 1))
    labels = noise.cells(rng, float(rng.uniform(24, 46)), float(rng.uniform(2.5, 5)))
    lines = NETS[pick(streams, "scaling", NETS)](rng, labels)
    dust = _dust(rng) * cracked
    crusts = _collars(streams, units, collar_share)
    peels, rims = _peels(rng, labels, count_within(level.peels, peel_count))
    crumbly = np.clip(np.float32(0.72) + np.float32(0.5) * noise.grain(rng, 0.9), 0.15, 1)
    opacity = np.minimum(lines, np.float32(1)) * cracked * np.float32(strength)
    opacity += dust * np.float32(0.35 + 0.5 * strength)
    crust = softened(crusts, 1.0) * crumbly * np.float32(0.4 + 0.6 * strength)
    np.maximum(opacity, crust, out=opacity)
    np.maximum(opacity, softened(rims, 0.7) * np.float32(0.9), out=opacity)
    np.minimum(opacity, np.float32(0.96), out=opacity)
    film = np.maximum(cracked * np.float32(0.5 * strength), softened(peels, 1.2) * np.float32(0.7))
    mask = (cracked > 0.5) | (crusts > 60) | (peels > 60)
    return Scale(opacity, film, np.asarray(mask, dtype=np.bool_))


def _broken(rng: np.random.Generator, cell: float, bias: float) -> Field:
    """0-1: where a line is whole, and where it breaks off."""
    whole = np.float32(bias) + doubled(noise.smooth(rng, cell, HALF))
    return np.asarray(np.clip(whole, 0, 1), dtype=np.float32)


def _varnish(rng: np.random.Generator, labels: NDArray[np.int32]) -> Field:
    """Cracks between plates, broken here and there."""
    return softened(noise.borders(labels), 0.65) * np.float32(2.3) * _broken(rng, 7, 0.55)


def _shards(rng: np.random.Generator, labels: NDArray[np.int32]) -> Field:
    """Cracks of two sizes."""
    fine = noise.borders(noise.cells(rng, float(rng.uniform(13, 18)), 2.5))
    coarse = softened(noise.borders(labels), 0.7) * np.float32(2.4) * _broken(rng, 8, 0.5)
    thin = softened(fine, 0.6) * np.float32(1.5) * _broken(rng, 9, -0.2)
    return np.asarray(np.maximum(coarse, thin), dtype=np.float32)


def _wrinkled(rng: np.random.Generator, labels: NDArray[np.int32]) -> Field:
    """Winding fine ridges instead of cells."""
    del labels
    field = doubled(noise.fractal(rng, float(rng.uniform(9, 13)), 2, shape=HALF))
    ridges = np.clip(1 - np.abs(field) * np.float32(7.5), 0, 1)
    return ridges * _broken(rng, 6, 0.5)


NETS: dict[str, Callable[[np.random.Generator, NDArray[np.int32]], Field]] = {
    "varnish": _varnish,
    "shards": _shards,
    "wrinkled": _wrinkled,
}
"""Opacity 0-1 [528, 704] of the net's lines from labelled cells of 20-50 px."""


def _dust(rng: np.random.Generator) -> Field:
    """Return a dusty sparkle of 1-3 px."""
    count = int(rng.uniform(1500, 3000))
    points = np.zeros(FULL, np.float32)
    rows, columns = rng.integers(0, ROWS, count), rng.integers(0, COLUMNS, count)
    points[rows, columns] = rng.uniform(0.8, 3.2, count)
    return np.minimum(blurred(points, 0.75), np.float32(0.9))


def _collars(streams: Streams, units: list[Unit], share: float) -> NDArray[np.uint8]:
    """Rings, crescents and little curls (0-255) at the share of the mouths."""
    order = streams("scaly-mouths").permutation(len(units))
    chosen = {int(position) for position in order[: round(share * len(units))]}
    near = {id(unit) for unit in in_view(units)}
    mask = np.zeros(FULL, np.uint8)
    for position, unit in enumerate(units):
        if position not in chosen or id(unit) not in near:
            continue
        own = streams(f"scaly-mouth-{position}")
        turn = float(np.degrees(unit.angle))
        for _ in range(int(own.integers(1, 4))):
            radius = unit.radius * own.uniform(1.2, 2.3)
            x, y = own.normal((unit.x, unit.y), 2.5)
            start, sweep = float(own.uniform(0, 360)), float(own.uniform(90, 330))
            _arc(mask, x, y, radius, turn, (start, start + sweep), int(own.integers(2, 6)))
        for _ in range(int(own.integers(1, 5))):
            x, y = own.normal((unit.x, unit.y), unit.radius * 2.2)
            start = float(own.uniform(0, 360))
            _arc(mask, x, y, own.uniform(3, 8), turn, (start, start + own.uniform(120, 260)), 2)
    return mask


def _arc(
    mask: NDArray[np.uint8], x: float, y: float, radius: float, turn: float,
    sweep: tuple[float, float], thick: int,
) -> None:  # fmt: skip
    axes = (round(radius * 1.25 * ONE), round(radius * ONE))
    centre = (round(x * ONE), round(y * ONE))
    cv2.ellipse(mask, centre, axes, turn, sweep[0], sweep[1], (230,), thick, cv2.LINE_AA, 4)


def _peels(
    rng: np.random.Generator, labels: NDArray[np.int32], count: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return transparent plates (0-255, weakly), and the bright edge that curls up on one side."""
    if not count:
        return np.zeros(FULL, np.uint8), np.zeros(FULL, np.uint8)
    chosen = np.zeros(int(labels.max()) + 1, np.uint8)
    for _ in range(count):
        row, column = int(rng.integers(0, ROWS)), int(rng.integers(0, COLUMNS))
        for dy, dx in rng.integers(-22, 23, (int(rng.integers(1, 4)), 2)):
            spot = labels[np.clip(row + dy, 0, ROWS - 1), np.clip(column + dx, 0, COLUMNS - 1)]
            chosen[spot] = 255
    plates = chosen[labels]
    dx, dy = rng.choice([-2, 2]), rng.choice([-2, 2])
    rims = plates & ~np.roll(plates, (int(dy), int(dx)), axis=(0, 1))
    return plates, rims


def lay(canvas: Canvas, found: Scale, streams: Streams) -> None:
    """Paint the scale: matt, from pure white to grey-white."""
    if not found.mask.any():
        return
    rng = streams("scaling-colour")
    white, tint = rng.uniform(226, 246), rng.normal(0, 2, 2)
    haze = found.film * np.float32(rng.uniform(0.3, 0.45))
    canvas.cover(haze, (218 + tint[0], 220.0, 219 + tint[1]))
    canvas.cover(found.opacity, (white + tint[0], white, white + tint[1]))
