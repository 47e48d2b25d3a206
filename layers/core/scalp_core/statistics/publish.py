"""Publish the batches that are pending: once a day, whoever reads."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from random import SystemRandom

from scalp_core.clock import Clock
from scalp_core.statistics import publication
from scalp_core.statistics.publication import CELLS, Cell, Snapshot, next_snapshot
from scalp_core.statistics.repository import StatsRepository

# The system's source of randomness cannot be predicted or repeated.
_add_secret_noise = partial(publication.add_noise, rng=SystemRandom())

# How long after its closing a batch may still be counted: longer than the function runs, and than
# the clocks of two functions differ.
_CLOSING = timedelta(minutes=10)


def publish_pending_batches(
    *,
    stats: StatsRepository,
    clock: Clock,
    add_noise: Callable[[Snapshot, Snapshot], Snapshot] = _add_secret_noise,
) -> dict[Cell, Snapshot]:
    """Publish the next batch of each cell that has one; return what was published.

    A batch is closed before it is counted: who is in it stays in it, even if the assessment is
    deleted afterwards (:meth:`scalp_core.statistics.repository.StatsRepository.take_back`).

    Args:
        add_noise: adds noise to an exact snapshot that is to replace a published one
            (:func:`scalp_core.statistics.publication.add_noise`).

    Raises:
        BackendError: DynamoDB failed; what was published before that stays, and another run
            publishes the rest.
    """
    before = stats.published(with_noise=True)
    done: dict[Cell, Snapshot] = {}
    for cell in CELLS:
        # Counters are read after the snapshot, so that they include whatever it includes.
        today = clock().date()
        if next_snapshot(before[cell], stats.counted(cell), today) is None:
            continue
        stats.close_batch(cell, until=clock() + _CLOSING)
        pending = next_snapshot(before[cell], stats.counted(cell), today)
        if pending is None:
            continue
        public = add_noise(pending, before[cell])
        # Where another run was faster, its snapshot stays: two noises of one batch would reveal
        # more than one.
        if stats.publish(cell, public, after=before[cell]):
            done[cell] = public
    return done
