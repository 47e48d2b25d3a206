"""Redness between the follicles with its vessels; red rings, pustules and crusts round the hair."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.canvas import Canvas, soft
from scalp_train.render.hair import ONE, SUBPIXEL
from scalp_train.render.layout import Unit
from scalp_train.render.noise import (
    FULL,
    HEIGHT,
    QUARTER,
    WIDTH,
    Field,
    Streams,
    blur,
    fractal,
    smooth,
)
from scalp_train.render.severity import Follicular, Redness, count_within, within


@dataclass(slots=True)
class RedField:
    """Diffuse redness.

    Attributes:
        shift: shift of a* at quarter size.
        mask: the red part of the field at quarter size.
    """

    shift: Field
    mask: NDArray[np.bool_]


def red_field(streams: Streams, level: Redness) -> RedField:
    """Redness over the grade's share of the picture, fading at its border."""
    rng = streams("red-field")
    cell = float(rng.uniform(28, 60))
    where = fractal(rng, cell, 2, shape=QUARTER)
    cover, shift = within(level.cover, rng.random()), within(level.red, rng.random())
    if cover == 0:
        return RedField(np.zeros(QUARTER, np.float32), np.zeros(QUARTER, np.bool_))
    edge = float(np.quantile(where, 1 - cover))
    weight = 0.45 + 0.55 / (1 + np.exp(-(where - edge) * np.float32(4.0)))
    return RedField((shift * weight).astype(np.float32), where > edge)


