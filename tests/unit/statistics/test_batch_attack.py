"""An attacker fills all places of a batch but one, and guesses the result of whoever took that one.

The attacker knows their own results, the distribution of results, how the noise is made, and every
answer of all times; and calculates as well as anybody can (Bayes).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import product
from random import Random

import numpy as np
import pytest

from scalp_core.scalp_type import scalp_type
from scalp_core.statistics.counters import TOTAL
from scalp_core.statistics.distributions import GroupStatistics, describe
from scalp_core.statistics.export import published_csv
from scalp_core.statistics.publication import (
    CELLS,
    GROWTH,
    HISTOGRAMS,
    MINIMUM,
    NOISE_SIGMA,
    Cell,
    Counts,
    Snapshot,
    add_noise,
    merge_snapshots,
)
from scalp_core.statistics.read import publish_pending_batches
from scalp_core.vocabulary import AgeGroup, Grade, ScalpType, Sex, Symptom

CELL = Cell(Sex.FEMALE, AgeGroup.FORTIES)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
VICTIMS_IN_A_ROW = 3

# Every possible result: an index into each of the seven histograms.
RESULTS = np.array(
    [
        (*grades, list(ScalpType).index(scalp_type([grade > 0 for grade in grades])))
        for grades in product(Grade, repeat=len(Symptom))
    ]
)
TYPICAL, EVEN = (0.5, 0.25, 0.2, 0.05), (0.25, 0.25, 0.25, 0.25)


class Table:
    """What the statistics are kept in: exact counters, and what is published of them."""

    def __init__(self) -> None:
        self.live: dict[Cell, Counter[str]] = {cell: Counter() for cell in CELLS}
        self.public = {cell: Snapshot() for cell in CELLS}

    def finish(self, number: int) -> None:
        names = [one[index] for one, index in zip(HISTOGRAMS, RESULTS[number], strict=True)]
        self.live[CELL].update([TOTAL, *names])

    def counted(self, cell: Cell) -> Counts:
        return Counter(self.live[cell])

    def total(self, cell: Cell) -> int:
        return self.live[cell][TOTAL]

    def published(self) -> dict[Cell, Snapshot]:
        return dict(self.public)

    def publish(self, cell: Cell, snapshot: Snapshot, *, after: Snapshot) -> bool:
        assert self.public[cell].total == after.total
        self.public[cell] = snapshot
        return True


Blur = Callable[[Snapshot, Snapshot], Snapshot]


def answers(table: Table, blur: Blur) -> tuple[GroupStatistics, str]:
    """Everything that is public: the group, everyone (the same here), and the table."""
    state = publish_pending_batches(stats=table, clock=lambda: NOW, add_noise=blur)
    group = describe(state[CELL], NOW.date())
    assert describe(merge_snapshots(state.values()), NOW.date()) == group
    assert isinstance(group, GroupStatistics)
    return group, published_csv(state)


def shown(group: GroupStatistics) -> list[np.ndarray]:
    grades = [np.array(group.symptoms[symptom].counts) for symptom in Symptom]
    return [*grades, np.array([group.scalp_types[one] for one in ScalpType])]


def raw(table: Table) -> list[np.ndarray]:
    """More than anybody sees: counts with noise, before they are made whole."""
    noise = table.public[CELL].noise
    live = table.live[CELL]
    return [np.array([live[name] + noise.get(name, 0) for name in one]) for one in HISTOGRAMS]


def distribution(shares: Sequence[float]) -> np.ndarray:
    """Return the probability of each result, where symptoms have nothing to do with each other."""
    prior = np.prod(np.array(shares)[RESULTS[:, : len(Symptom)]], axis=1)
    return prior / prior.sum()


def attack(
    prior: np.ndarray, blur: Blur, rng: Random, *, sigma: float, sees_raw: bool
) -> np.ndarray:
    """Return, for several victims in a row, which of the seven values were guessed right.

    Args:
        sigma: how much noise the attacker reckons with.
    """
    table = Table()
    before = [np.zeros(len(one)) for one in HISTOGRAMS]
    right = []
    for _ in range(VICTIMS_IN_A_ROW):
        batch = max(MINIMUM, table.public[CELL].total // GROWTH)
        *mine, victim = rng.choices(range(len(RESULTS)), prior, k=batch)
        for number in (*mine, victim):
            table.finish(number)
        group, _ = answers(table, blur)
        after = raw(table) if sees_raw else shown(group)
        score = np.log(prior)
        for index, (now, then) in enumerate(zip(after, before, strict=True)):
            known = np.bincount(RESULTS[mine, index], minlength=len(now))
            score += (now - then - known)[RESULTS[:, index]] / sigma**2
        likely = np.exp(score - score.max())
        guess = [np.bincount(column, likely).argmax() for column in RESULTS.T]
        right.append(guess == RESULTS[victim])
        before = after
    return np.array(right)


@pytest.mark.parametrize("sees_raw", [False, True], ids=["public", "raw"])
@pytest.mark.parametrize(
    ("shares", "gain"), [(TYPICAL, 0.06), (EVEN, 0.13)], ids=["typical", "even"]
)
def test_whoever_knows_all_but_one_of_a_batch_guesses_little_better_than_from_the_statistics(
    shares: Sequence[float], gain: float, sees_raw: bool
) -> None:
    rng, prior = Random(14), distribution(shares)
    from_the_statistics = np.array([np.bincount(column, prior).max() for column in RESULTS.T])
    blur = partial(add_noise, rng=rng)

    tries = [attack(prior, blur, rng, sigma=NOISE_SIGMA, sees_raw=sees_raw) for _ in range(100)]

    right = np.concatenate(tries).mean(axis=0)
    assert (right <= from_the_statistics + gain).all(), (right, from_the_statistics)


def test_without_noise_the_same_attack_reads_everything() -> None:
    rng, prior = Random(15), distribution(EVEN)

    right = attack(prior, lambda one, _: one, rng, sigma=0.1, sees_raw=False)

    assert right.all()


def test_asking_again_and_elsewhere_says_nothing_more() -> None:
    table, rng = Table(), Random(16)
    for number in range(MINIMUM + 5):
        table.finish(number)
    blur = partial(add_noise, rng=rng)

    first = answers(table, blur)

    assert all(answers(table, blur) == first for _ in range(50))
    for _ in range(MINIMUM - 6):
        table.finish(0)
    assert answers(table, blur) == first
