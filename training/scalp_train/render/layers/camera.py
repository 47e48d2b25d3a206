"""The camera: light, colour cast, focus, contact plate, sensor and JPEG. No label's business."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.layers.canvas import Canvas
from scalp_train.render.layers.looks import Look
from scalp_train.render.layers.noise import SWAY, VIEW, Field, Streams, enlarge, grain, smooth
from scalp_train.render.layers.severity import within
from scalp_train.render.layers.skin import NEUTRAL_LAB
from scalp_train.render.picture import HEIGHT, WIDTH

SMALL = (HEIGHT // 4, WIDTH // 4)
CAST_LAB = (-8.0, 7.0)
"""Mean a* and b* of the skin over pictures of this device family, redness apart."""


def place(streams: Streams) -> tuple[slice, slice]:
    """Return the rows and columns of the drawn scalp that this shot sees."""
    rng = streams.of_shot("place")
    top, left = int(rng.integers(0, SWAY[0] + 1)), int(rng.integers(0, SWAY[1] + 1))
    return slice(top, top + HEIGHT), slice(left, left + WIDTH)


def light(canvas: Canvas, streams: Streams, look: Look) -> None:
    """Multiply by the light's colour fields: cast, warm centre, cool rim, a bleached corner."""
    device, rng = streams("light"), streams.of_shot("light")
    a, b = device.normal(CAST_LAB[0], 4.5), device.normal(CAST_LAB[1], 6.0)
    level = device.normal(0, 2.0) + rng.normal(0, 1.5)
    a, b = look.cast * (a + rng.normal(0, 1)), look.cast * (b + rng.normal(0, 1))
    rows, columns = np.mgrid[0 : SMALL[0], 0 : SMALL[1]].astype(np.float32)
    x, y = (columns - SMALL[1] / 2) / (SMALL[1] / 2), (rows - SMALL[0] / 2) / (SMALL[0] / 2)
    cx, cy = rng.normal(0, 0.2, 2)
    radial = 0.7 - np.minimum((x - cx) ** 2 + (y - cy) ** 2, 1.8)
    angle = rng.uniform(0, 2 * np.pi)
    slope = np.cos(angle) * x + np.sin(angle) * y
    target = np.empty((*SMALL, 3), np.float32)
    strength = look.fields
    target[..., 0] = (
        NEUTRAL_LAB[0]
        - 3.5
        + level
        + strength
        * (
            rng.normal(-0.5, 4.5) * radial
            + rng.normal(0, 3.4) * slope
            + 4.4 * smooth(rng, 45, SMALL)
        )
    )
    target[..., 1] = a + strength * (
        rng.normal(1.2, 2.4) * radial + rng.normal(0, 0.9) * slope + 1.2 * smooth(rng, 40, SMALL)
    )
    target[..., 2] = b + strength * (
        rng.normal(4.6, 2.0) * radial + rng.normal(0, 2.0) * slope + 2.8 * smooth(rng, 40, SMALL)
    )
    if rng.random() < 0.4:
        corner = np.hypot(x - rng.choice([-1, 1]), y - rng.choice([-1, 1]))
        bleached = np.exp(-0.5 * (corner / rng.uniform(0.35, 0.7)) ** 2)
        target += bleached[..., None] * np.array([rng.uniform(4, 13), -0.5, -4], np.float32)
    shade = 1 + within(look.tilt, rng.random()) * slope
    shade -= within(look.vignette, rng.random() ** 2) * (0.7 - radial - 0.66)
    shade *= within(look.exposure, rng.random())
    neutral = np.array([[NEUTRAL_LAB]], np.float32)
    gain = cv2.cvtColor(target, cv2.COLOR_LAB2RGB) / cv2.cvtColor(neutral, cv2.COLOR_LAB2RGB)
    ends = rng.normal(0, look.two_lights, 2)
    for channel, end in enumerate((ends[0], 0.0, ends[1])):
        field = gain[..., channel] * shade * (1 + end * slope)
        canvas.planes[channel] *= enlarge(field.astype(np.float32), VIEW)
    spot = within(look.hotspot, rng.random())
    if spot > 0:
        reach = rng.uniform(0.08, 0.5)
        canvas.lighten(enlarge((spot * np.exp((radial - 0.7) / reach)).astype(np.float32), VIEW))
    veil = np.float32(within(look.veil, rng.random()))
    for plane in canvas.planes:
        plane += veil * (np.float32(plane[::8, ::8].mean()) - plane)
    contrast = within(look.contrast, rng.random())
    canvas.planes -= np.float32(150)
    canvas.planes *= np.float32(contrast)
    canvas.planes += np.float32(150)


