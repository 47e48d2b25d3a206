"""Hospitals of a register take the place of those that are stored."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scalp_core.catalogue_diff import CatalogueDiff, refuse_shrunken
from scalp_core.clock import Clock
from scalp_core.errors import DuplicateHospitalError
from scalp_core.hospitals.model import DistrictCount, Hospital, HospitalIndex, ProvinceCount
from scalp_core.hospitals.regions import Province
from scalp_core.hospitals.repository import HospitalRepository


@dataclass(frozen=True)
class HospitalDiff(CatalogueDiff):
    """How a load of hospitals differs from what was stored, by ids.

    Attributes:
        confirmed: nothing but the dates of the row and of its opening hours is new.
    """

    confirmed: list[str]

    def counts(self) -> dict[str, int]:
        """How many of each, for reports and logs."""
        return super().counts() | {"confirmed": len(self.confirmed)}


def load_hospitals(
    offered: Iterable[Hospital],
    *,
    hospitals: HospitalRepository,
    clock: Clock,
    allow_shrinking: bool = False,
    dry_run: bool = False,
) -> HospitalDiff:
    """Store ``offered`` in place of everything stored, writing only what differs.

    The same load a second time writes nothing. One that was interrupted is completed by the next.

    Args:
        allow_shrinking: a person has looked at it and wants fewer.
        dry_run: tell the difference and write nothing.

    Raises:
        DuplicateHospitalError: an id is given twice; nothing has been written.
        ShrunkenCatalogueError: too few to be true; nothing has been written.
        BackendError: DynamoDB failed; do it again.
    """
    new = _by_id(offered)
    stored = hospitals.records()
    old = {one.id: one for one in stored}
    if not allow_shrinking:
        refuse_shrunken(stored=len(old), offered=len(new))
    twice = {one for one, records in Counter(one.id for one in stored).items() if records > 1}
    diff = _diff(old, new, twice)
    if dry_run:
        return diff
    written = [*diff.added, *diff.changed, *diff.confirmed]
    gone = {*diff.removed, *diff.changed, *diff.confirmed}
    hospitals.replace([one for one in stored if one.id in gone], [new[one] for one in written])
    provinces = _counts(new.values())
    index = hospitals.index()
    if written or gone or index is None or index.provinces != provinces:
        hospitals.put_index(HospitalIndex(updated_at=clock(), provinces=provinces))
    return diff


def _by_id(offered: Iterable[Hospital]) -> dict[str, Hospital]:
    found: dict[str, Hospital] = {}
    for hospital in offered:
        if hospital.id in found:
            raise DuplicateHospitalError(hospital.id)
        found[hospital.id] = hospital
    return found


def _diff(old: dict[str, Hospital], new: dict[str, Hospital], twice: set[str]) -> HospitalDiff:
    """The difference; what has two records counts as changed, whatever they hold."""
    both = [one for one in new if one in old]
    differing = [one for one in both if one in twice or old[one] != new[one]]
    confirmed = {one for one in differing if _is_confirmed(old[one], new[one])} - twice
    return HospitalDiff(
        added=[one for one in new if one not in old],
        changed=[one for one in differing if one not in confirmed],
        removed=[one for one in old if one not in new],
        confirmed=sorted(confirmed),
        unchanged=len(both) - len(differing),
    )


def _is_confirmed(old: Hospital, new: Hospital) -> bool:
    return _undated(old) == _undated(new)


def _undated(hospital: Hospital) -> Hospital:
    hours = hospital.opening_hours
    return hospital.model_copy(
        update={"date": "", "opening_hours": hours and hours.model_copy(update={"date": ""})}
    )


def _counts(hospitals: Iterable[Hospital]) -> list[ProvinceCount]:
    by_place = Counter((one.province, one.district) for one in hospitals)
    return [
        ProvinceCount(
            province=province,
            hospitals=sum(number for (where, _), number in by_place.items() if where is province),
            districts=[
                DistrictCount(name=district, hospitals=number)
                for (where, district), number in sorted(
                    by_place.items(), key=lambda one: one[0][1] or ""
                )
                if where is province and district
            ],
        )
        for province in Province
    ]
