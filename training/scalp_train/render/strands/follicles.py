"""Mouths, and hairs as particles that drift through a field of directions."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.picture import HEIGHT, WIDTH, HairForm
from scalp_train.render.strands.amounts import Loss, cover_at, width_at, within
from scalp_train.render.strands.synthesis import MARGIN, PLATE, Field, clouds, stream

STEP = 12.0
"""Pixels that a particle moves at once."""

STEPS = 62
WAVES: dict[HairForm, tuple[float, float, float]] = {
    # Swing of the direction in rad, wave length in px, bend in rad per 100 px.
    "straight": (0.05, 420.0, 0.05),
    "wavy": (0.38, 380.0, 0.1),
    "curled": (0.8, 300.0, 0.3),
}


@dataclass(frozen=True, slots=True)
class Mouths:
    """Places [n, 2] (x, y) on the plate with the direction of growth [n] and a rank [n] in 0-1."""

    at: Field
    angle: Field
    rank: Field


@dataclass(frozen=True, slots=True)
class Strands:
    """Hairs as polylines.

    Attributes:
        paths: float32 [n, steps, 2], (x, y) on the plate, root first.
        length: float32 [n], px up to which a path is hair.
        width: float32 [n], px.
        mouth: int [n], index of the mouth; -1 for a hair that comes from outside.
        key: float32 [n], a hair's own random number in 0-1.
        lost: bool [mouths], whether a mouth is empty or has thin hair only.
    """

    paths: Field
    length: Field
    width: Field
    mouth: NDArray[np.int64]
    key: Field
    lost: NDArray[np.bool_]


class Directions:
    """Where hair grows to, everywhere on the plate and around it."""

    def __init__(self, seed: int) -> None:
        rng = stream(seed, "directions")
        self.main = float(rng.uniform(0, 2 * np.pi))
        turn = clouds(rng, 240) * np.float32(rng.uniform(0.12, 0.34))
        self._angle = (turn + np.float32(self.main)).astype(np.float32)

    def at(self, points: Field) -> Field:
        """Return the angle at points [..., 2]; beyond the plate, its border's."""
        columns = np.clip(points[..., 0] / 4, 0, PLATE[1] // 4 - 1).astype(np.intp)
        rows = np.clip(points[..., 1] / 4, 0, PLATE[0] // 4 - 1).astype(np.intp)
        return np.asarray(self._angle[rows, columns])


def place(seed: int, directions: Directions) -> Mouths:
    """Return the mouths of a scalp: 5 to 12 in a view, never close to each other."""
    rng = stream(seed, "mouths")
    pitch = np.sqrt(HEIGHT * WIDTH / (5.2 + 5.6 * rng.random()))
    tried = rng.uniform((4, 4), (PLATE[1] - 4, PLATE[0] - 4), (160, 2)).astype(np.float32)
    free = np.ones(len(tried), np.bool_)
    found = []
    for number, point in enumerate(tried):
        if free[number]:
            found.append(point)
            away = tried - point
            free &= (away * away).sum(axis=1) > (0.74 * pitch) ** 2
    at = np.array(found)
    angle = directions.at(at) + rng.normal(0, 0.07, len(at)).astype(np.float32)
    return Mouths(at, angle.astype(np.float32), rng.random(len(at), dtype=np.float32))


def grow(
    seed: int, mouths: Mouths, directions: Directions, loss: Loss, clumped: float, form: HairForm
) -> Strands:
    """Return the hairs of a scalp: those of its mouths, and as many from outside as it takes."""
    rng = stream(seed, "hairs")
    rank = float(rng.random())
    # Oily hairs lie flat instead of rising out of the view.
    target = cover_at(loss, rank) * (1 + 0.3 * clumped)
    middle = width_at(loss, float(np.clip(0.5 * rank + 0.5 * rng.random(), 0, 1)))
    empty = within(loss.empty, rng.random())
    single, vellus = within(loss.single, rng.random()), within(loss.vellus, rng.random())
    counts = np.where(mouths.rank > single, np.where(mouths.rank > single + loss.pair, 3, 2), 1)
    order = np.argsort(rng.random(len(counts)))
    counts[order[: round(empty * len(counts))]] = 0

    mouth = np.concatenate([np.repeat(np.arange(len(counts)), counts), np.full(40, -1)])
    count = len(mouth)
    spans = middle * np.exp(rng.normal(0, loss.spread, count))
    thin = rng.random(count) < vellus
    width = np.where(thin, rng.uniform(1.3, 3.2, count), spans.clip(2.5, 18)).astype(np.float32)
    start, heading = _starts(rng, mouths, mouth, directions.main)
    spread = np.where(mouth >= 0, 0.15 * (1 - 0.85 * clumped), 0.07)
    heading += (rng.normal(0, 1, count) * spread).astype(np.float32)
    paths = _drift(rng, start, heading, directions, form)
    length = np.where(thin, rng.uniform(110, 420, count), rng.lognormal(6.5, 0.3, count))
    length = np.where(mouth < 0, 5000, length).astype(np.float32)

    kept = _enough(paths, length, width, mouth, target)
    lost = np.ones(len(counts), np.bool_)
    lost[mouth[(mouth >= 0) & (width > 0.62 * LOSS_WIDTH)]] = False
    lost |= counts == 0
    return Strands(
        paths[kept],
        length[kept],
        width[kept],
        mouth[kept],
        rng.random(count, dtype=np.float32)[kept],
        lost,
    )


LOSS_WIDTH = 8.0
"""Width in px of a healthy hair, the measured median."""


def _starts(
    rng: np.random.Generator, mouths: Mouths, mouth: NDArray[np.int64], main: float
) -> tuple[Field, Field]:
    """Return where hairs begin [n, 2] and their direction [n] there."""
    count = len(mouth)
    heading = np.full(count, main, np.float32)
    aside = rng.uniform(-420, 420, count)
    back = rng.uniform(430, 470, count)
    cos, sin = np.cos(main), np.sin(main)
    centre = np.array([PLATE[1] / 2, PLATE[0] / 2])
    start = centre + np.stack([-back * cos - aside * sin, -back * sin + aside * cos], axis=1)
    own = mouth >= 0
    of = mouth[own]
    heading[own] = mouths.angle[of]
    slot = (np.arange(len(of)) - np.searchsorted(of, of)) - 0.6
    beside = (slot * rng.uniform(5, 9, len(of)))[:, None]
    athwart = np.stack([-np.sin(heading[own]), np.cos(heading[own])], axis=1)
    start[own] = mouths.at[of] + athwart * beside
    return start.astype(np.float32), heading


def _drift(
    rng: np.random.Generator, start: Field, heading: Field, directions: Directions, form: HairForm
) -> Field:
    swing, wave, bend = WAVES[form]
    count = len(start)
    own = heading - directions.at(start)
    bends = rng.normal(0, bend, count) / 100 * STEP
    waves = 2 * np.pi * STEP / (wave * rng.uniform(0.7, 1.4, count))
    phase, swings = rng.uniform(0, 2 * np.pi, count), swing * rng.uniform(0.5, 1.5, count)
    points, here = [start], start
    for step in range(STEPS - 1):
        angle = directions.at(here) + own + bends * step
        angle = angle + swings * (np.sin(waves * step + phase) - np.sin(phase))
        move = np.stack([np.cos(angle), np.sin(angle)], axis=1) * STEP
        here = (here + move).astype(np.float32)
        points.append(here)
    return np.stack(points, axis=1)


def _enough(
    paths: Field, length: Field, width: Field, mouth: NDArray[np.int64], target: float
) -> NDArray[np.bool_]:
    """Return which hairs to keep: of those from outside, as many as the cover still needs."""
    along = np.arange(STEPS) * STEP
    seen = along < length[:, None]
    for axis, size, margin in ((0, WIDTH, MARGIN[1]), (1, HEIGHT, MARGIN[0])):
        seen &= (paths[..., axis] > margin) & (paths[..., axis] < margin + size)
    area = seen.sum(axis=1) * STEP * width / (HEIGHT * WIDTH)
    needed = target - area[mouth >= 0].sum()
    outside = np.cumsum(np.where(mouth < 0, area, 0)) < needed
    return np.asarray((mouth >= 0) | outside)


def surroundings(points: Field, radius: Field) -> NDArray[np.bool_]:
    """Return the mask [480, 640] of discs around points of the view."""
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    for (x, y), size in zip(points, radius, strict=True):
        cv2.circle(mask, (round(float(x)), round(float(y))), round(float(size)), (255,), -1)
    return np.asarray(mask > 0)
