"""Where the mouths are, and which hairs leave them."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import numpy as np

from scalp_train.render.picture import HEIGHT, WIDTH, HairForm
from scalp_train.render.shapes.plan import (
    COVER_QUANTILES,
    FAINT_HAIR,
    HAIR_LOSS,
    SEBUM,
    WIDTH_QUANTILES,
    Growth,
)
from scalp_train.render.shapes.view import Part, Path, View, stream

APART = 78
"""Least distance of two mouths, in px."""
OUTSIDE = 230
"""Mouths lie up to so many px outside the view: their hairs cross it."""
MOST_HAIRS = 3
STEP = 12.0
"""Length of a hair's straight pieces, in px."""
THIN = 5.5
"""Mean width in px under which a mouth counts as affected by hair loss."""


@dataclass(frozen=True, slots=True)
class Hair:
    """One shaft: the line that it follows from its root, and its width there in px."""

    path: Path
    width: float
    white: bool

    @property
    def is_vellus(self) -> bool:
        """Whether the hair is a short, pale, thin one."""
        return self.width < 3.2


@dataclass(frozen=True, slots=True)
class Mouth:
    """One follicle's opening and its hairs."""

    at: Path
    lean: float
    hairs: tuple[Hair, ...]
    is_visible: bool
    """Whether anything of it can be made out: hairs, or the dot of an empty mouth."""

    is_affected: bool
    """Whether hair loss shows here."""


def grow(seed: int, view: View, sebum: int, loss: int, form: HairForm) -> list[Mouth]:
    """Return the mouths of a scalp with their hairs.

    The seed decides the mouths, the direction, and at which percentile of its grade the scalp lies;
    hairs are added mouth by mouth until they cover the grade's share of the view.
    """
    growth = HAIR_LOSS[loss]
    place, rng = stream(seed, Part.PLACES), stream(seed, Part.HAIRS)
    mouths = _mouths(place, view)
    direction, fan = float(place.uniform(0, 2 * pi)), float(place.normal(0, 0.2))
    luck, curve = place.uniform(0, 1, 2), float(place.normal(0, 0.25))
    lowest, highest = growth.cover[0], growth.cover[-1]
    levels = (0.6 * lowest, *growth.cover, 1.25 * highest)
    cover = FAINT_HAIR * float(np.interp(luck[0], COVER_QUANTILES, levels))
    thin, usual, thick = growth.width
    widths = (0.9 * thin, thin, usual, thick, 1.1 * thick)
    width = float(np.interp(luck[1], WIDTH_QUANTILES, widths))
    missing = cover * WIDTH * HEIGHT * view.area
    greying = 0.02 + 0.02 * loss
    found = []
    for at in mouths:
        across = -at[0] * np.sin(direction) + at[1] * np.cos(direction)
        stray = 0.6 if rng.random() < 0.08 else 0.1
        lean = direction + fan * across / 400 + rng.normal(0, stray)
        clumped, more = SEBUM[sebum].clumped, missing > 0
        hairs = _tuft(rng, at, lean, curve, growth, width, clumped, form, greying, grows=more)
        missing -= sum(hair.width * STEP * view.seen(hair.path).sum() for hair in hairs)
        shows = bool(rng.random() < growth.empty)
        mean = float(np.mean([hair.width for hair in hairs])) if hairs else 0.0
        affected = loss > 0 and (shows if not hairs else len(hairs) == 1 or mean < THIN)
        found.append(Mouth(at, float(lean), hairs, bool(hairs) or shows, affected))
    return found


def _mouths(rng: np.random.Generator, view: View) -> list[Path]:
    across, down = np.array(view.reach) + OUTSIDE
    number = round(float(rng.uniform(7, 12)) * 4 * across * down / (WIDTH * HEIGHT))
    found = np.empty((0, 2))
    for _ in range(4 * number):
        place = rng.uniform((-across, -down), (across, down))
        if len(found) < number and (np.hypot(*(found - place).T) > APART).all():
            found = np.concatenate([found, place[None]])
    return list(found)


def _tuft(
    rng: np.random.Generator,
    at: Path,
    lean: float,
    curve: float,
    growth: Growth,
    width: float,
    clumped: float,
    form: HairForm,
    greying: float,
    *,
    grows: bool,
) -> tuple[Hair, ...]:
    number = 1 + int(np.searchsorted(np.cumsum(growth.tufts)[:-1], rng.random()))
    bend, loose = curve + rng.normal(0, 0.06), 1 - 0.8 * clumped
    widths = width * 1.15 * np.exp(growth.spread * rng.standard_normal(MOST_HAIRS))
    roots = loose * rng.normal(0, 3.5, (MOST_HAIRS, 2))
    fans, bends = rng.normal(0, 0.05, MOST_HAIRS), bend + loose * rng.normal(0, 0.07, MOST_HAIRS)
    lengths, waves = rng.uniform(700, 1200, MOST_HAIRS), rng.uniform(0, 2 * pi, MOST_HAIRS)
    is_vellus, is_white = rng.random((2, MOST_HAIRS)) < ((growth.vellus,), (greying,))
    thin = rng.uniform(1.2, 3.0, MOST_HAIRS)
    if not grows:
        return ()
    tuft = []
    for index in range(number):
        aside = index - (number - 1) / 2
        root = at + roots[index] + 4.0 * aside * np.array((-np.sin(lean), np.cos(lean)))
        fan, own_bend, length = 0.09 * aside + fans[index], bends[index], lengths[index]
        if is_vellus[index]:
            fan, own_bend, length = 4 * fan, 3 * own_bend, 0.28 * length
        path = _curve(root, lean + loose * fan, own_bend, length, form, waves[index])
        thick = thin[index] if is_vellus[index] else widths[index]
        tuft.append(Hair(path, float(thick), bool(is_white[index] and not is_vellus[index])))
    return tuple(tuft)


def _curve(
    start: Path, angle: float, bend: float, length: float, form: HairForm, wave: float
) -> Path:
    along = np.arange(0, length, STEP)
    turning = angle + bend * (along / 500) ** 1.3
    if form == "wavy":
        turning = turning + 0.55 * (np.sin(along / 62 + wave) - np.sin(wave))
    elif form == "curled":
        turning = turning + along / 150 + 0.5 * (np.sin(along / 70 + wave) - np.sin(wave))
    steps = STEP * np.stack([np.cos(turning), np.sin(turning)], axis=1)
    steps[0] = 0
    return np.asarray(np.cumsum(steps, axis=0) + start)
