from functools import cache, partial
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from scalp_core.vocabulary import Grade, Symptom
from scalp_train.render.layers import severity
from scalp_train.render.layers.camera import place
from scalp_train.render.layers.hair import PALETTES, HairLayer
from scalp_train.render.layers.layout import grow_hairs, place_units
from scalp_train.render.layers.looks import LOOKS
from scalp_train.render.layers.noise import FULL, Streams
from scalp_train.render.layers.picture import Scene
from scalp_train.render.picture import HEIGHT, WIDTH, LookName, Person, Picture
from scalp_train.render.techniques import draw

render = partial(draw, "layers")

HEALTHY = (0, 0, 0, 0, 0, 0)
ILL = (1, 2, 3, 1, 1, 2)
SEEDS = (11, 12, 13)
PERSON = Person("black", "straight", "medium")


def graded(column: int, grade: int, others: int = 0) -> tuple[int, ...]:
    return tuple(grade if other == column else others for other in range(len(Symptom)))


@cache
def signs(seed: int, grades: tuple[int, ...]) -> NDArray[np.bool_]:
    """Mask of each symptom over the whole scalp that is drawn."""
    return Scene.arranged(Streams(seed), grades, LOOKS["scope"], PERSON).masks()


@cache
def drawn(grades: tuple[int, ...]) -> Picture:
    """A picture that several tests look at."""
    return render(5, grades)


@cache
def healthy_pixels() -> NDArray[np.int16]:
    return render(5, HEALTHY, person=PERSON).pixels.astype(np.int16)


def test_same_seed_gives_the_same_bytes() -> None:
    first, second = drawn(ILL), render(5, ILL)

    assert first.pixels.tobytes() == second.pixels.tobytes()
    assert first.masks.tobytes() == second.masks.tobytes()


def test_another_seed_gives_another_scalp() -> None:
    assert drawn(HEALTHY).pixels.tobytes() != render(6, HEALTHY).pixels.tobytes()


def test_picture_has_the_size_of_the_scopes_photos() -> None:
    picture = drawn(HEALTHY)

    assert picture.pixels.shape == (HEIGHT, WIDTH, 3) == (480, 640, 3)
    assert picture.pixels.dtype == np.uint8
    assert picture.masks.shape == (len(Symptom), HEIGHT, WIDTH)


def test_without_grades_the_seed_chooses_them() -> None:
    first, second = render(5), render(6)

    assert first.pixels.tobytes() == render(5, first.grades).pixels.tobytes()
    assert first.grades != second.grades


@pytest.mark.parametrize("grades", [(0,) * 5, (0,) * 7, (0, 0, 0, 0, 0, 4), (-1, 0, 0, 0, 0, 0)])
def test_other_grades_are_refused(grades: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="six grades"):
        render(5, grades)


@pytest.mark.parametrize("column", range(len(Symptom)), ids=list(Symptom))
def test_a_grade_changes_its_own_mask_and_no_other(column: int) -> None:
    mild, severe = (signs(21, graded(column, grade, others=2)) for grade in (1, 3))

    changed = [bool((mild[other] != severe[other]).any()) for other in range(len(Symptom))]

    assert changed == [other == column for other in range(len(Symptom))]


@pytest.mark.parametrize("column", range(len(Symptom)), ids=list(Symptom))
def test_mask_grows_with_the_grade(column: int) -> None:
    for seed in SEEDS:
        found = [float(signs(seed, graded(column, grade))[column].mean()) for grade in Grade]

        assert found == sorted(found)
        assert len(set(found)) == len(Grade)


def test_absent_signs_leave_no_mask() -> None:
    assert not drawn(HEALTHY).masks.any()


@pytest.mark.parametrize("column", range(len(Symptom)), ids=list(Symptom))
def test_each_sign_is_seen_where_its_mask_lies(column: int) -> None:
    ill = render(5, graded(column, 3), person=PERSON)
    change, mask = np.abs(ill.pixels - healthy_pixels()).max(axis=2), ill.masks[column]

    assert change[mask].mean() > 8
    if column in (3, 4):  # the others change skin, gloss or hair everywhere
        assert change[mask].mean() > 1.4 * change[~mask].mean()


