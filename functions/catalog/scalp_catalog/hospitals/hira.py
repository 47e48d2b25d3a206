"""HIRA's list of medical institutions (건강보험심사평가원 병원정보서비스, data.go.kr 15001698)."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from pydantic import ValidationError

from scalp_catalog.hospitals.phones import complete_phone
from scalp_catalog.portal import Portal, PortalError, Row
from scalp_core.hospitals.model import Hospital, HospitalKind, HospitalSource, matched_by
from scalp_core.hospitals.regions import locate_address

_DERMATOLOGY = "14"
_KINDS = {
    "01": HospitalKind.TERTIARY_HOSPITAL,
    "11": HospitalKind.GENERAL_HOSPITAL,
    "21": HospitalKind.HOSPITAL,
    "31": HospitalKind.CLINIC,
}
# Hospitals for hair loss are often plastic surgeons', without a dermatology department.
_HAIR_WORDS = ("모발", "탈모", "헤어")
_REQUIRED = ("ykiho", "yadmNm", "clCd", "addr", "XPos", "YPos")
_PER_PAGE = 1000
_MAX_SKIPPED = 0.1


class ChangedListError(PortalError):
    """So many rows cannot be read that the list must have changed its format."""


@dataclass(frozen=True)
class HiraList:
    """HIRA's list, parsed.

    Attributes:
        skipped: number of unusable rows, by reason.
    """

    hospitals: list[Hospital]
    skipped: Counter[str]


def fetch_hospitals(portal: Portal, url: str, *, today: date) -> HiraList:
    """Return all hospitals with a dermatology department or for hair loss, nationwide.

    Pages by kind of institution and never by province, because public tables of HIRA's own
    province codes disagree.

    Raises:
        PortalError: the list could not be fetched or parsed; no part of it may be used.
    """
    queries = [{"clCd": kind, "dgsbjtCd": _DERMATOLOGY} for kind in _KINDS]
    queries += [{"yadmNm": word} for word in _HAIR_WORDS]
    found: dict[str, Hospital] = {}
    skipped: Counter[str] = Counter()
    for query in queries:
        for row in portal.rows(url, query, per_page=_PER_PAGE):
            parsed = _parse_hospital(row, today)
            if isinstance(parsed, Hospital):
                found[parsed.id] = parsed
            else:
                skipped[parsed] += 1
    unreadable = skipped.total() - skipped[_OTHER_KIND]
    if unreadable > _MAX_SKIPPED * (unreadable + len(found)):
        raise ChangedListError(f"{unreadable} rows cannot be read: {dict(skipped)}")
    return HiraList(list(found.values()), skipped)


_OTHER_KIND = "another kind of institution"


def _parse_hospital(row: Row, today: date) -> Hospital | str:
    """Return a hospital, or the reason why the row is unusable."""
    for field in _REQUIRED:
        if field not in row:
            return f"no {field}"
    kind = _KINDS.get(row["clCd"].zfill(2))
    if kind is None:
        return _OTHER_KIND
    place = locate_address(row["addr"])
    if place is None:
        return "address without a known region"
    name = " ".join(row["yadmNm"].split())
    try:
        return Hospital(
            id=_id(row["ykiho"]),
            name=name,
            kind=kind,
            address=row["addr"],
            province=place.province,
            district=place.district,
            phone=complete_phone(row.get("telno", ""), place.province),
            # X is the longitude.
            latitude=round(float(row["YPos"]), 6),
            longitude=round(float(row["XPos"]), 6),
            matched_by=matched_by(name),
            website=_website(row.get("hospUrl", "")),
            source=HospitalSource.HIRA,
            date=today.isoformat(),
        )
    except ValidationError as error:
        return f"{error.errors()[0]['loc'][0]} is not valid"
    except ValueError:
        return "position is not a number"


def _id(ykiho: str) -> str:
    """Return a short id for keys; HIRA's own is an encrypted text of about a hundred characters."""
    return f"hira-{hashlib.sha256(ykiho.encode()).hexdigest()[:16]}"


def _website(written: str) -> str | None:
    """Return the reported address if it is one: many write 없음, or omit the scheme."""
    address = written if "://" in written else f"http://{written}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    usable = parts.scheme in ("http", "https") and "." in host.strip(".") and " " not in address
    return address if usable and not parts.username else None