def expose(canvas: Canvas, streams: Streams, look: Look) -> NDArray[np.uint8]:
    """Return uint8 [480, 640, 3] after focus, sensor noise, sharpening and JPEG compression."""
    rng = streams.of_shot("camera")
    # Squared: a photo that somebody keeps is more often sharp than not.
    sharp = cv2.GaussianBlur(canvas.pixels(), (0, 0), within(look.focus, rng.random() ** 2))
    far = cv2.GaussianBlur(sharp, (0, 0), float(rng.uniform(1.3, 3.0)))
    soft = _defocus(rng, within(look.fall_off, rng.random()))
    picture = cv2.blendLinear(sharp, far, 1 - soft, soft)
    picture = cv2.add(picture, _noise(rng, look), dtype=cv2.CV_8U)
    sharpening = within(look.sharpening, rng.random())
    if sharpening > 0:
        hazy = cv2.GaussianBlur(picture, (0, 0), 1.6)
        picture = cv2.addWeighted(picture, 1 + sharpening, hazy, -sharpening, 0)
    quality = int(rng.integers(look.quality[0], look.quality[1] + 1))
    flags = [cv2.IMWRITE_JPEG_QUALITY, quality]
    if look.subsampled:
        flags += [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420]
    _, packed = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), flags)
    decoded = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR))
    return np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def _defocus(rng: np.random.Generator, strength: float) -> Field:
    """Return how far each pixel is out of focus, 0-1: the skin is bent and lies aslant."""
    rows, columns = np.mgrid[0 : SMALL[0], 0 : SMALL[1]].astype(np.float32)
    x, y = (columns - SMALL[1] / 2) / (SMALL[1] / 2), (rows - SMALL[0] / 2) / (SMALL[0] / 2)
    cx, cy = rng.normal(0, 0.3, 2)
    angle, tilt = rng.uniform(0, 2 * np.pi), rng.uniform(0, 0.8)
    depth = (x - cx) ** 2 + (y - cy) ** 2 + tilt * (np.cos(angle) * x + np.sin(angle) * y)
    depth += 0.25 * smooth(rng, 30, SMALL)
    return enlarge(np.clip((depth - 0.35) * strength, 0, 1).astype(np.float32), VIEW)


def _noise(rng: np.random.Generator, look: Look) -> NDArray[np.float32]:
    """Sensor noise [480, 640, 3] in levels: fine in luma, twice as coarse in chroma."""
    deviation = np.float32(within(look.noise, rng.random()))
    luma = deviation * grain(rng, float(rng.uniform(0, 0.9)), VIEW)
    half = (HEIGHT // 2, WIDTH // 2)
    amount = np.float32(within(look.chroma, rng.random()))
    # Half of it in blotches, which denoising leaves behind.
    blue, red = (
        amount
        * enlarge(
            grain(rng, float(rng.uniform(0, 0.8)), half)
            + np.float32(0.1) * enlarge(smooth(rng, 2.2, SMALL), half),
            VIEW,
        )
        for _ in range(2)
    )
    # The inverse of JPEG's colour transform.
    channels = [
        luma + np.float32(1.402) * red,
        luma - np.float32(0.344) * blue - np.float32(0.714) * red,
        luma + np.float32(1.772) * blue,
    ]
    return np.asarray(cv2.merge(channels), dtype=np.float32)
