"""Each sign is drawn by several techniques; none may change how much of it a grade shows."""

from collections.abc import Mapping
from functools import partial

import cv2
import numpy as np
import pytest

from scalp_train.render.layers import (
    flakes,
    inflammation,
    scaling,
    sebum,
    skin,
    spots,
    vessels,
)
from scalp_train.render.layers.fields import pick
from scalp_train.render.layers.layout import Unit, place_units
from scalp_train.render.layers.noise import Streams
from scalp_train.render.layers.severity import FINE_SCALING, FLAKES, FOLLICULAR, REDNESS, SEBUM
from scalp_train.render.techniques import draw

render = partial(draw, "layers")

SIGNS: dict[str, Mapping[str, object]] = {
    "skin": skin.MOTTLINGS,
    "skin-texture": skin.TEXTURES,
    "scaling": scaling.NETS,
    "gloss": sebum.GLOSSES,
    "red-field": inflammation.REDDENINGS,
    "vessels": vessels.PATHS,
    "rings": spots.RINGS,
    "pustules": spots.PUSTULES,
    "crusts": spots.CRUSTS,
    "flakes": flakes.CLUMPS,
}
TECHNIQUES = [(sign, name) for sign, table in SIGNS.items() for name in table]


def of(*signs: str) -> pytest.MarkDecorator:
    cases = [case for case in TECHNIQUES if case[0] in signs]
    return pytest.mark.parametrize(("sign", "name"), cases, ids=[" ".join(c) for c in cases])


def seeds_drawing(sign: str, name: str, count: int = 2) -> list[int]:
    found = (seed for seed in range(400) if pick(Streams(seed), sign, SIGNS[sign]) == name)
    return [next(found) for _ in range(count)]


def units_of(seed: int) -> list[Unit]:
    return place_units(Streams(seed))


@pytest.mark.parametrize("sign", SIGNS)
def test_pictures_of_many_seeds_show_every_technique_about_equally_often(sign: str) -> None:
    table = SIGNS[sign]
    drawn = [pick(Streams(seed), sign, table) for seed in range(600)]

    assert {name for name in table if drawn.count(name) > 300 / len(table)} == set(table)


def test_signs_choose_their_techniques_independently() -> None:
    pairs = {
        (pick(Streams(seed), "rings", spots.RINGS), pick(Streams(seed), "gloss", sebum.GLOSSES))
        for seed in range(300)
    }

    assert len(pairs) == len(spots.RINGS) * len(sebum.GLOSSES)


def techniques_of(seed: int) -> set[tuple[str, str]]:
    return {(sign, pick(Streams(seed), sign, table)) for sign, table in SIGNS.items()}


def seeds_of_all_techniques() -> list[int]:
    """Few seeds whose pictures show every technique together: always the one that adds most."""
    shown = {seed: techniques_of(seed) for seed in range(400)}
    left, chosen = set(TECHNIQUES), []
    while left:
        best = max(shown, key=lambda seed: len(shown[seed] & left))
        left -= shown[best]
        chosen.append(best)
    return chosen


@pytest.mark.parametrize("seed", seeds_of_all_techniques())
def test_every_technique_is_reproducible_in_a_picture_of_all_signs(seed: int) -> None:
    first, second = render(seed, (2, 2, 3, 3, 2, 1)), render(seed, (2, 2, 3, 3, 2, 1))

    assert first.pixels.tobytes() == second.pixels.tobytes()
    assert first.masks.tobytes() == second.masks.tobytes()


@of("scaling")
def test_cracked_skin_covers_the_share_of_its_grade(sign: str, name: str) -> None:
    for seed in seeds_drawing(sign, name):
        for level in FINE_SCALING:
            found = scaling.scale(Streams(seed), units_of(seed), level)

            assert level.net[0] - 0.01 <= found.mask.mean() <= level.net[1] + 0.12
            assert 0 <= found.opacity.min() <= found.opacity.max() <= 1


