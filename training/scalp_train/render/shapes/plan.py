"""How much of each sign a picture shows, and where its follicles and hairs are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, pi

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 640, 480
SYMPTOMS, GRADES, SEVERE = 6, 4, 3
APART = 95
"""Least distance of two follicles, in px."""

Range = tuple[float, float]
Point = tuple[float, float]
Path = NDArray[np.float64]
"""Points [N, 2], x and y in px."""

SCALE_AREA: tuple[Range, ...] = ((0.001, 0.009), (0.035, 0.075), (0.11, 0.19), (0.27, 0.43))
YELLOW_SHIFT: tuple[Range, ...] = ((0, 0), (3.4, 4.6), (7.2, 8.8), (12.5, 15.5))
PLUGGED: tuple[Range, ...] = ((0, 0.05), (0.15, 0.3), (0.4, 0.6), (0.72, 1))
GLOSS: tuple[Range, ...] = ((0, 0), (2, 4), (6, 9), (12, 16))
RED_SHIFT: tuple[Range, ...] = ((0, 0), (4.3, 5.7), (9.2, 10.8), (14.8, 17.2))
VESSEL_LENGTH: tuple[Range, ...] = ((0, 0), (250, 600), (1500, 2400), (4500, 6500))
"""In px over the whole picture."""
RINGS: tuple[Range, ...] = ((0, 0), (1, 1), (2, 3), (4, 6))
PUSTULES: tuple[Range, ...] = ((0, 0), (0, 0), (0, 1), (2, 4))
CRUSTS: tuple[Range, ...] = ((0, 0), (0, 0), (0, 0), (0, 1))
FLAKE_AREA: tuple[Range, ...] = ((0, 0), (0.012, 0.034), (0.055, 0.112), (0.16, 0.34))
HAIRS_PER_UNIT: tuple[Range, ...] = ((2, 3), (1.7, 2), (1.3, 1.6), (1, 1.2))
THIN_SHARE: tuple[Range, ...] = ((0, 0.1), (0.15, 0.25), (0.3, 0.45), (0.51, 0.75))
HAIR_WIDTH: tuple[Range, ...] = ((9, 10), (7.7, 8.3), (6.2, 6.8), (4.7, 5.3))
KEPT: tuple[float, ...] = (1, 0.9, 0.75, 0.5)
THIN: Range = (2.2, 3.6)
"""Width of thin hairs, under 0.03 mm at 8 µm a px."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """What the table asks for, drawn from its ranges; areas are shares of the picture."""

    scale: float
    yellow: float
    plugged: float
    gloss: int
    red: float
    vessels: float
    rings: int
    pustules: int
    flakes: float
    hairs_per_unit: Range
    thin: Range
    width: float
    kept: float
    crusts: int
    severe_scale: bool
    severe_sebum: bool
    severe_flakes: bool
    severe_loss: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """One follicle: its mouth, and how many hairs leave it."""

    at: Point
    radius: float
    hairs: int


@dataclass(frozen=True, slots=True)
class Hair:
    """One shaft: the line that it follows from its root, and its width there in px."""

    path: Path
    width: float
    white: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """Follicles with their hairs, and the strands that cross the field in front of them."""

    units: tuple[Unit, ...]
    hairs: tuple[Hair, ...]
    strands: tuple[Hair, ...]


def stream(seed: int, part: int) -> np.random.Generator:
    """Return the generator of one part, so that a grade changes its own sign alone."""
    return np.random.default_rng([seed, part])


def amounts(rng: np.random.Generator, grades: Sequence[int]) -> Amounts:
    """Draw the amounts for six grades.

    Raises:
        ValueError: they are not six grades of 0 to 3.
    """
    if len(grades) != SYMPTOMS or any(grade not in range(GRADES) for grade in grades):
        raise ValueError(f"expected six grades of 0 to 3, got {list(grades)}")
    dry, oily, red, follicular, flaky, bald = (int(grade) for grade in grades)

    def some(low_high: Range) -> float:
        return float(rng.uniform(*low_high))

    def count(low_high: Range) -> int:
        return int(rng.integers(int(low_high[0]), int(low_high[1]) + 1))

    return Amounts(
        scale=some(SCALE_AREA[dry]),
        yellow=some(YELLOW_SHIFT[oily]),
        plugged=some(PLUGGED[oily]),
        gloss=count(GLOSS[oily]),
        red=some(RED_SHIFT[red]),
        vessels=some(VESSEL_LENGTH[red]),
        rings=count(RINGS[follicular]),
        pustules=count(PUSTULES[follicular]),
        flakes=some(FLAKE_AREA[flaky]),
        hairs_per_unit=HAIRS_PER_UNIT[bald],
        thin=THIN_SHARE[bald],
        width=some(HAIR_WIDTH[bald]),
        kept=KEPT[bald],
        crusts=count(CRUSTS[follicular]),
        severe_scale=dry == SEVERE,
        severe_sebum=oily == SEVERE,
        severe_flakes=flaky == SEVERE,
        severe_loss=bald == SEVERE,
    )


def compose(place: np.random.Generator, rng: np.random.Generator, wanted: Amounts) -> Scene:
    """Place follicles and let hairs grow from those that are not empty.

    Args:
        place: decides what no grade changes: follicles, direction and crossing strands.
        rng: decides the hairs.
        wanted: how many hairs, and how wide.
    """
    direction = float(place.uniform(0, 2 * pi))
    mouths = _mouths(place, int(place.integers(7, 13)))
    radii = place.uniform(8, 11, len(mouths))
    density = wanted.kept * sum(wanted.hairs_per_unit) / sum(HAIRS_PER_UNIT[0])
    strands = round(float(place.uniform(6, 14)) * density)
    crossing = tuple(_strand(place, direction, wanted.width) for _ in range(strands))
    greying = 0.01 if place.random() < 0.85 else 0.08
    full = round(wanted.kept * len(mouths))
    per_unit = _spread(rng, _within(rng, wanted.hairs_per_unit, full), full)
    units = tuple(
        Unit(mouth, float(radius) * (1 if hairs else 0.75), hairs)
        for mouth, radius, hairs in zip(
            mouths, radii, [*per_unit, *[0] * (len(mouths) - full)], strict=True
        )
    )
    widths = hair_widths(rng, sum(per_unit), wanted)
    hairs, grown = [], 0
    for unit in units:
        lean = direction + rng.normal(0, 0.18)
        bend = rng.normal(0, 0.25)
        for _ in range(unit.hairs):
            loose = 0.03 if wanted.severe_sebum else 0.11
            root = np.add(
                unit.at, rng.normal(0, 0.15 if wanted.severe_sebum else 0.3, 2) * unit.radius
            )
            path = _curve(
                (root[0], root[1]),
                lean + rng.normal(0, loose),
                bend + rng.normal(0, loose),
                float(rng.uniform(420, 900)) * (0.45 if widths[grown] < THIN[1] else 1),
            )
            hairs.append(Hair(path, widths[grown], bool(rng.random() < greying)))
            grown += 1
    return Scene(units, tuple(hairs), crossing)


def hair_widths(rng: np.random.Generator, hairs: int, wanted: Amounts) -> list[float]:
    """Return widths in px with the wanted share of thin ones and the wanted mean."""
    thin = _within(rng, (wanted.thin[0], wanted.thin[1]), hairs)
    fine = rng.uniform(*THIN, thin)
    thick = np.clip(rng.normal(1, 0.14, hairs - thin), 0.75, 1.3)
    thick *= (wanted.width * hairs - fine.sum()) / float(thick.sum())
    return [float(width) for width in rng.permutation(np.concatenate([fine, thick]))]


def _within(rng: np.random.Generator, share: Range, whole: int) -> int:
    """Return a whole number that is a share of ``whole`` within the range."""
    low = ceil(share[0] * whole)
    return int(rng.integers(low, max(low, floor(share[1] * whole)) + 1))


def _spread(rng: np.random.Generator, hairs: int, units: int) -> list[int]:
    each = np.full(units, hairs // units)
    each[rng.permutation(units)[: hairs % units]] += 1
    return [int(number) for number in each]


def _mouths(rng: np.random.Generator, number: int) -> list[Point]:
    found: list[Point] = []
    while len(found) < number:
        x, y = rng.uniform(45, WIDTH - 45), rng.uniform(45, HEIGHT - 45)
        if all(np.hypot(x - other[0], y - other[1]) > APART for other in found):
            found.append((float(x), float(y)))
    return found


def _curve(start: Point, angle: float, bend: float, length: float) -> Path:
    turning = angle + bend * np.linspace(0, 1, 25) ** 1.5
    steps = np.stack([np.cos(turning), np.sin(turning)], axis=1) * (length / 24)
    steps[0] = 0
    return np.asarray(np.cumsum(steps, axis=0) + start)


def _strand(rng: np.random.Generator, direction: float, width: float) -> Hair:
    angle = direction + rng.normal(0, 0.5)
    back = 430
    across = rng.uniform(-200, 200)
    start = (
        WIDTH / 2 - back * np.cos(angle) - across * np.sin(angle),
        HEIGHT / 2 - back * np.sin(angle) + across * np.cos(angle),
    )
    path = _curve(start, angle, float(rng.normal(0, 0.4)), 900)
    return Hair(path, width * float(rng.uniform(0.8, 1.2)), bool(rng.random() < 0.02))
