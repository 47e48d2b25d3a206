"""The stratified split, on records alone."""

import random
from collections import Counter

import pytest

from scalp_core.vocabulary import Grade
from scalp_train.aihub import ImageRecord, Official, Split
from scalp_train.aihub.splits import Policy, split
from support.aihub_tree import record

FRACTIONS = {Split.TRAIN: 0.7, Split.VALIDATION: 0.2, Split.TEST: 0.1}


def unbalanced(seed: int, groups: int = 600) -> list[ImageRecord]:
    """One group in forty has a picture with severe pustules, as few pictures have."""
    rng = random.Random(seed)
    found = []
    for group in range(groups):
        for number in range(rng.randrange(1, 6)):
            grades = [Grade(rng.choices(range(4), (70, 15, 10, 5))[0]) for _ in range(6)]
            grades[3] = Grade.SEVERE if group % 40 == 0 and number == 0 else Grade.NONE
            found.append(record(f"g{group:03}", number, Official.TRAINING, grades=grades))
    return found


def sides(records: list[ImageRecord]) -> dict[str, Split | None]:
    return {one.name: one.split for one in records}


@pytest.mark.parametrize("seed", range(2))
def test_groups_stay_whole_and_rare_grades_are_shared_out(seed: int) -> None:
    placed = split(unbalanced(seed), seed=seed, policy=Policy.STRATIFIED)

    pairs = {(one.group, one.split) for one in placed}
    assert len(pairs) == len({group for group, _ in pairs}) == 600
    counts = Counter(one.split for one in placed)
    severe = Counter(one.split for one in placed if one.grades[3] is Grade.SEVERE)
    for side, fraction in FRACTIONS.items():
        assert counts[side] == pytest.approx(fraction * len(placed), abs=0.03 * len(placed))
        assert severe[side] == pytest.approx(fraction * 15, abs=2)


def test_no_side_lacks_a_grade_that_three_groups_have() -> None:
    records = unbalanced(5)
    for number, one in enumerate(records):
        if one.grades[3] is Grade.SEVERE and int(one.group[1:]) >= 120:
            grades = (*one.grades[:3], Grade.NONE, *one.grades[4:])
            records[number] = one.model_copy(update={"grades": grades})

    for seed in range(3):
        placed = split(records, seed=seed, policy=Policy.STRATIFIED)

        assert {one.split for one in placed if one.grades[3] is Grade.SEVERE} == set(Split)


def test_a_stratified_split_follows_from_the_seed_whatever_the_order() -> None:
    records = unbalanced(1, groups=120)
    shuffled = random.Random(1).sample(records, len(records))

    first = sides(split(records, seed=4, policy=Policy.STRATIFIED))

    assert first == sides(split(shuffled, seed=4, policy=Policy.STRATIFIED))
    assert first != sides(split(records, seed=5, policy=Policy.STRATIFIED))


def test_a_side_without_a_fraction_gets_nothing() -> None:
    placed = split(unbalanced(2, groups=120), fractions=(0.7, 0.3, 0.0), policy=Policy.STRATIFIED)

    assert {one.split for one in placed} == {Split.TRAIN, Split.VALIDATION}


def test_a_data_set_that_is_too_small_is_split_by_groups() -> None:
    records = unbalanced(3)[:12]

    stratified = split(records, policy=Policy.STRATIFIED)

    assert sides(stratified) == sides(split(records, policy=Policy.GROUPS))
