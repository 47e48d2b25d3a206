"""What the API takes and gives about hospitals."""

from typing import Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    model_validator,
)

from scalp_core.analysis import Message, Record
from scalp_core.hospitals.geohash import CELL_PATTERN
from scalp_core.hospitals.model import HospitalKind, HospitalSource, MatchedBy, OpeningHours
from scalp_core.hospitals.regions import DISTRICT_PATTERN, Province

# An invented clinic.
_HOSPITAL: dict[str, JsonValue] = {
    "id": "hira-9f86d081884c7d65",
    "name": "보기피부과의원",
    "kind": "clinic",
    "address": "서울특별시 강남구 강남대로 1, 3층 (역삼동)",
    "region": "11",
    "sigungu": "강남구",
    "phone": "02-555-0100",
    "website": "https://derma.example.com",
    "latitude": 37.4979,
    "longitude": 127.0276,
    "match": "name",
    "openingHours": {
        "days": {
            "monday": {"opens": "09:30", "closes": "18:30"},
            "saturday": {"opens": "09:30", "closes": "14:00"},
        },
        "source": "egen-15000736",
        "date": "2026-11-22",
    },
    "links": {
        "kakaoMap": "https://map.kakao.com/link/map/%EB%B3%B4%EA%B8%B0,37.4979,127.0276",
        "kakaoSearch": "https://map.kakao.com/link/search/%EB%B3%B4%EA%B8%B0",
        "naverSearch": "https://map.naver.com/p/search/%EB%B3%B4%EA%B8%B0",
    },
    "source": "hira-15001698",
    "licence": "이용허락범위 제한 없음",
    "date": "2026-11-22",
}
_REGION: dict[str, JsonValue] = {
    "code": "11",
    "name": {"ko": "서울특별시", "en": "Seoul"},
    "hospitals": 636,
    "sigungu": [{"name": "강남구", "hospitals": 175}],
}
_LIST: dict[str, JsonValue] = {
    "hospitals": [_HOSPITAL],
    "nextCursor": None,
    "sources": [
        {
            "id": "hira-15001698",
            "name": {
                "ko": "건강보험심사평가원 병원정보서비스",
                "en": "HIRA hospital information service",
            },
            "licence": "이용허락범위 제한 없음",
            "url": "https://www.data.go.kr/data/15001698/openapi.do",
        }
    ],
    "notice": {
        "ko": "공공데이터로 만든 목록이라 실제와 다를 수 있습니다.",
        "en": "This list is made from public registers and may be out of date.",
    },
}
_REGIONS: dict[str, JsonValue] = {
    "regions": [_REGION],
    "hospitals": 636,
    "updatedAt": "2026-11-22T03:00:00Z",
}


class HospitalQuestion(BaseModel):
    """Where to look: a region or a cell, never an exact position.

    Unknown parameters are refused, so that a page that sends a latitude is noticed at once.
    """

    model_config = ConfigDict(extra="forbid")

    region: Province | None = Field(
        None, description="province (시도), by its two-digit code", examples=["11"]
    )
    sigungu: str | None = Field(
        None,
        pattern=DISTRICT_PATTERN,
        description="district (시군구) of the region, by its name",
        examples=["강남구"],
    )
    q: str | None = Field(
        None,
        pattern=r"\S",
        max_length=40,
        description="part of the name, within a region",
        examples=["피부과"],
    )
    cell: str | None = Field(
        None,
        pattern=CELL_PATTERN,
        description="geohash of four to six characters; its eight neighbours are searched too",
        examples=["wydm6"],
    )
    limit: int = Field(200, ge=1, le=500, description="most hospitals on a page")
    cursor: str | None = Field(
        None, max_length=400, description="`nextCursor` of the page before, with the same question"
    )

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        if (self.region is None) == (self.cell is None):
            raise ValueError("give either region or cell")
        if self.cell and (self.sigungu or self.q):
            raise ValueError("sigungu and q go with region only")
        return self


class MapLinks(Record):
    """Where the hospital is, and pages from which it can be called and booked."""

    kakao_map: str
    kakao_search: str
    naver_search: str


class HospitalView(Record):
    """One clinic or hospital.

    Attributes:
        match: why it is listed: its name says dermatology, or its list of departments.
        licence: of the source's data.
        date: of the source's row, as a day or a month.
    """

    id: str
    name: str
    kind: HospitalKind
    address: str
    region: Province
    sigungu: str | None
    phone: str | None
    website: str | None
    latitude: float
    longitude: float
    match: MatchedBy
    opening_hours: OpeningHours | None
    links: MapLinks
    source: HospitalSource
    licence: str
    date: str


class SourceView(Record):
    """A source of the answer, as it wants to be named."""

    id: HospitalSource
    name: Message
    licence: str
    url: str


class HospitalList(Record):
    """A page of hospitals.

    Attributes:
        next_cursor: asks for the next page; null on the last.
        notice: what people have to know about the list.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_LIST]})

    hospitals: list[HospitalView]
    next_cursor: str | None
    sources: list[SourceView]
    notice: Message


class SigunguView(Record):
    """A district that has hospitals."""

    name: str
    hospitals: int


class RegionView(Record):
    """A province and its districts that have hospitals."""

    code: Province
    name: Message
    hospitals: int
    sigungu: list[SigunguView]


class RegionList(Record):
    """What can be chosen.

    Attributes:
        updated_at: when the list of hospitals last changed; null before the first load.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_REGIONS]})

    regions: list[RegionView]
    hospitals: int
    updated_at: AwareDatetime | None
