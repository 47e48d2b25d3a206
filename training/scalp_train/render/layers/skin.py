"""Bare skin: translucent, mottled in milky, pink and amber, tinted by the grades."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from scalp_train.render.layers.canvas import Canvas
from scalp_train.render.layers.fields import HALF, blurred, doubled, grained, pick
from scalp_train.render.layers.noise import (
    FULL,
    QUARTER,
    Field,
    Streams,
    enlarge,
    fractal,
    microrelief,
    smooth,
)

NEUTRAL_LAB = (73.5, 1.5, 2.5)
"""CIELAB of skin under neutral light before the camera's colour cast."""

Mottling = tuple[Field | float, Field | float, Field | float]


def paint(
    streams: Streams, *, red: Field, yellow: Field, desaturation: float, matte: float
) -> Canvas:
    """Return a canvas of skin.

    Args:
        streams: the picture's random streams.
        red: shift of a* at quarter size [120, 160].
        yellow: shift of b* at quarter size.
        desaturation: share of the mottling's colour lost, 0-1.
        matte: 0-1, how much lighter and flatter the skin is under dry scale.
    """
    rng = streams("skin")
    depth = np.float32(rng.uniform(0.75, 1.5))
    paleness = NEUTRAL_LAB[0] + rng.normal(0, 2.5) + 3.0 * matte
    light, pink, amber = MOTTLINGS[pick(streams, "skin", MOTTLINGS)](rng)
    colour = depth * np.float32(1 - desaturation)
    lab = np.empty((*QUARTER, 3), np.float32)
    lab[..., 0] = paleness + depth * light - 0.35 * red - 0.25 * yellow
    lab[..., 1] = NEUTRAL_LAB[1] + colour * pink + red
    lab[..., 2] = NEUTRAL_LAB[2] + colour * amber + yellow + 0.12 * red
    rgb = cv2.cvtColor(lab, cv2.COLOR_LAB2RGB) * 255
    canvas = Canvas(np.stack([enlarge(np.ascontiguousarray(rgb[..., c])) for c in range(3)]))
    texture_rng = streams("skin-texture")
    strength = np.float32(texture_rng.uniform(0.7, 1.4) * (1 - 0.3 * matte))
    relief = TEXTURES[pick(streams, "skin-texture", TEXTURES)](texture_rng)
    canvas.lighten(relief * strength)
    return canvas


def _mottled(rng: np.random.Generator) -> Mottling:
    """Three clouds of their own: milky, pink and amber."""
    milky, pink, amber = (
        fractal(rng, float(cell), 3, shape=QUARTER) for cell in rng.uniform(22, 60, 3)
    )
    light = 3.4 * milky - 1.4 * pink - 1.8 * amber + 2.6 * smooth(rng, 120, QUARTER)
    red = 1.7 * pink - 0.8 * milky + 0.5 * amber
    yellow = 2.0 * amber - 1.3 * milky + 0.3 * pink
    return light, red, yellow


def _flat(rng: np.random.Generator) -> Mottling:
    """One even colour."""
    return 0.0, float(rng.normal(0, 0.5)), float(rng.normal(0, 0.6))


def _blotched(rng: np.random.Generator) -> Mottling:
    """Wide soft blotches only."""
    cell = float(rng.uniform(25, 70))
    blotch, tint = smooth(rng, cell, QUARTER), smooth(rng, cell * 1.4, QUARTER)
    return 4.5 * blotch, 1.4 * tint, 0.9 * blotch - 0.6 * tint


def _clouded(rng: np.random.Generator) -> Mottling:
    """One cloud of many octaves, light and colour in step."""
    cloud = fractal(rng, float(rng.uniform(20, 50)), 5, gain=0.65, shape=QUARTER)
    return 4.8 * cloud, float(rng.uniform(-1, 1)) * cloud, float(rng.uniform(-1.2, 0.8)) * cloud


def _graded(rng: np.random.Generator) -> Mottling:
    """Return a straight gradient from side to side."""
    turn = rng.uniform(0, 2 * np.pi)
    x = np.linspace(-1, 1, QUARTER[1], dtype=np.float32)[None, :] * np.float32(np.cos(turn))
    y = np.linspace(-1, 1, QUARTER[0], dtype=np.float32)[:, None] * np.float32(np.sin(turn))
    slope: Field = np.asarray(x + y, dtype=np.float32)
    return 6.0 * slope, float(rng.uniform(-1, 1)) * slope, float(rng.uniform(-1, 1)) * slope


MOTTLINGS: dict[str, Callable[[np.random.Generator], Mottling]] = {
    "mottled": _mottled,
    "flat": _flat,
    "blotched": _blotched,
    "clouded": _clouded,
    "graded": _graded,
}
"""Deviations of L*, a* and b* at quarter size from the picture's mean skin."""


def _small_mottle(rng: np.random.Generator) -> Field:
    return np.float32(4.6) * doubled(fractal(rng, float(rng.uniform(5, 10)), 2, shape=HALF))


def _pebbled(rng: np.random.Generator) -> Field:
    return _small_mottle(rng) + np.float32(3.6) * grained(rng, float(rng.uniform(1.2, 2.4)))


def _furrowed(rng: np.random.Generator) -> Field:
    furrows = microrelief(rng, int(rng.integers(450, 1100)))
    relief = _small_mottle(rng) + np.float32(2.2) * grained(rng, 0) - np.float32(9) * furrows
    return np.asarray(relief, dtype=np.float32)


def _streaked(rng: np.random.Generator) -> Field:
    ridges = np.abs(doubled(smooth(rng, float(rng.uniform(3.5, 6.5)), HALF)))
    return _small_mottle(rng) + np.float32(3.4) * (1 - ridges) + np.float32(1.5) * grained(rng, 0.8)


def _noisy(rng: np.random.Generator) -> Field:
    """White noise, sharp or slightly soft."""
    return np.float32(rng.uniform(4, 11)) * grained(rng, float(rng.choice([0.0, 0.7])))


def _bare(rng: np.random.Generator) -> Field:
    """Next to nothing."""
    return np.float32(rng.uniform(0.0, 1.2)) * grained(rng, 0)


TEXTURES: dict[str, Callable[[np.random.Generator], Field]] = {
    "pebbled": _pebbled,
    "furrowed": _furrowed,
    "streaked": _streaked,
    "noisy": _noisy,
    "bare": _bare,
}
"""Relief of the surface [480, 640] in levels."""


def glints(streams: Streams) -> Field:
    """Return small glossy speckles of any moist scalp, in levels; independent of the grades."""
    rng = streams("glints")
    count = int(rng.integers(40, 260)) if rng.random() < 0.75 else int(rng.integers(0, 40))
    points = np.zeros(FULL, np.float32)
    rows, columns = rng.integers(0, FULL[0], count), rng.integers(0, FULL[1], count)
    points[rows, columns] = rng.uniform(150, 900, count)
    return blurred(points, float(rng.uniform(0.8, 1.3)))
