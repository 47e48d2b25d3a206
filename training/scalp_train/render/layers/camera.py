"""The camera: light, colour cast, focus, contact plate, sensor and JPEG. No label's business."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.layers.canvas import Canvas
from scalp_train.render.layers.noise import FULL, QUARTER, Streams, blur, enlarge, grain, smooth
from scalp_train.render.layers.severity import Range, within
from scalp_train.render.picture import HEIGHT, WIDTH, LookName

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


@dataclass(frozen=True, slots=True)
class Look:
    """How pictures of one kind of camera differ; each range is drawn from evenly."""

    magnification: Range
    """Size of everything on the scalp; below 1 the field of view is wider."""
    tilt: Range
    """Fall of the light across the picture, as a share of its mean."""
    vignette: Range
    hotspot: Range
    """Brightness of the lamp's reflection, in levels."""
    two_lights: float
    """Standard deviation of how far the two ends of the picture differ in red and blue."""
    cast: float
    """How far the colour goes from neutral toward a cast; beyond 1 it overshoots."""
    exposure: Range
    contrast: Range
    focus: Range
    """Deviation of the blur in px at the picture's centre."""
    fall_off: Range
    """How much of a further blur the edges get, 0-1."""
    noise: Range
    """Deviation of the sensor's noise in levels."""
    chroma: float
    """Share of the noise that differs by channel, in blotches."""
    sharpening: Range
    """Strength of the unsharp mask that phones apply."""
    quality: tuple[int, int]
    """JPEG quality."""
    plate: bool
    """Whether a contact plate with its bubbles, dust and lint lies on the skin."""
    strands: Range
    """Mean number of long hairs that cross the field."""


LOOKS: dict[LookName, Look] = {
    "scope": Look(
        magnification=(1.0, 1.0), tilt=(0.0, 0.09), vignette=(0.0, 0.15), hotspot=(0.0, 0.0),
        two_lights=0.0, cast=1.0, exposure=(0.86, 1.03), contrast=(0.9, 1.1), focus=(0.35, 1.35),
        fall_off=(0.0, 1.0), noise=(0.8, 3.0), chroma=0.0, sharpening=(0.0, 0.0),
        quality=(80, 97), plate=True, strands=(1.0, 3.0),
    ),
    "phone": Look(
        magnification=(0.72, 0.95), tilt=(0.08, 0.26), vignette=(0.05, 0.28), hotspot=(0.0, 45.0),
        two_lights=0.05, cast=0.9, exposure=(0.78, 1.06), contrast=(0.85, 1.12), focus=(0.9, 1.9),
        fall_off=(0.3, 1.0), noise=(1.5, 5.0), chroma=0.6, sharpening=(0.0, 0.9),
        quality=(62, 90), plate=False, strands=(0.5, 3.5),
    ),
    # Beyond what training shows: how much accuracy does a poor picture cost?
    "harsh": Look(
        magnification=(0.93, 1.07), tilt=(0.10, 0.22), vignette=(0.16, 0.30), hotspot=(0.0, 0.0),
        two_lights=0.03, cast=1.35, exposure=(0.76, 1.1), contrast=(0.82, 1.2), focus=(1.4, 2.1),
        fall_off=(0.5, 1.0), noise=(3.0, 6.0), chroma=0.2, sharpening=(0.0, 0.0),
        quality=(55, 78), plate=True, strands=(2.5, 4.5),
    ),
}  # fmt: skip


def light(canvas: Canvas, streams: Streams, look: Look) -> None:
    """Add uneven illumination, vignette, exposure and colour cast."""
    rng = streams("light")
    rows, columns = np.mgrid[0:120, 0:160].astype(np.float32)
    x, y = (columns - 80) / 80, (rows - 60) / 60
    angle = rng.uniform(0, 2 * np.pi)
    slope = np.cos(angle) * x + np.sin(angle) * y
    cx, cy = rng.normal(0, 0.2, 2)
    distance = (x - cx) ** 2 + (y - cy) ** 2
    field = 1 + within(look.tilt, rng.random()) * slope
    # Squared: most pictures are lit nearly evenly, a few clearly not.
    field -= within(look.vignette, rng.random() ** 2) * (distance - 0.66)
    field += 0.018 * smooth(rng, 50, QUARTER)
    field *= within(look.exposure, rng.random())
    names = list(CASTS)
    first, second = rng.choice(len(names), 2, p=[0.2, 0.35, 0.2, 0.13, 0.12])
    mix = rng.uniform(0, 0.35)
    ends = rng.normal(0, look.two_lights, 2)
    for channel, end in enumerate((ends[0], 0.0, ends[1])):
        target = CASTS[names[first]][channel] * (1 - mix) + CASTS[names[second]][channel] * mix
        gain = 1 + look.cast * (target / SKIN[channel] - 1) + rng.normal(0, 0.015)
        canvas.planes[channel] *= enlarge(np.asarray(field * gain * (1 + end * slope), np.float32))
    spot = within(look.hotspot, rng.random())
    if spot > 0:
        reach = rng.uniform(0.08, 0.5)
        canvas.lighten(enlarge(np.asarray(spot * np.exp(-distance / reach), np.float32)))
    contrast = within(look.contrast, rng.random())
    canvas.planes -= np.float32(165)
    canvas.planes *= np.float32(contrast)
    canvas.planes += np.float32(165)


def plate(canvas: Canvas, streams: Streams) -> None:
    """Add air bubbles under the contact plate, dust and lint on it."""
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


def expose(canvas: Canvas, streams: Streams, look: Look) -> NDArray[np.uint8]:
    """Return uint8 [480, 640, 3] after focus, sensor noise, sharpening and JPEG compression."""
    rng = streams("camera")
    # Squared: a photo that somebody keeps is more often sharp than not.
    sharp = cv2.GaussianBlur(canvas.pixels(), (0, 0), within(look.focus, rng.random() ** 2))
    far = cv2.GaussianBlur(sharp, (0, 0), float(rng.uniform(1.2, 3.2)))
    rows, columns = np.mgrid[0:120, 0:160].astype(np.float32)
    cx, cy = rng.normal(0, 0.15, 2)
    distance = ((columns - 80) / 80 - cx) ** 2 + ((rows - 60) / 60 - cy) ** 2
    strength = within(look.fall_off, rng.random())
    soft = enlarge(np.clip((distance - 0.45) * strength, 0, 1).astype(np.float32))
    picture = cv2.blendLinear(sharp, far, 1 - soft, soft)
    picture = cv2.add(picture, _noise(rng, look), dtype=cv2.CV_8U)
    sharpening = within(look.sharpening, rng.random())
    if sharpening > 0:
        hazy = cv2.GaussianBlur(picture, (0, 0), 1.6)
        picture = cv2.addWeighted(picture, 1 + sharpening, hazy, -sharpening, 0)
    quality = int(rng.integers(*look.quality))
    _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), dtype=np.uint8)


def _noise(rng: np.random.Generator, look: Look) -> NDArray[np.float32]:
    """Sensor noise [480, 640, 3] in levels."""
    deviation = np.float32(within(look.noise, rng.random()))
    luma = deviation * grain(rng, float(rng.uniform(0, 0.9)))
    if not look.chroma:
        return np.asarray(cv2.merge([luma] * 3), dtype=np.float32)
    share = np.float32(look.chroma)
    channels = [luma + deviation * share * enlarge(smooth(rng, 1.5, QUARTER)) for _ in range(3)]
    return np.asarray(cv2.merge(channels), dtype=np.float32)
