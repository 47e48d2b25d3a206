"""Exports statistics as CSV: as they are published, or the counters themselves."""

from collections import Counter
from datetime import date, timedelta
from enum import StrEnum

from scalp_core.clock import Clock
from scalp_core.statistics import keys
from scalp_core.statistics.export import COHORT_COLUMNS, published_csv, tidy_csv
from scalp_core.statistics.publication import CELLS, SERIES_DAYS, Counts
from scalp_core.statistics.repository import StatsRepository


class Exported(StrEnum):
    """What can be exported."""

    PUBLISHED = "published"
    COHORTS = "cohorts"
    DAYS = "days"


def export_csv(what: Exported, stats: StatsRepository, clock: Clock) -> str:
    """Return statistics as CSV; all but the published ones include small groups.

    Raises:
        BackendError: DynamoDB failed.
    """
    match what:
        case Exported.PUBLISHED:
            return published_csv(stats.published())
        case Exported.COHORTS:
            return cohorts_csv(stats)
        case Exported.DAYS:
            return days_csv(stats, clock().date())


def cohorts_csv(stats: StatsRepository) -> str:
    """Return every cohort's counters as CSV, however few people they count.

    Raises:
        BackendError: DynamoDB failed.
    """
    cohorts = [cohort for cell in CELLS for cohort in cell.cohorts]
    return tidy_csv(
        COHORT_COLUMNS,
        (
            (
                (cohort.sex, cohort.age_group),
                _sum(stats, keys.cohort_pk(cohort.sex, cohort.age_group)),
            )
            for cohort in cohorts
        ),
    )


def days_csv(stats: StatsRepository, today: date) -> str:
    """Return the last thirty days' counters as CSV, by the day (UTC) an assessment was finished.

    Raises:
        BackendError: DynamoDB failed.
    """
    days = [today - timedelta(days=ago) for ago in reversed(range(SERIES_DAYS))]
    return tidy_csv(
        ("date",), (((day.isoformat(),), _sum(stats, keys.day_pk(day))) for day in days)
    )


def _sum(stats: StatsRepository, partition: str) -> Counts:
    counts: Counter[str] = Counter()
    for shard in stats.shards(partition).values():
        counts.update(shard)
    return counts
