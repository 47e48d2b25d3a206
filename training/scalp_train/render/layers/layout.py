"""Where the follicular units sit and how their hairs run."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scalp_train.render.layers.noise import Streams
from scalp_train.render.layers.severity import HairLoss, within
from scalp_train.render.picture import HEIGHT, WIDTH

MARGIN = 190
"""How far outside the picture hair is rooted that may reach into it, in px."""
INSET = 16
MAX_HAIRS = 3
MOST_STRANDS = 6
THIN_WIDTH = (2.6, 3.9)
"""Widths of thin hairs in px: below 0.03 mm at about 8 um/px."""


@dataclass
class Hair:
    """One shaft: centre line [n, 2] in px and its width along it [n]."""

    points: NDArray[np.float32]
    widths: NDArray[np.float32]
    tone: float
    white: bool = False

    @property
    def visible(self) -> bool:
        """Return whether some of it may lie within the picture."""
        left, top = self.points.min(axis=0)
        right, bottom = self.points.max(axis=0)
        return bool(right > 0 and bottom > 0 and left < WIDTH and top < HEIGHT)

    @cached_property
    def normals(self) -> NDArray[np.float32]:
        """Return unit normals [n, 2] to the left of the centre line."""
        return normals(self.points)


def normals(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return unit normals [n, 2] to the left of a line."""
    step = np.empty_like(points)
    step[1:-1] = points[2:] - points[:-2]
    step[0], step[-1] = points[1] - points[0], points[-1] - points[-2]
    step /= np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-6)[:, None]
    return np.column_stack([-step[:, 1], step[:, 0]])


@dataclass(slots=True)
class Unit:
    """One follicular unit: a mouth, and the hairs that leave it."""

    x: float
    y: float
    radius: float
    angle: float
    inside: bool
    """Whether the mouth lies well within the picture; only such units carry local signs."""
    rank: float
    """0-1, order in which units lose their hair."""
    affected: bool = False
    hairs: list[Hair] = field(default_factory=list)


def place_units(streams: Streams, magnification: float = 1.0) -> list[Unit]:
    """Return units on a jittered hexagonal lattice: some 7-12 in the picture, more outside it.

    Below a ``magnification`` of 1 the field of view is wider: more and smaller ones.
    """
    rng = streams("layout")
    spacing = rng.uniform(168, 194) * magnification
    main = rng.uniform(0, 2 * np.pi)
    bend = rng.normal(0, 0.0011)
    orderly = rng.random() < 0.75
    fan = rng.uniform(0.08, 0.3) if orderly else rng.uniform(0.3, 0.8)
    scatter = 0.13 if orderly else 0.17
    turn = rng.uniform(0, np.pi)
    offset = rng.uniform(0, spacing, 2)
    units: list[Unit] = []
    row_height = spacing * 0.87
    for row in range(-3, int((HEIGHT + 2 * MARGIN) / row_height) + 4):
        for column in range(-4, int((WIDTH + 2 * MARGIN) / spacing) + 5):
            u = (column + 0.5 * (row % 2)) * spacing + offset[0] - spacing
            v = row * row_height + offset[1] - spacing
            jitter = rng.normal(0, spacing * scatter, 2)
            lean = main + rng.normal(0, fan)
            radius = rng.uniform(6.0, 9.0) * magnification
            rank = rng.random()
            # The lattice is turned round the picture's centre, so that rows lie at any angle.
            cx, cy = u - WIDTH / 2, v - HEIGHT / 2
            x = WIDTH / 2 + cx * np.cos(turn) - cy * np.sin(turn) + jitter[0]
            y = HEIGHT / 2 + cx * np.sin(turn) + cy * np.cos(turn) + jitter[1]
            lean += bend * (x - WIDTH / 2)
            if -MARGIN < x < WIDTH + MARGIN and -MARGIN < y < HEIGHT + MARGIN:
                inside = INSET < x < WIDTH - INSET and INSET < y < HEIGHT - INSET
                units.append(Unit(float(x), float(y), radius, float(lean), inside, rank))
    _spread_ranks(units, rng)
    return units


def _spread_ranks(units: list[Unit], rng: np.random.Generator) -> None:
    """Give units inside and outside evenly spread ranks, so that shares hold in every picture."""
    for inside in (True, False):
        group = [unit for unit in units if unit.inside is inside]
        for unit, position in zip(group, rng.permutation(len(group)), strict=True):
            unit.rank = (position + 0.5) / max(1, len(group))


