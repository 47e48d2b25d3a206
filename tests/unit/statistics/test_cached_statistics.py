"""How long statistics are cached, and for whom."""

from datetime import UTC, datetime

import pytest

from scalp_core.errors import BackendError
from scalp_core.statistics.cached import CachedStatistics
from scalp_core.statistics.repository import StatsRepository
from scalp_core.vocabulary import AgeGroup, Sex
from support.offline_aws import OfflineDynamo

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NOTHING = {"Items": []}
WOMEN = (Sex.FEMALE, AgeGroup.FORTIES)


def cached(dynamo: OfflineDynamo, ttl: float) -> CachedStatistics:
    return CachedStatistics(StatsRepository(dynamo.client, "table"), clock=lambda: NOW, ttl=ttl)


def reads(ttl: float, *asked: tuple[Sex | None, AgeGroup | None]) -> list[int]:
    """Return the number of requests to DynamoDB after each reading."""
    dynamo = OfflineDynamo(lambda _: NOTHING)
    statistics = cached(dynamo, ttl)
    numbers = []
    for one in asked:
        statistics.read(*one)
        numbers.append(len(dynamo.requests))
    return numbers


def test_a_group_is_read_once_within_the_ttl() -> None:
    assert reads(60, WOMEN, WOMEN, WOMEN) == [1, 1, 1]


def test_without_a_ttl_each_reading_asks_again() -> None:
    assert reads(0, WOMEN, WOMEN) == [1, 2]


def test_groups_are_cached_apart() -> None:
    assert reads(60, WOMEN, (Sex.MALE, AgeGroup.FORTIES), (None, None), WOMEN) == [1, 2, 3, 3]


def test_a_failed_reading_is_not_cached() -> None:
    dynamo = OfflineDynamo([500, NOTHING])
    statistics = cached(dynamo, 60)

    with pytest.raises(BackendError):
        statistics.read(*WOMEN)

    group, everyone = statistics.read(*WOMEN)
    assert (group.suppressed, everyone.suppressed) == (True, True)
