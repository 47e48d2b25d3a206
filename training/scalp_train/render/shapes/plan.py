"""How much of each sign a grade asks for."""

from __future__ import annotations

from dataclasses import dataclass

from scalp_train.render.shapes.view import Range


@dataclass(frozen=True, slots=True)
class Oil:
    """Excess sebum: how wet the scalp is.

    Attributes:
        glints: factor on the number of wet glints.
        breadth: factor on their width.
        films: glassy films in a view.
        collars: share of the mouths with a glassy collar.
        clumped: how much a tuft sticks together, 0 to 1.
        mirror: how brightly a tuft mirrors the lamp, 0 to 1.
        blown: highlights without any colour left, in a view.
        glitter: deviation of the glints' a* and b*.
        lighter: lightness added to the skin, in L*.
    """

    glints: float
    breadth: float
    films: Range
    collars: Range
    clumped: float
    mirror: float
    blown: Range
    glitter: float
    lighter: float


SEBUM = (
    Oil(0.85, 0.9, (0, 0), (0, 0), 0.0, 0.0, (0, 0), 2, -1.5),
    Oil(1.0, 1.2, (9, 13), (0.3, 0.5), 0.4, 0.2, (1, 3), 5, 0.5),
    Oil(1.15, 1.5, (18, 25), (0.6, 0.8), 0.65, 0.35, (4, 8), 8, 2.5),
    Oil(1.3, 1.9, (32, 44), (0.85, 1.0), 0.9, 0.5, (10, 16), 11, 5.0),
)


@dataclass(frozen=True, slots=True)
class Dryness:
    """Fine scaling: how dry and matt the scalp is.

    Attributes:
        gloss: factor on the number of wet glints.
        net: share of the view with a net of hair-thin white lines.
        collars: share of the mouths with a matt collar or curl.
        dust: specks of dust in a view.
        peels: transparent peels with a curled edge, in a view.
        colour: factor on the colours in the detail of skin and glints.
    """

    gloss: float
    net: Range
    collars: Range
    dust: Range
    peels: Range
    colour: float


SCALING = (
    Dryness(1.0, (0, 0), (0, 0), (0, 0), (0, 0), 1.0),
    Dryness(0.75, (0.15, 0.3), (0.25, 0.45), (150, 260), (1, 3), 0.85),
    Dryness(0.5, (0.4, 0.6), (0.5, 0.75), (420, 650), (4, 8), 0.7),
    Dryness(0.3, (0.75, 1.0), (0.85, 1.0), (900, 1300), (9, 15), 0.55),
)


@dataclass(frozen=True, slots=True)
class Growth:
    """Hair by grade of hair loss.

    Attributes:
        cover: percentiles 10, 25, 50, 75 and 90 of the share of the view that hair covers.
        width: percentiles 10, 50 and 90 of the median width of the hairs, in px.
        tufts: shares of mouths with one, two and three hairs.
        spread: deviation of the logarithm of the width.
        vellus: share of vellus hairs, 1-3 px wide.
        empty: share of the mouths without hair that can be made out.
        warmer: a* and b* that bare skin gains.
    """

    cover: tuple[float, float, float, float, float]
    width: tuple[float, float, float]
    tufts: tuple[float, float, float]
    spread: float
    vellus: float
    empty: float
    warmer: tuple[float, float]


COVER_QUANTILES = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
WIDTH_QUANTILES = (0.0, 0.1, 0.5, 0.9, 1.0)
HAIR_LOSS = (
    # Cover and width: masks of 469 real pictures with known grades. They overlap as drawn here.
    Growth(
        cover=(0.086, 0.116, 0.152, 0.191, 0.233),
        width=(6.3, 8.0, 10.0),
        tufts=(0.15, 0.5, 0.35),
        spread=0.36,
        vellus=0.10,
        empty=0,
        warmer=(0, 0),
    ),
    Growth(
        cover=(0.049, 0.072, 0.096, 0.130, 0.175),
        width=(6.3, 8.0, 8.2),
        tufts=(0.4, 0.45, 0.15),
        spread=0.36,
        vellus=0.20,
        empty=0.3,
        warmer=(1, 1),
    ),
    Growth(
        cover=(0.037, 0.044, 0.086, 0.131, 0.166),
        width=(5.7, 6.3, 8.0),
        tufts=(0.65, 0.3, 0.05),
        spread=0.42,
        vellus=0.30,
        empty=0.65,
        warmer=(2.5, 4),
    ),
    Growth(
        cover=(0.021, 0.028, 0.045, 0.077, 0.089),
        width=(4.5, 6.0, 8.0),
        tufts=(0.85, 0.15, 0.0),
        spread=0.45,
        vellus=0.45,
        empty=1.0,
        warmer=(4, 6),
    ),
)
FAINT_HAIR = 0.9
"""Factor on the masks' share. With a lower cut the masks cover a quarter more; shadows, roots and
blur, which are drawn besides, add more than that."""


@dataclass(frozen=True, slots=True)
class Redness:
    """Redness between the follicles.

    Attributes:
        shift: a* that the red field gains.
        share: share of the view with the red field; the rest fades.
        threads: blurred vessels in a view.
        glints: factor on the number of wet glints: inflamed skin is swollen smooth.
    """

    shift: Range
    share: Range
    threads: Range
    glints: float


REDNESS = (
    Redness((0, 0), (1, 1), (0, 0), 1.0),
    Redness((8.5, 10.5), (0.25, 0.4), (1, 3), 0.85),
    Redness((14.0, 17.5), (0.5, 0.68), (3, 7), 0.6),
    Redness((21.0, 27.0), (0.8, 0.95), (7, 12), 0.35),
)


@dataclass(frozen=True, slots=True)
class Spots:
    """Inflamed mouths: those with a ring, and how many of them carry a pustule or a crust."""

    rings: Range
    pustules: Range
    crusts: Range


FOLLICULAR = (
    Spots((0, 0), (0, 0), (0, 0)),
    Spots((1, 1), (0, 0), (0, 0)),
    Spots((2, 3), (0, 1), (0, 0)),
    Spots((4, 6), (2, 4), (0, 1)),
)
DANDRUFF: tuple[Range, ...] = ((0, 0), (0.010, 0.032), (0.045, 0.105), (0.13, 0.30))
"""Share of the view that flakes cover."""
HUGE_FLAKE: tuple[float, ...] = (0, 0, 0.15, 0.4)
"""Share of the pictures where one plate takes half of that area."""
