"""Read what is published of a group."""

from scalp_core.clock import Clock
from scalp_core.statistics.distributions import Statistics, describe
from scalp_core.statistics.publication import merge_snapshots, statistics_cells
from scalp_core.statistics.repository import StatsRepository
from scalp_core.vocabulary import AgeGroup, Sex


def read_statistics(
    sex: Sex | None, age_group: AgeGroup | None, *, stats: StatsRepository, clock: Clock
) -> tuple[Statistics, Statistics]:
    """Return statistics of a group (``None`` means any), and of everyone for comparison.

    Costs one Query: both are sums over published cells, and nobody's own result is among what is
    read.

    Raises:
        BackendError: DynamoDB failed.
    """
    published = stats.published()
    today = clock().date()
    group = (published[cell] for cell in statistics_cells(sex, age_group))
    return (
        describe(merge_snapshots(group), today),
        describe(merge_snapshots(published.values()), today),
    )
