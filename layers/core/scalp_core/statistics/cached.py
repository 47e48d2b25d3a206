"""Statistics of groups, read from DynamoDB at most once per TTL."""

from operator import attrgetter
from threading import Lock

from cachetools import TTLCache, cachedmethod

from scalp_core.clock import Clock
from scalp_core.statistics.distributions import Statistics
from scalp_core.statistics.read import read_statistics
from scalp_core.statistics.repository import StatsRepository
from scalp_core.vocabulary import AgeGroup, Sex

# Groups by sex and age group; about 10 kB each.
_MAX_ENTRIES = 32


class CachedStatistics:
    """:func:`scalp_core.statistics.read.read_statistics` behind a TTL cache.

    A batch appears up to one TTL after it was published.

    Args:
        ttl: seconds; 0 caches nothing.
    """

    def __init__(self, stats: StatsRepository, *, clock: Clock, ttl: float) -> None:
        self._stats = stats
        self._clock = clock
        self._cache: TTLCache[object, tuple[Statistics, Statistics]] = TTLCache(_MAX_ENTRIES, ttl)
        self._lock = Lock()

    @cachedmethod(attrgetter("_cache"), lock=attrgetter("_lock"))
    def read(self, sex: Sex | None, age_group: AgeGroup | None) -> tuple[Statistics, Statistics]:
        """Return the statistics of a group and of everyone.

        Raises:
            BackendError: DynamoDB failed.
        """
        return read_statistics(sex, age_group, stats=self._stats, clock=self._clock)