def curve(
    rng: np.random.Generator,
    start: tuple[float, float],
    angle: float,
    length: float,
    *,
    curl: float,
) -> NDArray[np.float32]:
    """Return a smooth line [n, 2] of ``length`` px from ``start``, bent by ``curl`` rad."""
    steps = max(8, int(length / 13))
    t = np.linspace(0.0, 1.0, steps)
    bend = rng.normal(0, curl)
    wave = rng.normal(0, curl * 0.5)
    phase = rng.uniform(0, 2 * np.pi)
    heading = angle + bend * t + wave * (np.sin(2 * np.pi * t + phase) - np.sin(phase))
    step = length / (steps - 1)
    x = start[0] + np.concatenate([[0.0], np.cumsum(np.cos(heading[:-1]) * step)])
    y = start[1] + np.concatenate([[0.0], np.cumsum(np.sin(heading[:-1]) * step)])
    return np.stack([x, y], axis=1).astype(np.float32)


def _widths(width: float, count: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Width along a hair: slightly narrower at the root, tapering to a tip."""
    t = np.linspace(0.0, 1.0, count)
    taper_from = rng.uniform(0.45, 0.85)
    tip = rng.uniform(0.15, 0.55)
    taper = np.where(t > taper_from, 1 - (1 - tip) * (t - taper_from) / (1 - taper_from), 1.0)
    root = np.minimum(1.0, 0.86 + 2.0 * t)
    return (width * taper * root).astype(np.float32)


def grow_hairs(
    streams: Streams, units: list[Unit], level: HairLoss, clumped: float, magnification: float = 1.0
) -> None:
    """Fill each unit's hairs by the grade of hair loss; ``clumped`` 0-1 draws roots together.

    Every draw of the random stream happens whatever the grade, so that a hair kept at two grades is
    the same hair.
    """
    style = streams("hair-style")
    where = style.random()
    hairs_mean = within(level.hairs, where)
    thin_share = within(level.thin, style.random())
    mean_width = within(level.width, style.random())
    kept = within(level.kept, style.random())
    curl = float(style.choice([0.0, 0.12, 0.3, 0.55, 0.9], p=[0.08, 0.27, 0.37, 0.18, 0.1]))
    reach = style.uniform(0.85, 1.15) * magnification
    white_share = 1.0 if style.random() < 0.012 else 0.02
    thin_mean = sum(THIN_WIDTH) / 2
    full_width = (mean_width - thin_share * thin_mean) / (1 - thin_share)
    for number, unit in enumerate(units):
        rng = streams(f"unit-{number}")
        draws = rng.random((MAX_HAIRS, 8))
        share = (number * 0.618034 + where) % 1.0
        count = int(hairs_mean) + (share < hairs_mean % 1.0)
        empty = unit.rank >= kept
        unit.affected = empty
        for index in range(MAX_HAIRS):
            u = draws[index]
            spread = (u[0] - 0.5) * 0.55 * (1 - 0.75 * clumped)
            side = (index - 1) * 0.55 * unit.radius * (1 - 0.6 * clumped)
            start = (
                unit.x - np.sin(unit.angle) * side + (u[1] - 0.5) * 3,
                unit.y + np.cos(unit.angle) * side + (u[2] - 0.5) * 3,
            )
            path_rng = streams(f"hair-{number}-{index}")
            thin = ((number * MAX_HAIRS + index) * 0.7548777 + u[3] * 0.15) % 1.0 < thin_share
            length = (450 + 330 * u[4]) * reach * (0.55 if thin else 1.0)
            width = within(THIN_WIDTH, u[5]) if thin else full_width * (0.9 + 0.2 * u[5])
            points = curve(path_rng, start, unit.angle + spread, length, curl=curl)
            if not empty and index < count:
                widths = _widths(width * magnification, len(points), path_rng)
                unit.hairs.append(Hair(points, widths, float(u[6]), bool(u[7] < white_share)))
            unit.affected |= level.halo > 0 and thin and index < 2


def strands(streams: Streams, mean: float, magnification: float = 1.0) -> list[Hair]:
    """Return long hairs from elsewhere that cross the field in front of everything; not graded."""
    rng = streams("strands")
    found = []
    for _ in range(min(MOST_STRANDS, int(rng.poisson(mean)))):
        side = rng.uniform(0, 2 * np.pi)
        start = (
            WIDTH / 2 + np.cos(side) * 460 + rng.normal(0, 60),
            HEIGHT / 2 + np.sin(side) * 420 + rng.normal(0, 60),
        )
        angle = side + np.pi + rng.normal(0, 0.35)
        kind = rng.random()
        width = rng.uniform(2.0, 3.2) if kind < 0.3 else rng.uniform(6.5, 11.5)
        points = curve(rng, start, angle, rng.uniform(900, 1150), curl=rng.uniform(0.1, 1.1))
        widths = np.full(len(points), width * magnification, np.float32)
        found.append(Hair(points, widths, float(rng.random()), bool(kind < 0.08)))
    return found
