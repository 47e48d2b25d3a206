"""The second renderer draws what the table of amounts asks for, without the first one's code."""

import subprocess
import sys
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from scalp_train.render.shapes import HEIGHT, WIDTH, draw
from scalp_train.render.shapes.paint import NEUTRAL, flake_shapes, scale_shapes, skin
from scalp_train.render.shapes.plan import (
    Amounts,
    Hair,
    Scene,
    Unit,
    amounts,
    compose,
    stream,
)
from scalp_train.render.shapes.shapes import fill, reduced, shaft, sheet, to_lab

HEALTHY = (0, 0, 0, 0, 0, 0)
SEEDS = range(12)
EACH_GRADE = pytest.mark.parametrize("grade", range(4))


def graded(symptom: int, grade: int) -> list[int]:
    """Healthy but for one symptom."""
    grades = list(HEALTHY)
    grades[symptom] = grade
    return grades


@cache
def drawn(seed: int, *grades: int) -> NDArray[np.uint8]:
    """A picture that several tests look at."""
    return draw(seed, grades)


def wanted(symptom: int, grade: int, seed: int = 0) -> Amounts:
    return amounts(stream(seed, 0), graded(symptom, grade))


def composed(grade: int, seed: int) -> Scene:
    """A scene with this grade of hair loss."""
    return compose(stream(seed, 1), stream(seed, 13), wanted(5, grade, seed))


def grown(scene: Scene) -> list[Unit]:
    return [unit for unit in scene.units if unit.hairs]


def test_a_picture_is_decided_by_its_seed_and_grades() -> None:
    first, again, other = draw(7, HEALTHY), draw(7, HEALTHY), draw(8, HEALTHY)

    assert first.shape == (HEIGHT, WIDTH, 3) == (480, 640, 3)
    assert first.dtype == np.uint8
    np.testing.assert_array_equal(first, again)
    assert (first != other).mean() > 0.5


@pytest.mark.parametrize("symptom", range(6))
def test_each_grade_looks_different(symptom: int) -> None:
    pictures = [drawn(3, *graded(symptom, grade)).astype(int) for grade in range(4)]

    for grade in range(1, 4):
        for less in range(grade):
            changed = np.abs(pictures[grade] - pictures[less]).max(axis=2) > 24
            assert changed.mean() > 0.0005, (grade, less)


@pytest.mark.parametrize("grades", [[0] * 5, [0] * 7, [0, 0, 4, 0, 0, 0], [0, -1, 0, 0, 0, 0]])
def test_other_grades_are_refused(grades: list[int]) -> None:
    with pytest.raises(ValueError, match="six grades"):
        draw(1, grades)


@pytest.mark.parametrize(
    ("grade", "low", "high"), [(0, 0, 0.01), (1, 0.03, 0.08), (2, 0.1, 0.2), (3, 0.25, 0.45)]
)
def test_area_of_fine_scale(grade: int, low: float, high: float) -> None:
    free = np.ones((HEIGHT, WIDTH), np.float32)
    for seed in SEEDS:
        area = scale_shapes(stream(seed, 7), wanted(0, grade, seed).scale, free).mean()
        assert low <= area <= high


@pytest.mark.parametrize(("symptom", "channel"), [(2, 1), (1, 2)])
@pytest.mark.parametrize("grade", [1, 2, 3])
def test_redness_and_sebum_shift_the_skin_in_cielab(symptom: int, channel: int, grade: int) -> None:
    low, high = {(2, 1): (4, 6), (2, 2): (9, 11), (2, 3): (14.5, 17.5)}.get(
        (symptom, grade), {1: (3, 5), 2: (7, 9), 3: (12, 16)}[grade]
    )
    for seed in range(3):
        colour = np.array(NEUTRAL)
        bare, ill = (
            to_lab(skin(stream(seed, 3), colour, wanted(symptom, one, seed))) for one in (0, grade)
        )
        assert low <= (ill - bare)[..., channel].mean() <= high


