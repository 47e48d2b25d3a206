import numpy as np
import pytest
from PIL import Image

from scalp_core.analysis import Region
from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.preprocessing import frame
from scalp_core.vocabulary import Symptom
from scalp_train.data.rendered import RenderedSet, render_samples
from scalp_train.evaluate.pointing_game import (
    TOLERANCE,
    dilate,
    eligible,
    hits,
    render_with_signs,
    sample_at_centres,
    strongest_cell,
)
from scalp_train.render.layers import render
from scalp_train.render.picture import HEIGHT, WIDTH

WHOLE = Region(left=0, top=0, width=1, height=1)
SPEC = InputSpec(width=96, height=64, mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5))


def planted(row: int, column: int) -> np.ndarray:
    """Maps [1, 4, 6, 8] whose grade 2 is strongest_cell in one cell, and grade 3 in another."""
    maps = np.zeros((1, 4, 6, 8), np.float32)
    maps[0, 2, row, column] = 1
    maps[0, 3, 0, 0] = 9
    return maps


def sign(row: int, column: int) -> np.ndarray:
    """Mask [480, 640] of one cell of 80 px."""
    mask = np.zeros((HEIGHT, WIDTH), np.bool_)
    mask[80 * row : 80 * (row + 1), 80 * column : 80 * (column + 1)] = True
    return mask


def test_strongest_point_is_that_of_the_predicted_grade() -> None:
    assert strongest_cell(planted(4, 7), np.array([2])) == (np.array([4]), np.array([7]))
    assert strongest_cell(planted(4, 7), np.array([3])) == (np.array([0]), np.array([0]))


@pytest.mark.parametrize(("where", "expected"), [((2, 3), True), ((2, 4), False), ((3, 3), False)])
def test_a_hit_lies_on_the_sign(where: tuple[int, int], expected: bool) -> None:
    on_sign = sample_at_centres(dilate(sign(2, 3)), WHOLE, (6, 8))

    assert hits(planted(*where), np.array([2]), on_sign[None]).tolist() == [expected]


def test_a_mask_grows_by_the_tolerance_and_no_more() -> None:
    mask = np.zeros((HEIGHT, WIDTH), np.bool_)
    mask[240, 320] = True

    grown = dilate(mask)

    rows, columns = np.nonzero(grown)
    distance = np.hypot(rows - 240, columns - 320)
    assert distance.max() < TOLERANCE + 1
    assert grown[240, 320 - TOLERANCE]
    assert grown[240 + TOLERANCE, 320]
    assert len(rows) == pytest.approx(np.pi * TOLERANCE**2, rel=0.06)


def test_cells_are_parts_of_the_region_that_the_models_saw() -> None:
    mask = np.zeros((100, 200), np.bool_)
    mask[30:50, 60:80] = True
    region = Region(left=0.3, top=0.1, width=0.4, height=0.8)  # 80 × 80 px from (60, 10)

    found = sample_at_centres(mask, region, (4, 4))

    expected = np.zeros((4, 4), np.bool_)
    expected[1, 0] = True
    np.testing.assert_array_equal(found, expected)


def test_only_right_answers_of_grade_two_or_three_take_part() -> None:
    predicted = np.array([0, 1, 2, 3, 3, 2])
    grades = np.array([0, 1, 2, 3, 2, 3])

    assert eligible(predicted, grades).tolist() == [False, False, True, True, False, False]


def test_pictures_and_signs_are_those_of_the_set() -> None:
    pictures = RenderedSet(6100000, 2)

    seen = list(render_with_signs(pictures, SPEC, (2, 3), workers=1))

    for one, shown in zip(seen, render_samples(pictures, SPEC, workers=1), strict=True):
        np.testing.assert_array_equal(one.pixels, shown.pixels)
        assert one.on_sign.shape == (len(Symptom), 2, 3)
    first = render(pictures.seed, pictures.grades()[0].tolist())
    region = frame(Image.fromarray(first.pixels), SPEC).region
    expected = [sample_at_centres(dilate(mask), region, (2, 3)) for mask in first.masks]
    np.testing.assert_array_equal(seen[0].on_sign, np.stack(expected))
