"""Red rings, pustules and crusts at single follicles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.layers.canvas import Canvas, Colour
from scalp_train.render.layers.fields import pick
from scalp_train.render.layers.layout import Unit
from scalp_train.render.layers.noise import FULL, Field, Streams, fractal
from scalp_train.render.layers.severity import Follicular, count_within
from scalp_train.render.layers.window import Window


@dataclass(frozen=True, slots=True)
class Spot:
    """An inflamed follicle: its unit, its stream's number, the ring's reach in px, its burden."""

    unit: Unit
    number: int
    reach: float
    bears: str


@dataclass(frozen=True, slots=True)
class Spots:
    """Local signs at single follicles, and the mask [480, 640] of their surroundings."""

    found: tuple[Spot, ...]
    mask: NDArray[np.bool_]


def spots(streams: Streams, units: list[Unit], level: Follicular) -> Spots:
    """Return rings and pustules at the grade's number of follicles."""
    rng = streams("spots")
    ring_count = count_within(level.rings, rng.random())
    pustule_count = count_within(level.pustules, rng.random())
    has_crust = rng.random() < level.crust
    inside = [unit for unit in units if unit.inside]
    mask = np.zeros(FULL, np.uint8)
    found = []
    for rank, position in enumerate(rng.permutation(len(inside))[:ring_count]):
        unit, number = inside[position], int(position)
        reach = float(streams(f"spot-{number}").uniform(28, 42))
        cv2.circle(mask, (round(unit.x), round(unit.y)), round(reach), (255,), -1)
        bears = "nothing"
        if rank < pustule_count:
            bears = "pustule"
        elif has_crust and rank == pustule_count:
            bears = "crust"
        found.append(Spot(unit, number, reach, bears))
    return Spots(tuple(found), mask > 0)


def lay_spots(canvas: Canvas, found: Spots, streams: Streams) -> None:
    """Paint rings, pustules and crusts, each in its own small window."""
    rng = streams("spot-paint")
    ring = RINGS[pick(streams, "rings", RINGS)]
    pustule = PUSTULES[pick(streams, "pustules", PUSTULES)]
    crust = CRUSTS[pick(streams, "crusts", CRUSTS)]
    strength, green = rng.uniform(0.85, 1.0), rng.uniform(0.46, 0.57)
    stain: Colour = (rng.uniform(0.94, 1.0), green, green + rng.uniform(0.0, 0.09))
    cream = (228 + rng.normal(0, 5), 218 + rng.normal(0, 5), 182 + rng.normal(0, 14))
    amber = (168 + rng.normal(0, 14), 122 + rng.normal(0, 10), 70 + rng.normal(0, 8))
    for spot in found.found:
        own = streams(f"spot-paint-{spot.number}")
        window = Window.around(spot.unit.x, spot.unit.y, spot.reach * 1.7)
        part = window.of(canvas)
        dx, dy = window.offsets(spot.unit.x, spot.unit.y)
        part.filter(ring(own, *_polar(dx, dy, spot.reach)) * np.float32(strength), stain)
        if spot.bears == "nothing":
            continue
        drift = own.normal(0, 2.5, 2)
        dx, dy = dx - np.float32(drift[0]), dy - np.float32(drift[1])
        if spot.bears == "pustule":
            alpha, light = pustule(own, dx, dy, float(own.uniform(10, 15)))
            part.cover_lit(alpha * np.float32(0.93), cream, light)
        else:
            alpha, light = crust(own, dx, dy, float(own.uniform(13, 20)))
            part.cover_lit(alpha * np.float32(0.9), amber, light)


def _polar(dx: Field, dy: Field, radius: float) -> tuple[Field, Field]:
    """Distance in units of ``radius``, and angle in rad."""
    return np.hypot(dx, dy) * np.float32(1 / radius), np.arctan2(dy, dx)


def _step(distance: Field, radius: float, softness: float) -> Field:
    """1 within ``radius`` and 0 outside, over an edge of about ``softness``."""
    return np.asarray(np.clip((radius - distance) / softness + 0.5, 0, 1), dtype=np.float32)


def _lobed(rng: np.random.Generator, angle: Field, amount: float, highest: int) -> Field:
    """Factor near 1 by which a radius varies with the angle."""
    total = np.ones_like(angle)
    for lobes in range(2, highest + 1):
        phase = rng.uniform(0, 2 * np.pi)
        total += np.float32(amount / lobes**0.5) * np.sin(lobes * angle + np.float32(phase))
    return total


Ring = Callable[[np.random.Generator, Field, Field], Field]


def _broken_ring(rng: np.random.Generator, distance: Field, angle: Field) -> Field:
    """Return a wide soft annulus, uneven along its outline."""
    distance = distance / _lobed(rng, angle, 0.1, 3)
    centre, thick = rng.uniform(0.4, 0.6), rng.uniform(0.24, 0.34)
    ring = np.exp(-0.5 * ((distance - centre) / np.float32(thick)) ** 2)
    ring *= 0.8 + np.float32(0.2) * np.sin(angle + np.float32(rng.uniform(0, 6)))
    return np.asarray(ring * _step(distance, 1.05, 0.3), dtype=np.float32)


