"""The skin's relief and the light that it mirrors, from wet to dry.

A height field of skin lines, combed one way, carries a film or lies bare. Where its slope turns a
lamp into the camera, it glints: the lobe is a Beckmann distribution of microfacets, narrow and
bright on wet skin, wide and faint on dry skin.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.picture import HEIGHT, WIDTH
from scalp_train.render.strands.amounts import Oily, within
from scalp_train.render.strands.follicles import Directions, Mouths
from scalp_train.render.strands.synthesis import (
    PLATE,
    Field,
    View,
    above,
    clouds,
    combed,
    enlarged,
    fractal,
    stream,
)


@dataclass(frozen=True, slots=True)
class Film:
    """Sebum: thickness (0-1) [480, 640], mirrors (0-1), wetness (0-1), the film's mask."""

    thickness: Field
    pools: Field
    wetness: float
    mask: NDArray[np.bool_]


def near_mouths(view: View, mouths: Mouths, reach: float) -> Field:
    """Return 1 at mouths, falling off over ``reach`` px [480, 640]."""
    dots = np.zeros((HEIGHT // 4, WIDTH // 4), np.float32)
    for x, y in view.points(mouths.at) / 4:
        cv2.circle(dots, (round(float(x)), round(float(y))), 3, (1.0,), -1)
    soft = cv2.GaussianBlur(dots, (0, 0), reach / 4)
    return enlarged(np.clip(soft * np.float32((reach / 4) ** 2 / 4.5), 0, 1).astype(np.float32))


def oil(seed: int, view: View, mouths: Mouths, grade: Oily) -> Film:
    """Return the film of sebum, thickest at the mouths and along the skin lines."""
    rng = stream(seed, "sebum")
    field = view.of(clouds(rng, 60)) + np.float32(0.5) * view.of(fractal(rng, 40, 2.4))
    field += np.float32(1.7) * near_mouths(view, mouths, 34)
    area, wetness = within(grade.area, rng.random()), within(grade.wetness, rng.random())
    lumps = clouds(rng, 15) + np.float32(0.4) * clouds(rng, 60)
    bright = view.of(above(lumps, grade.pools, 0.45))
    bright = np.maximum(bright, _collars(rng, view, mouths, 0.9 * wetness if area else 0.0))
    return Film(
        above(field, area, 1.1),
        bright,
        wetness,
        np.asarray(above(field, area, 0.02) > 0.5) | (bright > 0.3),
    )


def _collars(rng: np.random.Generator, view: View, mouths: Mouths, share: float) -> Field:
    """Return glassy crescents at a share of the mouths."""
    pen = np.zeros((HEIGHT, WIDTH), np.uint8)
    count = len(mouths.at)
    size, turn = rng.uniform(5, 10, count), rng.uniform(0, 360, count)
    for number in np.flatnonzero(rng.random(count) < share):
        x, y = view.points(mouths.at[number])
        axes = (round(size[number]), round(size[number] * 0.7))
        cv2.ellipse(pen, (round(float(x)), round(float(y))), axes, turn[number], 0, 200, (255,), 2)
    broken = np.clip(np.float32(0.5) + np.float32(0.6) * view.of(clouds(rng, 12)), 0, 1)
    return np.asarray(cv2.GaussianBlur(pen, (0, 0), 1.0) * (broken / np.float32(255)))


@dataclass(frozen=True, slots=True)
class Relief:
    """Slopes of the skin along x and y [480, 640], deviation about 1."""

    across: Field
    down: Field


def relief(seed: int, view: View, directions: Directions, film: Film, bumps: Field) -> Relief:
    """Return the slopes of skin lines, smoothed where a film fills them, and of bumps upon them."""
    rng = stream(seed, "relief")
    angle = directions.main + np.pi / 2 + rng.normal(0, 0.35)
    lines = combed(rng, angle, rng.uniform(6, 9), stretch=rng.uniform(1.8, 3.2))
    broad = combed(rng, angle + rng.normal(0, 0.3), rng.uniform(20, 34), stretch=2.0, step=2)
    height = view.of(lines) + np.float32(1.6) * view.of(broad)
    filled = cv2.GaussianBlur(height, (0, 0), 2.8) * np.float32(2.4)
    height = height + film.thickness * (filled - height) + bumps
    across = cv2.Scharr(height, cv2.CV_32F, 1, 0)
    down = cv2.Scharr(height, cv2.CV_32F, 0, 1)
    scale = np.float32(1 / (np.hypot(across, down).mean() + 1e-6))
    return Relief(across * scale, down * scale)


def sparkles(seed: int, shot: np.random.Generator, view: View) -> Field:
    """Return points of light [480, 640] of 2 to 5 px, which each shot lights anew."""
    rng = stream(seed, "sparkles")
    count = int(rng.uniform(600, 1900))
    column, row = rng.integers(0, PLATE[1], count), rng.integers(0, PLATE[0], count)
    light = shot.gamma(1.5, 0.6, count).astype(np.float32)
    crowded = clouds(rng, 45)[row // 4, column // 4] > rng.normal(-0.05, 0.45, count)
    plate = np.zeros(PLATE, np.float32)
    plate[row, column] = light * crowded
    plate[row, np.minimum(column + 1, PLATE[1] - 1)] = light * (crowded & (rng.random(count) < 0.6))
    soft = cv2.GaussianBlur(view.of(plate), (0, 0), 0.75)
    return np.asarray(soft * np.float32(2.4), np.float32)


def mirrored(rng: np.random.Generator, slopes: Relief, wetness: Field, *, lamps: int) -> Field:
    """Return the light [480, 640] that the relief throws into the camera, 1 for a full glint.

    Args:
        rng: of the shot, since lamps move between shots.
        slopes: of the skin.
        wetness: 0-1 [480, 640].
        lamps: how many.
    """
    rough = np.float32(0.85) - np.float32(0.45) * wetness
    narrow = 1 / (rough * rough)
    total = np.zeros((HEIGHT, WIDTH), np.float32)
    first = rng.uniform(0, 2 * np.pi)
    for lamp in range(lamps):
        turn = first + 2 * np.pi * lamp / lamps
        tilt = np.float32(rng.uniform(1.9, 2.5)) * (1 - np.float32(0.3) * wetness)
        far = (slopes.across - tilt * np.float32(np.cos(turn))) ** 2
        far += (slopes.down - tilt * np.float32(np.sin(turn))) ** 2
        total += np.exp(-far * narrow)
    return total * (np.float32(0.04) + np.float32(1.2) * wetness)
