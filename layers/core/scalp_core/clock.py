"""Time, so that tests can set it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

Clock = Callable[[], datetime]

# Korea has had no summer time since 1988, so no time zone data is needed.
_KOREA = timezone(timedelta(hours=9))


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def korean_day(moment: datetime) -> date:
    """The day that it is in Korea at ``moment``."""
    return moment.astimezone(_KOREA).date()
