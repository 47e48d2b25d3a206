"""What is counted of one assessment, when it becomes public, and to how many digits it is shown."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from scalp_core.analysis import Cohort
from scalp_core.scalp_type import find_scalp_type
from scalp_core.statistics.counters import TOTAL, grade_counter, type_counter
from scalp_core.statistics.distributions import GroupStatistics, OwnRank, describe, rank
from scalp_core.statistics.export import tidy_csv
from scalp_core.statistics.publication import (
    UNDISCLOSED,
    Cell,
    Snapshot,
    contribution,
    daily_series,
    merge_snapshots,
    next_snapshot,
    statistics_cell,
)
from scalp_core.statistics.publish import publish_pending_batches
from scalp_core.statistics.repository import StatsRepository
from scalp_core.vocabulary import AgeGroup, Grade, ScalpType, Sex, Symptom
from support.offline_aws import Answer, OfflineDynamo, Request, plain, refused
from support.results import result

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
WOMEN = Cell(Sex.FEMALE, AgeGroup.FORTIES)


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def shown(counts: dict[str, int]) -> GroupStatistics:
    described = describe(Snapshot(counts), TODAY)
    assert isinstance(described, GroupStatistics)
    return described


# ── Counting ─────────────────────────────────────────────────────────────────────────────────────


def test_an_assessment_counts_one_for_each_name_and_nothing_else() -> None:
    counts = contribution(result({Symptom.HAIR_LOSS: Grade.SEVERE}, ScalpType.HAIR_LOSS))

    assert counts == {
        "total": 1,
        "type#hair_loss": 1,
        "fine_scaling#0": 1,
        "excess_sebum#0": 1,
        "interfollicular_erythema#0": 1,
        "follicular_erythema_pustules#0": 1,
        "dandruff#0": 1,
        "hair_loss#3": 1,
    }


@pytest.mark.parametrize("age_group", list(AgeGroup))
def test_a_disclosed_sex_has_a_cell_by_age_and_an_undisclosed_one_the_common_cell(
    age_group: AgeGroup,
) -> None:
    disclosed = Cohort(sex=Sex.FEMALE, age_group=age_group)
    undisclosed = Cohort(sex=Sex.UNDISCLOSED, age_group=age_group)

    assert statistics_cell(disclosed) == Cell(Sex.FEMALE, age_group)
    assert statistics_cell(undisclosed) == UNDISCLOSED


# ── Publishing ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("before", "batch"), [(0, 30), (33, 30), (123, 30), (124, 31), (127, 31), (128, 32)]
)
def test_thirty_new_ones_or_a_quarter_are_published_and_one_fewer_are_not(
    before: int, batch: int
) -> None:
    published = Snapshot({TOTAL: before} if before else {})

    for new, due in ((0, False), (batch - 1, False), (batch, True), (batch + 1, True)):
        assert (next_snapshot(published, {TOTAL: before + new}, TODAY) is not None) is due
    assert next_snapshot(published, {}, TODAY) is None


@pytest.mark.parametrize("ago", [0, 1])
def test_a_cell_that_was_published_today_waits_until_tomorrow(ago: int) -> None:
    before = Snapshot({TOTAL: 30}, {day(ago): 30})

    assert (next_snapshot(before, {TOTAL: 90}, TODAY) is None) is (ago == 0)


@pytest.mark.parametrize(("ago", "kept"), [(1, True), (29, True), (30, False), (31, False)])
def test_a_day_stays_in_the_series_for_thirty_days(ago: int, kept: bool) -> None:
    before = Snapshot({TOTAL: 30}, {day(ago): 30})

    after = next_snapshot(before, {TOTAL: 61}, TODAY)

    assert after is not None
    assert (after.days.get(day(ago)) is not None) is kept
    assert after.days[TODAY] == 31
    assert [one for one, _ in daily_series(before, TODAY)] == [day(n) for n in range(29, -1, -1)]


def test_groups_are_added_up_name_by_name_and_day_by_day() -> None:
    both = merge_snapshots(
        [
            Snapshot({TOTAL: 10, "type#dry": 4}, {TODAY: 10}),
            Snapshot({TOTAL: 12, "type#dry": 1, "type#oily": 2}, {TODAY: 11, day(1): 1}),
        ]
    )

    assert both == Snapshot({TOTAL: 22, "type#dry": 5, "type#oily": 2}, {TODAY: 21, day(1): 1})


class Table:
    """Counters of one cell, of which nothing or something is published."""

    def __init__(self, live: int, published: int, *, lost: bool = False) -> None:
        self._live, self._published, self._lost = live, published, lost
        self.dynamo = OfflineDynamo(self._answer)

    def publish(self) -> Snapshot | None:
        stats = StatsRepository(self.dynamo.client, "table")
        return publish_pending_batches(stats=stats, clock=lambda: NOW).get(WOMEN)

    def written(self, partition: str) -> list[dict[str, Any]]:
        writes = [request for name, request in self.dynamo.requests if name == "PutItem"]
        return [one for one in writes if plain(one["Item"])["PK"] == partition]

    def _answer(self, asked: Request) -> Answer:
        name, request = asked
        if name == "PutItem":
            return refused() if self._lost and "ConditionExpression" in request else {}
        partition = plain(request["ExpressionAttributeValues"])[":partition"]
        if partition not in ("STATS#PUBLISHED", "STATS#female#40s"):
            return {"Items": []}
        if partition == "STATS#PUBLISHED":
            content = f'{{"counts": {{"total": {self._published}}}, "days": {{}}}}'
            item = {"SK": {"S": "female#40s"}, "content": {"S": content}}
            return {"Items": [item] if self._published else []}
        # On two shards, as counters lie.
        shards = (self._live // 2, self._live - self._live // 2)
        return {
            "Items": [
                {"SK": {"S": f"SHARD#{n:02d}"}, "total": {"N": str(count)}}
                for n, count in enumerate(shards)
            ]
        }


@pytest.mark.parametrize(
    ("live", "published", "is_due"),
    [(29, 0, False), (30, 0, True), (61, 32, False), (62, 32, True)],
)
def test_counters_become_public_from_the_thirtieth_new_one_on(
    live: int, published: int, is_due: bool
) -> None:
    table = Table(live, published)

    found = table.publish()

    assert (found.total if found else None) == (live if is_due else None)
    writes = table.written("STATS#PUBLISHED")
    assert len(writes) == is_due
    for write in writes:
        assert plain(write["ExpressionAttributeValues"]) == {":after": published}
        assert plain(write["Item"])["total"] == live


def test_a_batch_is_closed_before_it_is_counted_and_only_when_it_is_due() -> None:
    table = Table(62, 32)
    table.publish()

    (closed,) = table.written("STATS#CLOSED")
    until = int((NOW + timedelta(minutes=10)).timestamp())
    assert plain(closed["Item"]) == {
        "PK": "STATS#CLOSED",
        "SK": "female#40s",
        "closedUntil": until,
    }
    requests = [request for _, request in table.dynamo.requests]
    counted = [
        index
        for index, one in enumerate(requests)
        if one.get("ExpressionAttributeValues") == {":partition": {"S": "STATS#female#40s"}}
    ]
    assert counted[0] < requests.index(closed) < counted[1]
    assert Table(61, 32).written("STATS#CLOSED") == []


def test_what_is_published_is_read_as_it_was_written_noise_and_all() -> None:
    snapshot = Snapshot({TOTAL: 30, "type#dry": 30}, {TODAY: 30}, 2, {"type#dry": -3})
    dynamo = OfflineDynamo()
    stats = StatsRepository(dynamo.client, "table")

    assert stats.publish(WOMEN, snapshot, after=Snapshot())
    ((_, written),) = dynamo.requests
    dynamo.answer = lambda _: {"Items": [written["Item"]]}

    found = stats.published(with_noise=True)
    assert found[WOMEN] == snapshot
    assert all(one == Snapshot() for cell, one in found.items() if cell != WOMEN)


def test_who_loses_against_another_run_publishes_nothing() -> None:
    assert Table(62, 32, lost=True).publish() is None


# ── Showing ──────────────────────────────────────────────────────────────────────────────────────


def test_means_have_two_digits_and_percentiles_one() -> None:
    counts = {grade_counter(symptom, Grade.NONE): 2 for symptom in Symptom} | {
        grade_counter(symptom, Grade.MILD): 1 for symptom in Symptom
    }

    dandruff = shown({TOTAL: 3, **counts}).symptoms[Symptom.DANDRUFF]

    assert dandruff.mean_grade == 0.33
    assert dandruff.percentiles == (33.3, 83.3, 100.0, 100.0)


def test_a_type_that_nobody_has_is_shown_with_nought() -> None:
    types = shown({TOTAL: 12, type_counter(ScalpType.DRY): 12}).scalp_types

    assert types == dict.fromkeys(ScalpType, 0) | {ScalpType.DRY: 12}


def test_a_rank_is_that_of_the_group_and_of_everyone_each() -> None:
    none, severe = (
        {TOTAL: 10} | {grade_counter(symptom, grade): 10 for symptom in Symptom}
        for grade in (Grade.NONE, Grade.SEVERE)
    )

    own = rank({Symptom.DANDRUFF: Grade.MILD}, shown(none), shown(severe))

    assert own == {Symptom.DANDRUFF: OwnRank(grade=Grade.MILD, in_group=100.0, among_everyone=0.0)}


def test_a_group_of_nobody_is_left_out_of_the_table_and_the_next_one_is_not() -> None:
    groups: list[Any] = [(["nobody"], {}), (["some"], {TOTAL: 10})]

    rows = list(csv.DictReader(io.StringIO(tidy_csv(["group"], groups))))

    assert len(rows) == len(Symptom) * len(Grade)
    assert {row["group"] for row in rows} == {"some"}
    assert {(row["assessments"], row["total"]) for row in rows} == {("0", "10")}


# ── Types ────────────────────────────────────────────────────────────────────────────────────────


def test_probabilities_that_add_up_to_more_than_one_by_rounding_are_taken_for_one() -> None:
    rounded = dict.fromkeys(Symptom, (0.0, 0.3334, 0.3334, 0.3334))

    found = find_scalp_type(dict.fromkeys(Symptom, Grade.MILD), rounded)

    assert [(one.scalp_type, one.probability) for one in found.most_probable] == [
        (ScalpType.COMBINED, 1.0),
        (ScalpType.NORMAL, 0.0),
    ]


def test_equally_probable_types_are_in_the_order_of_the_vocabulary() -> None:
    """Scaling and sebum as likely as not, nothing else: four patterns of a quarter each."""
    half, none = (0.5, 0.5, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0)
    probabilities = dict.fromkeys(Symptom, none) | {
        Symptom.FINE_SCALING: half,
        Symptom.EXCESS_SEBUM: half,
    }

    found = find_scalp_type(dict.fromkeys(Symptom, Grade.NONE), probabilities)

    assert [one.scalp_type for one in found.most_probable] == [ScalpType.NORMAL, ScalpType.DRY]
    assert [one.probability for one in found.most_probable] == [0.25, 0.25]
