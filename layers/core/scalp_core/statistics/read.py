"""Somebody asks for statistics: what is new enough is published, and what is public is told."""

from collections.abc import Callable, Iterable
from functools import partial
from random import SystemRandom

from scalp_core.analysis import Cohort
from scalp_core.clock import Clock
from scalp_core.statistics.distributions import Statistics, describe
from scalp_core.statistics.publication import (
    CELLS,
    Cell,
    Snapshot,
    blurred,
    cell_of,
    cells_of,
    is_due,
    merged,
    next_snapshot,
)
from scalp_core.statistics.repository import StatsRepository
from scalp_core.vocabulary import AgeGroup, Sex

# Noise from the system's source of randomness, which nobody can predict or repeat.
_blur = partial(blurred, rng=SystemRandom())


def read_statistics(
    sex: Sex | None,
    age_group: AgeGroup | None,
    *,
    own: Cohort | None,
    stats: StatsRepository,
    clock: Clock,
) -> tuple[Statistics, Statistics]:
    """Statistics of a group (``None`` means any), and of everyone for comparison.

    Costs one Query for what is published and one for each cohort that is looked after; everyone is
    a sum over what is published, however many there are.

    Args:
        own: whose result the statistics stand beside. Where they are everyone's, its batch alone is
            looked after: those of others wait for their own readers, or for one without a result.

    Raises:
        BackendError: DynamoDB failed.
    """
    cells = cells_of(sex, age_group)
    looked_after = [cell_of(own)] if own and len(cells) == len(CELLS) else cells
    published = publish_what_is_due(looked_after, stats=stats, clock=clock)
    today = clock().date()
    return (
        describe(merged(published[cell] for cell in cells), today),
        describe(merged(published.values()), today),
    )


def publish_what_is_due(
    cells: Iterable[Cell] = CELLS,
    *,
    stats: StatsRepository,
    clock: Clock,
    blur: Callable[[Snapshot, Snapshot], Snapshot] = _blur,
) -> dict[Cell, Snapshot]:
    """Publish the next batch of each cell that has one; return what is public of every cell.

    Readers do it, because then it costs nothing while nobody reads, and a batch appears within a
    minute after the last of its people has looked at the result.

    Args:
        blur: adds noise to an exact snapshot that replaces a published one (:func:`blurred`).

    Raises:
        BackendError: DynamoDB failed; what was published before that stays.
    """
    published = stats.published()
    for cell in cells:
        # Counters after the snapshot, so that they include whatever it includes; and all of them
        # only where the totals say that they are wanted.
        if not is_due(published[cell], stats.total(cell)):
            continue
        due = next_snapshot(published[cell], stats.counted(cell), clock().date())
        if due is None:
            continue
        public = blur(due, published[cell])
        # A reader who loses against another returns the older snapshot: two noises of one batch
        # would say more than one.
        if stats.publish(cell, public, after=published[cell]):
            published[cell] = public
    return published