@pytest.mark.parametrize(
    ("grade", "plugged", "gloss"),
    [
        (0, (0, 0.05), (0, 0)),
        (1, (0.15, 0.3), (1, 4)),
        (2, (0.4, 0.6), (5, 9)),
        (3, (0.7, 1), (10, 20)),
    ],
)
def test_amounts_of_sebum(grade: int, plugged: tuple[float, float], gloss: tuple[int, int]) -> None:
    for seed in SEEDS:
        found = wanted(1, grade, seed)
        assert plugged[0] <= found.plugged <= plugged[1]
        assert gloss[0] <= found.gloss <= gloss[1]


@pytest.mark.parametrize(
    ("grade", "rings", "pustules"),
    [(0, {0}, {0}), (1, {1}, {0}), (2, {2, 3}, {0, 1}), (3, {4, 5, 6}, {2, 3, 4})],
)
def test_number_of_rings_and_pustules(grade: int, rings: set[int], pustules: set[int]) -> None:
    found = [wanted(3, grade, seed) for seed in range(60)]

    assert {one.rings for one in found} == rings
    assert {one.pustules for one in found} == pustules


@pytest.mark.parametrize(
    ("grade", "low", "high"), [(0, 0, 0), (1, 0.01, 0.04), (2, 0.05, 0.12), (3, 0.15, 0.35)]
)
def test_area_of_flakes(grade: int, low: float, high: float) -> None:
    for seed in SEEDS:
        below, above = flake_shapes(
            stream(seed, 8), wanted(4, grade, seed).flakes, on_hairs=grade == 3
        )
        image, pen = sheet()
        for outline in (*below, *above):
            fill(pen, outline)
        assert low <= reduced(image, 0).mean() <= high
        assert bool(above) == (grade == 3)
        sizes = [np.ptp(outline, axis=0).max() for outline in below]
        assert all(7 <= size <= 65 for size in sizes)


@EACH_GRADE
def test_hairs_of_a_unit_and_empty_units(grade: int) -> None:
    low, high = ((2, 3), (1.7, 2), (1.3, 1.6), (1, 1.2))[grade]
    kept = []
    for seed in SEEDS:
        scene = composed(grade, seed)
        units = grown(scene)
        assert low <= len(scene.hairs) / len(units) <= high
        assert len(scene.hairs) == sum(unit.hairs for unit in units)
        kept.append(len(units) / len(scene.units))
    assert np.mean(kept) == pytest.approx((1, 0.9, 0.75, 0.5)[grade], abs=0.04)


@EACH_GRADE
def test_widths_of_hairs(grade: int) -> None:
    mean = ((9, 10), (7.5, 8.5), (6, 7), (4.5, 5.5))[grade]
    thin = ((0, 0.1), (0.15, 0.25), (0.3, 0.45), (0.5, 1))[grade]
    for seed in SEEDS:
        widths = np.array([hair.width for hair in composed(grade, seed).hairs])
        assert mean[0] <= widths.mean() <= mean[1]
        assert thin[0] <= (widths < 3.75).mean() <= thin[1]


def test_a_hair_is_drawn_as_wide_as_planned() -> None:
    path = np.stack([np.linspace(100, 500, 25), np.full(25, 240.0)], axis=1)
    image, pen = sheet()
    ink = ImageDraw.Draw(Image.new("RGB", image.size))

    shaft(stream(1, 11), ink, pen, Hair(path, 9.5, white=False), np.array((60.0, 55, 50)))

    assert reduced(image, 0).sum() / 400 == pytest.approx(9.5, abs=0.6)


def test_follicles_do_not_depend_on_the_grades() -> None:
    healthy, bald = composed(0, 5), composed(3, 5)

    assert [unit.at for unit in healthy.units] == [unit.at for unit in bald.units]


def test_it_shares_no_code_with_the_first_renderer() -> None:
    listing = "import sys, scalp_train.render.shapes; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    ).stdout.split()

    assert "scalp_train.render.shapes.paint" in loaded
    ours = {name for name in loaded if name.startswith("scalp_")}
    assert {name for name in ours if "second_renderer" not in name} <= {
        "scalp_train",
        "scalp_train.evaluate",
    }
    assert "cv2" not in loaded
