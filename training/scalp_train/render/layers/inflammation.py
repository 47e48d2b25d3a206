"""Redness between the follicles; its vessels and the spots at the follicles are drawn elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.layers import vessels as vessel_shapes
from scalp_train.render.layers.fields import (
    COARSE,
    gaussians,
    pick,
    rounded,
    softened,
    standardised,
)
from scalp_train.render.layers.layout import Unit
from scalp_train.render.layers.noise import (
    COLUMNS,
    FULL,
    QUARTER,
    ROWS,
    Field,
    Streams,
    fractal,
    smooth,
)
from scalp_train.render.layers.severity import Redness, within
from scalp_train.render.layers.spots import Spots, lay_spots, spots
from scalp_train.render.layers.vessels import lay as lay_vessels

__all__ = [
    "RedField",
    "Spots",
    "lay_spots",
    "lay_vessels",
    "pinpoints",
    "red_field",
    "red_mask",
    "spots",
    "vessels",
]


@dataclass(slots=True)
class RedField:
    """Diffuse redness.

    Attributes:
        shift: shift of a* at quarter size.
        mask: the red part of the field at quarter size.
    """

    shift: Field
    mask: NDArray[np.bool_]


def red_field(streams: Streams, units: list[Unit], level: Redness) -> RedField:
    """Return the redness over the grade's share of the picture, fading at its border."""
    rng = streams("red-field")
    cover, shift = within(level.cover, rng.random()), within(level.red, rng.random())
    if cover == 0:
        return RedField(np.zeros(QUARTER, np.float32), np.zeros(QUARTER, np.bool_))
    where, pale, fade = REDDENINGS[pick(streams, "red-field", REDDENINGS)](rng, units)
    # Measured redness is strongest in the middle of the view.
    x = np.linspace(-1, 1, QUARTER[1], dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, QUARTER[0], dtype=np.float32)[:, None]
    where = standardised(where) - np.float32(1.1) * (x**2 + y**2)
    edge = float(np.quantile(where, 1 - cover))
    weight = pale + (1 - pale) / (1 + np.exp((where - edge) * np.float32(-fade)))
    return RedField((shift * weight).astype(np.float32), where > edge)


Reddening = tuple[Field, float, float]


def _patchy(rng: np.random.Generator, units: list[Unit]) -> Reddening:
    del units
    where = fractal(rng, float(rng.uniform(28, 60)), 2, shape=QUARTER)
    return where, float(rng.uniform(0.05, 0.2)), float(rng.uniform(2.0, 4.5))


def _even(rng: np.random.Generator, units: list[Unit]) -> Reddening:
    """Nearly the same shift everywhere."""
    del units
    return smooth(rng, 45, QUARTER), 0.4, 1.5


def _pooled(rng: np.random.Generator, units: list[Unit]) -> Reddening:
    """Return a sum of wide Gaussian blobs."""
    del units
    count = int(rng.integers(6, 14))
    centres = rng.uniform((0, 0), (COLUMNS, ROWS), (count, 2))
    lengths, widths = rng.uniform(60, 130, count), rng.uniform(45, 90, count)
    blobs = gaussians(COARSE, centres, lengths, widths, rng.uniform(0, np.pi, count))
    size = (QUARTER[1], QUARTER[0])
    total = cv2.resize(blobs.sum(axis=0), size, interpolation=cv2.INTER_CUBIC)
    return np.asarray(total, dtype=np.float32), float(rng.uniform(0.0, 0.15)), 2.5


def _between(rng: np.random.Generator, units: list[Unit]) -> Reddening:
    """Palest round the mouths."""
    centres = np.array([(unit.x, unit.y) for unit in units])
    where = -rounded(QUARTER, centres, float(rng.uniform(26, 44)))
    where = where + np.float32(0.25) * smooth(rng, 30, QUARTER)
    return where, float(rng.uniform(0.1, 0.25)), 2.5


REDDENINGS: dict[str, Callable[[np.random.Generator, list[Unit]], Reddening]] = {
    "patchy": _patchy,
    "even": _even,
    "pooled": _pooled,
    "between": _between,
}
"""Where the skin is red (quarter size, any scale), the shift's share elsewhere (0-1) and how
steeply it falls off at the border."""


def vessels(streams: Streams, level: Redness, field: RedField) -> NDArray[np.uint8]:
    """Return a mask (0-255) of the vessels, which start in the red field."""
    return vessel_shapes.draw(streams, level, field.mask)


def pinpoints(streams: Streams) -> Field:
    """Return pinpoint vessels, which a healthy scalp shows too; independent of the grade."""
    rng = streams("pinpoints")
    dots = np.zeros(FULL, np.uint8)
    strength, radius = float(rng.uniform(120, 230)), int(rng.integers(12, 32))
    for x, y in rng.uniform((0, 0), (COLUMNS, ROWS), (int(rng.integers(0, 26)), 2)):
        centre = (int(x * 16), int(y * 16))
        cv2.circle(dots, centre, radius, (strength,), -1, cv2.LINE_AA, 4)
    return softened(dots, 0.9)


def red_mask(field: RedField, vessel_mask: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return the full-size mask of the redness: the red field and the vessels."""
    big = cv2.resize(field.mask.astype(np.uint8), (COLUMNS, ROWS), interpolation=cv2.INTER_NEAREST)
    return np.asarray((big > 0) | (vessel_mask > 60), dtype=np.bool_)
