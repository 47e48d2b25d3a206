import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from scalp_train.evaluate.real_pictures import HAIR_COVER, REAL_PICTURES
from scalp_train.evaluate.realism import Measured, Row, against_real, mean_distance, statistics
from scalp_train.evaluate.realism_page import realism_page
from scalp_train.render.techniques import draw

# Bars of a hair's width on grey, and their lightness.
WIDTH, LIGHT, DARK = 8, 180, 20


def scalp(*, lines: int = 10, tilted: bool = False) -> NDArray[np.uint8]:
    """Dark bars on grey skin, all alike or every second one tilted."""
    image = Image.new("RGB", (640, 480), (LIGHT, LIGHT, LIGHT))
    pen = ImageDraw.Draw(image)
    for index in range(lines):
        x = 30 + 60 * index
        end = x + (240 if tilted and index % 2 else 0)
        pen.line((x, 0, end, 479), fill=(DARK, DARK, DARK), width=WIDTH)
    return np.asarray(image)


def test_hair_is_as_much_and_as_wide_as_drawn() -> None:
    found = statistics(scalp())

    assert found["hair_cover"] == pytest.approx(10 * WIDTH / 640, rel=0.1)
    assert found["hair_width_p50"] == pytest.approx(WIDTH, abs=1.1)
    assert found["contrast_skin_hair"] == pytest.approx(73.4 - 6.3, abs=2)


def test_parallel_hairs_are_more_coherent_than_crossing_ones() -> None:
    parallel, crossing = (statistics(scalp(tilted=tilted)) for tilted in (False, True))

    assert parallel["coherence_80"] > 0.95 > crossing["coherence_80"] + 0.03


def test_white_specks_are_counted_with_their_area() -> None:
    pixels = scalp(lines=0).copy()
    for row in range(20, 460, 40):
        pixels[row : row + 4, 100:104] = 250

    found = statistics(pixels)

    assert found["white_n"] == 11
    assert found["white_area_p50"] == 16


def test_warm_centre_shows_in_the_difference_of_centre_and_corners() -> None:
    pixels = scalp(lines=0).copy()
    pixels[140:340, 200:440, 2] = 120

    assert statistics(pixels)["centre_minus_corner_b"] > 20


def test_distance_is_in_the_real_pictures_deviations() -> None:
    row = Row("any", Measured(10, 2), Measured(13, 1))

    assert row.distance == 1.5
    assert mean_distance([row, Row("far", Measured(0, 1), Measured(100, 1))]) == (1.5 + 5) / 2


def test_page_names_every_statistic_and_grade() -> None:
    rows = against_real([statistics(scalp())] * 2)
    page = realism_page({"shapes": rows}, {"shapes": HAIR_COVER}, 2)

    assert all(f"| `{name}` |" in page for name in REAL_PICTURES)
    assert all(f"\n| {grade} | " in page for grade in range(4))


def test_renders_lie_near_real_pictures() -> None:
    """Few pictures, so the bound is wide; the command measures with hundreds."""
    grades = [(0, 1, 1, 0, 0, 0), (0, 2, 1, 0, 0, 0), (0, 1, 0, 0, 1, 1)]
    rows = against_real(
        [statistics(draw("shapes", seed, g).pixels) for seed, g in enumerate(grades)]
    )

    assert mean_distance(rows) < 1
