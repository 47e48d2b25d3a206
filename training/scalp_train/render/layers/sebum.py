"""Excess sebum: broad wet glints and glassy films, collars at the mouths, blown highlights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.layers.canvas import Canvas
from scalp_train.render.layers.fields import HALF, doubled, pick, rounded, softened
from scalp_train.render.layers.layout import Unit
from scalp_train.render.layers.noise import (
    COLUMNS,
    FULL,
    QUARTER,
    ROWS,
    Field,
    Streams,
    blur,
    blurred,
    combed,
    enlarge,
    smooth,
    threshold_for_area,
)
from scalp_train.render.layers.relief import comb
from scalp_train.render.layers.severity import Sebum, count_within, within

ONE = 16


@dataclass(slots=True)
class Gloss:
    """What the sebum reflects.

    Attributes:
        film: 0-1 thickness of the glassy film [528, 704].
        glints: opacity of the reflections, collars and blown highlights on it.
        mask: where sebum was drawn.
    """

    film: Field
    glints: Field
    mask: NDArray[np.bool_]


def gloss(streams: Streams, units: list[Unit], level: Sebum) -> Gloss:
    """Return the grade's share of film with its reflections; higher grades add to lower ones."""
    rng = streams("gloss")
    share, shine = within(level.film, rng.random()), within(level.shine, rng.random())
    collar_share, highlights = within(level.collars, rng.random()), rng.random()
    if share == 0:
        nothing = np.zeros(FULL, np.float32)
        return Gloss(nothing, nothing, np.zeros(FULL, np.bool_))
    centres = np.array([(unit.x, unit.y) for unit in units])
    where = smooth(rng, float(rng.uniform(14, 30)), QUARTER)
    where = where + np.float32(2.2) * rounded(QUARTER, centres, float(rng.uniform(22, 36)))
    # Where the lamp's ring is nearest, in the middle, a film shines most.
    x = np.linspace(-1, 1, QUARTER[1], dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, QUARTER[0], dtype=np.float32)[:, None]
    where = where - np.float32(1.0) * (x**2 + y**2)
    edge = threshold_for_area(where, share)
    film = enlarge(np.clip((where - np.float32(edge)) * 2 + np.float32(0.5), 0, 1))
    glints = GLOSSES[pick(streams, "gloss", GLOSSES)](rng, comb(streams))
    glints *= film * np.float32(shine)
    marks = _collars(streams, units, collar_share)
    blown = _blown(rng, count_within(level.blown, highlights), comb(streams))
    solid = np.maximum(softened(marks, 0.7) * np.float32(0.92), blown)
    near = cv2.dilate(marks, np.ones((5, 5), np.uint8)) > 0
    mask = (film > 0.5) | near | (blown > 0.5)
    return Gloss(film, np.maximum(glints, solid), np.asarray(mask, dtype=np.bool_))


def _streaks(rng: np.random.Generator, angle: float) -> Field:
    """Reflections drawn out along the skin lines."""
    ridges = combed(rng, float(rng.uniform(4.5, 7)), angle, float(rng.uniform(2.2, 4)))
    return np.asarray(np.clip((ridges - np.float32(0.55)) * np.float32(1.3), 0, 1))


def _beads(rng: np.random.Generator, angle: float) -> Field:
    """Reflections on the skin's small bumps, slightly drawn out."""
    bumps = combed(rng, float(rng.uniform(3.5, 6)), angle, float(rng.uniform(1.1, 1.7)))
    return np.asarray(np.clip((bumps - np.float32(0.7)) * np.float32(1.6), 0, 1))


def _creases(rng: np.random.Generator, angle: float) -> Field:
    """Thin winding rims of light, where the film ends in the skin lines."""
    ridges = np.abs(combed(rng, float(rng.uniform(8, 14)), angle, float(rng.uniform(1.6, 3))))
    bright = np.clip(1 - ridges * np.float32(6), 0, 1)
    return np.asarray(bright * np.clip(np.float32(0.6) + enlarge(smooth(rng, 6, QUARTER)), 0, 1))


GLOSSES: dict[str, Callable[[np.random.Generator, float], Field]] = {
    "streaks": _streaks,
    "beads": _beads,
    "creases": _creases,
}
"""Opacity 0-1 [528, 704] of a film's reflections from the direction of the skin lines in rad."""


def _collars(streams: Streams, units: list[Unit], share: float) -> NDArray[np.uint8]:
    """Glassy crescents and drops (0-255) at the share of the mouths."""
    order = streams("collars").permutation(len(units))
    mask = np.zeros(FULL, np.uint8)
    for position in order[: round(share * len(units))]:
        unit, own = units[position], streams(f"collar-{position}")
        for _ in range(int(own.integers(2, 5))):
            radius = unit.radius * own.uniform(0.9, 2.0)
            axes = (round(radius * own.uniform(1.0, 1.5) * ONE), round(radius * ONE))
            x, y = own.normal((unit.x, unit.y), 3.0)
            start, turn = float(own.uniform(0, 360)), float(np.degrees(unit.angle))
            cv2.ellipse(
                mask, (round(x * ONE), round(y * ONE)), axes, turn,
                start, start + float(own.uniform(25, 110)), (int(own.integers(170, 256)),),
                int(own.integers(2, 5)), cv2.LINE_AA, 4,
            )  # fmt: skip
    return mask


def _blown(rng: np.random.Generator, count: int, angle: float) -> Field:
    """Return burnt-out highlights of 20-60 px along the skin lines, ragged by its relief."""
    heap = np.zeros(FULL, np.uint8)
    for _ in range(count):
        centre = (int(rng.integers(0, COLUMNS)), int(rng.integers(0, ROWS)))
        long = int(rng.uniform(10, 28))
        axes = (long, max(5, int(long * rng.uniform(0.35, 0.8))))
        turn = float(np.degrees(angle + rng.normal(0, 0.4)))
        cv2.ellipse(heap, centre, axes, turn, 0, 360, (255,), -1)
    if not count:
        return np.zeros(FULL, np.float32)
    rough = blur(heap.astype(np.float32) / np.float32(255), 4.0)
    rough += np.float32(0.22) * doubled(smooth(rng, 4, HALF))
    return blurred(np.clip((rough - np.float32(0.5)) * np.float32(7), 0, 1), 0.8)


def lay(canvas: Canvas, found: Gloss, streams: Streams) -> None:
    """Paint the film, which brightens and smooths what lies under it, and its reflections."""
    if not found.mask.any():
        return
    rng = streams("gloss-paint")
    canvas.cover(found.film * np.float32(rng.uniform(0.06, 0.14)), (222.0, 224.0, 226.0))
    # Bluish to yellowish lamps: the colour of a reflection is the light's, not the sebum's.
    tint = rng.normal(0, 3)
    canvas.lighten(
        blur(found.glints, 7.0) * np.float32(9) + blur(found.film, 40.0) * np.float32(22)
    )
    hues = [np.float32(28) * doubled(smooth(rng, 5, HALF)) for _ in range(2)]
    white = np.full(FULL, 252, np.float32)
    canvas.cover_with(found.glints, [white + tint + hues[0], white, white - tint + hues[1]])