@of("scaling")
def test_the_net_is_thin_and_white_where_the_skin_is_cracked(sign: str, name: str) -> None:
    (seed,) = seeds_drawing(sign, name, 1)
    found = scaling.scale(Streams(seed), units_of(seed), FINE_SCALING[3])

    assert 0.03 < (found.opacity > 0.4).mean() < 0.3
    assert (found.opacity > 0.4).mean() < 0.5 * found.mask.mean()


@of("gloss")
def test_gloss_grows_with_the_grade_and_is_absent_without_sebum(sign: str, name: str) -> None:
    for seed in seeds_drawing(sign, name):
        drawn = [sebum.gloss(Streams(seed), units_of(seed), level) for level in SEBUM]
        areas = [float(found.mask.mean()) for found in drawn]

        assert areas[0] == 0
        assert areas == sorted(set(areas))
        for found, level in zip(drawn, SEBUM, strict=True):
            assert level.film[0] - 0.01 <= found.mask.mean() <= level.film[1] + 0.15
            assert 0 <= found.glints.min() <= found.glints.max() <= 1.001


def test_severe_sebum_burns_out() -> None:
    def blown(grade: int) -> float:
        pictures = [render(seed, (0, grade, 0, 0, 0, 0)).pixels for seed in (1, 2)]
        return float(np.mean([(pixels.min(axis=2) > 225).mean() for pixels in pictures]))

    assert blown(3) > 2 * blown(0)


@of("flakes")
def test_flakes_cover_the_area_of_their_grade(sign: str, name: str) -> None:
    for seed in seeds_drawing(sign, name):
        for level in FLAKES:
            mask = flakes.scatter(Streams(seed), level).mask

            assert 0.8 * level.area[0] <= mask.mean() <= 1.3 * level.area[1] + 0.005


def test_flakes_lie_in_heaps() -> None:
    unevenness = []
    for seed in range(6):
        mask = flakes.scatter(Streams(seed), FLAKES[2]).mask
        tiles = mask[:528, :704].reshape(8, 66, 8, 88).mean(axis=(1, 3))
        unevenness.append(tiles.std() / tiles.mean())

    assert np.median(unevenness) > 0.8


def test_a_plate_of_dandruff_may_take_much_of_the_view() -> None:
    largest = []
    for seed in range(12):
        height = flakes.scatter(Streams(seed), FLAKES[3]).height
        _, labels = cv2.connectedComponents((height > 0).astype(np.uint8))
        largest.append(np.bincount(labels.ravel())[1:].max() / height.size)

    assert max(largest) > 0.12


@of("red-field")
def test_red_field_covers_the_grades_share_with_the_grades_shift(sign: str, name: str) -> None:
    for seed in seeds_drawing(sign, name):
        for level in REDNESS[1:]:
            field = inflammation.red_field(Streams(seed), units_of(seed), level)

            assert level.cover[0] - 0.01 <= field.mask.mean() <= level.cover[1] + 0.01
            assert 0.6 * level.red[0] <= field.shift[field.mask].mean() <= level.red[1]
            assert field.shift[field.mask].mean() > field.shift[~field.mask].mean()


@of("vessels")
def test_vessels_multiply_with_the_grade(sign: str, name: str) -> None:
    for seed in seeds_drawing(sign, name):
        lengths = []
        for level in REDNESS:
            field = inflammation.red_field(Streams(seed), units_of(seed), level)
            lengths.append(int((inflammation.vessels(Streams(seed), level, field) > 60).sum()))

        assert lengths[0] == 0
        assert lengths[1] > 0
        assert lengths[2] > 1.5 * lengths[1]
        assert lengths[3] > 1.5 * lengths[2]


def test_spots_bear_the_grades_number_of_pustules() -> None:
    for seed in range(20):
        units = units_of(seed)
        for level in FOLLICULAR:
            found = spots.spots(Streams(seed), units, level).found
            pustules = sum(spot.bears == "pustule" for spot in found)

            assert level.rings[0] <= len(found) <= level.rings[1]
            assert level.pustules[0] <= pustules <= level.pustules[1]
