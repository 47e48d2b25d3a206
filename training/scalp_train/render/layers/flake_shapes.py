"""Outlines of flakes."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Outlines = NDArray[np.float64]


def _turned(rng: np.random.Generator, x: Outlines, y: Outlines) -> Outlines:
    """Points [n, corners, 2], each outline turned by an angle of its own."""
    turn = rng.uniform(0, 2 * np.pi, (len(x), 1))
    return np.stack(
        [x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)], axis=2
    )


def _stretched(
    rng: np.random.Generator, x: Outlines, y: Outlines, most: float
) -> tuple[Outlines, Outlines]:
    stretch = np.sqrt(rng.uniform(1, most, (len(x), 1)))
    return x * stretch, y / stretch


def _angles(count: int, corners: int) -> Outlines:
    return np.broadcast_to(np.linspace(0, 2 * np.pi, corners, endpoint=False), (count, corners))


def torn(rng: np.random.Generator, count: int) -> Outlines:
    """Return star polygons of which some have ragged edges."""
    corners = int(rng.integers(7, 16))
    angles = 0.5 * np.sort(rng.uniform(0, 2 * np.pi, (count, corners)), axis=1)
    angles = angles + 0.5 * _angles(count, corners)
    radii = rng.uniform(0.62, 1.12, (count, corners))
    x, y = np.cos(angles) * radii, np.sin(angles) * radii
    x, y = _stretched(rng, x, y, float(rng.uniform(1.1, 1.9)))
    if rng.random() < 0.75:
        # Two midpoint displacements tear straight edges as a crack would.
        rough = float(rng.uniform(0.05, 0.13))
        for scale in (1.0, 0.5):
            x, y = (_displaced(rng, side, rough * scale) for side in (x, y))
    return _turned(rng, x, y)


def _displaced(rng: np.random.Generator, side: Outlines, amount: float) -> Outlines:
    middle = (side + np.roll(side, -1, axis=1)) / 2 + rng.normal(0, amount, side.shape)
    return np.stack([side, middle], axis=2).reshape(len(side), -1)


def ellipses(rng: np.random.Generator, count: int) -> Outlines:
    """Return plain ellipses."""
    angles = _angles(count, 26)
    return _turned(rng, *_stretched(rng, np.cos(angles), np.sin(angles), 2.2))


def hulls(rng: np.random.Generator, count: int) -> Outlines:
    """Return convex hulls of random points."""
    corners = int(rng.integers(9, 16))
    angles = rng.uniform(0, 2 * np.pi, (count, corners))
    radii = np.sqrt(rng.uniform(0.3, 1.3, (count, corners)))
    points = np.stack([np.cos(angles) * radii, np.sin(angles) * radii], axis=2)
    found = np.empty_like(points)
    for number, cloud in enumerate(points.astype(np.float32)):
        hull = cv2.convexHull(cloud)[:, 0]
        # Repeated corners do not change a filled polygon and keep all outlines equally long.
        found[number] = hull[np.minimum(np.arange(corners), len(hull) - 1)]
    return found


def curled(rng: np.random.Generator, count: int) -> Outlines:
    """Return thin plates of which one side has rolled in."""
    half = 13
    arc = np.broadcast_to(np.linspace(0, np.pi, half), (count, half))
    depth = rng.uniform(-0.75, 0.55, (count, 1))
    x = np.concatenate([np.cos(arc), np.cos(arc[:, ::-1])], axis=1) * 1.15
    outer = np.sin(arc) * (1 + 0.1 * rng.normal(0, 1, (count, half)))
    y = np.concatenate([outer, np.sin(arc[:, ::-1]) * depth], axis=1) - 0.25
    return _turned(rng, x, y)


SHAPES: dict[str, Callable[[np.random.Generator, int], Outlines]] = {
    "torn": torn,
    "ellipses": ellipses,
    "hulls": hulls,
    "curled": curled,
}
"""Outlines [n, corners, 2] of n flakes of about radius 1 round the origin."""
