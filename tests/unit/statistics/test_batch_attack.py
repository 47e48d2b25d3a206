"""An attacker fills all places of a batch but one, and guesses the result of whoever took that one.

The attacker knows their own results, the distribution of results, how the noise is made, and every
answer of all times; and calculates as well as anybody can: by Bayes' rule, or for two possible
results by the likelihood ratio, which no other test surpasses (Neyman and Pearson).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product
from math import log, tanh
from random import Random

import numpy as np
import pytest

from scalp_core.scalp_type import scalp_type
from scalp_core.statistics.counters import TOTAL
from scalp_core.statistics.distributions import GroupStatistics, describe
from scalp_core.statistics.export import published_csv
from scalp_core.statistics.publication import (
    CELLS,
    EPSILON,
    GROWTH,
    HISTOGRAMS,
    MINIMUM,
    NOISE_SCALE,
    SENSITIVITY,
    Cell,
    Counts,
    Snapshot,
    add_noise,
    merge_snapshots,
)
from scalp_core.statistics.publish import publish_pending_batches
from scalp_core.vocabulary import AgeGroup, Grade, ScalpType, Sex, Symptom

CELL = Cell(Sex.FEMALE, AgeGroup.FORTIES)
NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
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
        self.now = NOW
        self.live: dict[Cell, Counter[str]] = {cell: Counter() for cell in CELLS}
        self.public = {cell: Snapshot() for cell in CELLS}

    def clock(self) -> datetime:
        return self.now

    def finish(self, number: int, *, times: int = 1) -> None:
        names = [one[index] for one, index in zip(HISTOGRAMS, RESULTS[number], strict=True)]
        self.live[CELL].update(dict.fromkeys([TOTAL, *names], times))

    def counted(self, cell: Cell) -> Counts:
        return Counter(self.live[cell])

    def close_batch(self, cell: Cell, *, until: datetime) -> None:
        assert cell == CELL
        assert until > self.now

    def published(self, *, with_noise: bool = False) -> dict[Cell, Snapshot]:
        return dict(self.public)

    def publish(self, cell: Cell, snapshot: Snapshot, *, after: Snapshot) -> bool:
        assert self.public[cell].total == after.total
        self.public[cell] = snapshot
        return True


Blur = Callable[[Snapshot, Snapshot], Snapshot]


def a_day_passes(table: Table, blur: Blur) -> None:
    table.now += timedelta(days=1)
    publish_pending_batches(stats=table, clock=table.clock, add_noise=blur)


def answers(table: Table) -> tuple[GroupStatistics, str]:
    """Everything that is public: the group, everyone (the same here), and the table."""
    today, state = table.now.date(), table.published()
    group = describe(state[CELL], today)
    assert describe(merge_snapshots(state.values()), today) == group
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


def log_likelihood(rest: np.ndarray, scale: float) -> np.ndarray:
    """Return, for each value that the victim may have, that of what is left of a histogram."""
    alone = np.eye(len(rest))
    return -np.abs(rest - alone).sum(axis=1) / scale


# ── The theorem ──────────────────────────────────────────────────────────────────────────────────


def test_one_result_instead_of_another_changes_as_many_counts_as_the_noise_is_made_for() -> None:
    changed = max(2 * (one != RESULTS).sum(axis=1).max() for one in RESULTS[:: len(RESULTS) // 16])

    assert changed == SENSITIVITY == 14
    assert EPSILON == changed / NOISE_SCALE == 3.5


def evidence(victim: int, one: int, other: int, rng: Random) -> np.ndarray:
    """Return the evidence in each of many games: the log-likelihood ratio of two results.

    Args:
        victim: result of the last person of the batch; all others have nothing.
    """
    blur = partial(add_noise, rng=rng)
    found = []
    for _ in range(GAMES):
        table = Table()
        table.finish(NOTHING, times=MINIMUM - 1)
        table.finish(victim)
        a_day_passes(table, blur)
        ratio = 0.0
        for index, noisy in enumerate(raw(table)):
            rest = noisy - (MINIMUM - 1) * np.eye(len(noisy), dtype=int)[0]
            score = log_likelihood(rest, NOISE_SCALE)
            ratio += score[RESULTS[one, index]] - score[RESULTS[other, index]]
        found.append(round(ratio, 6))
    return np.array(found)


def chances(one: int, other: int, seed: int) -> list[tuple[float, float, float]]:
    """Return how often each limit of the evidence is reached by either result, and the error.

    The error is three standard errors of the logarithm of their ratio.
    """
    with_one = evidence(one, one, other, Random(seed))
    with_other = evidence(other, one, other, Random(seed + 1))
    rates = [((with_one >= it).mean(), (with_other >= it).mean()) for it in np.unique(with_one)]
    return [
        (right, wrong, 3 * ((1 / right + 1 / wrong - 2) / GAMES) ** 0.5)
        for right, wrong in rates
        if wrong * GAMES >= 25
    ]


NOTHING, SEVERE = 0, len(RESULTS) - 1
MILD, MODERATE = (
    int(np.flatnonzero((RESULTS[:, :6] == (0, 0, 0, 0, grade, 0)).all(axis=1))[0])
    for grade in (1, 2)
)
GAMES = 600


@pytest.mark.parametrize(
    ("one", "other", "epsilon"),
    [(NOTHING, SEVERE, EPSILON), (MILD, MODERATE, 2 / NOISE_SCALE)],
    ids=["all seven values", "a grade of dandruff"],
)
def test_no_attacker_beats_the_bound_of_the_theorem(one: int, other: int, epsilon: float) -> None:
    """Whatever is taken as evidence of one result is at most e^ε times as likely with the other."""
    found = chances(one, other, seed=17)

    for right, wrong, error in found:
        assert log(right / wrong) <= epsilon + error
    advantage = max(right - wrong for right, wrong, _ in found)
    # Three standard errors of a difference of two shares.
    assert 0.03 < advantage <= tanh(epsilon / 2) + 3 * (0.5 / GAMES) ** 0.5


def test_with_half_the_noise_the_same_attacker_beats_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scalp_core.statistics.publication.NOISE_SCALE", NOISE_SCALE // 2)

    found = chances(MILD, MODERATE, seed=19)

    assert any(log(right / wrong) > 2 / NOISE_SCALE + error for right, wrong, error in found)


# ── Guesses ──────────────────────────────────────────────────────────────────────────────────────


def attack(
    prior: np.ndarray, blur: Blur, rng: Random, *, scale: float, sees_raw: bool
) -> np.ndarray:
    """Return, for several victims in a row, which of the seven values were guessed right.

    Args:
        scale: how much noise the attacker reckons with.
    """
    table = Table()
    before = [np.zeros(len(one)) for one in HISTOGRAMS]
    right = []
    for _ in range(VICTIMS_IN_A_ROW):
        batch = max(MINIMUM, table.public[CELL].total // GROWTH)
        *mine, victim = rng.choices(range(len(RESULTS)), prior, k=batch)
        for number in (*mine, victim):
            table.finish(number)
        a_day_passes(table, blur)
        after = raw(table) if sees_raw else shown(answers(table)[0])
        score = np.log(prior)
        for index, (now, then) in enumerate(zip(after, before, strict=True)):
            known = np.bincount(RESULTS[mine, index], minlength=len(now))
            score += log_likelihood(now - then - known, scale)[RESULTS[:, index]]
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

    tries = [attack(prior, blur, rng, scale=NOISE_SCALE, sees_raw=sees_raw) for _ in range(100)]

    right = np.concatenate(tries).mean(axis=0)
    assert (right <= from_the_statistics + gain).all(), (right, from_the_statistics)


def test_without_noise_the_same_attack_reads_everything() -> None:
    rng, prior = Random(15), distribution(EVEN)

    right = attack(prior, lambda one, _: one, rng, scale=0.1, sees_raw=False)

    assert right.all()


def test_asking_again_and_elsewhere_and_on_other_days_says_nothing_more() -> None:
    table, rng = Table(), Random(16)
    for number in range(MINIMUM + 5):
        table.finish(number)
    blur = partial(add_noise, rng=rng)

    a_day_passes(table, blur)
    group, rows = answers(table)

    for _ in range(MINIMUM - 6):
        table.finish(0)
    for _ in range(5):
        a_day_passes(table, blur)
        later, same_rows = answers(table)
        assert (later.symptoms, later.scalp_types, same_rows) == (
            group.symptoms,
            group.scalp_types,
            rows,
        )
