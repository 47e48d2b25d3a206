"""The vector technique draws what the grades ask for, and shares no code with the others."""

import subprocess
import sys
from functools import cache, partial

import numpy as np
import pytest
from numpy.typing import NDArray

from scalp_core.vocabulary import Symptom
from scalp_train.render.picture import HEIGHT, WIDTH, LookName, Person, Picture
from scalp_train.render.shapes.camera import stand
from scalp_train.render.shapes.plan import HAIR_LOSS
from scalp_train.render.shapes.scene import Mouth, grow
from scalp_train.render.techniques import draw

render = partial(draw, "shapes")

HEALTHY = (0, 0, 0, 0, 0, 0)
KOREAN = Person("black", "straight", "medium")
SCALING, SEBUM, REDNESS, FOLLICULAR, DANDRUFF, LOSS = range(6)


def graded(symptom: int, grade: int) -> tuple[int, ...]:
    """Healthy but for one symptom."""
    return tuple(grade if column == symptom else 0 for column in range(6))


@cache
def drawn(seed: int, *grades: int) -> Picture:
    """A picture that several tests look at."""
    return render(seed, grades, person=KOREAN)


def grown(seed: int, loss: int) -> list[Mouth]:
    return grow(seed, stand(seed, 0, "scope"), 0, loss, "straight")


def cover(mouths: list[Mouth], seed: int) -> float:
    """Share of what any shot may see that hairs cover, overlaps counted twice."""
    view = stand(seed, 0, "scope")
    drawn = [hair for mouth in mouths for hair in mouth.hairs]
    return sum(12 * h.width * view.seen(h.path).sum() for h in drawn) / (WIDTH * HEIGHT * view.area)


def test_a_picture_is_decided_by_its_arguments() -> None:
    grades = (1, 2, 1, 1, 2, 1)
    first, again = render(7, grades), render(7, grades)

    assert first.pixels.shape == (HEIGHT, WIDTH, 3) == (480, 640, 3)
    assert first.pixels.dtype == np.uint8
    assert first.masks.shape == (len(Symptom), HEIGHT, WIDTH)
    assert first.masks.dtype == np.bool_
    assert first.pixels.tobytes() == again.pixels.tobytes()
    assert first.masks.tobytes() == again.masks.tobytes()
    assert first.pixels.tobytes() != drawn(3, *HEALTHY).pixels.tobytes()


@pytest.mark.parametrize("grades", [(0,) * 5, (0,) * 7, (0, 0, 4, 0, 0, 0), (0, -1, 0, 0, 0, 0)])
def test_other_grades_are_refused(grades: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="six grades"):
        render(1, grades)


def test_without_grades_the_seed_chooses_them() -> None:
    assert set(render(2).grades) <= {0, 1, 2, 3}


def test_a_healthy_scalp_has_empty_masks() -> None:
    assert not drawn(3, *HEALTHY).masks.any()


@pytest.mark.parametrize("symptom", range(6))
def test_a_sign_grows_with_its_grade_and_changes_no_other_mask(symptom: int) -> None:
    pictures = [drawn(3, *graded(symptom, grade)) for grade in (0, 1, 3)]
    areas = [picture.masks[symptom].mean() for picture in pictures]

    assert areas[0] == 0 < areas[1] <= areas[2]
    for picture in pictures:
        others = np.delete(picture.masks, symptom, axis=0)
        assert not others.any()


def test_each_camera_takes_its_own_picture() -> None:
    looks: tuple[LookName, ...] = ("phone", "harsh")
    pictures = [render(3, HEALTHY, look=look, person=KOREAN) for look in looks]

    taken = {picture.pixels.tobytes() for picture in (*pictures, drawn(3, *HEALTHY))}
    assert len(taken) == 3


