"""What each grade looks like, as numbers.

The scale is the Scalp Photographic Index's 0-3 per feature (Kim 2023). Hair cover and width by
grade of hair loss are those measured on 469 hair masks with known grades, which overlap widely; all
other numbers are this project's own, chosen to agree with measured pictures. Fine scaling and
sebum are the two ends of one axis from dry to wet.
"""

from __future__ import annotations

from dataclasses import dataclass

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class FineScaling:
    """Matt white collars at the mouths and a net of hair-thin white lines between (dry scalp)."""

    net: Range
    """Share of the view over which the skin is cracked."""
    line: Range
    """Opacity of the net's lines and of the collars."""
    collars: Range
    """Share of the mouths with a ring, a crescent or curls of scale."""
    peels: tuple[int, int]
    """Transparent plates with a bright curled edge."""
    dull: float
    """Share of gloss and of the skin's colour detail lost, 0-1."""


@dataclass(frozen=True, slots=True)
class Sebum:
    """Wet gloss: broad glints and glassy films, collars, clumped tufts, blown highlights."""

    film: Range
    """Share of the view under a glassy film."""
    shine: Range
    """Opacity of the film's reflections."""
    collars: Range
    """Share of the mouths with a glassy collar."""
    blown: tuple[int, int]
    """Burnt-out highlights of 20-60 px."""
    wet: float
    """0-1: how far tufts stick together, hair mirrors, and skin and hair gain contrast."""


@dataclass(frozen=True, slots=True)
class Redness:
    """Soft pink-red field between the follicles with faint vessels."""

    red: Range
    """Shift of the skin's CIELAB a*."""
    cover: Range
    """Share of the picture in the red field."""
    vessels: tuple[int, int]
    branches: Range
    """Mean branches per vessel."""
    width: Range


@dataclass(frozen=True, slots=True)
class Follicular:
    """Red rings round hairs, pustules (cream centre, red base) and crusts."""

    rings: tuple[int, int]
    pustules: tuple[int, int]
    crust: float
    """Probability of one crust."""


@dataclass(frozen=True, slots=True)
class Flakes:
    """Thick opaque clumps and plates of 10-60 px and wispy threads (dandruff)."""

    area: Range
    on_hair: float
    """Share of the flakes that lie on top of the hair."""
    plate: float
    """Probability of one plate that takes most of the area."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A lognormal distribution over pictures: median, and deviation of the logarithm."""

    median: float
    deviation: float


@dataclass(frozen=True, slots=True)
class HairLoss:
    """Fewer and thinner hairs, units with one hair or none, wide bare skin."""

    cover: Spread
    """Share of the view under hair, between the two cuts of the measured masks."""
    width: Spread
    """Width of a full hair in px at 640 by 480."""
    hairs: Range
    """Mean hairs of a unit that holds any."""
    thin: Range
    """Share of thin (vellus-like) hairs."""
    kept: Range
    """Share of units that still hold hair."""
    bare: float
    """0-1: brown halos and warmth of the bare skin."""


FINE_SCALING = (
    FineScaling((0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (0, 0), 0.0),
    FineScaling((0.20, 0.32), (0.5, 0.62), (0.3, 0.45), (0, 0), 0.3),
    FineScaling((0.48, 0.64), (0.66, 0.8), (0.55, 0.75), (2, 4), 0.65),
    FineScaling((0.84, 0.97), (0.85, 1.0), (0.9, 1.0), (7, 11), 1.0),
)
SEBUM = (
    Sebum((0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (0, 0), 0.0),
    Sebum((0.05, 0.09), (0.5, 0.65), (0.25, 0.4), (0, 0), 0.25),
    Sebum((0.16, 0.24), (0.55, 0.7), (0.5, 0.7), (1, 2), 0.6),
    Sebum((0.36, 0.50), (0.75, 0.9), (0.85, 1.0), (5, 8), 1.0),
)
REDNESS = (
    Redness((0.0, 0.0), (0.0, 0.0), (0, 0), (0.0, 0.0), (1.0, 1.0)),
    Redness((7.0, 9.0), (0.22, 0.34), (2, 4), (0.2, 0.6), (1.0, 2.0)),
    Redness((14.0, 18.0), (0.58, 0.74), (6, 9), (1.2, 2.0), (1.4, 2.8)),
    Redness((21.0, 27.0), (0.87, 0.96), (10, 14), (1.6, 2.6), (1.6, 3.6)),
)
FOLLICULAR = (
    Follicular((0, 0), (0, 0), 0.0),
    Follicular((1, 1), (0, 0), 0.0),
    Follicular((2, 3), (0, 1), 0.0),
    Follicular((4, 6), (2, 4), 0.6),
)
FLAKES = (
    Flakes((0.0, 0.0), 0.0, 0.0),
    Flakes((0.012, 0.03), 0.1, 0.0),
    Flakes((0.055, 0.11), 0.25, 0.15),
    Flakes((0.17, 0.30), 0.4, 0.3),
)
HAIR_LOSS = (
    HairLoss(Spread(0.150, 0.38), Spread(8.1, 0.16), (2.1, 2.7), (0.02, 0.08), (1.0, 1.0), 0.0),
    HairLoss(Spread(0.105, 0.48), Spread(8.1, 0.14), (1.6, 1.9), (0.13, 0.21), (0.84, 0.92), 0.2),
    HairLoss(Spread(0.108, 0.56), Spread(7.3, 0.16), (1.25, 1.5), (0.27, 0.36), (0.66, 0.76), 0.65),
    HairLoss(Spread(0.068, 0.56), Spread(6.6, 0.18), (1.0, 1.2), (0.42, 0.52), (0.42, 0.56), 0.9),
)


def within(bounds: Range, position: float) -> float:
    """Return the value at ``position`` (0-1) of a range."""
    return bounds[0] + (bounds[1] - bounds[0]) * position


def count_within(bounds: tuple[int, int], position: float) -> int:
    """Return the whole number at ``position`` (0-1, below 1) of an inclusive range."""
    return bounds[0] + int((bounds[1] - bounds[0] + 1) * min(position, 0.9999))
