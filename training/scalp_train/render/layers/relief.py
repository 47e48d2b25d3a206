"""Wet micro-relief: the glints and sparkles that every scalp shows, more or less of them."""

from __future__ import annotations

import cv2
import numpy as np

from scalp_train.render.layers.canvas import Canvas
from scalp_train.render.layers.fields import HALF, doubled, softened
from scalp_train.render.layers.noise import (
    COLUMNS,
    FULL,
    QUARTER,
    ROWS,
    Streams,
    blurred,
    enlarge,
    smooth,
)


def comb(streams: Streams) -> float:
    """Return the direction of the skin lines in rad."""
    return float(streams("skin-lines").uniform(0, np.pi))


def lay_glints(canvas: Canvas, streams: Streams, *, wet: float, dull: float) -> None:
    """Paint short white streaks along the skin lines and sparkles of 2-5 px.

    Args:
        canvas: what lies under them.
        streams: the picture's random streams.
        wet: 0-1, sebum; more, broader and more coloured glints.
        dull: 0-1, dryness; fewer, weaker and colourless ones.
    """
    rng = streams("glints")
    amount = float(np.exp(rng.normal(0, 0.3))) * (1 + 0.5 * wet) * (1 - 0.6 * dull)
    streaks = np.zeros(FULL, np.uint8)
    count = int(680 * amount)
    angles = comb(streams) + rng.normal(0, 0.28, count)
    lengths = np.minimum(4 + rng.exponential(8, count), 40) / 2
    reach = np.stack([np.cos(angles), np.sin(angles)], axis=1) * lengths[:, None]
    centres = rng.uniform((0, 0), (COLUMNS, ROWS), (count, 2))
    middles = centres + rng.normal(0, 1.5, (count, 2))
    lines = np.round(np.stack([centres - reach, middles, centres + reach], axis=1) * 16)
    levels = np.array_split(lines.astype(np.int32), 6)
    for level, value in zip(levels, (150, 175, 200, 220, 235, 250), strict=True):
        thick = 2 if value > 250 - 60 * wet else 1
        cv2.polylines(streaks, list(level), False, (value,), thick, cv2.LINE_AA, 4)
    sparkles = np.zeros(FULL, np.float32)
    count = int(1500 * amount)
    rows, columns = rng.integers(0, ROWS, count), rng.integers(0, COLUMNS, count)
    sparkles[rows, columns] = 3.2 + np.minimum(rng.exponential(2.2, count), 7)
    # Glints gather where the skin catches the light.
    gathered = np.clip(0.75 + 0.8 * enlarge(smooth(rng, 12, QUARTER)), 0.05, 1.7)
    opacity = softened(streaks, 0.5) + blurred(sparkles, 0.7)
    opacity *= gathered * np.float32(rng.uniform(0.95, 1.2) * (1 - 0.45 * dull))
    np.minimum(opacity, np.float32(0.97), out=opacity)
    # Thin films break the lamp's light into colours.
    colour = np.float32((3 + 36 * wet) * (1 - 0.8 * dull))
    white = np.float32(250)
    hues = [colour * doubled(smooth(rng, 4, HALF)) for _ in range(2)]
    canvas.cover_with(opacity, [white + hues[0], np.full(FULL, white), white + hues[1]])
