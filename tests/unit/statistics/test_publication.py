"""What is published reveals nobody: the rule itself, with people instead of counters."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scalp_core.analysis import Cohort
from scalp_core.statistics.counters import TOTAL
from scalp_core.statistics.publication import (
    CELLS,
    GROWTH,
    MINIMUM,
    SERIES_DAYS,
    UNDISCLOSED,
    Cell,
    Counts,
    Snapshot,
    contribution,
    daily_series,
    merge_snapshots,
    next_snapshot,
    statistics_cells,
)
from scalp_core.statistics.publish import publish_pending_batches
from scalp_core.vocabulary import AgeGroup, PhotoWarning, Sex
from support.results import result

TODAY = date(2026, 11, 22)

# Few cells, so that some grow and others stay small, in one row and one column of the table.
BUSY = [
    Cell(Sex.MALE, AgeGroup.THIRTIES),
    Cell(Sex.FEMALE, AgeGroup.THIRTIES),
    Cell(Sex.FEMALE, AgeGroup.FORTIES),
    UNDISCLOSED,
]
GROUPS = [(sex, age) for sex in (None, Sex.MALE, Sex.FEMALE) for age in (None, *AgeGroup)]


class World:
    """A stand-in for the table, in which every person is a counter of their own.

    It answers reads of what is published with the state before the last write, as an eventually
    consistent read may.
    """

    def __init__(self) -> None:
        self.people = 0
        self.now = datetime(2026, 11, 22, 12, tzinfo=UTC)
        self.live: defaultdict[Cell, Counter[str]] = defaultdict(Counter)
        self.versions: dict[Cell, list[Snapshot]] = {cell: [Snapshot()] for cell in CELLS}
        self.stale = False
        self.published_on: dict[str, date] = {}

    def arrive(self, cell: Cell, number: int) -> None:
        names = [f"person {one}" for one in range(self.people, self.people + number)]
        self.people += number
        self.live[cell].update({TOTAL: number, **dict.fromkeys(names, 1)})

    def clock(self) -> datetime:
        return self.now

    def counted(self, cell: Cell) -> Counts:
        return Counter(self.live[cell])

    def close_batch(self, cell: Cell, *, until: datetime) -> None:
        assert until > self.now

    def published(self, *, with_noise: bool = False) -> dict[Cell, Snapshot]:
        seen = -2 if self.stale else -1
        return {
            cell: versions[max(seen, -len(versions))] for cell, versions in self.versions.items()
        }

    def publish(self, cell: Cell, snapshot: Snapshot, *, after: Snapshot) -> bool:
        if self.versions[cell][-1].total != after.total:
            return False
        for name in snapshot.counts.keys() - after.counts.keys() - {TOTAL}:
            self.published_on[name] = self.now.date()
        self.versions[cell].append(snapshot)
        return True


# A round: some arrive in a cell, days pass, the schedule runs, and somebody asks about a group.
rounds = st.tuples(
    st.sampled_from(BUSY),
    st.integers(0, 45),
    st.sampled_from([0, 0, 0, 1, 20]),
    st.sampled_from([group for group in GROUPS if set(BUSY) & set(statistics_cells(*group))]),
    st.booleans(),
)
histories = st.lists(rounds, min_size=20, max_size=40)
# Each is thirty rounds, in which every cell grows and waits.
some = settings(max_examples=40)


def exact(snapshot: Snapshot, _: Snapshot) -> Snapshot:
    """Leave out the noise, so that everybody can be followed; test_batch_attack.py is about it."""
    return snapshot


def people_in(snapshot: Snapshot) -> frozenset[str]:
    assert set(snapshot.counts.values()) <= {1, snapshot.total}, "nobody is counted twice"
    return frozenset(snapshot.counts.keys() - {TOTAL})


def live_through(
    history: Iterable[tuple],
) -> tuple[World, list[dict[Cell, Snapshot]], list[Snapshot]]:
    """Play a history; give all that any answer was made from, and all answers."""
    world, states, answers = World(), [], []
    for cell, number, days, group, stale in history:
        world.arrive(cell, number)
        world.now += timedelta(days=days)
        world.stale = stale
        publish_pending_batches(stats=world, clock=world.clock, add_noise=exact)
        seen = world.published()
        world.stale = False
        # Somebody else reads the newest, so that no batch is published unseen.
        for state in (seen, world.published()):
            states.append(state)
            answers += [
                merge_snapshots(state[cell] for cell in statistics_cells(*group)),  # the group
                merge_snapshots(state.values()),  # everyone
                *state.values(),  # the table
            ]
    return world, states, answers


@some
@given(histories)
def test_no_combination_of_answers_is_about_fewer_than_a_whole_batch(history: list) -> None:
    """Every answer is a sum over people.

    Two people who are in the same answers cannot be distinguished by adding and subtracting
    answers, whatever the factors: every combination contains both alike. So it suffices that
    these classes are never smaller than a batch.
    """
    world, _, answers = live_through(history)
    groups = {people_in(answer) for answer in answers}

    classes: Counter[tuple[bool, ...]] = Counter(
        tuple(name in group for group in groups) for name in world.published_on
    )

    assert all(size >= MINIMUM for size in classes.values())


@some
@given(histories)
def test_the_daily_series_counts_whole_batches(history: list) -> None:
    world, states, answers = live_through(history)
    groups = {people_in(answer) for answer in answers}
    days_of_class = defaultdict(set)
    for name, day in world.published_on.items():
        days_of_class[tuple(name in group for group in groups)].add(day)
    assert all(len(days) == 1 for days in days_of_class.values())

    for snapshot in {id(one): one for state in states for one in state.values()}.values():
        on = Counter(world.published_on[name] for name in people_in(snapshot))
        assert snapshot.days.items() <= on.items()


@some
@given(histories)
def test_what_was_public_once_stays_public(history: list) -> None:
    world, _, _ = live_through(history)

    for versions in world.versions.values():
        for earlier, later in pairwise(versions):
            assert people_in(earlier) < people_in(later)


@some
@given(histories)
def test_fewer_than_a_batch_wait_after_the_schedule_has_run(history: list) -> None:
    world, _, _ = live_through(history)
    world.stale = False
    world.now += timedelta(days=1)

    publish_pending_batches(stats=world, clock=world.clock, add_noise=exact)

    state = world.published()
    for cell in CELLS:
        waiting = world.live[cell][TOTAL] - state[cell].total
        assert 0 <= waiting < max(MINIMUM, state[cell].total // GROWTH)


@some
@given(histories)
def test_a_cell_is_published_at_most_once_a_day(history: list) -> None:
    world, _, _ = live_through(history)

    for versions in world.versions.values():
        latest = [max(snapshot.days) for snapshot in versions[1:]]
        assert len(latest) == len(set(latest))


def test_every_cohort_lies_in_exactly_one_cell() -> None:
    cohorts = [cohort for cell in CELLS for cohort in cell.cohorts]

    assert len(cohorts) == len(set(cohorts))
    assert set(cohorts) == {Cohort(sex=sex, age_group=age) for sex in Sex for age in AgeGroup}


def test_people_of_undisclosed_sex_count_only_toward_everyone() -> None:
    containing = [group for group in GROUPS if UNDISCLOSED in statistics_cells(*group)]

    assert containing == [(None, None)]


def test_a_group_of_both_is_one_cell() -> None:
    assert statistics_cells(Sex.MALE, AgeGroup.FORTIES) == [Cell(Sex.MALE, AgeGroup.FORTIES)]
    assert len(statistics_cells(Sex.MALE, None)) == len(AgeGroup)
    assert len(statistics_cells(None, AgeGroup.FORTIES)) == 2


@pytest.mark.parametrize(
    ("published", "batch"), [(0, 30), (30, 30), (123, 30), (124, 31), (400, 100), (10_000, 2500)]
)
def test_a_batch_has_thirty_and_a_quarter_of_what_is_published(published: int, batch: int) -> None:
    before = Snapshot({TOTAL: published}, {TODAY - timedelta(days=1): published})

    assert next_snapshot(before, {TOTAL: published + batch - 1}, TODAY) is None
    after = next_snapshot(before, {TOTAL: published + batch}, TODAY)
    assert after is not None
    assert after.total == published + batch
    assert after.days == {TODAY - timedelta(days=1): published, TODAY: batch}


def test_counters_that_were_lowered_by_hand_publish_nothing() -> None:
    assert next_snapshot(Snapshot({TOTAL: 30}), {TOTAL: 12}, TODAY) is None


def test_the_series_has_thirty_days_and_forgets_older_ones() -> None:
    oldest = TODAY - timedelta(days=SERIES_DAYS - 1)
    too_old = oldest - timedelta(days=1)
    before = Snapshot({TOTAL: 25}, {too_old: 11, oldest: 14})

    after = next_snapshot(before, {TOTAL: 55}, TODAY)

    assert after is not None
    assert after.days == {oldest: 14, TODAY: 30}
    series = daily_series(before, TODAY)
    assert [day for day, _ in series] == [oldest + timedelta(days=n) for n in range(SERIES_DAYS)]
    assert series[0] == (oldest, 14)
    assert sum(count for _, count in series) == 14


@pytest.mark.parametrize("warning", list(PhotoWarning))
def test_only_unfamiliar_photos_are_left_out_of_the_counters(warning: PhotoWarning) -> None:
    counted = contribution(result(warnings=[warning]))

    assert counted == ({} if warning is PhotoWarning.UNFAMILIAR else contribution(result()))
