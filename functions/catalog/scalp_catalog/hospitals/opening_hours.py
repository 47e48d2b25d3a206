"""Stored hospitals get the opening hours that E-Gen states for them."""

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
# Two registers place the same building up to a block apart.
_SAME_PLACE_METRES = 300


def refresh_opening_hours(
    portal: Portal, url: str, *, hospitals: HospitalRepository, clock: Clock
) -> dict[str, int]:
    """Fetch all hours, and store those of the hospitals that are listed.

    Returns:
        How many hospitals have hours now, and how many changed.

    Raises:
        PortalError: the hours could not be had; nothing has been written.
        ShrunkenCatalogueError: over 30 % fewer hospitals would have hours; nothing has been
            written.
        BackendError: DynamoDB failed; the next run completes what this one began.
    """
    stored = {one.id: one for one in hospitals.records()}
    today = day_in_korea(clock()).isoformat()
    offered = _with_hours(stored.values(), fetch_hours(portal, url), today)
    refuse_shrunken(stored=_known(stored.values()), offered=_known(offered))
    diff = load_hospitals(offered, hospitals=hospitals, clock=clock)
    return {**diff.counts(), "withHours": _known(offered)}


def _known(hospitals: Iterable[Hospital]) -> int:
    return sum(one.opening_hours is not None for one in hospitals)


def _with_hours(
    hospitals: Iterable[Hospital], stated: Iterable[StatedHours], today: str
) -> list[Hospital]:
    """Join by name, and by telephone or place: a name alone stands in several cities."""
    by_name: dict[str, list[Hospital]] = defaultdict(list)
    for hospital in hospitals:
        by_name[searchable(hospital.name)].append(hospital)
    hours: dict[str, OpeningHours] = {}
    for one in stated:
        for hospital in by_name.get(searchable(one.name), []):
            if _is_same(hospital, one):
                hours[hospital.id] = OpeningHours(
                    days=one.days, source=HospitalSource.EGEN, date=today
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
