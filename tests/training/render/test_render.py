from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from scalp_core.vocabulary import Grade, Symptom
from scalp_train.render.layers import render, severity
from scalp_train.render.layers.camera import LOOKS
from scalp_train.render.layers.layout import grow_hairs, place_units
from scalp_train.render.layers.noise import Streams
from scalp_train.render.picture import HEIGHT, WIDTH, LookName

HEALTHY = (0, 0, 0, 0, 0, 0)
SEEDS = (11, 12, 13)


def graded(column: int, grade: int, others: int = 0) -> list[int]:
    grades = [others] * len(Symptom)
    grades[column] = grade
    return grades


@cache
def areas(seed: int, *grades: int) -> list[float]:
    """Share of the picture that each symptom's mask covers."""
    return [float(mask.mean()) for mask in render(seed, grades).masks]


def test_same_seed_gives_the_same_bytes() -> None:
    first, second = render(5, (1, 2, 3, 0, 1, 2)), render(5, (1, 2, 3, 0, 1, 2))

    assert first.pixels.tobytes() == second.pixels.tobytes()
    assert first.masks.tobytes() == second.masks.tobytes()


def test_another_seed_gives_another_scalp() -> None:
    assert render(5, HEALTHY).pixels.tobytes() != render(6, HEALTHY).pixels.tobytes()


def test_picture_has_the_size_of_the_scopes_photos() -> None:
    picture = render(5, HEALTHY)

    assert picture.pixels.shape == (HEIGHT, WIDTH, 3) == (480, 640, 3)
    assert picture.pixels.dtype == np.uint8
    assert picture.masks.shape == (len(Symptom), HEIGHT, WIDTH)


def test_without_grades_the_seed_chooses_them() -> None:
    picture = render(5)

    assert picture.pixels.tobytes() == render(5, picture.grades).pixels.tobytes()
    assert len({render(seed).grades for seed in range(4)}) > 1


@pytest.mark.parametrize("grades", [(0,) * 5, (0,) * 7, (0, 0, 0, 0, 0, 4), (-1, 0, 0, 0, 0, 0)])
def test_other_grades_are_refused(grades: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="six grades"):
        render(5, grades)


@pytest.mark.parametrize("column", range(len(Symptom)), ids=list(Symptom))
def test_a_grade_changes_its_own_mask_and_no_other(column: int) -> None:
    mild = render(21, graded(column, 1, others=2)).masks
    severe = render(21, graded(column, 3, others=2)).masks

    changed = [bool((mild[other] != severe[other]).any()) for other in range(len(Symptom))]

    assert changed == [other == column for other in range(len(Symptom))]


@pytest.mark.parametrize("column", range(len(Symptom)), ids=list(Symptom))
def test_mask_grows_with_the_grade(column: int) -> None:
    for seed in SEEDS:
        found = [areas(seed, *graded(column, grade))[column] for grade in Grade]

        assert found == sorted(found)
        assert len(set(found)) == len(Grade)


@pytest.mark.parametrize(
    ("column", "bounds"),
    [
        # Area of fine scale and of flakes by grade; the ranges of neighbours do not touch.
        (0, [(0.0, 0.01), (0.03, 0.08), (0.10, 0.20), (0.25, 0.45)]),
        (4, [(0.0, 0.0), (0.01, 0.04), (0.05, 0.12), (0.15, 0.35)]),
    ],
    ids=["fine_scaling", "dandruff"],
)
def test_area_lies_in_the_grades_range(column: int, bounds: list[tuple[float, float]]) -> None:
    for seed in SEEDS:
        for grade, (low, high) in enumerate(bounds):
            area = areas(seed, *graded(column, grade))[column]

            assert low <= area <= high


def test_absent_signs_leave_no_mask() -> None:
    masks = render(5, HEALTHY).masks

    assert [bool(mask.any()) for mask in masks[1:]] == [False] * 5


@pytest.mark.parametrize(
    ("levels", "field"),
    [
        (severity.FINE_SCALING, "area"),
        (severity.SEBUM, "yellow"),
        (severity.SEBUM, "plugged"),
        (severity.SEBUM, "gloss_patches"),
        (severity.REDNESS, "red"),
        (severity.REDNESS, "cover"),
        (severity.REDNESS, "vessels"),
        (severity.FOLLICULAR, "rings"),
        (severity.FLAKES, "area"),
        (severity.HAIR_LOSS, "hairs"),
        (severity.HAIR_LOSS, "thin"),
        (severity.HAIR_LOSS, "width"),
        (severity.HAIR_LOSS, "kept"),
    ],
)
def test_ranges_of_neighbouring_grades_do_not_overlap(levels: tuple, field: str) -> None:
    ranges = [getattr(level, field) for level in levels]
    if ranges[0][0] > ranges[-1][0]:  # hair loss: less is worse
        ranges.reverse()

    assert all(low[1] < high[0] for low, high in pairwise(ranges))


def test_hairs_of_each_grade_have_the_mean_width_of_its_range() -> None:
    for level in severity.HAIR_LOSS:
        widths = []
        for seed in range(20):
            streams = Streams(seed)
            units = place_units(streams)
            grow_hairs(streams, units, level, clumped=0.0)
            widths += [float(hair.widths.max()) for unit in units for hair in unit.hairs]

        assert level.width[0] - 0.7 <= np.mean(widths) <= level.width[1] + 0.7


@pytest.mark.parametrize("look", ["phone", "harsh"])
def test_another_camera_shows_the_same_grades(look: LookName) -> None:
    scope, other = render(5, (1, 2, 3, 0, 1, 2)), render(5, (1, 2, 3, 0, 1, 2), look=look)

    assert other.grades == scope.grades
    assert other.pixels.shape == scope.pixels.shape
    assert (other.pixels != scope.pixels).any()


def test_a_phone_sees_a_wider_field() -> None:
    def units(magnification: float) -> int:
        found = [place_units(Streams(seed), magnification) for seed in SEEDS]
        return sum(unit.inside for one in found for unit in one)

    assert units(LOOKS["phone"].magnification[0]) > units(1.0)
