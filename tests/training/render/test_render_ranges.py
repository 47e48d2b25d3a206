"""Grade-0 pictures against what was measured on five original pictures of AI Hub's data set.

The five are a tiny sample, so the middle nine tenths of the rendered pictures must lie in the
measured range rather than every single one; of the skin's local deviation, which the techniques of
drawing it vary on purpose, the median.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from scalp_train.render.layers import render
from scalp_train.render.layers.camera import CASTS, LOOKS
from scalp_train.render.layers.hair import HairLayer
from scalp_train.render.layers.layout import grow_hairs, place_units, strands
from scalp_train.render.layers.noise import Streams
from scalp_train.render.layers.severity import HAIR_LOSS, within

COVERAGE = (0.23, 0.45)
MEDIAN_WIDTH = (8.0, 10.0)
UNITS = (6, 12)
DEVIATION = (12.0, 25.0)
PICTURES = 40


@dataclass
class Scalp:
    """What stands in one healthy picture."""

    hair: NDArray[np.bool_]
    widths: list[float]
    units: int
    pixels: NDArray[np.uint8]


def scalp(seed: int) -> Scalp:
    streams, view = Streams(seed), Streams(seed)("view")
    view.random()
    units = place_units(streams)
    grow_hairs(streams, units, HAIR_LOSS[0], clumped=0.0)
    rooted = [hair for unit in units for hair in unit.hairs]
    crossing = strands(streams, within(LOOKS["scope"].strands, view.random()))
    layers = [HairLayer(streams, rooted, "rooted")]
    if crossing:
        layers.append(HairLayer(streams, crossing, "front"))
    covered = np.any([layer.alpha > 127 for layer in layers], axis=0)
    return Scalp(
        hair=covered,
        widths=[float(hair.widths.max()) for hair in rooted],
        units=sum(unit.inside for unit in units),
        pixels=render(seed, (0,) * 6).pixels,
    )


@pytest.fixture(scope="module")
def scalps() -> list[Scalp]:
    return [scalp(seed) for seed in range(7000, 7000 + PICTURES)]


def middle(values: list[float]) -> tuple[float, float]:
    low, high = np.percentile(values, [5, 95])
    return float(low), float(high)


def test_hair_covers_as_much_as_measured(scalps: list[Scalp]) -> None:
    low, high = middle([float(one.hair.mean()) for one in scalps])

    assert low >= COVERAGE[0]
    assert high <= COVERAGE[1]


def test_hairs_are_as_thick_as_measured(scalps: list[Scalp]) -> None:
    low, high = middle([float(np.median(one.widths)) for one in scalps])

    assert low >= MEDIAN_WIDTH[0]
    assert high <= MEDIAN_WIDTH[1] + 0.5


def test_pictures_show_as_many_units_as_measured(scalps: list[Scalp]) -> None:
    low, high = middle([one.units for one in scalps])

    assert low >= UNITS[0]
    assert high <= UNITS[1]


def test_skin_has_the_measured_colours(scalps: list[Scalp]) -> None:
    means, deviations = [], []
    for one in scalps:
        bare = cv2.dilate(one.hair.astype(np.uint8), np.ones((25, 25), np.uint8)) == 0
        if bare.mean() < 0.02:
            continue
        skin = one.pixels[bare].astype(float)
        means.append(skin.mean(axis=0))
        deviations.append(float(skin.std(axis=0).mean()))
    darkest, brightest = np.min(list(CASTS.values()), axis=0), np.max(list(CASTS.values()), axis=0)
    found = np.percentile(means, [5, 95], axis=0)
    # The light may be dimmer or brighter than in the five pictures, as ``exposure`` says.
    dimmest, lightest = LOOKS["scope"].exposure
    assert (found[0] >= darkest * dimmest).all()
    assert (found[1] <= brightest * lightest).all()
    assert DEVIATION[0] <= np.median(deviations) <= DEVIATION[1]
