"""Clock, which tests replace, and Korean time."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

Clock = Callable[[], datetime]

# Korea has no daylight saving time, so no table of time zones is needed for it.
_KOREA = timezone(timedelta(hours=9))


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


def day_in_korea(moment: datetime) -> date:
    """Return the day in Korea at a moment."""
    return moment.astimezone(_KOREA).date()


def hour_in_korea(moment: datetime) -> int:
    """Return how many whole hours of the day have passed in Korea, 0 … 23."""
    return moment.astimezone(_KOREA).hour


def midnight_in_korea(moment: datetime) -> datetime:
    """Return when the day of a moment began in Korea, in UTC."""
    local = moment.astimezone(_KOREA)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
