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
    """Sebum: thickness (0-1) [480, 640], blown pools (0-1), wetness (0-1), the film's mask."""

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
    count = int(rng.integers(grade.pools[0], grade.pools[1] + 1))
    places = rng.uniform((0, 0), (WIDTH, HEIGHT), (12, 2))
    turn, size = rng.uniform(0, 180, 12), rng.uniform(6, 15, 12)
    pools = np.zeros((HEIGHT // 2, WIDTH // 2), np.uint8)
    for (x, y), angle, radius in zip(places[:count], turn, size, strict=False):
        axes = (round(radius), round(radius * 0.38))
        cv2.ellipse(pools, (round(x / 2), round(y / 2)), axes, angle, 0, 360, (255,), -1)
    wavy = np.float32(0.5) + np.float32(0.45) * field
    bright = enlarged(cv2.GaussianBlur(pools.astype(np.float32) / 255, (0, 0), 1.6)) * wavy
    return Film(
        above(field, area, 1.1),
        np.clip(bright, 0, 1).astype(np.float32),
        wetness,
        np.asarray(above(field, area, 0.02) > 0.5) | (bright > 0.3),
    )


@dataclass(frozen=True, slots=True)
class Relief:
    """Slopes of the skin along x and y [480, 640], deviation about 1."""

    across: Field
    down: Field


def relief(seed: int, view: View, directions: Directions, film: Film, bumps: Field) -> Relief:
    """Return the slopes of skin lines, smoothed where a film fills them, and of bumps upon them."""
    rng = stream(seed, "relief")
    angle = directions.main + np.pi / 2 + rng.normal(0, 0.35)
    lines = combed(rng, angle, rng.uniform(7, 11), stretch=rng.uniform(1.8, 3.2))
    broad = combed(rng, angle + rng.normal(0, 0.3), rng.uniform(20, 34), stretch=2.0, step=2)
    height = view.of(lines) + np.float32(1.6) * view.of(broad)
    filled = cv2.GaussianBlur(height, (0, 0), 2.2) * np.float32(1.9)
    height = height + film.thickness * (filled - height) + bumps
    across = cv2.Scharr(height, cv2.CV_32F, 1, 0)
    down = cv2.Scharr(height, cv2.CV_32F, 0, 1)
    scale = np.float32(1 / (np.hypot(across, down).mean() + 1e-6))
    return Relief(across * scale, down * scale)


def mirrored(
    rng: np.random.Generator, slopes: Relief, wetness: Field, *, lamps: int
) -> Field:
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
        tilt = rng.uniform(2.0, 2.7)
        far = (slopes.across - np.float32(tilt * np.cos(turn))) ** 2
        far += (slopes.down - np.float32(tilt * np.sin(turn))) ** 2
        total += np.exp(-far * narrow)
    return total * (np.float32(0.12) + np.float32(0.9) * wetness)
