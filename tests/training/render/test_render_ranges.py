"""Pictures against what was measured on real trichoscope pictures (domain: section 9).

Hair by grade of hair loss was measured on 469 masks, all else on 25 originals; of each statistic
the median over pictures must lie near the measured one.
"""

from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from scalp_train.render.labels import natural
from scalp_train.render.layers.hair import SUBPIXEL, ribbon
from scalp_train.render.layers.layout import Unit, grow_hairs, place_units
from scalp_train.render.layers.noise import FULL, SWAY, Streams
from scalp_train.render.layers.severity import HAIR_LOSS
from scalp_train.render.techniques import draw

render = partial(draw, "layers")

COVER = (
    # Per grade of hair loss: 10th percentile, range of the median, 90th percentile of hair cover.
    (0.086, (0.135, 0.20), 0.26),
    (0.049, (0.085, 0.13), 0.20),
    (0.037, (0.070, 0.11), 0.19),
    (0.021, (0.040, 0.065), 0.11),
)
WIDTH = ((7.0, 10.0), (7.0, 9.5), (5.5, 8.0), (3.5, 7.0))
UNITS = (4, 14)
SCALPS = 40
PICTURES = 14


@dataclass
class Scalp:
    """Hair of one picture."""

    cover: float
    widths: list[float]
    hairs: list[int]


def scalp(seed: int, grade: int) -> Scalp:
    units = place_units(Streams(seed))
    grow_hairs(Streams(seed), units, HAIR_LOSS[grade])
    hairs = [hair for unit in units for hair in unit.hairs]
    alpha = np.zeros(FULL, np.uint8)
    for hair in hairs:
        cv2.fillPoly(
            alpha, [ribbon(hair.points, hair.normals, hair.widths)], (255,), cv2.LINE_8, SUBPIXEL
        )
    inside = [unit for unit in units if unit.inside]
    return Scalp(
        cover=float((alpha > 0).mean()),
        widths=[float(np.median(hair.widths)) for hair in hairs],
        hairs=[len(unit.hairs) for unit in inside],
    )


@pytest.fixture(scope="module")
def scalps() -> list[list[Scalp]]:
    return [[scalp(seed, grade) for seed in range(SCALPS)] for grade in range(4)]


def test_hair_covers_as_much_as_measured_and_grades_overlap(scalps: list[list[Scalp]]) -> None:
    covers = [[one.cover for one in grade] for grade in scalps]

    for found, (least, (low, high), most) in zip(covers, COVER, strict=True):
        assert low <= np.median(found) <= high
        assert 0.6 * least <= np.percentile(found, 10)
        assert np.percentile(found, 90) <= 1.15 * most
    assert np.percentile(covers[1], 75) > np.percentile(covers[0], 33)


def test_hairs_are_as_thick_as_measured(scalps: list[list[Scalp]]) -> None:
    for grade, (low, high) in zip(scalps, WIDTH, strict=True):
        assert low <= np.median([np.median(one.widths) for one in grade]) <= high


def test_hair_loss_empties_mouths_and_leaves_single_hairs(scalps: list[list[Scalp]]) -> None:
    empty = [np.mean([count == 0 for one in grade for count in one.hairs]) for grade in scalps]
    several = [np.mean([count > 1 for one in grade for count in one.hairs]) for grade in scalps]

    assert empty[0] < 0.05
    assert empty[3] > 0.4
    assert empty == sorted(empty)
    assert several == sorted(several, reverse=True)


def test_views_show_as_many_units_as_measured() -> None:
    def in_view(unit: Unit) -> bool:
        return 0 < unit.x - SWAY[1] / 2 < 640 and 0 < unit.y - SWAY[0] / 2 < 480

    counts = [sum(map(in_view, place_units(Streams(seed)))) for seed in range(SCALPS)]

    assert UNITS[0] <= np.percentile(counts, 5)
    assert np.percentile(counts, 95) <= UNITS[1]
    assert 6 <= np.median(counts) <= 10


def blurred(plane: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma))


def statistics(pixels: NDArray[np.uint8]) -> dict[str, float]:
    """The measuring program's figures that say most, in CIELAB on bare skin."""
    lab = cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    light, a, b = cv2.split(lab)
    grey = np.clip(light * 2.55, 0, 255).astype(np.uint8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (25, 25))
    dark = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, disc) > 14 * 2.55
    bright = cv2.morphologyEx(grey, cv2.MORPH_TOPHAT, disc) > 12 * 2.55
    hair = dark | (light < np.percentile(light, 60) - 28)
    skin = cv2.dilate(hair.astype(np.uint8), np.ones((7, 7))) == 0
    rim = np.ones(skin.shape, np.bool_)
    rim[96:-96], rim[:, 96:-96] = False, False
    middle = (slice(144, 336), slice(224, 416))
    specks = bright & (light > np.median(light[skin]) + 8)
    stats = cv2.connectedComponentsWithStats(specks.astype(np.uint8))[2]
    return {
        "hair cover": float(hair.mean()),
        "skin L": float(np.median(light[skin])),
        "skin a": float(np.median(a[skin])),
        "skin b": float(np.median(b[skin])),
        "b centre - corner": float(np.median(b[middle][skin[middle]]) - np.median(b[skin & rim])),
        "mid sd L": float((blurred(light, 2) - blurred(light, 10))[skin].std()),
        "fine sd a": float((a - blurred(a, 1.5))[skin].std()),
        "fine sd b": float((b - blurred(b, 1.5))[skin].std()),
        "specks": float((stats[1:, cv2.CC_STAT_AREA] >= 4).sum()),
    }


REAL = {
    # Median and deviation over 25 originals.
    "hair cover": (0.161, 0.089),
    "skin L": (67.4, 4.1),
    "skin a": (-5.0, 8.4),
    "skin b": (6.4, 7.4),
    "b centre - corner": (6.25, 3.3),
    "mid sd L": (3.14, 0.92),
    "fine sd a": (0.97, 0.20),
    "fine sd b": (1.11, 0.23),
    "specks": (341.0, 129.0),
}


@pytest.fixture(scope="module")
def measured() -> list[dict[str, float]]:
    grades = natural(5, PICTURES)
    return [
        statistics(render(900_000 + number, grades[number].tolist()).pixels)
        for number in range(PICTURES)
    ]


@pytest.mark.parametrize("name", REAL)
def test_pictures_are_like_real_ones_in(name: str, measured: list[dict[str, float]]) -> None:
    median, deviation = REAL[name]

    found = float(np.median([one[name] for one in measured]))

    assert abs(found - median) < 1.1 * deviation
