"""The split by subject groups, on records alone."""

import random
from collections import Counter

import pytest

from scalp_train.aihub import ImageRecord, Official, Split
from scalp_train.aihub.splits import Policy, split
from support.aihub_tree import record

TRAINING, VALIDATION = Official.TRAINING, Official.VALIDATION


def groups_of_many_sizes() -> list[ImageRecord]:
    return [record(f"g{g:02}", n, TRAINING) for g in range(60) for n in range(1 + g % 12)]


def sides(records: list[ImageRecord]) -> dict[str, Split | None]:
    return {record.name: record.split for record in records}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("policy", Policy)
def test_no_group_stands_on_two_sides(seed: int, policy: Policy) -> None:
    rng = random.Random(seed)
    records = [
        record(f"g{rng.randrange(30)}", n, rng.choice([TRAINING, VALIDATION])) for n in range(400)
    ]

    placed = split(records, seed=seed, policy=policy)

    found = {(one.group, one.split) for one in placed if one.split is not None}
    assert len(found) == len({group for group, _ in found})


@pytest.mark.parametrize("fractions", [(0.7, 0.2, 0.1), (0.5, 0.5, 0.0), (0.0, 0.0, 1.0)])
def test_fractions_are_met_to_within_the_largest_group(
    fractions: tuple[float, float, float],
) -> None:
    records = groups_of_many_sizes()

    counts = Counter(one.split for one in split(records, fractions=fractions))

    for side, fraction in zip(Split, fractions, strict=True):
        assert abs(counts[side] - fraction * len(records)) <= 12
        assert counts[side] > 0 or fraction == 0
    assert counts.total() == len(records)


@pytest.mark.parametrize("seed", range(10))
def test_one_large_group_leaves_no_side_empty(seed: int) -> None:
    records = [record("large", n, TRAINING) for n in range(60)]
    records += [record(f"small {n}", 1, TRAINING) for n in range(40)]

    counts = Counter(one.split for one in split(records, seed=seed))

    assert counts == {Split.TRAIN: 70, Split.VALIDATION: 20, Split.TEST: 10}


def test_split_follows_from_the_seed_whatever_the_order() -> None:
    records = groups_of_many_sizes()
    shuffled = random.Random(1).sample(records, len(records))

    assert sides(split(records, seed=4)) == sides(split(shuffled, seed=4))
    assert sides(split(records, seed=4)) != sides(split(records, seed=5))


def test_official_parts_do_not_decide_by_default() -> None:
    records = groups_of_many_sizes()
    other = [one.model_copy(update={"official": (VALIDATION,)}) for one in records]

    assert sides(split(records, seed=4)) == sides(split(other, seed=4))


def test_official_validation_stays_out_of_training_and_so_do_its_groups_training_images() -> None:
    records = [
        record("only trained", 1, TRAINING),
        record("mixed", 1, TRAINING),
        record("mixed", 2, VALIDATION),
        record("mixed", 3, TRAINING, VALIDATION),
        record("only held out", 1, VALIDATION),
        record("of no part", 1),
    ]

    placed = sides(split(records, fractions=(0.7, 0.3, 0.0), policy=Policy.OFFICIAL))

    assert placed == {
        "only trained-1": Split.TRAIN,
        "mixed-1": None,
        "mixed-2": Split.VALIDATION,
        "mixed-3": Split.VALIDATION,
        "only held out-1": Split.VALIDATION,
        "of no part-1": Split.TRAIN,
    }


def test_official_validation_is_shared_with_test_in_proportion() -> None:
    records = [record(f"g{n}", 1, VALIDATION) for n in range(90)]

    counts = Counter(
        one.split for one in split(records, fractions=(0.7, 0.2, 0.1), policy=Policy.OFFICIAL)
    )

    assert counts == {Split.VALIDATION: 60, Split.TEST: 30}


@pytest.mark.parametrize("fractions", [(0.7, 0.2, 0.2), (1.2, -0.1, -0.1), (0.0, 0.0, 0.0)])
def test_fractions_that_do_not_add_up_are_refused(fractions: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="add up to 1"):
        split([], fractions=fractions)
