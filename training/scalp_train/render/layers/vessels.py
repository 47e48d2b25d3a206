"""Vessels of the reddened skin: their paths, and how they shine through."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.layers.canvas import Canvas
from scalp_train.render.layers.fields import pick, softened
from scalp_train.render.layers.hair import ONE, SUBPIXEL
from scalp_train.render.layers.noise import FULL, QUARTER, Streams, enlarge, smooth
from scalp_train.render.layers.severity import Redness, count_within, within

Path = NDArray[np.float64]


def draw(streams: Streams, level: Redness, red: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return a mask (0-255) of the grade's number of vessels of 1-4 px.

    Args:
        streams: the picture's random streams.
        level: the grade's numbers.
        red: the red part of the field at quarter size, in which the vessels start.
    """
    rng = streams("vessels")
    count = count_within(level.vessels, rng.random())
    branches = within(level.branches, rng.random())
    path = PATHS[pick(streams, "vessels", PATHS)]
    tapered, bend = rng.random() < 0.6, float(rng.uniform(0.12, 0.42))
    mask = np.zeros(FULL, np.uint8)
    rows, columns = np.nonzero(red)
    for number in range(count):
        own = streams(f"vessel-{number}")
        spot = int(own.integers(0, len(rows)))
        start = np.array([columns[spot], rows[spot]]) * 4.0 + own.uniform(0, 4, 2)
        width = within(level.width, own.random())
        heading, length = own.uniform(0, 2 * np.pi), own.uniform(90, 210)
        trunk = path(own, length, bend)
        _stroke(mask, _placed(trunk, start, heading), width, tapered=tapered)
        for _ in range(int(branches) + int(own.random() < branches % 1.0)):
            at = int(own.integers(len(trunk) // 4, len(trunk)))
            side = heading + own.choice([-1, 1]) * own.uniform(0.5, 1.1)
            branch = path(own, length * own.uniform(0.35, 0.7), bend)
            root = _placed(trunk[at : at + 1], start, heading)[0]
            _stroke(mask, _placed(branch, root, side), width * 0.7, tapered=tapered)
    return mask


def _placed(path: Path, start: NDArray[np.float64], heading: float) -> Path:
    """Return a path moved to ``start`` and turned so that its first direction is ``heading``."""
    cos, sin = np.cos(heading), np.sin(heading)
    return np.asarray(path @ np.array([[cos, sin], [-sin, cos]]) + start, dtype=np.float64)


def _stroke(mask: NDArray[np.uint8], path: Path, width: float, *, tapered: bool) -> None:
    line = np.round(path * ONE).astype(np.int32)
    full = max(1, round(width))
    if not tapered:
        cv2.polylines(mask, [line], False, (225,), full, cv2.LINE_AA, SUBPIXEL)
        return
    # Thinner toward its end: two strokes of decreasing whole-pixel width and decreasing strength.
    half = len(line) // 2 + 1
    thin = max(1, round(width * 0.6))
    cv2.polylines(mask, [line], False, (165,), thin, cv2.LINE_AA, SUBPIXEL)
    cv2.polylines(mask, [line[:half]], False, (235,), full, cv2.LINE_AA, SUBPIXEL)


def _walked(headings: NDArray[np.float64], step: float) -> Path:
    path = np.zeros((len(headings) + 1, 2))
    path[1:, 0], path[1:, 1] = np.cumsum(np.cos(headings)), np.cumsum(np.sin(headings))
    return path * step


def _wandering(rng: np.random.Generator, length: float, bend: float) -> Path:
    """Return a walk whose heading drifts."""
    steps = max(5, int(length / 7))
    return _walked(np.cumsum(rng.normal(0, bend, steps)), 7.0)


def _winding(rng: np.random.Generator, length: float, bend: float) -> Path:
    """Return a regular serpentine."""
    steps = max(8, int(length / 5))
    waves = np.sin(np.arange(steps) * rng.uniform(0.35, 0.8) + rng.uniform(0, 6))
    return _walked((0.5 + bend) * 1.4 * waves + rng.normal(0, 0.2), 5.0)


def _splined(rng: np.random.Generator, length: float, bend: float) -> Path:
    """One cubic Bezier curve."""
    t = np.linspace(0, 1, max(8, int(length / 8)))[:, None]
    lean = length * (0.15 + bend)
    first = np.array([length / 3, rng.normal(0, lean * 0.6)])
    second = np.array([length * 2 / 3, rng.normal(0, lean * 0.8)])
    end = np.array([length * 0.95, rng.normal(0, lean * 0.6)])
    return np.asarray(
        3 * (1 - t) ** 2 * t * first + 3 * (1 - t) * t**2 * second + t**3 * end, np.float64
    )


PATHS: dict[str, Callable[[np.random.Generator, float, float], Path]] = {
    "wandering": _wandering,
    "winding": _winding,
    "splined": _splined,
}
"""Centre lines [n, 2] in px from the origin along x, of a length in px and a bend in rad."""


def lay(canvas: Canvas, mask: NDArray[np.uint8], streams: Streams) -> None:
    """Paint the vessels: faint blurred threads, of uneven depth under the surface."""
    if not mask.any():
        return
    rng = streams("vessel-paint")
    depth = np.clip(0.36 + 0.22 * enlarge(smooth(rng, 10, QUARTER)), 0.1, 0.95)
    alpha = softened(mask, float(rng.uniform(2.4, 4.0))) * depth
    green = rng.uniform(0.5, 0.64)
    canvas.filter(alpha, (rng.uniform(0.88, 0.97), green, green + rng.uniform(0.0, 0.08)))
