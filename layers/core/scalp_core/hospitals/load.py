"""Replace the stored hospitals by those of a register."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scalp_core.catalogue_diff import CatalogueDiff, refuse_shrunken
from scalp_core.clock import Clock
from scalp_core.errors import DuplicateHospitalError
from scalp_core.hospitals.model import (
    DistrictCount,
    Hospital,
    HospitalIndex,
    HospitalKind,
    ProvinceCount,
)
from scalp_core.hospitals.regions import Province
from scalp_core.hospitals.repository import HospitalRepository


@dataclass(frozen=True)
class HospitalDiff(CatalogueDiff):
    """How a load of hospitals differs from what was stored, by ids.

    Attributes:
        confirmed: only the dates of the row and of its opening hours are new.
    """

    confirmed: list[str]

    def counts(self) -> dict[str, int]:
        """Return the number of each, for reports and logs."""
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

    Idempotent; a load that was interrupted is completed by the next one.

    Args:
        allow_shrinking: an operator has confirmed that there are fewer.
        dry_run: return the difference and write nothing.

    Raises:
        DuplicateHospitalError: an id is given twice; nothing has been written.
        ShrunkenCatalogueError: implausibly few; nothing has been written.
        BackendError: DynamoDB failed; try again.
    """
    new = _by_id(offered)
    stored = hospitals.records()
    old = {hospital.id: hospital for hospital in stored}
    if not allow_shrinking:
        refuse_shrunken(stored=len(old), offered=len(new))
    records = Counter(hospital.id for hospital in stored)
    duplicated = {hospital_id for hospital_id, number in records.items() if number > 1}
    diff = _diff(old, new, duplicated)
    if dry_run:
        return diff
    written = [*diff.added, *diff.changed, *diff.confirmed]
    replaced = {*diff.removed, *diff.changed, *diff.confirmed}
    hospitals.replace(
        [hospital for hospital in stored if hospital.id in replaced],
        [new[hospital_id] for hospital_id in written],
    )
    provinces = _count_by_region(new.values())
    index = hospitals.index()
    if written or replaced or index is None or index.provinces != provinces:
        hospitals.put_index(HospitalIndex(updated_at=clock(), provinces=provinces))
    return diff


def _by_id(offered: Iterable[Hospital]) -> dict[str, Hospital]:
    found: dict[str, Hospital] = {}
    for hospital in offered:
        if hospital.id in found:
            raise DuplicateHospitalError(hospital.id)
        found[hospital.id] = hospital
    return found


def _diff(old: dict[str, Hospital], new: dict[str, Hospital], duplicated: set[str]) -> HospitalDiff:
    """Return the difference by ids; a hospital with two records counts as changed."""
    both = [key for key in new if key in old]
    differing = [key for key in both if key in duplicated or old[key] != new[key]]
    confirmed = {key for key in differing if _is_confirmed(old[key], new[key])} - duplicated
    return HospitalDiff(
        added=[key for key in new if key not in old],
        changed=[key for key in differing if key not in confirmed],
        removed=[key for key in old if key not in new],
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


def _count_by_region(hospitals: Iterable[Hospital]) -> list[ProvinceCount]:
    hospitals = list(hospitals)
    by_region = Counter((hospital.province, hospital.district) for hospital in hospitals)
    clinics = Counter(
        hospital.province for hospital in hospitals if hospital.kind is HospitalKind.CLINIC
    )
    return [
        ProvinceCount(
            province=province,
            hospitals=sum(number for (where, _), number in by_region.items() if where is province),
            clinics=clinics[province],
            districts=[
                DistrictCount(name=district, hospitals=number)
                for (where, district), number in sorted(
                    by_region.items(), key=lambda counted: counted[0][1] or ""
                )
                if where is province and district
            ],
        )
        for province in Province
    ]
