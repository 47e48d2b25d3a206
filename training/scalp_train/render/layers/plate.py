"""What lies on the contact plate between skin and camera: air bubbles, dust and lint."""

from __future__ import annotations

import cv2
import numpy as np

from scalp_train.render.layers.canvas import Canvas, soft
from scalp_train.render.layers.noise import VIEW, Streams
from scalp_train.render.picture import HEIGHT, WIDTH


def lay(canvas: Canvas, streams: Streams) -> None:
    """Paint a shot's bubbles, dust and lint."""
    rng = streams.of_shot("plate")
    if rng.random() < 0.15:
        for _ in range(int(rng.integers(1, 4))):
            _bubble(canvas, rng)
    dust = np.zeros(VIEW, np.uint8)
    for _ in range(int(rng.integers(0, 7))):
        centre = (int(rng.integers(0, WIDTH)), int(rng.integers(0, HEIGHT)))
        cv2.circle(dust, centre, int(rng.integers(1, 3)), (200,), -1, cv2.LINE_AA)
    if rng.random() < 0.12:
        start, end = rng.uniform(0, 360), rng.uniform(40, 160)
        centre = (int(rng.integers(0, WIDTH)), int(rng.integers(0, HEIGHT)))
        axes = (int(rng.integers(12, 45)), int(rng.integers(8, 30)))
        cv2.ellipse(dust, centre, axes, start, 0, end, (150,), 1, cv2.LINE_AA)
    if dust.any():
        canvas.cover(soft(dust, 0.8) * np.float32(0.7), (88, 84, 84))


def _bubble(canvas: Canvas, rng: np.random.Generator) -> None:
    ring, spark = np.zeros(VIEW, np.uint8), np.zeros(VIEW, np.uint8)
    centre = (int(rng.integers(0, WIDTH)), int(rng.integers(0, HEIGHT)))
    radius = int(rng.integers(9, 44))
    cv2.circle(ring, centre, radius, (255,), int(rng.integers(2, 5)), cv2.LINE_AA)
    canvas.cover(soft(ring, 1.2) * np.float32(0.4), (110, 108, 108))
    start = float(rng.uniform(0, 360))
    cv2.ellipse(spark, centre, (radius - 2, radius - 2), start, 0, 70, (255,), 2, cv2.LINE_AA)
    canvas.cover(soft(spark, 1.0) * np.float32(0.8), (238, 238, 236))
