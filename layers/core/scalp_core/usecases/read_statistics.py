"""Somebody asks for statistics: what is new enough is published, and what is public is told."""

from collections.abc import Iterable

from scalp_core.clock import Clock
from scalp_core.publication import CELLS, Cell, Snapshot, cells_of, merged, next_snapshot
from scalp_core.repositories.stats import StatsRepository
from scalp_core.statistics import Statistics, describe
from scalp_core.vocabulary import AgeGroup, Sex


def read_statistics(
    sex: Sex | None, age_group: AgeGroup | None, *, stats: StatsRepository, clock: Clock
) -> tuple[Statistics, Statistics]:
    """Statistics of a group (``None`` means any), and of everyone for comparison.

    Costs one Query for what is published and one for each cohort of the group; everyone is a sum
    over what is published, however many there are.

    Raises:
        BackendError: DynamoDB failed.
    """
    cells = cells_of(sex, age_group)
    published = publish_what_is_due(cells, stats=stats, clock=clock)
    today = clock().date()
    return (
        describe(merged(published[cell] for cell in cells), today),
        describe(merged(published.values()), today),
    )


def publish_what_is_due(
    cells: Iterable[Cell] = CELLS, *, stats: StatsRepository, clock: Clock
) -> dict[Cell, Snapshot]:
    """Publish the next batch of each cell that has one; tell what is public of every cell.

    Readers do it, because then it costs nothing while nobody reads, and a batch appears as soon as
    the last of its people looks at the result.

    Raises:
        BackendError: DynamoDB failed; what was published before that stays.
    """
    published = stats.published()
    for cell in cells:
        # Counters after the snapshot, so that they include whatever it includes.
        due = next_snapshot(published[cell], stats.counted(cell), clock().date())
        # Who loses against another reader tells the older snapshot: it was public, too.
        if due and stats.publish(cell, due, after=published[cell]):
            published[cell] = due
    return published