@pytest.mark.parametrize(
    ("levels", "field"),
    [
        (severity.FINE_SCALING, "net"),
        (severity.FINE_SCALING, "collars"),
        (severity.SEBUM, "film"),
        (severity.SEBUM, "collars"),
        (severity.REDNESS, "red"),
        (severity.REDNESS, "cover"),
        (severity.REDNESS, "vessels"),
        (severity.FOLLICULAR, "rings"),
        (severity.FLAKES, "area"),
        (severity.HAIR_LOSS, "hairs"),
        (severity.HAIR_LOSS, "thin"),
        (severity.HAIR_LOSS, "kept"),
    ],
)
def test_ranges_of_neighbouring_grades_do_not_overlap(levels: tuple, field: str) -> None:
    ranges = [getattr(level, field) for level in levels]
    if ranges[0][0] > ranges[-1][0]:  # hair loss: less is worse
        ranges.reverse()

    assert all(low[1] < high[0] for low, high in pairwise(ranges))


def test_sebum_leaves_the_colour_of_the_skin_alone() -> None:
    def yellow(grade: int) -> float:
        pixels = render(8, graded(1, grade), person=PERSON).pixels.astype(float)
        return float(np.median(pixels[..., 0] + pixels[..., 1] - 2 * pixels[..., 2]))

    assert abs(yellow(3) - yellow(0)) < 12


@pytest.mark.parametrize("look", ["phone", "harsh"])
def test_another_camera_shows_the_same_grades(look: LookName) -> None:
    scope, other = drawn(ILL), render(5, ILL, look=look)

    assert other.grades == scope.grades
    assert other.pixels.shape == scope.pixels.shape
    assert (other.pixels != scope.pixels).any()


def test_a_phone_sees_a_wider_field() -> None:
    def units(magnification: float) -> int:
        found = [place_units(Streams(seed), magnification) for seed in SEEDS]
        return sum(unit.inside for one in found for unit in one)

    assert units(LOOKS["phone"].magnification[0]) > units(1.0)


def test_another_shot_shows_the_same_scalp_from_slightly_aside() -> None:
    first, second = drawn(ILL), render(5, ILL, shot=1)
    (rows, columns), (rows_2, columns_2) = (place(Streams(5, shot)) for shot in (0, 1))
    whole = np.zeros((2, len(Symptom), *FULL), np.int8)
    whole[0][:, rows, columns] = 1 + first.masks
    whole[1][:, rows_2, columns_2] = 1 + second.masks
    in_both = (whole > 0).all(axis=0)

    assert first.grades == second.grades
    assert (rows, columns) != (rows_2, columns_2)
    assert in_both.mean() > 0.7
    assert (whole[0] == whole[1])[in_both].all()
    assert np.abs(first.pixels.astype(int) - second.pixels).mean() > 2


def test_the_person_decides_hair_and_skin() -> None:
    dark = render(5, HEALTHY, person=Person("black", "straight", "dark")).pixels

    assert np.median(healthy_pixels()) > np.median(dark) + 20


@pytest.mark.parametrize("colour", PALETTES)
def test_hair_has_its_persons_colour(colour: str) -> None:
    streams = Streams(5)
    units = place_units(streams)
    grow_hairs(streams, units, severity.HAIR_LOSS[0])
    hairs = [hair for unit in units for hair in unit.hairs]
    layer = HairLayer(streams, hairs, colour, wet=0.0, name="rooted")

    mean = layer.rgb[layer.alpha > 200].mean(axis=0)

    edge, core = (np.array(one) for one in PALETTES[colour])
    assert (mean > 0.7 * edge - 6).all()
    assert (mean < 1.3 * core + 14).all()


def test_curled_hair_turns_more_than_straight_hair() -> None:
    def turning(form: str) -> float:
        streams = Streams(5)
        units = place_units(streams)
        grow_hairs(streams, units, severity.HAIR_LOSS[0], form=form)
        steps = [np.diff(hair.points, axis=0) for unit in units for hair in unit.hairs]
        headings = [np.unwrap(np.arctan2(step[:, 1], step[:, 0])) for step in steps]
        return float(np.mean([np.abs(np.diff(heading)).sum() for heading in headings]))

    assert turning("curled") > 2 * turning("wavy") > 3 * turning("straight")
