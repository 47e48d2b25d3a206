"""How much of each sign a grade shows.

Ranges are ours. Those of hair follow 469 measured masks of known grade, and overlap as they do;
those of other signs leave a gap between neighbours. Areas are shares of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Dry:
    """Fine scaling: area of net, collars and dust; how matt the skin is; loss of colour (0-1)."""

    area: Range
    matt: float
    collars: float


@dataclass(frozen=True, slots=True)
class Oily:
    """Sebum: area of the film, wetness (0-1), hairs drawn together (0-1), area of mirrors."""

    area: Range
    wetness: Range
    clumped: float
    pools: float


@dataclass(frozen=True, slots=True)
class Red:
    """Redness between the follicles: area of the field, haemoglobin in it, strength of vessels."""

    area: Range
    haemoglobin: Range
    vessels: float


@dataclass(frozen=True, slots=True)
class Inflamed:
    """Red mouths and, of them, pustules."""

    rings: tuple[int, int]
    pustules: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Loss:
    """Hair loss.

    Attributes:
        cover: share of the picture under hair at p10, p25, p50, p75 and p90 of scalps.
        width: px at p10, p50 and p90 of scalps.
        spread: deviation of a hair's width over the scalp's, as a share.
        vellus: share of hairs that are hair-thin.
        single, pair: shares of the grown mouths with one and two hairs; others have three.
        empty: share of mouths without a hair.
        warm: how far the bare skin is tanned (0-1).
    """

    cover: tuple[float, float, float, float, float]
    width: tuple[float, float, float]
    spread: float
    vellus: Range
    single: Range
    pair: float
    empty: Range
    warm: float


DRY = (
    Dry((0.0, 0.0), 0.0, 0.0),
    Dry((0.07, 0.11), 0.35, 0.35),
    Dry((0.2, 0.28), 0.65, 0.7),
    Dry((0.42, 0.55), 1.0, 1.0),
)
OILY = (
    Oily((0.0, 0.0), (0.0, 0.1), 0.0, 0.0),
    Oily((0.12, 0.2), (0.3, 0.42), 0.2, 0.0),
    Oily((0.34, 0.45), (0.6, 0.72), 0.55, 0.003),
    Oily((0.62, 0.78), (0.92, 1.0), 0.95, 0.014),
)
RED = (
    Red((0.0, 0.0), (0.0, 0.0), 0.0),
    Red((0.26, 0.38), (0.27, 0.34), 0.25),
    Red((0.5, 0.64), (0.48, 0.58), 0.6),
    Red((0.8, 0.92), (0.76, 0.92), 1.0),
)
INFLAMED = (
    Inflamed((0, 0), (0, 0)),
    Inflamed((1, 1), (0, 0)),
    Inflamed((2, 3), (0, 1)),
    Inflamed((5, 7), (3, 4)),
)
FLAKES: tuple[Range, ...] = ((0.0, 0.0), (0.01, 0.025), (0.05, 0.085), (0.15, 0.27))
LOSS = (
    Loss((0.086, 0.116, 0.152, 0.191, 0.233), (7.4, 9.6, 12.2), 0.32, (0.02, 0.07),
         (0.08, 0.2), 0.45, (0.0, 0.03), 0.0),
    Loss((0.049, 0.072, 0.096, 0.13, 0.175), (6.8, 8.6, 10.2), 0.36, (0.12, 0.18),
         (0.36, 0.48), 0.42, (0.12, 0.18), 0.25),
    Loss((0.037, 0.044, 0.086, 0.131, 0.166), (5.7, 7.0, 8.6), 0.42, (0.24, 0.32),
         (0.62, 0.74), 0.26, (0.28, 0.36), 0.6),
    Loss((0.021, 0.028, 0.045, 0.077, 0.089), (4.6, 6.2, 7.8), 0.48, (0.38, 0.48),
         (0.88, 0.97), 0.03, (0.5, 0.6), 1.0),
)  # fmt: skip


def within(span: tuple[float, float], rank: float) -> float:
    """Return the point of a span at a rank between 0 and 1."""
    return span[0] + (span[1] - span[0]) * rank


def cover_at(loss: Loss, rank: float) -> float:
    """Return the hair cover of the scalp at ``rank`` (0-1) among those of one grade."""
    known = (0.1, 0.25, 0.5, 0.75, 0.9)
    return float(np.exp(np.interp(rank, known, np.log(loss.cover))))


def width_at(loss: Loss, rank: float) -> float:
    """Return the width of hair in px of the scalp at ``rank`` (0-1) among those of one grade."""
    return float(np.interp(rank, (0.1, 0.5, 0.9), loss.width))
