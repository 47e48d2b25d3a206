"""What each grade looks like, as numbers.

The scale is the Scalp Photographic Index's 0-3 per feature (Kim 2023); the numbers are this
project's own, chosen to agree with the published trichoscopic signs. Ranges of neighbouring grades
do not overlap, so that a person can distinguish them.
"""

from __future__ import annotations

from dataclasses import dataclass

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class FineScaling:
    """Thin matte white speckle between the follicles (dry scalp)."""

    area: Range
    """Share of the picture covered."""
    desaturation: float
    """Share of the skin's colour lost to the matte film."""
    crusts: float
    """Strength of the curled white crusts round the mouths, 0-1."""
    covers_mouths: bool


@dataclass(frozen=True, slots=True)
class Sebum:
    """Yellow film, plugs in the mouths (yellow dots) and gloss."""

    yellow: Range
    """Shift of the skin's CIELAB b*."""
    plugged: Range
    """Share of follicles with a plug."""
    plug_size: float
    """Plug radius in units of the mouth's radius."""
    gloss_patches: tuple[int, int]
    wet_film: float
    clumped: float


@dataclass(frozen=True, slots=True)
class Redness:
    """Pink-red field between the follicles with vessels (Kibar 2015: arborising, looped)."""

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
    """Detached flakes of 10-60 px with an edge and a shadow (dandruff)."""

    area: Range
    on_hair: float
    """Share of the flakes that lie on top of the hair."""


@dataclass(frozen=True, slots=True)
class HairLoss:
    """Fewer hairs to a unit, more thin ones, empty units (PMC2938574)."""

    hairs: Range
    thin: Range
    """Share of thin (vellus-like) hairs."""
    width: Range
    """Mean width of all hairs in pixels (one pixel is about 8 um)."""
    kept: Range
    """Share of units that still hold hair."""
    halo: float
    """Strength of the brown perifollicular halo, 0-1."""


FINE_SCALING = (
    FineScaling((0.001, 0.007), 0.0, 0.0, False),
    FineScaling((0.035, 0.075), 0.05, 0.25, False),
    FineScaling((0.11, 0.19), 0.2, 0.6, False),
    FineScaling((0.27, 0.42), 0.5, 1.0, True),
)
SEBUM = (
    Sebum((0.0, 0.0), (0.0, 0.0), 0.0, (0, 0), 0.0, 0.0),
    Sebum((3.4, 4.6), (0.16, 0.30), 1.05, (2, 3), 0.0, 0.0),
    Sebum((7.3, 8.8), (0.42, 0.58), 1.25, (6, 8), 0.25, 0.35),
    Sebum((12.8, 15.2), (0.74, 0.95), 1.5, (12, 16), 1.0, 0.85),
)
REDNESS = (
    Redness((0.0, 0.0), (0.0, 0.0), (0, 0), (0.0, 0.0), (1.0, 1.0)),
    Redness((4.4, 5.6), (0.18, 0.28), (3, 5), (0.2, 0.6), (1.0, 2.0)),
    Redness((9.2, 10.8), (0.42, 0.55), (7, 10), (1.8, 2.6), (1.4, 2.8)),
    Redness((15.0, 17.5), (0.80, 0.92), (18, 25), (3.2, 4.4), (1.6, 3.6)),
)
FOLLICULAR = (
    Follicular((0, 0), (0, 0), 0.0),
    Follicular((1, 1), (0, 0), 0.0),
    Follicular((2, 3), (0, 1), 0.0),
    Follicular((4, 6), (2, 4), 0.6),
)
FLAKES = (
    Flakes((0.0, 0.0), 0.0),
    Flakes((0.013, 0.033), 0.05),
    Flakes((0.055, 0.11), 0.2),
    Flakes((0.17, 0.33), 0.45),
)
HAIR_LOSS = (
    HairLoss((2.2, 2.9), (0.02, 0.09), (9.1, 10.0), (1.0, 1.0), 0.0),
    HairLoss((1.7, 2.0), (0.15, 0.24), (7.7, 8.3), (0.88, 0.92), 0.1),
    HairLoss((1.3, 1.6), (0.31, 0.44), (6.2, 6.8), (0.72, 0.78), 0.35),
    HairLoss((1.0, 1.2), (0.52, 0.65), (4.7, 5.3), (0.45, 0.54), 0.8),
)


def within(bounds: Range, position: float) -> float:
    """Return the value at ``position`` (0-1) of a range."""
    return bounds[0] + (bounds[1] - bounds[0]) * position


def count_within(bounds: tuple[int, int], position: float) -> int:
    """Return the whole number at ``position`` (0-1, below 1) of an inclusive range."""
    return bounds[0] + int((bounds[1] - bounds[0] + 1) * min(position, 0.9999))
