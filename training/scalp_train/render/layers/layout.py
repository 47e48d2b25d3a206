"""Where the follicular units sit and how their hairs run."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scalp_train.render.layers.noise import COLUMNS, ROWS, SWAY, Streams
from scalp_train.render.layers.severity import HairLoss, within
from scalp_train.render.picture import HEIGHT, WIDTH, HairForm

MARGIN = 260
"""How far outside the picture hair is rooted that may reach into it, in px."""
INSET = 18
MAX_HAIRS = 3
THIN_WIDTH = (2.4, 3.8)
"""Widths of thin hairs in px: below 0.03 mm at about 8 um/px."""
WAVES: dict[HairForm, tuple[float, float, float]] = {
    # Swing of the heading in rad, and the shortest and longest wave in px.
    "straight": (0.0, 200.0, 300.0),
    "wavy": (0.38, 150.0, 260.0),
    "curled": (0.95, 90.0, 170.0),
}


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
        return bool(right > 0 and bottom > 0 and left < COLUMNS and top < ROWS)

    @property
    def area(self) -> float:
        """Return how many px of the picture it covers, about."""
        x, y = self.points[:-1].T
        within_view = (x > 0) & (y > 0) & (x < COLUMNS) & (y < ROWS)
        steps = np.hypot(*np.diff(self.points, axis=0).T)
        return float((steps * self.widths[:-1])[within_view].sum())

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


def density(streams: Streams) -> float:
    """Return how densely units stand, in deviations between -1.6 and 1.6."""
    return float(np.clip(streams("density").standard_normal(), -1.6, 1.6))


def place_units(streams: Streams, magnification: float = 1.0) -> list[Unit]:
    """Return units on a jittered hexagonal lattice: some 5-12 in a view, more outside it.

    Below a ``magnification`` of 1 the field of view is wider: more and smaller ones.
    """
    rng = streams("layout")
    spacing = 208 * np.exp(-0.14 * density(streams)) * magnification
    main = rng.uniform(0, 2 * np.pi)
    bend = rng.normal(0, 0.0008)
    fan = rng.uniform(0.04, 0.16) if rng.random() < 0.85 else rng.uniform(0.2, 0.5)
    turn = rng.uniform(0, np.pi)
    offset = rng.uniform(0, spacing, 2)
    sway_y, sway_x = SWAY[0] / 2, SWAY[1] / 2
    units: list[Unit] = []
    row_height = spacing * 0.87
    for row in range(-3, int((ROWS + 2 * MARGIN) / row_height) + 4):
        for column in range(-4, int((COLUMNS + 2 * MARGIN) / spacing) + 5):
            u = (column + 0.5 * (row % 2)) * spacing + offset[0] - spacing
            v = row * row_height + offset[1] - spacing
            jitter = rng.normal(0, spacing * 0.16, 2)
            lean = main + rng.normal(0, fan)
            radius = rng.uniform(6.0, 9.0) * magnification
            rank = rng.random()
            # The lattice is turned round the picture's centre, so that rows lie at any angle.
            cx, cy = u - COLUMNS / 2, v - ROWS / 2
            x = COLUMNS / 2 + cx * np.cos(turn) - cy * np.sin(turn) + jitter[0]
            y = ROWS / 2 + cx * np.sin(turn) + cy * np.cos(turn) + jitter[1]
            lean += bend * (x - COLUMNS / 2)
            if -MARGIN < x < COLUMNS + MARGIN and -MARGIN < y < ROWS + MARGIN:
                inside = INSET < x - sway_x < WIDTH - INSET and INSET < y - sway_y < HEIGHT - INSET
                units.append(Unit(float(x), float(y), radius, float(lean), inside, rank))
    _spread_ranks(units, rng)
    return units


def in_view(units: list[Unit]) -> list[Unit]:
    """Return the units whose mouth lies in or near the picture."""
    return [unit for unit in units if -40 < unit.x < COLUMNS + 40 and -40 < unit.y < ROWS + 40]


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
    form: HairForm = "straight",
) -> NDArray[np.float32]:
    """Return a smooth line [n, 2] of ``length`` px from ``start``, bent by ``curl`` rad."""
    steps = max(8, int(length / 13))
    t = np.linspace(0.0, 1.0, steps)
    bend = rng.normal(0, curl)
    wave = rng.normal(0, curl * 0.5)
    phase = rng.uniform(0, 2 * np.pi)
    heading = angle + bend * t + wave * (np.sin(2 * np.pi * t + phase) - np.sin(phase))
    swing, shortest, longest = WAVES[form]
    turns = length / rng.uniform(shortest, longest) * 2 * np.pi * t
    heading += swing * (np.sin(turns + phase) - np.sin(phase) * (1 - t))
    step = length / (steps - 1)
    x = start[0] + np.concatenate([[0.0], np.cumsum(np.cos(heading[:-1]) * step)])
    y = start[1] + np.concatenate([[0.0], np.cumsum(np.sin(heading[:-1]) * step)])
    return np.stack([x, y], axis=1).astype(np.float32)


def _widths(
    width: float, length: float, count: int, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Width along a hair: thick for its first 100 px, then full, tapering to a tip."""
    t = np.linspace(0.0, 1.0, count)
    taper_from = rng.uniform(0.55, 0.9)
    tip = rng.uniform(0.3, 0.7)
    taper = np.where(t > taper_from, 1 - (1 - tip) * (t - taper_from) / (1 - taper_from), 1.0)
    root = 1 + rng.uniform(0.1, 0.45) * np.clip(1 - t * length / 100, 0, 1)
    root *= np.minimum(1, 0.55 + t * length / 45)
    return (width * taper * root).astype(np.float32)