def test_another_shot_shows_the_same_scalp_up_to_a_tenth_of_the_view_away() -> None:
    places = [stand(5, shot, "scope") for shot in range(20)]

    assert len({place.zoom for place in places}) == 1
    for axis, size in (("x", WIDTH), ("y", HEIGHT)):
        along = [getattr(place, axis) * places[0].zoom for place in places]
        assert 0 < np.ptp(along) <= 0.1 * size
    first, second = (grow(5, place, 1, 1, "straight") for place in places[:2])
    assert [mouth.at.tolist() for mouth in first] == [mouth.at.tolist() for mouth in second]
    again = render(3, HEALTHY, person=KOREAN, shot=1)
    assert again.pixels.tobytes() != drawn(3, *HEALTHY).pixels.tobytes()


@pytest.mark.parametrize("grade", range(4))
def test_hair_covers_what_was_measured_at_its_grade(grade: int) -> None:
    """Between the masks' percentiles and a quarter more, which a lower cut of the masks gives."""
    found = [cover(grown(seed, grade), seed) for seed in range(14)]
    low, median, high = (
        HAIR_LOSS[grade].cover[0],
        HAIR_LOSS[grade].cover[2],
        HAIR_LOSS[grade].cover[-1],
    )

    assert 0.85 * median <= np.median(found) <= 1.5 * median
    assert np.percentile(found, 10) < 1.6 * low
    assert np.percentile(found, 90) > 0.8 * high


def test_grades_of_hair_loss_overlap_in_cover_and_differ_in_tufts() -> None:
    scalps = [[grown(seed, grade) for seed in range(14)] for grade in range(4)]
    covers = [[cover(mouths, seed) for seed, mouths in enumerate(one)] for one in scalps]
    tufts = [np.mean([len(m.hairs) for mouths in one for m in mouths if m.hairs]) for one in scalps]

    assert np.percentile(covers[1], 75) > np.percentile(covers[0], 25)
    assert tufts[0] > tufts[1] > tufts[2] > tufts[3] >= 1


def test_mouths_do_not_depend_on_the_grades() -> None:
    healthy, bald = grown(5, 0), grown(5, 3)

    assert [mouth.at.tolist() for mouth in healthy] == [mouth.at.tolist() for mouth in bald]


def test_redness_reddens_and_sebum_leaves_the_skin_as_yellow_as_it_was() -> None:
    def tint(grades: tuple[int, ...]) -> NDArray[np.float64]:
        """Median of red less green and of yellow less blue."""
        pixels = drawn(3, *grades).pixels.astype(float)
        red, green, blue = np.moveaxis(pixels, -1, 0)
        return np.array([np.median(red - green), np.median((red + green) / 2 - blue)])

    healthy = tint(HEALTHY)
    assert tint(graded(REDNESS, 3))[0] - healthy[0] > 12
    assert abs(tint(graded(SEBUM, 3))[1] - healthy[1]) < 3


def test_sebum_shines_and_scaling_dulls() -> None:
    def sparkle(grades: tuple[int, ...]) -> float:
        """Share of nearly white px."""
        return float((drawn(3, *grades).pixels.min(axis=2) > 215).mean())

    assert sparkle(graded(SEBUM, 3)) > 1.5 * sparkle(HEALTHY)
    assert sparkle(graded(SCALING, 3)) < sparkle(graded(SEBUM, 1))


def test_hair_and_skin_are_those_of_the_person() -> None:
    def look(person: Person) -> NDArray[np.float64]:
        return render(3, HEALTHY, person=person).pixels.mean(axis=(0, 1))

    usual = drawn(3, *HEALTHY).pixels.mean(axis=(0, 1))
    assert (look(Person("white", "straight", "medium")) > usual).all()
    assert (look(Person("black", "straight", "dark")) < usual - 20).all()


def test_it_shares_no_code_with_the_other_techniques() -> None:
    listing = "import sys, scalp_train.render.shapes; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    ).stdout.split()

    assert "scalp_train.render.shapes.paint" in loaded
    ours = {name for name in loaded if name.startswith("scalp_")}
    assert {name for name in ours if "render.shapes" not in name} <= {
        "scalp_core",
        "scalp_core.vocabulary",
        "scalp_train",
        "scalp_train.render",
        "scalp_train.render.picture",
    }
    assert "cv2" not in loaded
