"""Hospitals with a dermatology department, and the registers that they come from."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from scalp_core.analysis import Record
from scalp_core.hospitals.regions import DISTRICT_PATTERN, Province

ID_PATTERN = r"^[A-Za-z0-9-]{1,40}$"

# Land and waters of South Korea, in degrees: a position outside is a fault of the register.
Latitude = Annotated[float, Field(ge=32.9, le=38.7)]
Longitude = Annotated[float, Field(ge=124.5, le=132.0)]

# A name may hold 피부과 only where a board-certified dermatologist works (의료법 시행규칙 §40), so
# such a name is better evidence than a list of departments. The other words are those of hospitals
# for hair loss.
_NAME_WORDS = ("피부", "모발", "탈모", "헤어")


class HospitalKind(StrEnum):
    """의원, 병원, 종합병원 and 상급종합병원 of the Medical Service Act."""

    CLINIC = "clinic"
    HOSPITAL = "hospital"
    GENERAL_HOSPITAL = "general_hospital"
    TERTIARY_HOSPITAL = "tertiary_hospital"


class MatchedBy(StrEnum):
    """Why a hospital is listed, the better reason first; nothing else decides about rank."""

    NAME = "name"
    DEPARTMENT = "department"


class HospitalSource(StrEnum):
    """Registers that hospitals come from; described in :data:`SOURCES`."""

    SEOUL = "seoul-OA-20337"
    LOCALDATA = "localdata-01_01_01_P"
    HIRA = "hira-15001698"
    EGEN = "egen-15000736"


@dataclass(frozen=True)
class SourceInfo:
    """How a source wants to be named."""

    ko: str
    en: str
    licence: str
    url: str


# Licences as stated on the sets' own pages, or on those of sets of the same register.
_KOGL_1 = "KOGL-1"
_UNRESTRICTED = "이용허락범위 제한 없음"

SOURCES: dict[HospitalSource, SourceInfo] = {
    HospitalSource.SEOUL: SourceInfo(
        "서울 열린데이터광장, 서울시 병의원 위치 정보 (가공함)",
        "Seoul Open Data Plaza, locations of clinics (processed)",
        _KOGL_1,
        "https://data.seoul.go.kr/dataList/OA-20337/S/1/datasetView.do",
    ),
    HospitalSource.LOCALDATA: SourceInfo(
        "행정안전부 지방행정 인허가데이터, 병원 (가공함)",
        "Ministry of the Interior and Safety, register of hospitals (processed)",
        _UNRESTRICTED,
        "https://www.localdata.go.kr/",
    ),
    HospitalSource.HIRA: SourceInfo(
        "건강보험심사평가원 병원정보서비스 (가공함)",
        "Health Insurance Review & Assessment Service, hospital information (processed)",
        _UNRESTRICTED,
        "https://www.data.go.kr/data/15001698/openapi.do",
    ),
    HospitalSource.EGEN: SourceInfo(
        "국립중앙의료원 전국 병·의원 찾기 서비스 (가공함)",
        "National Medical Center, opening hours of clinics (processed)",
        _UNRESTRICTED,
        "https://www.data.go.kr/data/15000736/openapi.do",
    ),
}


class Day(StrEnum):
    """Days of the week in E-Gen's order 1 … 7, and public holidays (8)."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"


class OpenPeriod(Record):
    """Korean local time as HH:MM; a closing time after 24:00 lies in the next day."""

    opens: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    closes: str = Field(pattern=r"^([0-2]\d|30):[0-5]\d$")

    @model_validator(mode="after")
    def _closes_later(self) -> Self:
        if self.closes <= self.opens:
            raise ValueError("closes before it opens")
        return self


class OpeningHours(Record):
    """When a hospital says that it is open; a day that is missing is closed or not stated."""

    days: dict[Day, OpenPeriod] = Field(min_length=1)
    source: HospitalSource
    date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")


class Hospital(Record):
    """One hospital of any kind.

    Attributes:
        id: of ours; the same for the same hospital in every load from one source.
        address: as the source has it, so perhaps with a province's former name.
        province: by today's division.
        phone: with area code.
        website: as the hospital reported it, http or https.
        date: of the source's row, as a day or a month.
    """

    id: str = Field(pattern=ID_PATTERN)
    name: str = Field(min_length=2, max_length=80)
    kind: HospitalKind
    address: str = Field(min_length=5, max_length=200)
    province: Province
    district: str | None = Field(None, pattern=DISTRICT_PATTERN)
    phone: str | None = Field(
        None,
        pattern=r"^(0\d{1,2}-\d{3,4}-\d{4}|0\d{3}-\d{3,4}-\d{4}|1\d{3}-\d{4})$",
    )
    latitude: Latitude
    longitude: Longitude
    matched_by: MatchedBy
    website: str | None = Field(None, pattern=r"^https?://", max_length=300)
    source: HospitalSource
    date: str = Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")
    opening_hours: OpeningHours | None = None


class DistrictCount(Record):
    """How many hospitals a district has."""

    name: str
    hospitals: int


class ProvinceCount(Record):
    """How many hospitals a province has, and its districts that have any.

    Attributes:
        clinics: how many of them are clinics (의원), as nearly all dermatologists' are; ``None`` in
            the index of a load before these were counted.
    """

    province: Province
    hospitals: int
    clinics: int | None = None
    districts: list[DistrictCount]


class HospitalIndex(Record):
    """What the last load left.

    Attributes:
        updated_at: when that load finished.
    """

    updated_at: AwareDatetime
    provinces: list[ProvinceCount]


def matched_by(name: str) -> MatchedBy:
    """Why a hospital that is known to have a dermatology department is listed."""
    named = any(word in name for word in _NAME_WORDS)
    return MatchedBy.NAME if named else MatchedBy.DEPARTMENT


def searchable(name: str) -> str:
    """Return a name as it is compared in searches: composed, without spaces, in lower case."""
    return "".join(unicodedata.normalize("NFC", name).casefold().split())
