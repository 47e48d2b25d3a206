"""Search for hospitals, by region or around a geohash cell."""

import base64
import binascii
from dataclasses import dataclass

from scalp_core.errors import InvalidCursorError
from scalp_core.hospitals import keys
from scalp_core.hospitals.geohash import geohash_cell, with_neighbours
from scalp_core.hospitals.model import Hospital, MatchedBy, searchable
from scalp_core.hospitals.places import NamedPlace, PlaceKind
from scalp_core.hospitals.regions import Province
from scalp_core.hospitals.repository import HospitalKey, HospitalRepository, Position

_LONGEST_CURSOR = 400
# Around a station or in a neighbourhood: cells of 4 × 5 km, of which nine are read.
_PLACE_CELL_CHARACTERS = 5


@dataclass(frozen=True)
class FoundHospitals:
    """One page.

    Attributes:
        cursor: of the next page; ``None`` on the last.
    """

    hospitals: list[Hospital]
    cursor: str | None


def find_in_region(
    province: Province,
    district: str | None,
    *,
    name_part: str | None,
    limit: int,
    cursor: str | None,
    hospitals: HospitalRepository,
) -> FoundHospitals:
    """Return hospitals of a province or district: those matched by name first, then by name.

    Args:
        name_part: only those whose name contains it; spaces and case do not matter.

    Raises:
        InvalidCursorError: the cursor does not belong to this query.
        BackendError: DynamoDB failed.
    """
    wanted = [HospitalKey(keys.hospital_region_pk(province, district))]
    return _page(wanted, limit, cursor, name_part, hospitals)


def find_by_name(
    name_part: str, *, limit: int, cursor: str | None, hospitals: HospitalRepository
) -> FoundHospitals:
    """Return hospitals of all provinces whose name contains ``name_part``.

    Raises:
        InvalidCursorError: the cursor does not belong to this query.
        BackendError: DynamoDB failed.
    """
    wanted = [HospitalKey(keys.hospital_region_pk(province)) for province in Province]
    return _page(wanted, limit, cursor, name_part, hospitals)


def find_at(
    place: NamedPlace, *, limit: int, cursor: str | None, hospitals: HospitalRepository
) -> FoundHospitals:
    """Return hospitals of a province or district, or around any other place.

    Raises:
        InvalidCursorError: the cursor does not belong to this query.
        BackendError: DynamoDB failed.
    """
    if place.kind in (PlaceKind.PROVINCE, PlaceKind.DISTRICT):
        district = place.name if place.kind is PlaceKind.DISTRICT else None
        return find_in_region(
            place.province,
            district,
            name_part=None,
            limit=limit,
            cursor=cursor,
            hospitals=hospitals,
        )
    cell = geohash_cell(place.latitude, place.longitude, _PLACE_CELL_CHARACTERS)
    return find_around(cell, limit=limit, cursor=cursor, hospitals=hospitals)


def find_around(
    cell: str, *, limit: int, cursor: str | None, hospitals: HospitalRepository
) -> FoundHospitals:
    """Return hospitals of a geohash cell and its eight neighbours, the cell's own pages first.

    Within a page those matched by name come first. Only the browser knows the distances.

    Raises:
        InvalidCursorError: the cursor does not belong to this query.
        BackendError: DynamoDB failed.
    """
    wanted = [
        HospitalKey(keys.hospital_cell_pk(nearby), nearby) for nearby in with_neighbours(cell)
    ]
    page = hospitals.page(wanted, limit=limit, after=_position(cursor, wanted))
    ranks = list(MatchedBy)
    ranked = sorted(page.hospitals, key=lambda one: ranks.index(one.matched_by))
    return FoundHospitals(ranked, _cursor(page.next))


def _page(
    wanted: list[HospitalKey],
    limit: int,
    cursor: str | None,
    name_part: str | None,
    hospitals: HospitalRepository,
) -> FoundHospitals:
    page = hospitals.page(
        wanted,
        limit=limit,
        after=_position(cursor, wanted),
        name_part=searchable(name_part) if name_part else None,
    )
    return FoundHospitals(page.hospitals, _cursor(page.next))


def _cursor(position: Position | None) -> str | None:
    if position is None:
        return None
    return base64.urlsafe_b64encode(f"{position.key}#{position.sk}".encode()).decode()


def _position(cursor: str | None, wanted: list[HospitalKey]) -> Position | None:
    """Return the position that a cursor within ``wanted`` holds."""
    if cursor is None:
        return None
    if len(cursor) > _LONGEST_CURSOR:
        raise InvalidCursorError
    try:
        raw = base64.b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True)
        number, _, sk = raw.decode().partition("#")
    except (binascii.Error, UnicodeError) as error:
        raise InvalidCursorError from error
    if number not in [str(index) for index in range(len(wanted))] or not sk:
        raise InvalidCursorError
    if not sk.startswith(wanted[int(number)].sk_prefix):
        raise InvalidCursorError
    return Position(int(number), sk)
