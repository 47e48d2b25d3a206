"""Bare skin: translucent and smooth, its colour in wide soft fields, tinted by the grades."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from scalp_train.render.layers.canvas import Canvas
from scalp_train.render.layers.fields import HALF, doubled, pick, softened
from scalp_train.render.layers.noise import (
    QUARTER,
    Field,
    Streams,
    borders,
    cells,
    enlarge,
    fractal,
    grain,
    smooth,
)
from scalp_train.render.picture import SkinTone

NEUTRAL_LAB = (69.5, -4.5, 6.5)
"""CIELAB of medium skin under neutral light, before the light's colour fields."""
TONES: dict[SkinTone, tuple[float, float, float]] = {
    "light": (3.0, 0.5, -1.5),
    "medium": (0.0, 0.0, 0.0),
    "dark": (-15.0, 2.5, 5.0),
}
"""CIELAB of a skin tone less that of medium skin."""

Mottling = tuple[Field | float, Field | float, Field | float]


@dataclass(frozen=True, slots=True)
class Tint:
    """What the grades do to the skin's colour, in CIELAB at quarter size or of the whole skin."""

    red: Field
    """Shift of a*."""
    bare: float
    """0-1: warmth of skin that hair has left."""
    dull: float
    """0-1: share of the mottling's colour lost under dry scale."""
    wet: float
    """0-1: clearness under sebum."""


def paint(streams: Streams, tone: SkinTone, tint: Tint) -> Canvas:
    """Return a canvas of skin [528, 704]."""
    rng = streams("skin")
    depth = np.float32(rng.uniform(0.7, 1.3))
    base = [a + b for a, b in zip(NEUTRAL_LAB, TONES[tone], strict=True)]
    warmth = tint.bare * max(0.0, float(rng.normal(1, 0.6)))
    x = np.linspace(-1, 1, QUARTER[1], dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, QUARTER[0], dtype=np.float32)[:, None]
    warm = warmth * np.maximum(1.35 - 0.7 * (x**2 + y**2), 0)
    pale = rng.normal(0, 2.2) + 3.5 * tint.wet * max(0.0, float(rng.normal(1, 0.5)))
    light, pink, amber = MOTTLINGS[pick(streams, "skin", MOTTLINGS)](rng)
    colour = depth * np.float32(1 - 0.5 * tint.dull)
    lab = np.empty((*QUARTER, 3), np.float32)
    lab[..., 0] = base[0] + pale + depth * light - 0.22 * tint.red
    lab[..., 1] = base[1] + colour * pink + tint.red + 8.5 * warm
    lab[..., 2] = base[2] + colour * amber + 0.1 * tint.red + 11.0 * warm
    rgb = cv2.cvtColor(lab, cv2.COLOR_LAB2RGB) * 255
    canvas = Canvas(np.stack([enlarge(np.ascontiguousarray(rgb[..., c])) for c in range(3)]))
    texture_rng = streams("skin-texture")
    strength = np.float32(texture_rng.uniform(0.6, 1.4))
    canvas.lighten(TEXTURES[pick(streams, "skin-texture", TEXTURES)](texture_rng) * strength)
    return canvas


def _mottled(rng: np.random.Generator) -> Mottling:
    """Three clouds of their own: milky, pink and amber."""
    milky, pink, amber = (smooth(rng, float(cell), QUARTER) for cell in rng.uniform(18, 45, 3))
    return 1.6 * milky - 0.5 * amber, 0.9 * pink - 0.3 * milky, 1.1 * amber - 0.6 * milky


def _flat(rng: np.random.Generator) -> Mottling:
    """One even colour."""
    return 0.0, float(rng.normal(0, 0.5)), float(rng.normal(0, 0.6))


def _blotched(rng: np.random.Generator) -> Mottling:
    """Wide soft blotches only."""
    cell = float(rng.uniform(25, 60))
    blotch, tint = smooth(rng, cell, QUARTER), smooth(rng, cell * 1.4, QUARTER)
    return 2.4 * blotch, 1.1 * tint, 0.8 * blotch - 0.6 * tint


def _clouded(rng: np.random.Generator) -> Mottling:
    """One cloud of several octaves, light and colour in step."""
    cloud = fractal(rng, float(rng.uniform(20, 45)), 3, gain=0.5, shape=QUARTER)
    return 2.2 * cloud, float(rng.uniform(-1, 1)) * cloud, float(rng.uniform(-1.2, 0.8)) * cloud


MOTTLINGS: dict[str, Callable[[np.random.Generator], Mottling]] = {
    "mottled": _mottled,
    "flat": _flat,
    "blotched": _blotched,
    "clouded": _clouded,
}
"""Deviations of L*, a* and b* at quarter size from the picture's mean skin."""


def _soft(rng: np.random.Generator) -> Field:
    return np.float32(1.7) * doubled(smooth(rng, float(rng.uniform(4, 9)), HALF))


def _pebbled(rng: np.random.Generator) -> Field:
    return _soft(rng) + np.float32(1.6) * grain(rng, float(rng.uniform(1.2, 2.2)))


def _furrowed(rng: np.random.Generator) -> Field:
    furrows = softened(borders(cells(rng, float(rng.uniform(16, 26)), 2.0)), 1.3)
    return np.asarray(_soft(rng) - np.float32(4) * furrows, dtype=np.float32)


def _streaked(rng: np.random.Generator) -> Field:
    ridges = np.abs(doubled(smooth(rng, float(rng.uniform(3.5, 6.5)), HALF)))
    return np.asarray(_soft(rng) + np.float32(2.0) * (1 - ridges), dtype=np.float32)


def _bare(rng: np.random.Generator) -> Field:
    """Next to nothing."""
    return np.float32(rng.uniform(0.0, 1.2)) * grain(rng, 0.6)


TEXTURES: dict[str, Callable[[np.random.Generator], Field]] = {
    "pebbled": _pebbled,
    "furrowed": _furrowed,
    "streaked": _streaked,
    "soft": _soft,
    "bare": _bare,
}
"""Relief of the surface [528, 704] in levels."""
