"""Query and responses of the hospital routes.

The API's released names for a province, a district and the reason of a listing are ``region``,
``sigungu`` and ``match``; code calls them ``province``, ``district`` and ``matched_by``.
"""

from typing import Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    model_validator,
)

from scalp_api.hospitals.map_links import MapLinks, map_links
from scalp_api.hospitals.place_schemas import PlaceView
from scalp_core.analysis import Message, Record
from scalp_core.hospitals.geohash import CELL_PATTERN
from scalp_core.hospitals.model import (
    SOURCES,
    Hospital,
    HospitalIndex,
    HospitalKind,
    HospitalSource,
    MatchedBy,
    OpeningHours,
    ProvinceCount,
)
from scalp_core.hospitals.regions import DISTRICT_PATTERN, PROVINCES, Province
from scalp_core.hospitals.search import FoundHospitals

# A made-up hospital.
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
        "kakaoRoute": "https://map.kakao.com/link/to/%EB%B3%B4%EA%B8%B0,37.4979,127.0276",
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
    "complete": True,
    "sigungu": [{"name": "강남구", "hospitals": 175}],
}
_LIST: dict[str, JsonValue] = {
    "hospitals": [_HOSPITAL],
    "nextCursor": None,
    "place": None,
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
        "ko": "공공데이터로 만든 목록이라 실제와 다를 수 있어요.",
        "en": "This list is made from public registers and may be out of date.",
    },
}
_REGIONS: dict[str, JsonValue] = {
    "regions": [_REGION],
    "hospitals": 636,
    "updatedAt": "2026-11-22T03:00:00Z",
}


_NOTICE = Message(
    ko="공공데이터로 만든 목록이라 실제와 다를 수 있어요. 방문하기 전에 전화로 확인해 주세요.",
    en="This list is made from public registers and may be out of date. Call before you go.",
)


class HospitalQuery(BaseModel):
    """Where to search: a province, a geohash cell or a name, never an exact position.

    Unknown parameters are refused, so that a page that sends a latitude is noticed at once.
    """

    model_config = ConfigDict(extra="forbid")

    province: Province | None = Field(
        None,
        alias="region",
        description="province (시도), by its two-digit code",
        examples=["11"],
    )
    district: str | None = Field(
        None,
        alias="sigungu",
        pattern=DISTRICT_PATTERN,
        description="district (시군구) of the region, by its name",
        examples=["강남구"],
    )
    name_part: str | None = Field(
        None,
        alias="q",
        pattern=r"\S",
        max_length=40,
        description="part of the name within a region; without one, a place or part of a name",
        examples=["강남역"],
    )
    cell: str | None = Field(
        None,
        pattern=CELL_PATTERN,
        description="geohash of four to six characters; its eight neighbours are searched too",
        examples=["wydm6"],
    )
    limit: int = Field(200, ge=1, le=500, description="maximum number of hospitals on a page")
    cursor: str | None = Field(
        None, max_length=400, description="`nextCursor` of the previous page of the same query"
    )

    @model_validator(mode="after")
    def _has_one_place(self) -> Self:
        if self.province and self.cell:
            raise ValueError("give either region or cell")
        if not (self.province or self.cell or self.name_part):
            raise ValueError("give region, cell or q")
        if self.cell and self.name_part:
            raise ValueError("q does not go with cell")
        if self.district and not self.province:
            raise ValueError("sigungu goes with region only")
        return self


class HospitalView(Record):
    """One hospital or clinic."""

    id: str
    name: str
    kind: HospitalKind
    address: str
    province: Province = Field(alias="region")
    district: str | None = Field(alias="sigungu")
    phone: str | None
    website: str | None
    latitude: float
    longitude: float
    matched_by: MatchedBy = Field(
        alias="match",
        description="why it is listed: its name says dermatology, or its list of departments",
    )
    opening_hours: OpeningHours | None
    links: MapLinks
    source: HospitalSource
    licence: str = Field(description="licence of the source's data")
    date: str = Field(description="date of the source's row, as a day or a month")

    @classmethod
    def of(cls, hospital: Hospital) -> Self:
        """Return the view of a hospital: its own fields, links to maps and the data's licence."""
        return cls(
            **vars(hospital),
            links=map_links(hospital),
            licence=SOURCES[hospital.source].licence,
        )


class SourceView(Record):
    """A source of the list, with the attribution that its licence asks for."""

    id: HospitalSource
    name: Message
    licence: str
    url: str

    @classmethod
    def of(cls, source: HospitalSource) -> Self:
        """Return the view of a source."""
        info = SOURCES[source]
        return cls(
            id=source, name=Message(ko=info.ko, en=info.en), licence=info.licence, url=info.url
        )


class HospitalList(Record):
    """A page of hospitals."""

    model_config = ConfigDict(json_schema_extra={"examples": [_LIST]})

    hospitals: list[HospitalView]
    next_cursor: str | None = Field(description="cursor of the next page; null on the last")
    place: PlaceView | None = Field(description="the place that `q` alone named; null without one")
    sources: list[SourceView]
    notice: Message = Field(description="display it with the list")

    @classmethod
    def of(cls, found: FoundHospitals, place: PlaceView | None) -> Self:
        """Return the view of a page, with the sources of its rows and opening hours."""
        used = {hospital.source for hospital in found.hospitals} | {
            hospital.opening_hours.source for hospital in found.hospitals if hospital.opening_hours
        }
        return cls(
            hospitals=[HospitalView.of(hospital) for hospital in found.hospitals],
            next_cursor=found.cursor,
            place=place,
            sources=[SourceView.of(source) for source in HospitalSource if source in used],
            notice=_NOTICE,
        )


class SigunguView(Record):
    """A district that has hospitals."""

    name: str
    hospitals: int


class RegionView(Record):
    """A province and its districts that have hospitals."""

    code: Province
    name: Message
    hospitals: int
    complete: bool = Field(
        description="whether clinics (의원) are listed; they are not before a nationwide register"
    )
    districts: list[SigunguView] = Field(alias="sigungu")

    @classmethod
    def of(cls, province: Province, count: ProvinceCount | None) -> Self:
        """Return the view of a province; ``None`` is one without hospitals."""
        name = PROVINCES[province]
        return cls(
            code=province,
            name=Message(ko=name.ko, en=name.en),
            hospitals=count.hospitals if count else 0,
            complete=count is not None and count.clinics != 0,
            districts=[
                SigunguView(name=district.name, hospitals=district.hospitals)
                for district in (count.districts if count else [])
            ],
        )


class RegionList(Record):
    """All provinces."""

    model_config = ConfigDict(json_schema_extra={"examples": [_REGIONS]})

    regions: list[RegionView]
    hospitals: int
    updated_at: AwareDatetime | None = Field(
        description="when the list of hospitals last changed; null before the first load"
    )

    @classmethod
    def of(cls, index: HospitalIndex | None) -> Self:
        """Return the view of what the last load left; ``None`` before the first."""
        counts = {count.province: count for count in index.provinces} if index else {}
        regions = [RegionView.of(province, counts.get(province)) for province in PROVINCES]
        return cls(
            regions=regions,
            hospitals=sum(region.hospitals for region in regions),
            updated_at=index.updated_at if index else None,
        )
