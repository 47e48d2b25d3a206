"""Bare skin: translucent, mottled in milky, pink and amber, tinted by the grades."""

from __future__ import annotations

import cv2
import numpy as np

from scalp_train.render.canvas import Canvas
from scalp_train.render.noise import (
    QUARTER,
    Field,
    Streams,
    blur,
    enlarge,
    fractal,
    grain,
    microrelief,
    smooth,
)

NEUTRAL_LAB = (73.5, 1.5, 2.5)
"""CIELAB of skin under neutral light before the camera's colour cast."""


def paint(
    streams: Streams, *, red: Field, yellow: Field, desaturation: float, matte: float
) -> Canvas:
    """A canvas of skin.

    Args:
        streams: the picture's random streams.
        red: shift of a* at quarter size [120, 160].
        yellow: shift of b* at quarter size.
        desaturation: share of the mottling's colour lost, 0-1.
        matte: 0-1, how much lighter and flatter the skin is under dry scale.
    """
    rng = streams("skin")
    depth = rng.uniform(0.6, 1.3)
    cells = rng.uniform(22, 60, 3)
    milky, pink, amber = (fractal(rng, float(cell), 3, shape=QUARTER) for cell in cells)
    gradient = smooth(rng, 120, QUARTER)
    lightness = (
        NEUTRAL_LAB[0] + rng.normal(0, 2.5) + depth * (3.2 * milky - 1.2 * pink - 1.6 * amber)
    )
    lightness += 2.2 * gradient + 3.0 * matte
    colour = 1 - desaturation
    a = NEUTRAL_LAB[1] + colour * depth * (1.7 * pink - 0.8 * milky + 0.5 * amber)
    b = NEUTRAL_LAB[2] + colour * depth * (2.0 * amber - 1.3 * milky + 0.3 * pink)
    lab = np.stack(
        [lightness - 0.35 * red - 0.25 * yellow, a + red, b + yellow + 0.12 * red], axis=2
    )
    rgb = cv2.cvtColor(np.ascontiguousarray(lab, dtype=np.float32), cv2.COLOR_LAB2RGB) * 255
    planes = np.stack([enlarge(np.ascontiguousarray(rgb[..., c])) for c in range(3)])
    canvas = Canvas(planes)
    canvas.lighten(_texture(streams) * np.float32(1 - 0.3 * matte))
    return canvas


def _texture(streams: Streams) -> Field:
    """Relief of the surface in levels, by one of three techniques."""
    rng = streams("skin-texture")
    technique = rng.integers(0, 3)
    strength = rng.uniform(0.7, 1.3)
    mottle = 3.6 * fractal(rng, float(rng.uniform(9, 20)), 2)
    if technique == 0:  # pebbled
        return np.float32(strength) * (mottle + 3.6 * grain(rng, float(rng.uniform(1.2, 2.4))))
    if technique == 1:  # furrowed
        furrows = microrelief(rng, int(rng.integers(450, 1100)))
        relief = mottle + 2.2 * grain(rng, 1.0) - 9.0 * furrows
        return np.asarray(np.float32(strength) * relief, dtype=np.float32)
    ridges = 1 - np.abs(smooth(rng, float(rng.uniform(7, 13))))  # streaked
    return np.float32(strength) * (mottle + 3.4 * ridges + 1.8 * grain(rng, 0.8))


def glints(streams: Streams) -> Field:
    """Small glossy speckles that every moist scalp shows, in levels; independent of the grades."""
    rng = streams("glints")
    count = int(rng.integers(40, 260))
    points = np.zeros((480, 640), np.float32)
    rows, columns = rng.integers(0, 480, count), rng.integers(0, 640, count)
    points[rows, columns] = rng.uniform(150, 900, count)
    return blur(points, float(rng.uniform(0.8, 1.3)))
