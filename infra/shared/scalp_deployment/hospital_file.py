"""Reads the file of hospitals that an operator loads."""

from pathlib import Path

from pydantic import ValidationError

from scalp_core.errors import CatalogueFileError
from scalp_core.hospitals.model import Hospital, HospitalKind, MatchedBy
from scalp_core.hospitals.regions import locate_address
from scalp_deployment.csv_files import month, read_csv
from scalp_deployment.paths import HOSPITALS

_KINDS = {
    "의원": HospitalKind.CLINIC,
    "병원": HospitalKind.HOSPITAL,
    "종합병원": HospitalKind.GENERAL_HOSPITAL,
    "상급종합병원": HospitalKind.TERTIARY_HOSPITAL,
}
_MATCHES = {"name": MatchedBy.NAME, "dept": MatchedBy.DEPARTMENT}
_COLUMNS = ["id", "name", "kind", "address", "phone", "lat", "lon", "match", "source", "date"]
_MAX_REPORTED = 10


def read_hospitals(file: Path = HOSPITALS) -> list[Hospital]:
    """Return all hospitals of a CSV file with the columns that ``infra/seed/README.md`` describes.

    Raises:
        CatalogueFileError: the file cannot be read, or a line is wrong; the first of those are
            named.
    """
    hospitals: list[Hospital] = []
    problems: list[str] = []
    for number, row in read_csv(file, _COLUMNS):
        try:
            hospitals.append(_hospital(row))
        except (KeyError, ValueError) as error:
            problems.append(f"{file.name}:{number}: {_describe(error)}")
    if problems:
        raise CatalogueFileError([*problems[:_MAX_REPORTED], f"{len(problems)} lines are wrong"])
    return hospitals


def _hospital(row: dict[str, str]) -> Hospital:
    place = locate_address(row["address"])
    if place is None:
        raise ValueError("the address names no known region")
    return Hospital(
        id=row["id"],
        name=row["name"],
        kind=_KINDS[row["kind"]],
        address=row["address"],
        province=place.province,
        district=place.district,
        phone=row["phone"] or None,
        latitude=float(row["lat"]),
        longitude=float(row["lon"]),
        matched_by=_MATCHES[row["match"].partition(":")[0]],
        source=row["source"],
        date=month(row["date"]),
    )


def _describe(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{first['loc'][0]}: {first['msg']}"
    return f"unknown or missing: {error}" if isinstance(error, KeyError) else str(error)
