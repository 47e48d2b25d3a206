"""The third technique draws the measured scalps and the grades' signs, with code of its own."""

import subprocess
import sys
from functools import cache, partial

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from scalp_core.vocabulary import Grade, Symptom
from scalp_train.render.labels import natural
from scalp_train.render.picture import HEIGHT, WIDTH, LookName, Person, Picture
from scalp_train.render.strands.amounts import LOSS, OILY
from scalp_train.render.strands.follicles import Directions, Strands, grow, place
from scalp_train.render.techniques import draw

render = partial(draw, "strands")

HEALTHY = (0,) * len(Symptom)
SOMEBODY = Person("black", "straight", "medium")
EACH_SYMPTOM = pytest.mark.parametrize("column", range(len(Symptom)), ids=list(Symptom))


def graded(column: int, grade: int, others: int = 0) -> tuple[int, ...]:
    return tuple(grade if other == column else others for other in range(len(Symptom)))


@cache
def drawn(seed: int, *grades: int) -> Picture:
    return render(seed, grades, person=SOMEBODY)


@cache
def usual() -> list[NDArray[np.float32]]:
    """CIELAB of some pictures with the grades that people have."""
    grades = natural(3, 6)
    return [
        cv2.cvtColor(render(seed, row.tolist()).pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
        for seed, row in enumerate(grades)
    ]


def grown(seed: int, grade: int) -> Strands:
    directions = Directions(seed)
    return grow(seed, place(seed, directions), directions, LOSS[grade], 0.0, "straight")


def test_the_same_arguments_give_the_same_bytes() -> None:
    grades = graded(0, 1, others=2)
    first, other = drawn(21, *grades), drawn(22, *grades)
    again = render(21, grades, person=SOMEBODY)

    assert first.pixels.shape == (HEIGHT, WIDTH, 3)
    assert first.pixels.dtype == np.uint8
    assert first.masks.shape == (len(Symptom), HEIGHT, WIDTH)
    assert first.pixels.tobytes() == again.pixels.tobytes() != other.pixels.tobytes()
    assert first.masks.tobytes() == again.masks.tobytes()


@pytest.mark.parametrize("grades", [(0,) * 5, (0,) * 7, (0, 0, 0, 0, 0, 4), (-1, 0, 0, 0, 0, 0)])
def test_other_grades_are_refused(grades: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="six grades"):
        render(5, grades)


@EACH_SYMPTOM
def test_a_grade_changes_its_own_mask_alone_and_the_sign_grows_with_it(column: int) -> None:
    masks = [drawn(21, *graded(column, grade, 2)).masks for grade in (1, 2, 3)]
    changed = [bool((masks[0][other] != masks[2][other]).any()) for other in range(len(Symptom))]
    areas = [float(mask[column].mean()) for mask in masks]

    assert changed == [other == column for other in range(len(Symptom))]
    assert 0 < areas[0] < areas[1] < areas[2]


def test_a_healthy_scalp_has_no_sign() -> None:
    assert not drawn(21, *HEALTHY).masks.any()


@EACH_SYMPTOM
def test_the_sign_is_seen_where_its_mask_lies(column: int) -> None:
    plain, ill = drawn(21, *HEALTHY), drawn(21, *graded(column, 3))
    mask = ill.masks[column]
    change = np.abs(ill.pixels.astype(int) - plain.pixels).max(axis=2)

    assert change[mask].mean() > 12
    if column not in (1, 5):  # a film wets all skin, and hairs leave the place where they grow
        assert change[mask].mean() > 1.5 * change[~mask].mean()


def test_another_shot_shows_the_same_scalp_beside_and_in_other_light() -> None:
    first, second = (render(8, (0, 0, 2, 0, 2, 0), shot=shot) for shot in (0, 3))
    flakes = [picture.masks[4].astype(np.float32) for picture in (first, second)]
    (right, down), agreement = cv2.phaseCorrelate(*flakes)
    moved = np.roll(first.masks[4], (round(down), round(right)), (0, 1))
    inner = (slice(48, -48), slice(64, -64))

    assert abs(right) <= WIDTH / 10 + 1
    assert abs(down) <= HEIGHT / 10 + 1
    assert agreement > 0.5
    assert (moved[inner] != second.masks[4][inner]).mean() < 0.01
    assert first.pixels.tobytes() != second.pixels.tobytes()


@pytest.mark.parametrize("look", ["phone", "harsh"])
def test_another_look_changes_the_camera_and_no_mask(look: LookName) -> None:
    scope, other = drawn(21, *HEALTHY[:5], 2), render(21, (*HEALTHY[:5], 2), look=look)

    assert other.masks.tobytes() == scope.masks.tobytes()
    assert other.pixels.tobytes() != scope.pixels.tobytes()


def test_the_person_decides_hair_and_skin() -> None:
    light, dark = (
        render(4, HEALTHY, person=Person(hair, "straight", skin)).pixels.mean()
        for hair, skin in (("white", "light"), ("black", "dark"))
    )

    assert light > dark + 25


@pytest.mark.parametrize("grade", list(Grade))
def test_width_and_spread_of_hairs_follow_the_measured_grades(grade: Grade) -> None:
    widths = [np.median(grown(seed, grade).width) for seed in range(12)]
    hairs = np.concatenate([grown(seed, grade).width for seed in range(12)])

    assert LOSS[grade].width[0] * 0.6 <= np.median(widths) <= LOSS[grade].width[2]
    assert (hairs < 6).mean() == pytest.approx((0.1, 0.3, 0.5, 0.7)[grade], abs=0.16)


def test_hair_loss_empties_mouths_and_leaves_single_hairs() -> None:
    per_mouth = []
    for grade in Grade:
        counts = [np.bincount(own.mouth[own.mouth >= 0], minlength=len(own.lost))
                  for own in (grown(seed, grade) for seed in range(8))]  # fmt: skip
        per_mouth.append(float(np.concatenate(counts).mean()))

    assert per_mouth == sorted(per_mouth, reverse=True)
    assert per_mouth[0] > 1.9
    assert per_mouth[3] < 0.7


def test_sebum_leaves_the_cast_alone_and_adds_light() -> None:
    dry, oily = (
        cv2.cvtColor(drawn(21, *graded(1, grade)).pixels, cv2.COLOR_RGB2LAB).astype(float)
        for grade in (0, 3)
    )
    difference = np.median(oily - dry, axis=(0, 1))

    assert difference[0] > 5
    assert abs(difference[2]) < 4
    assert OILY[0].wetness[1] < OILY[1].wetness[0]


def test_usual_pictures_lie_where_the_measured_ones_do() -> None:
    """Medians within about two deviations of those of 25 photos: L 67 ± 4, a* -5 ± 8, b* 6 ± 7."""
    light, red, yellow = np.median([np.median(lab, axis=(0, 1)) for lab in usual()], axis=0)
    chroma = [
        np.median([(lab - cv2.GaussianBlur(lab, (0, 0), 1.5))[..., plane].std() for lab in usual()])
        for plane in (1, 2)
    ]

    assert 58 <= light <= 73
    assert -14 <= red <= 6
    assert -5 <= yellow <= 16
    assert 0.7 <= chroma[0] <= 1.4
    assert 0.7 <= chroma[1] <= 1.7


def test_it_shares_no_drawing_code_with_the_other_techniques() -> None:
    listing = "import sys, scalp_train.render.strands; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    ).stdout.split()
    ours = {name for name in loaded if name.startswith("scalp_train.render.")}

    assert {name for name in ours if ".strands" not in name} == {"scalp_train.render.picture"}
