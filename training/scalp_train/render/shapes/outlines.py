"""Outlines that several signs are made of."""

from __future__ import annotations

from math import pi

import numpy as np

from scalp_train.render.shapes.view import Path


def ragged(
    rng: np.random.Generator,
    at: Path,
    size: float,
    slim: float,
    rough: float = 0.18,
    corners: int = 14,
) -> Path:
    """Return the outline [N, 2] of an irregular plate.

    Args:
        rng: decides turn and corners.
        at: centre.
        size: half the length, in px.
        slim: width as a share of the length.
        rough: deviation of the corners' distance from the centre, as a share.
        corners: number of corners.
    """
    angle = np.linspace(0, 2 * pi, corners, endpoint=False) + rng.normal(0, 0.1, corners)
    reach = size * np.clip(rng.normal(1, rough, corners), 0.45, 1.6)
    x, y = reach * np.cos(angle), slim * reach * np.sin(angle)
    turn = rng.uniform(0, 2 * pi)
    turned = (x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn))
    return np.asarray(np.stack(turned, axis=1) + at)


def arc(
    rng: np.random.Generator, at: Path, radius: float, span: float, start: float, rough: float
) -> Path:
    """Return points [N, 2] on a ring's part: ``span`` radians from ``start`` on."""
    angle = start + np.linspace(0, span, max(round(span * 3), 4))
    reach = radius * (1 + rough * rng.standard_normal(len(angle)))
    return np.asarray(np.stack([np.cos(angle), np.sin(angle)], axis=1) * reach[:, None] + at)


def crescent(
    rng: np.random.Generator, at: Path, radius: float, span: float, start: float, thick: float
) -> Path:
    """Return the outline [N, 2] of a crescent with a ragged outer edge, ``thick`` px at most."""
    inner = arc(rng, at, radius, span, start, 0.03)
    swell = 1 + thick / radius * np.sin(np.linspace(0, pi, len(inner))) ** 0.6
    outer = (inner - at) * (swell * (1 + 0.09 * rng.standard_normal(len(inner))))[:, None] + at
    return np.concatenate([inner, outer[::-1]])


def ribbon(path: Path, widths: Path) -> Path:
    """Return the outline along a path [N, 2] whose width at each point is given, [N]."""
    along = np.gradient(path, axis=0)
    along /= np.maximum(np.hypot(along[:, :1], along[:, 1:]), 1e-9)
    half = np.stack([-along[:, 1], along[:, 0]], axis=1) * (widths / 2)[:, None]
    return np.concatenate([path + half, (path - half)[::-1]])