def vessels(streams: Streams, level: Redness, field: RedField) -> NDArray[np.uint8]:
    """Mask (0-255) of the vessels: branching lines of 1-4 px that start in the red field."""
    rng = streams("vessels")
    count = count_within(level.vessels, rng.random())
    branches = within(level.branches, rng.random())
    twist, loop = float(rng.uniform(0.12, 0.42)), float(rng.choice([0.0, 0.5]))
    mask = np.zeros(FULL, np.uint8)
    rows, columns = np.nonzero(field.mask)
    for number in range(count):
        own = streams(f"vessel-{number}")
        spot = int(own.integers(0, len(rows)))
        start = (columns[spot] * 4.0 + own.uniform(0, 4), rows[spot] * 4.0 + own.uniform(0, 4))
        width = within(level.width, own.random())
        pending = [(start, own.uniform(0, 2 * np.pi), own.uniform(90, 210), width)]
        grown = 0
        while pending:
            origin, heading, length, thick = pending.pop()
            points = _wander(own, origin, heading, length, twist, loop)
            _draw_vessel(mask, points, thick)
            children = int(branches) + (own.random() < branches % 1.0)
            if grown == 0:
                for _ in range(children):
                    at = int(own.integers(len(points) // 4, len(points)))
                    side = heading + own.choice([-1, 1]) * own.uniform(0.5, 1.1)
                    place = (float(points[at, 0]), float(points[at, 1]))
                    pending.append((place, side, length * own.uniform(0.35, 0.7), thick * 0.7))
            grown += 1
    return mask


def _wander(
    rng: np.random.Generator,
    origin: tuple[float, float],
    heading: float,
    length: float,
    twist: float,
    loop: float,
) -> NDArray[np.float32]:
    steps = max(5, int(length / 7))
    turns = np.cumsum(rng.normal(0, twist, steps))
    turns += loop * np.sin(np.arange(steps) * rng.uniform(0.5, 1.1))
    angles = heading + turns
    path = np.cumsum(np.stack([np.cos(angles), np.sin(angles)], axis=1) * 7.0, axis=0)
    return np.concatenate([[origin], path + origin]).astype(np.float32)


def _draw_vessel(mask: NDArray[np.uint8], points: NDArray[np.float32], width: float) -> None:
    line = np.round(points * ONE).astype(np.int32)
    half = len(line) // 2 + 1
    # Thinner toward its end: two strokes of decreasing whole-pixel width and decreasing strength.
    cv2.polylines(mask, [line], False, (150,), max(1, round(width * 0.6)), cv2.LINE_AA, SUBPIXEL)
    cv2.polylines(mask, [line[:half]], False, (235,), max(1, round(width)), cv2.LINE_AA, SUBPIXEL)


def pinpoints(streams: Streams) -> Field:
    """Pinpoint vessels, which a healthy scalp shows too; independent of the grade."""
    rng = streams("pinpoints")
    dots = np.zeros(FULL, np.float32)
    count = int(rng.integers(4, 26))
    dots[rng.integers(0, HEIGHT, count), rng.integers(0, WIDTH, count)] = rng.uniform(4, 10, count)
    return np.clip(blur(dots, 1.3), 0, 0.6)


def lay_vessels(canvas: Canvas, mask: NDArray[np.uint8], streams: Streams) -> None:
    """Paint vessels as if under the surface: soft, of uneven depth."""
    if not mask.any():
        return
    rng = streams("vessel-paint")
    depth = np.clip(0.72 + 0.22 * smooth(rng, 40), 0.25, 0.95)
    alpha = soft(mask, float(rng.uniform(0.7, 1.2))) * depth
    canvas.filter(alpha.astype(np.float32), (0.87, 0.50, 0.54))


@dataclass(slots=True)
class Spots:
    """Local signs at single follicles, all masks 0-255."""

    rings: Field
    pustules: NDArray[np.uint8]
    crust: NDArray[np.uint8]
    mask: NDArray[np.bool_]


def spots(streams: Streams, units: list[Unit], level: Follicular) -> Spots:
    """Rings and pustules at the grade's number of follicles."""
    rng = streams("spots")
    ring_count = count_within(level.rings, rng.random())
    pustule_count = count_within(level.pustules, rng.random())
    has_crust = rng.random() < level.crust
    inside = [unit for unit in units if unit.inside]
    order = rng.permutation(len(inside))
    rings = np.zeros(FULL, np.float32)
    pustules, crust = np.zeros(FULL, np.uint8), np.zeros(FULL, np.uint8)
    mask = np.zeros(FULL, np.uint8)
    for rank, position in enumerate(order[:ring_count]):
        unit, own = inside[position], streams(f"spot-{position}")
        reach = own.uniform(28, 42)
        _add_ring(rings, unit, reach, own)
        cv2.circle(mask, (round(unit.x), round(unit.y)), round(reach), (255,), -1)
        if rank < pustule_count:
            _add_blob(pustules, unit, float(own.uniform(10, 15)), own, rough=0.1)
        elif has_crust and rank == pustule_count:
            _add_blob(crust, unit, float(own.uniform(13, 20)), own, rough=0.35)
    return Spots(rings, pustules, crust, mask > 0)


def _add_ring(rings: Field, unit: Unit, reach: float, rng: np.random.Generator) -> None:
    """A soft annulus with a broken outline round a mouth."""
    size = int(reach * 1.7)
    left, top = int(unit.x) - size, int(unit.y) - size
    rows, columns = np.mgrid[top : top + 2 * size, left : left + 2 * size].astype(np.float32)
    dx, dy = columns - unit.x, rows - unit.y
    angle = np.arctan2(dy, dx)
    wobble = (
        1
        + 0.1 * np.sin(2 * angle + rng.uniform(0, 6))
        + 0.07 * np.sin(3 * angle + rng.uniform(0, 6))
    )
    distance = np.hypot(dx, dy) / (reach * wobble)
    centre, thick = rng.uniform(0.35, 0.6), rng.uniform(0.24, 0.34)
    ring = np.exp(-0.5 * ((distance - centre) / thick) ** 2) * rng.uniform(0.8, 1.0)
    ring *= 1 / (1 + np.exp((distance - 1.05) * 14))
    y0, y1, x0, x1 = (
        max(top, 0),
        min(top + 2 * size, HEIGHT),
        max(left, 0),
        min(left + 2 * size, WIDTH),
    )
    part = ring[y0 - top : y1 - top, x0 - left : x1 - left]
    np.maximum(rings[y0:y1, x0:x1], part, out=rings[y0:y1, x0:x1])


def _add_blob(
    mask: NDArray[np.uint8], unit: Unit, radius: float, rng: np.random.Generator, *, rough: float
) -> None:
    angles = np.linspace(0, 2 * np.pi, 18, endpoint=False)
    radii = radius * rng.uniform(1 - rough, 1 + rough, 18)
    drift = rng.normal(0, 2.5, 2)
    points = np.stack(
        [unit.x + drift[0] + np.cos(angles) * radii, unit.y + drift[1] + np.sin(angles) * radii],
        axis=1,
    )
    cv2.fillPoly(mask, [np.round(points * ONE).astype(np.int32)], (255,), cv2.LINE_AA, SUBPIXEL)


def lay_spots(canvas: Canvas, found: Spots, streams: Streams) -> None:
    """Paint rings, domed pustules and amber crusts."""
    if not found.mask.any():
        return
    rng = streams("spot-paint")
    canvas.filter(found.rings * np.float32(rng.uniform(0.82, 1.0)), (1.0, 0.56, 0.60))
    if found.pustules.any():
        body = soft(found.pustules, 2.0)
        dome = blur(body, 5.0)
        slope = (
            cv2.Sobel(dome, cv2.CV_32F, 1, 0, ksize=3) * 120
            - cv2.Sobel(dome, cv2.CV_32F, 0, 1, ksize=3) * 160
        )
        light = np.clip(dome * 34 - 20 + slope, -30, 30) + 3 * smooth(rng, 6)
        canvas.cover_lit(body * np.float32(0.93), (228.0, 218.0, 182.0), light)
    if found.crust.any():
        rough = 16 * fractal(rng, 7, 2)
        canvas.cover_lit(soft(found.crust, 1.2) * np.float32(0.9), (168.0, 122.0, 70.0), rough)


def red_mask(field: RedField, vessel_mask: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Full-size mask of the redness: the red field and the vessels."""
    big = cv2.resize(field.mask.astype(np.uint8), (WIDTH, HEIGHT), interpolation=cv2.INTER_NEAREST)
    return np.asarray((big > 0) | (vessel_mask > 60), dtype=np.bool_)
