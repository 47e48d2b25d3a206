"""Dermatology clinics by region or around a coarse cell of the map."""

from typing import Annotated, Any

from fastapi import Query, Request, Response
from pydantic_core import to_json

from scalp_api import bootstrap, problems
from scalp_api.caching import cacheable, not_modified
from scalp_api.hospital_schemas import (
    HospitalList,
    HospitalQuestion,
    RegionList,
    RegionView,
    SigunguView,
    SourceView,
)
from scalp_api.map_links import map_links
from scalp_api.routing import router_of
from scalp_core.analysis import Message
from scalp_core.hospitals.model import SOURCES, HospitalSource, StoredHospital
from scalp_core.hospitals.regions import PROVINCES
from scalp_core.hospitals.search import FoundHospitals, find_around, find_in_region

# Lists change once a week; an empty one may be of a stack that has not been loaded yet.
_CACHE_SECONDS = 86_400
_CACHE_EMPTY_SECONDS = 300

_NOTICE = Message(
    ko="공공데이터로 만든 목록이라 실제와 다를 수 있습니다. 방문 전에 전화로 확인하세요.",
    en="This list is made from public registers and may be out of date. Call before you go.",
)

router = router_of("hospitals", "/hospitals")


@router.get(
    "",
    response_model=HospitalList,
    responses=not_modified()
    | problems.documented(
        problems.INVALID_REQUEST, problems.INVALID_CURSOR, problems.BACKEND_UNAVAILABLE
    ),
)
async def search(question: Annotated[HospitalQuestion, Query()], request: Request) -> Response:
    """Find dermatology clinics: in a region, or in a geohash cell and its eight neighbours.

    Those whose name says dermatology or hair come before those that list it as a department;
    nothing else, and no payment, decides about the order. Distances are for the browser to
    compute: an exact position is neither needed nor accepted.
    """
    services = bootstrap.services()
    if question.cell:
        found = find_around(
            question.cell,
            limit=question.limit,
            cursor=question.cursor,
            hospitals=services.hospitals,
        )
    else:
        assert question.region  # noqa: S101 (the question has one of the two)
        found = find_in_region(
            question.region,
            question.sigungu,
            name_part=question.q,
            limit=question.limit,
            cursor=question.cursor,
            hospitals=services.hospitals,
        )
    seconds = _CACHE_SECONDS if found.hospitals else _CACHE_EMPTY_SECONDS
    return cacheable(request, _list(found), max_age=seconds)


@router.get(
    "/regions",
    response_model=RegionList,
    responses=not_modified() | problems.documented(problems.BACKEND_UNAVAILABLE),
)
async def regions(request: Request) -> Response:
    """All provinces and the districts that have hospitals, with how many there are."""
    services = bootstrap.services()
    index = services.hospitals.index()
    counts = {one.province: one for one in index.provinces} if index else {}
    views = [
        RegionView(
            code=province,
            name=Message(ko=name.ko, en=name.en),
            hospitals=counts[province].hospitals if province in counts else 0,
            sigungu=[
                SigunguView(name=one.name, hospitals=one.hospitals)
                for one in (counts[province].districts if province in counts else [])
            ],
        )
        for province, name in PROVINCES.items()
    ]
    body = RegionList(
        regions=views,
        hospitals=sum(one.hospitals for one in views),
        updated_at=index.updated_at if index else None,
    )
    return cacheable(request, body, max_age=_CACHE_SECONDS if index else _CACHE_EMPTY_SECONDS)


def _list(found: FoundHospitals) -> bytes:
    """A :class:`HospitalList` as JSON, of rows that were checked when they were loaded."""
    used = {one["source"] for one in found.hospitals} | {
        one["openingHours"]["source"] for one in found.hospitals if "openingHours" in one
    }
    return to_json(
        {
            "hospitals": [_row(one) for one in found.hospitals],
            "nextCursor": found.cursor,
            "sources": [_SOURCES[one] for one in HospitalSource if one in used],
            "notice": _NOTICE,
        }
    )


def _row(hospital: StoredHospital) -> dict[str, Any]:
    """A hospital as a :class:`HospitalView` is in JSON."""
    return {
        "id": hospital["id"],
        "name": hospital["name"],
        "kind": hospital["kind"],
        "address": hospital["address"],
        "region": hospital["province"],
        "sigungu": hospital.get("district"),
        "phone": hospital.get("phone"),
        "website": hospital.get("website"),
        "latitude": hospital["latitude"],
        "longitude": hospital["longitude"],
        "match": hospital["matchedBy"],
        "openingHours": hospital.get("openingHours"),
        "links": map_links(hospital),
        "source": hospital["source"],
        "licence": SOURCES[hospital["source"]].licence,
        "date": hospital["date"],
    }


_SOURCES = {
    source: SourceView(
        id=source, name=Message(ko=info.ko, en=info.en), licence=info.licence, url=info.url
    )
    for source, info in SOURCES.items()
}
