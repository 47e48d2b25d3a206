"""Days and hours in Korea."""

from datetime import UTC, date, datetime

from scalp_core.clock import day_in_korea, hour_in_korea, midnight_in_korea


def test_a_day_in_korea_begins_nine_hours_before_that_of_utc() -> None:
    assert day_in_korea(datetime(2026, 11, 21, 14, 59, tzinfo=UTC)) == date(2026, 11, 21)
    assert day_in_korea(datetime(2026, 11, 21, 15, 0, tzinfo=UTC)) == date(2026, 11, 22)


def test_hours_of_the_day_are_korean_ones() -> None:
    assert hour_in_korea(datetime(2026, 11, 21, 14, 59, 59, tzinfo=UTC)) == 23
    assert hour_in_korea(datetime(2026, 11, 21, 15, 0, tzinfo=UTC)) == 0


def test_midnight_is_that_of_the_moments_day_in_korea() -> None:
    midnight = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)

    assert midnight_in_korea(datetime(2026, 11, 22, 14, 59, 59, 999999, tzinfo=UTC)) == midnight
    assert midnight_in_korea(midnight) == midnight
