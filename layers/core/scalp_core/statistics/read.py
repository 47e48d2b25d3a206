"""Read published statistics, and publish the batches that are pending."""

from collections.abc import Callable, Iterable
from functools import partial
from random import SystemRandom

from scalp_core.analysis import Cohort
from scalp_core.clock import Clock
from scalp_core.statistics import publication
from scalp_core.statistics.distributions import Statistics, describe
from scalp_core.statistics.publication import (
    CELLS,
    Cell,
    Snapshot,
    is_due,
    merge_snapshots,
    next_snapshot,
    statistics_cell,
    statistics_cells,
)
from scalp_core.statistics.repository import StatsRepository
from scalp_core.vocabulary import AgeGroup, Sex

# The system's source of randomness cannot be predicted or repeated.
_add_secret_noise = partial(publication.add_noise, rng=SystemRandom())


def read_statistics(
    sex: Sex | None,
    age_group: AgeGroup | None,
    *,
    own: Cohort | None,
    stats: StatsRepository,
    clock: Clock,
) -> tuple[Statistics, Statistics]:
    """Return statistics of a group (``None`` means any), and of everyone for comparison.

    Costs one Query for what is published and one for each cohort whose counters are checked for a
    pending batch; everyone is a sum over published cells.

    Args:
        own: cohort of the result that the statistics are shown beside. With everyone's statistics
            only its cell is checked: others are checked for their own readers, or for a reader
            without a result.

    Raises:
        BackendError: DynamoDB failed.
    """
    cells = statistics_cells(sex, age_group)
    checked = [statistics_cell(own)] if own and len(cells) == len(CELLS) else cells
    published = publish_pending_batches(checked, stats=stats, clock=clock)
    today = clock().date()
    return (
        describe(merge_snapshots(published[cell] for cell in cells), today),
        describe(merge_snapshots(published.values()), today),
    )


def publish_pending_batches(
    cells: Iterable[Cell] = CELLS,
    *,
    stats: StatsRepository,
    clock: Clock,
    add_noise: Callable[[Snapshot, Snapshot], Snapshot] = _add_secret_noise,
) -> dict[Cell, Snapshot]:
    """Publish the next batch of each cell that has one; return the published snapshots of all.

    Reads trigger it, so that it costs nothing while nobody reads, and a batch appears within a
    minute after the last of its people has looked at the result.

    Args:
        add_noise: adds noise to an exact snapshot that is to replace a published one
            (:func:`scalp_core.statistics.publication.add_noise`).

    Raises:
        BackendError: DynamoDB failed; what was published before that stays.
    """
    published = stats.published()
    for cell in cells:
        # Counters are read after the snapshot, so that they include whatever it includes; and all
        # of them only where the totals say that a batch is pending.
        if not is_due(published[cell], stats.total(cell)):
            continue
        pending = next_snapshot(published[cell], stats.counted(cell), clock().date())
        if pending is None:
            continue
        public = add_noise(pending, published[cell])
        # Where another reader was faster, the older snapshot is returned: two noises of one batch
        # would reveal more than one.
        if stats.publish(cell, public, after=published[cell]):
            published[cell] = public
    return published
