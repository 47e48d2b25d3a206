"""How long statistics are cached, and for whom."""

from datetime import UTC, datetime

import pytest

from scalp_core.analysis import Cohort
from scalp_core.errors import BackendError
from scalp_core.statistics.cached import CachedStatistics
from scalp_core.statistics.repository import StatsRepository
from scalp_core.vocabulary import AgeGroup, Sex
from support.offline_aws import OfflineDynamo

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NOTHING = {"Items": []}


def cached(dynamo: OfflineDynamo, ttl: float) -> CachedStatistics:
    return CachedStatistics(StatsRepository(dynamo.client, "table"), clock=lambda: NOW, ttl=ttl)


def reads(ttl: float, *asked: tuple[Sex | None, AgeGroup | None, Cohort | None]) -> list[int]:
    """Return the number of requests to DynamoDB after each reading."""
    dynamo = OfflineDynamo(lambda _: NOTHING)
    statistics = cached(dynamo, ttl)
    numbers = []
    for one in asked:
        statistics.read(*one)
        numbers.append(len(dynamo.requests))
    return numbers


def test_a_group_is_read_once_within_the_ttl() -> None:
    group = (Sex.FEMALE, AgeGroup.FORTIES, None)

    assert reads(60, group, group, group) == [2, 2, 2]


def test_without_a_ttl_each_reading_asks_again() -> None:
    group = (Sex.FEMALE, AgeGroup.FORTIES, None)

    assert reads(0, group, group) == [2, 4]


def test_groups_and_own_cohorts_are_cached_apart() -> None:
    own = Cohort(sex=Sex.MALE, age_group=AgeGroup.TEENS)
    group = (Sex.FEMALE, AgeGroup.FORTIES, None)

    numbers = reads(60, group, (Sex.MALE, AgeGroup.FORTIES, None), (*group[:2], own), group)

    assert numbers == [2, 4, 6, 6]


def test_a_failed_reading_is_not_cached() -> None:
    dynamo = OfflineDynamo([500, NOTHING, NOTHING])
    statistics = cached(dynamo, 60)

    with pytest.raises(BackendError):
        statistics.read(Sex.FEMALE, AgeGroup.FORTIES, None)

    group, everyone = statistics.read(Sex.FEMALE, AgeGroup.FORTIES, None)
    assert (group.suppressed, everyone.suppressed) == (True, True)
