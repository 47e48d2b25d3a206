"""Opening hours from E-Gen (국립중앙의료원 전국 병·의원 찾기 서비스, data.go.kr 15000736)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scalp_catalog.portal import Portal, Row
from scalp_core.hospitals.model import Day, OpenPeriod

# 종합병원, 병원 and 의원. No department is requested: published tables disagree on its codes
# (dermatology is D005 or D014), and a wrong code would go unnoticed.
_KINDS = ("A", "B", "C")
_PER_PAGE = 1000
_TIME = re.compile(r"([01]\d|2[0-4])([0-5]\d)")
_MIDNIGHT = 24 * 60


@dataclass(frozen=True)
class StatedHours:
    """Opening hours that E-Gen lists for one institution.

    Attributes:
        phone: digits only, empty when there is none.
        position: latitude and longitude in degrees.
    """

    name: str
    phone: str
    position: tuple[float, float] | None
    days: dict[Day, OpenPeriod]


def fetch_hours(portal: Portal, url: str) -> Iterator[StatedHours]:
    """Yield every hospital with opening hours, whatever its department.

    Raises:
        PortalError: the list could not be had as a whole.
    """
    for kind in _KINDS:
        for row in portal.rows(url, {"QZ": kind}, per_page=_PER_PAGE):
            days = _days(row)
            if days and "dutyName" in row:
                phone = re.sub(r"\D", "", row.get("dutyTel1", ""))
                yield StatedHours(row["dutyName"], phone, _position(row), days)


def _days(row: Row) -> dict[Day, OpenPeriod]:
    periods = {
        day: _period(row.get(f"dutyTime{number}s", ""), row.get(f"dutyTime{number}c", ""))
        for number, day in enumerate(Day, start=1)
    }
    return {day: period for day, period in periods.items() if period}


def _period(opens: str, closes: str) -> OpenPeriod | None:
    """Parse times as HHMM, which lose their leading zero where JSON holds a number."""
    start, end = _minutes(opens), _minutes(closes)
    if start is None or end is None or start == end or start >= _MIDNIGHT:
        return None
    if end < start:  # past midnight
        end += _MIDNIGHT
    # A day that ends after 07:00 of the next one has its two fields swapped.
    return OpenPeriod(opens=_clock(start), closes=_clock(end)) if end < 31 * 60 else None


def _minutes(written: str) -> int | None:
    match = _TIME.fullmatch(written.zfill(4)) if written else None
    return 60 * int(match[1]) + int(match[2]) if match else None


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _position(row: Row) -> tuple[float, float] | None:
    try:
        return float(row["wgs84Lat"]), float(row["wgs84Lon"])
    except (KeyError, ValueError):
        return None
