"""Days."""

from datetime import UTC, date, datetime

from scalp_core.clock import day_in_korea


def test_a_day_in_korea_begins_nine_hours_before_that_of_utc() -> None:
    assert day_in_korea(datetime(2026, 11, 21, 14, 59, tzinfo=UTC)) == date(2026, 11, 21)
    assert day_in_korea(datetime(2026, 11, 21, 15, 0, tzinfo=UTC)) == date(2026, 11, 22)
