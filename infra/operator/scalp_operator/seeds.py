"""Reads the catalogues that come with the repository."""

from pathlib import Path

from pydantic import ValidationError

from scalp_core.errors import CatalogueFileError, ScalpSpectraError
from scalp_core.hospitals.model import Hospital, HospitalKind, MatchedBy
from scalp_core.hospitals.regions import locate_address
from scalp_operator.tables import month, read_table

SEED = Path(__file__).resolve().parents[2] / "seed"
HOSPITALS = SEED / "hospitals.csv"

_KINDS = {
    "의원": HospitalKind.CLINIC,
    "병원": HospitalKind.HOSPITAL,
    "종합병원": HospitalKind.GENERAL_HOSPITAL,
    "상급종합병원": HospitalKind.TERTIARY_HOSPITAL,
}
_MATCHES = {"name": MatchedBy.NAME, "dept": MatchedBy.DEPARTMENT}
_COLUMNS = ["id", "name", "kind", "address", "phone", "lat", "lon", "match", "source", "date"]
_MOST_TOLD = 10


class SeedError(ScalpSpectraError):
    """A file does not hold what it should; the text names the first lines that are wrong."""


def read_hospitals(file: Path = HOSPITALS) -> list[Hospital]:
    """Return all hospitals of a table with the columns that ``infra/seed/README.md`` describes.

    Raises:
        SeedError: there is no such file, it is no such table, or a line is wrong; none is returned
            then.
    """
    hospitals: list[Hospital] = []
    wrong: list[str] = []
    try:
        lines = read_table(file, _COLUMNS)
    except CatalogueFileError as error:
        raise SeedError(str(error)) from error
    for number, row in lines:
        try:
            hospitals.append(_hospital(row))
        except (KeyError, ValueError) as error:
            wrong.append(f"{file.name}:{number}: {_fault(error)}")
    if wrong:
        raise SeedError("\n".join([*wrong[:_MOST_TOLD], f"{len(wrong)} lines are wrong"]))
    return hospitals


def _hospital(row: dict[str, str]) -> Hospital:
    place = locate_address(row["address"])
    if place is None:
        raise ValueError("the address tells no region")
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


def _fault(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{first['loc'][0]}: {first['msg']}"
    return f"unknown or missing: {error}" if isinstance(error, KeyError) else str(error)
