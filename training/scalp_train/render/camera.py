"""The scope: light, colour cast, focus, contact plate, sensor and JPEG. No label's business."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.canvas import Canvas
from scalp_train.render.noise import FULL, HEIGHT, WIDTH, Streams, blur, enlarge, grain, smooth

CASTS = {
    # Mean skin colour by cast, as published examples of this device family show it.
    "red": (212, 163, 178),
    "neutral": (170, 178, 181),
    "yellow": (178, 177, 147),
    "green": (161, 185, 169),
    "blue": (147, 167, 167),
}
SKIN = (183.0, 177.5, 174.0)
"""Mean of the skin as painted, which a cast turns into one of the above."""


def light(canvas: Canvas, streams: Streams) -> None:
    """Uneven illumination, vignette, exposure and colour cast."""
    rng = streams("light")
    rows, columns = np.mgrid[0:120, 0:160].astype(np.float32)
    x, y = (columns - 80) / 80, (rows - 60) / 60
    angle, tilt = rng.uniform(0, 2 * np.pi), rng.uniform(0, 0.09)
    vignette = rng.uniform(0.0, 0.11) if rng.random() < 0.75 else rng.uniform(0.11, 0.2)
    cx, cy = rng.normal(0, 0.2, 2)
    field = 1 + tilt * (np.cos(angle) * x + np.sin(angle) * y)
    field -= vignette * ((x - cx) ** 2 + (y - cy) ** 2 - 0.66)
    field += 0.018 * smooth(rng, 50, (120, 160))
    even = enlarge(field.astype(np.float32)) * np.float32(rng.uniform(0.86, 1.03))
    names = list(CASTS)
    first, second = rng.choice(len(names), 2, p=[0.2, 0.35, 0.2, 0.13, 0.12])
    mix = rng.uniform(0, 0.35)
    for channel in range(3):
        target = CASTS[names[first]][channel] * (1 - mix) + CASTS[names[second]][channel] * mix
        gain = target / SKIN[channel] * (1 + rng.normal(0, 0.015))
        canvas.planes[channel] *= even * np.float32(gain)
    contrast = rng.uniform(0.92, 1.1)
    canvas.planes -= np.float32(165)
    canvas.planes *= np.float32(contrast)
    canvas.planes += np.float32(165)


def plate(canvas: Canvas, streams: Streams) -> None:
    """Air bubbles under the contact plate, dust and lint on it."""
    rng = streams("plate")
    if rng.random() < 0.25:
        for _ in range(int(rng.integers(1, 4))):
            _bubble(canvas, rng)
    dust = np.zeros(FULL, np.uint8)
    for _ in range(int(rng.integers(0, 7))):
        centre = (int(rng.integers(0, WIDTH)), int(rng.integers(0, HEIGHT)))
        cv2.circle(dust, centre, int(rng.integers(1, 3)), (200,), -1, cv2.LINE_AA)
    if rng.random() < 0.12:
        start, end = rng.uniform(0, 360), rng.uniform(40, 160)
        centre = (int(rng.integers(0, WIDTH)), int(rng.integers(0, HEIGHT)))
        axes = (int(rng.integers(12, 45)), int(rng.integers(8, 30)))
        cv2.ellipse(dust, centre, axes, start, 0, end, (150,), 1, cv2.LINE_AA)
    if dust.any():
        canvas.cover(
            blur(dust.astype(np.float32) / np.float32(255), 0.8) * np.float32(0.7), (88, 84, 84)
        )


def _bubble(canvas: Canvas, rng: np.random.Generator) -> None:
    ring, spark = np.zeros(FULL, np.uint8), np.zeros(FULL, np.uint8)
    centre = (int(rng.integers(0, WIDTH)), int(rng.integers(0, HEIGHT)))
    radius = int(rng.integers(9, 44))
    cv2.circle(ring, centre, radius, (255,), int(rng.integers(2, 5)), cv2.LINE_AA)
    canvas.cover(
        blur(ring.astype(np.float32) / np.float32(255), 1.2) * np.float32(0.4), (110, 108, 108)
    )
    start = float(rng.uniform(0, 360))
    cv2.ellipse(spark, centre, (radius - 2, radius - 2), start, 0, 70, (255,), 2, cv2.LINE_AA)
    canvas.cover(
        blur(spark.astype(np.float32) / np.float32(255), 1.0) * np.float32(0.8), (238, 238, 236)
    )


def expose(canvas: Canvas, streams: Streams) -> NDArray[np.uint8]:
    """Focus, sensor noise and JPEG: uint8 [480, 640, 3] as a decoder would give it."""
    rng = streams("camera")
    base = rng.uniform(0.35, 1.0) if rng.random() < 0.85 else rng.uniform(1.0, 1.7)
    sharp = cv2.GaussianBlur(canvas.pixels(), (0, 0), base)
    far = cv2.GaussianBlur(sharp, (0, 0), float(rng.uniform(1.2, 3.2)))
    rows, columns = np.mgrid[0:120, 0:160].astype(np.float32)
    cx, cy = rng.normal(0, 0.15, 2)
    distance = ((columns - 80) / 80 - cx) ** 2 + ((rows - 60) / 60 - cy) ** 2
    strength = rng.uniform(0, 1.0)
    soft = enlarge(np.clip((distance - 0.45) * strength, 0, 1).astype(np.float32))
    picture = cv2.blendLinear(sharp, far, 1 - soft, soft)
    noise = np.float32(rng.uniform(0.8, 3.0)) * grain(rng, float(rng.uniform(0, 0.9)))
    picture = cv2.add(picture, cv2.merge([noise] * 3), dtype=cv2.CV_8U)
    quality = int(rng.integers(82, 97))
    _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), dtype=np.uint8)
