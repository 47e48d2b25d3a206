"""Each sign is drawn by several techniques; none may change how much of it a grade shows."""

from collections.abc import Mapping

import numpy as np
import pytest

from scalp_core.vocabulary import Symptom
from scalp_train.render.layers import (
    flakes,
    inflammation,
    render,
    scaling,
    sebum,
    skin,
    spots,
    vessels,
)
from scalp_train.render.layers.fields import pick
from scalp_train.render.layers.flake_shapes import SHAPES
from scalp_train.render.layers.layout import place_units
from scalp_train.render.layers.noise import Streams
from scalp_train.render.layers.severity import FINE_SCALING, FLAKES, FOLLICULAR, REDNESS, SEBUM

SIGNS: dict[str, Mapping[str, object]] = {
    "skin": skin.MOTTLINGS,
    "skin-texture": skin.TEXTURES,
    "scaling": scaling.TECHNIQUES,
    "sebum-film": sebum.FILMS,
    "plug-outline": sebum.OUTLINES,
    "plug-profile": sebum.PROFILES,
    "gloss": sebum.GLOSSES,
    "red-field": inflammation.REDDENINGS,
    "vessels": vessels.PATHS,
    "vessel-paint": vessels.PAINTS,
    "rings": spots.RINGS,
    "pustules": spots.PUSTULES,
    "crusts": spots.CRUSTS,
    "flakes": flakes.TECHNIQUES,
}
TECHNIQUES = [(sign, name) for sign, table in SIGNS.items() for name in table]


def of(*signs: str) -> pytest.MarkDecorator:
    cases = [case for case in TECHNIQUES if case[0] in signs]
    return pytest.mark.parametrize(("sign", "name"), cases, ids=[" ".join(c) for c in cases])


def seeds_drawing(sign: str, name: str, count: int = 3) -> list[int]:
    found = [seed for seed in range(400) if pick(Streams(seed), sign, SIGNS[sign]) == name]
    assert len(found) >= count
    return found[:count]


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
def test_fine_scale_covers_the_area_of_its_grade(sign: str, name: str) -> None:
    for seed in seeds_drawing(sign, name):
        streams = Streams(seed)
        units = place_units(streams)
        for level in FINE_SCALING:
            _, mask = scaling.speckle(streams, units, level)

            assert 0.85 * level.area[0] <= mask.mean() <= 1.15 * level.area[1]


@of("flakes")
def test_flakes_cover_the_area_of_their_grade(sign: str, name: str) -> None:
    for seed in seeds_drawing(sign, name):
        for level in FLAKES:
            mask = flakes.scatter(Streams(seed), level).mask

            assert 0.9 * level.area[0] <= mask.mean() <= 1.15 * level.area[1]


@of("flakes")
def test_a_higher_grade_only_adds_flakes(sign: str, name: str) -> None:
    for seed in seeds_drawing(sign, name):
        mild, severe = (flakes.scatter(Streams(seed), FLAKES[grade]).mask for grade in (1, 3))

        assert (mild & ~severe).sum() < 0.1 * mild.sum()


@pytest.mark.parametrize("name", SHAPES)
def test_flakes_are_about_as_large_as_their_radius(name: str) -> None:
    outlines = SHAPES[name](np.random.default_rng(3), 200)
    extents = np.ptp(outlines, axis=1).max(axis=1)

    assert 1.5 <= np.median(extents) <= 2.7
    assert np.abs(outlines).max() < 1.9  # the window in which their area is counted


@of("sebum-film")
def test_film_shifts_the_mean_colour_by_the_grades_amount(sign: str, name: str) -> None:
    for seed in seeds_drawing(sign, name):
        for level in SEBUM:
            shift = sebum.yellow_film(Streams(seed), place_units(Streams(seed)), level)

            assert level.yellow[0] - 0.01 <= shift.mean() <= level.yellow[1] + 0.01
            assert shift.min() >= 0


@of("plug-outline")
def test_plugs_fill_the_grades_share_of_mouths(sign: str, name: str) -> None:
    for seed in seeds_drawing(sign, name):
        streams = Streams(seed)
        units = [unit for unit in place_units(streams) if unit.inside]
        for level in SEBUM:
            mask = sebum.plugs(streams, units, level)
            plugged = sum(bool(mask[round(unit.y), round(unit.x)] > 127) for unit in units)
            low, high = (share * len(units) for share in level.plugged)

            assert low - 0.5 <= plugged <= high + 0.5


@of("gloss")
def test_gloss_grows_with_the_grade_and_is_absent_without_sebum(sign: str, name: str) -> None:
    for seed in seeds_drawing(sign, name, 6):
        drawn = [sebum.gloss(Streams(seed), level) for level in SEBUM]
        areas = [float(mask.mean()) for _, mask in drawn]

        assert areas[0] == 0
        assert areas == sorted(set(areas))
        assert all(opacity.min() >= 0 and opacity.max() <= 1 for opacity, _ in drawn)


@of("red-field")
def test_red_field_covers_the_grades_share_with_the_grades_shift(sign: str, name: str) -> None:
    for seed in seeds_drawing(sign, name):
        for level in REDNESS[1:]:
            field = inflammation.red_field(Streams(seed), place_units(Streams(seed)), level)

            assert level.cover[0] - 0.01 <= field.mask.mean() <= level.cover[1] + 0.01
            assert 0.6 * level.red[0] <= field.shift[field.mask].mean() <= level.red[1]
            assert field.shift[field.mask].mean() > field.shift[~field.mask].mean()


@of("vessels")
def test_vessels_multiply_with_the_grade(sign: str, name: str) -> None:
    for seed in seeds_drawing(sign, name):
        lengths = []
        for level in REDNESS:
            field = inflammation.red_field(Streams(seed), place_units(Streams(seed)), level)
            lengths.append(int((inflammation.vessels(Streams(seed), level, field) > 60).sum()))

        assert lengths[0] == 0
        assert lengths[1] > 0
        assert lengths[2] > 1.5 * lengths[1]
        assert lengths[3] > 1.5 * lengths[2]


def test_spots_bear_the_grades_number_of_pustules() -> None:
    for seed in range(20):
        streams = Streams(seed)
        units = place_units(streams)
        for level in FOLLICULAR:
            found = spots.spots(streams, units, level).found
            pustules = sum(spot.bears == "pustule" for spot in found)

            assert level.rings[0] <= len(found) <= level.rings[1]
            assert level.pustules[0] <= pustules <= level.pustules[1]


SYMPTOMS = {"scaling": 0, "gloss": 1, "red-field": 2, "vessel-paint": 2, "rings": 3, "flakes": 4}


@of(*SYMPTOMS)
def test_every_technique_is_visible_where_its_mask_lies(sign: str, name: str) -> None:
    column = SYMPTOMS[sign]
    (seed,) = seeds_drawing(sign, name, 1)
    plain = render(seed, [0] * len(Symptom)).pixels.astype(np.int16)
    ill = render(seed, [3 if other == column else 0 for other in range(len(Symptom))])
    mask = ill.masks[column]
    change = np.abs(ill.pixels - plain).max(axis=2)

    assert change[mask].mean() > 8
    if column not in (1, 2):  # sebum and redness tint the skin outside their masks too
        assert change[mask].mean() > 1.4 * change[~mask].mean()
