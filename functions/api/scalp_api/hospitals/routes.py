"""Dermatology hospitals and clinics, by region or around a geohash cell."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from scalp_api import problems
from scalp_api.deps import ServicesDep
from scalp_api.hospitals.schemas import HospitalList, HospitalQuery, RegionList
from scalp_api.openapi import NOT_MODIFIED, PREFIX
from scalp_core.hospitals.search import find_around, find_in_region

# Lists change once a week; an empty one may be of a stack that has not been loaded yet.
_CACHE_CONTROL = "public, max-age=86400"
_EMPTY_CACHE_CONTROL = "public, max-age=300"

router = APIRouter(prefix=f"{PREFIX}/hospitals", tags=["hospitals"])


@router.get(
    "",
    responses=NOT_MODIFIED
    | problems.problem_responses(
        problems.INVALID_REQUEST, problems.INVALID_CURSOR, problems.BACKEND_UNAVAILABLE
    ),
)
async def search(
    query: Annotated[HospitalQuery, Query()], response: Response, services: ServicesDep
) -> HospitalList:
    """Search for dermatology clinics: in a region, or in a geohash cell and its eight neighbours.

    Those with dermatology or hair in their names come before those that list the department;
    nothing else, and no payment, affects the order. The browser computes distances: an exact
    position is neither needed nor accepted.
    """
    if query.cell:
        found = find_around(
            query.cell, limit=query.limit, cursor=query.cursor, hospitals=services.hospitals
        )
    else:
        assert query.province  # noqa: S101 (the query has one of the two)
        found = find_in_region(
            query.province,
            query.district,
            name_part=query.name_part,
            limit=query.limit,
            cursor=query.cursor,
            hospitals=services.hospitals,
        )
    response.headers["Cache-Control"] = _CACHE_CONTROL if found.hospitals else _EMPTY_CACHE_CONTROL
    return HospitalList.of(found)


@router.get(
    "/regions",
    responses=NOT_MODIFIED | problems.problem_responses(problems.BACKEND_UNAVAILABLE),
)
async def regions(response: Response, services: ServicesDep) -> RegionList:
    """Read all provinces and their districts that have hospitals, with the numbers of hospitals."""
    index = services.hospitals.index()
    response.headers["Cache-Control"] = _CACHE_CONTROL if index else _EMPTY_CACHE_CONTROL
    return RegionList.of(index)
