"""Counting many results, publishing and reading the statistics of them."""

from datetime import timedelta
from typing import Any

import scalp_api.bootstrap
from scalp_core import clock
from scalp_core.statistics.publish import publish_pending_batches
from scalp_core.statistics.repository import StatsRepository
from scalp_core.vocabulary import AgeGroup, Sex
from support.cloud import Cloud
from support.results import count_many

SUPPRESSED = {"suppressed": True}


def count(cloud: Cloud, number: int, sex: Sex, age_group: AgeGroup, **given: Any) -> None:
    """Count many equal results; ``given`` are those of :func:`support.results.count_many`."""
    count_many(cloud.dynamodb, cloud.table, number, sex, age_group, **given)


def publish(cloud: Cloud, *, in_days: int = 0) -> int:
    """Publish as the schedule does, on a later day if any; return the number of batches."""
    stats = StatsRepository(cloud.dynamodb, cloud.table)
    later = timedelta(days=in_days)
    return len(publish_pending_batches(stats=stats, clock=lambda: clock.now() + later))


def a_minute_later() -> None:
    """Empty the cache of statistics."""
    scalp_api.bootstrap.services().statistics._cache.clear()


def read(cloud: Cloud, query: str = "") -> Any:
    """Return statistics as they are now, past the cache."""
    a_minute_later()
    status, _, body = cloud.api("GET", f"/api/v1/stats?{query}")
    assert status == 200, body
    return body