def _annulus(rng: np.random.Generator, distance: Field, angle: Field) -> Field:
    """Return a stroked circle, more or less soft."""
    del angle
    centre, half = rng.uniform(0.5, 0.72), rng.uniform(0.14, 0.22)
    return _step(np.abs(distance - np.float32(centre)), half, rng.uniform(0.05, 0.2))


def _halo(rng: np.random.Generator, distance: Field, angle: Field) -> Field:
    """Return a Gaussian disc, reddest at the hair."""
    del angle
    return np.asarray(np.exp(-0.5 * (distance / np.float32(rng.uniform(0.5, 0.6))) ** 2))


def _disc(rng: np.random.Generator, distance: Field, angle: Field) -> Field:
    """Return an even red disc or ellipse."""
    distance = distance * (
        1 + np.float32(rng.uniform(0, 0.2)) * np.cos(2 * angle + np.float32(rng.uniform(0, 6)))
    )
    return _step(distance, rng.uniform(0.7, 0.85), rng.uniform(0.08, 0.35)) * np.float32(0.85)


RINGS: dict[str, Ring] = {
    "broken": _broken_ring,
    "annulus": _annulus,
    "halo": _halo,
    "disc": _disc,
}
"""Strength of the redness (0-1) from the distance (units of the reach) and the angle."""

Body = Callable[[np.random.Generator, Field, Field, float], tuple[Field, Field]]


def _lit(rng: np.random.Generator, dx: Field, dy: Field, radius: float) -> Field:
    """Light (levels) on a dome of ``radius`` px from a random side."""
    turn, steep = rng.uniform(0, 2 * np.pi), rng.uniform(8, 24)
    side = (dx * np.float32(np.cos(turn)) + dy * np.float32(np.sin(turn))) / np.float32(radius)
    return np.asarray(np.clip(side, -1, 1) * np.float32(steep), dtype=np.float32)


def _lumpy_pustule(
    rng: np.random.Generator, dx: Field, dy: Field, radius: float
) -> tuple[Field, Field]:
    """Return an irregular dome, lit from one side."""
    distance, angle = _polar(dx, dy, radius)
    distance = distance / _lobed(rng, angle, 0.06, 5)
    dome = np.sqrt(np.maximum(1 - distance**2, 0))
    return _step(distance, 1, 0.3), 30 * dome - 16 + _lit(rng, dx, dy, radius)


def _smooth_pustule(
    rng: np.random.Generator, dx: Field, dy: Field, radius: float
) -> tuple[Field, Field]:
    """Return a Gaussian blob."""
    del rng
    distance, _ = _polar(dx, dy, radius)
    dome = np.exp(-0.5 * (distance / np.float32(0.62)) ** 2)
    return np.minimum(dome * np.float32(1.35), 1), 26 * dome - 10


def _rimmed_pustule(
    rng: np.random.Generator, dx: Field, dy: Field, radius: float
) -> tuple[Field, Field]:
    """Return a flat ellipse with a darker rim."""
    distance, angle = _polar(dx, dy, radius)
    distance = distance * (
        1 + np.float32(rng.uniform(0, 0.18)) * np.cos(2 * angle + np.float32(rng.uniform(0, 6)))
    )
    inner = _step(distance, 0.75, 0.2)
    return _step(distance, 1, 0.15), 44 * inner - 40


PUSTULES: dict[str, Body] = {
    "lumpy": _lumpy_pustule,
    "smooth": _smooth_pustule,
    "rimmed": _rimmed_pustule,
}
"""Opacity (0-1) and light (levels) from the offsets from the centre and the radius, in px."""


def _rough_crust(
    rng: np.random.Generator, dx: Field, dy: Field, radius: float
) -> tuple[Field, Field]:
    """Return a ragged plate with a rough face."""
    distance, angle = _polar(dx, dy, radius)
    distance = distance / _lobed(rng, angle, 0.14, 7)
    return _step(distance, 1, 0.15), 16 * fractal(rng, 7, 2, shape=distance.shape)


def _caked_crust(
    rng: np.random.Generator, dx: Field, dy: Field, radius: float
) -> tuple[Field, Field]:
    """Several overlapping drops, darker where they end."""
    alpha = np.zeros(np.broadcast_shapes(dx.shape, dy.shape), np.float32)
    for _ in range(int(rng.integers(5, 9))):
        x, y = rng.normal(0, radius * 0.42, 2)
        own = float(rng.uniform(0.35, 0.62))
        distance, _ = _polar(dx - np.float32(x), dy - np.float32(y), radius)
        alpha = np.maximum(alpha, _step(distance, own, 0.25))
    return alpha, 34 * alpha - 26


CRUSTS: dict[str, Body] = {"rough": _rough_crust, "caked": _caked_crust}
"""As PUSTULES."""