def grow_hairs(
    streams: Streams,
    units: list[Unit],
    level: HairLoss,
    *,
    wet: float = 0.0,
    form: HairForm = "straight",
    magnification: float = 1.0,
) -> None:
    """Fill each unit's hairs by the grade of hair loss; ``wet`` 0-1 draws roots together.

    The draws of the random streams are the same whatever the grade, so that a hair kept at two
    grades is the same hair. Units outside the picture hold hair only until the cover that the
    picture drew from the grade's distribution is reached.
    """
    style = streams("hair-style")
    where = style.random()
    hairs_mean = within(level.hairs, where)
    thin_share = within(level.thin, style.random())
    full_width = level.width.median * np.exp(level.width.deviation * style.standard_normal())
    kept = within(level.kept, style.random())
    curl = float(style.choice([0.08, 0.2, 0.35, 0.6], p=[0.25, 0.4, 0.25, 0.1]))
    reach = style.uniform(0.9, 1.2) * magnification
    luxuriance = 0.75 * density(streams) + 0.66 * float(style.standard_normal())
    cover = level.cover.median * np.exp(level.cover.deviation * np.clip(luxuriance, -2, 2))
    left = ROWS * COLUMNS * -np.log1p(-min(0.45, cover * (1 + 0.25 * wet)))
    white_share = float(style.choice([0.0, 0.02, 0.15], p=[0.6, 0.3, 0.1]))
    order = sorted(range(len(units)), key=lambda n: (not units[n].inside, units[n].rank))
    for number in order:
        unit = units[number]
        draws = streams(f"unit-{number}").random((MAX_HAIRS, 8))
        # Mouths of one scalp hold one hair to three, evenly about the picture's mean.
        count = int(hairs_mean + 2.2 * ((number * 0.618034 + where) % 1.0) - 0.6)
        unit.affected = unit.rank >= kept
        for index in range(MAX_HAIRS):
            u = draws[index]
            spread = (u[0] - 0.5) * 0.42 * (1 - 0.75 * wet)
            side = (index - 1) * 0.7 * unit.radius * (1 - 0.6 * wet)
            start = (
                unit.x - np.sin(unit.angle) * side + (u[1] - 0.5) * 3,
                unit.y + np.cos(unit.angle) * side + (u[2] - 0.5) * 3,
            )
            path_rng = streams(f"hair-{number}-{index}")
            thin = ((number * MAX_HAIRS + index) * 0.7548777 + u[3] * 0.15) % 1.0 < thin_share
            unit.affected |= level.bare > 0 and thin and index < 2
            if unit.rank >= kept or index >= max(1, count) or (not unit.inside and left < 0):
                continue
            length = (620 + 300 * u[4]) * reach * (0.7 if thin else 1.0)
            width = within(THIN_WIDTH, u[5]) if thin else full_width * (0.85 + 0.3 * u[5])
            angle = unit.angle + spread
            points = curve(path_rng, start, angle, length, curl=curl, form=form)
            widths = _widths(width * magnification, length, len(points), path_rng)
            hair = Hair(points, widths, float(u[6]), bool(u[7] < white_share))
            if hair.visible:
                unit.hairs.append(hair)
                left -= hair.area


def vellus(streams: Streams, form: HairForm, magnification: float) -> list[Hair]:
    """Return a few long fine hairs of 1-3 px, which every scalp has; not graded."""
    rng = streams("vellus")
    found = []
    for _ in range(int(rng.integers(1, 6))):
        start = (rng.uniform(-40, COLUMNS + 40), rng.uniform(-40, ROWS + 40))
        length = rng.uniform(160, 520)
        points = curve(rng, start, rng.uniform(0, 2 * np.pi), length, curl=0.9, form=form)
        width = rng.uniform(1.0, 2.8) * magnification
        found.append(Hair(points, np.full(len(points), width, np.float32), float(rng.random())))
    return found


def strands(
    streams: Streams, mean: float, form: HairForm, magnification: float = 1.0
) -> list[Hair]:
    """Return long hairs from elsewhere that cross the field in front of everything; not graded."""
    rng = streams("strands")
    found = []
    for _ in range(min(4, int(rng.poisson(mean)))):
        side = rng.uniform(0, 2 * np.pi)
        start = (
            COLUMNS / 2 + np.cos(side) * 480 + rng.normal(0, 60),
            ROWS / 2 + np.sin(side) * 440 + rng.normal(0, 60),
        )
        angle = side + np.pi + rng.normal(0, 0.35)
        width = rng.uniform(2.0, 3.2) if rng.random() < 0.3 else rng.uniform(6.0, 10.5)
        length = rng.uniform(900, 1150)
        points = curve(rng, start, angle, length, curl=rng.uniform(0.1, 0.8), form=form)
        widths = np.full(len(points), width * magnification, np.float32)
        found.append(Hair(points, widths, float(rng.random())))
    return found


def stray(streams: Streams) -> list[Hair]:
    """Return, now and then, one hair far above the focus: a band of 20-40 px."""
    rng = streams("stray")
    if rng.random() > 0.12:
        return []
    start = (rng.uniform(0, COLUMNS), -120.0)
    points = curve(rng, start, np.pi / 2 + rng.normal(0, 0.5), 1200, curl=0.3)
    if rng.random() < 0.5:
        points = points[:, ::-1].copy()
    return [Hair(points, np.full(len(points), rng.uniform(20, 38), np.float32), 0.5)]
