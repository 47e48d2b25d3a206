"""Add E-Gen's opening hours to the stored hospitals."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable

from scalp_catalog.hospitals.egen import StatedHours, fetch_hours
from scalp_catalog.portal import Portal
from scalp_core.catalogue_diff import refuse_shrunken
from scalp_core.clock import Clock, day_in_korea
from scalp_core.hospitals.load import load_hospitals
from scalp_core.hospitals.model import Hospital, HospitalSource, OpeningHours, searchable
from scalp_core.hospitals.repository import HospitalRepository

_METRES_PER_DEGREE = 111_320
# Two registers locate the same building up to a block apart.
_SAME_PLACE_METRES = 300


def refresh_opening_hours(
    portal: Portal, url: str, *, hospitals: HospitalRepository, clock: Clock
) -> dict[str, int]:
    """Fetch all opening hours, and store those of the stored hospitals.

    Returns:
        Numbers of hospitals with hours, and of those that changed.

    Raises:
        PortalError: the hours could not be fetched; nothing has been written.
        ShrunkenCatalogueError: over 30 % fewer hospitals would have hours; nothing has been
            written.
        BackendError: DynamoDB failed; the next run completes what this one began.
    """
    stored = {hospital.id: hospital for hospital in hospitals.records()}
    today = day_in_korea(clock()).isoformat()
    offered = _with_hours(stored.values(), fetch_hours(portal, url), today)
    refuse_shrunken(stored=_count_with_hours(stored.values()), offered=_count_with_hours(offered))
    diff = load_hospitals(offered, hospitals=hospitals, clock=clock)
    return {**diff.counts(), "withHours": _count_with_hours(offered)}


def _count_with_hours(hospitals: Iterable[Hospital]) -> int:
    return sum(hospital.opening_hours is not None for hospital in hospitals)


def _with_hours(
    hospitals: Iterable[Hospital], stated: Iterable[StatedHours], today: str
) -> list[Hospital]:
    """Join by name, and by telephone or position: several cities have hospitals of one name."""
    by_name: dict[str, list[Hospital]] = defaultdict(list)
    for hospital in hospitals:
        by_name[searchable(hospital.name)].append(hospital)
    hours: dict[str, OpeningHours] = {}
    for entry in stated:
        for hospital in by_name.get(searchable(entry.name), []):
            if _is_same(hospital, entry):
                hours[hospital.id] = OpeningHours(
                    days=entry.days, source=HospitalSource.EGEN, date=today
                )
    return [
        hospital.model_copy(update={"opening_hours": hours.get(hospital.id)})
        for same_name in by_name.values()
        for hospital in same_name
    ]


def _is_same(hospital: Hospital, stated: StatedHours) -> bool:
    if stated.phone and stated.phone == re.sub(r"\D", "", hospital.phone or ""):
        return True
    if stated.position is None:
        return False
    latitude, longitude = stated.position
    north = (latitude - hospital.latitude) * _METRES_PER_DEGREE
    east = (longitude - hospital.longitude) * _METRES_PER_DEGREE
    east *= math.cos(math.radians(hospital.latitude))
    return math.hypot(north, east) <= _SAME_PLACE_METRES
