"""Dermatology hospitals and clinics, by region or around a geohash cell."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from scalp_api import problems
from scalp_api.deps import ServicesDep
from scalp_api.hospitals.place_schemas import PlaceList, PlaceView
from scalp_api.hospitals.schemas import HospitalList, HospitalQuery, RegionList
from scalp_api.openapi import NOT_MODIFIED, PREFIX
from scalp_core.hospitals.search import (
    find_around,
    find_at,
    find_by_name,
    find_in_region,
)

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
    """Search for dermatology clinics: in a region, around a geohash cell, or by what was typed.

    `q` alone is the name of a station, district or neighbourhood, whose clinics it finds, or else
    part of a clinic's name anywhere. A cell's eight neighbours are searched too.

    Those with dermatology or hair in their names come before those that list the department;
    nothing else, and no payment, affects the order. The browser computes distances: an exact
    position is neither needed nor accepted.
    """
    place = None
    limit, cursor, hospitals = query.limit, query.cursor, services.hospitals
    if query.cell:
        found = find_around(query.cell, limit=limit, cursor=cursor, hospitals=hospitals)
    elif query.province:
        found = find_in_region(
            query.province,
            query.district,
            name_part=query.name_part,
            limit=limit,
            cursor=cursor,
            hospitals=hospitals,
        )
    else:
        typed = query.name_part or ""
        place = next(iter(services.places.find(typed)), None)
        if place:
            found = find_at(place, limit=limit, cursor=cursor, hospitals=hospitals)
        else:
            found = find_by_name(typed, limit=limit, cursor=cursor, hospitals=hospitals)
    response.headers["Cache-Control"] = _CACHE_CONTROL if found.hospitals else _EMPTY_CACHE_CONTROL
    named = PlaceView.of(place, services.places.area(place)) if place else None
    return HospitalList.of(found, named)


@router.get(
    "/places", responses=NOT_MODIFIED | problems.problem_responses(problems.INVALID_REQUEST)
)
async def places(
    response: Response,
    services: ServicesDep,
    q: Annotated[
        str,
        Query(
            pattern=r"\S",
            max_length=40,
            description="name of a station, district or neighbourhood, or its beginning",
            examples=["강남역"],
        ),
    ],
) -> PlaceList:
    """Find places by name, the likeliest first; words before the name say where it lies."""
    response.headers["Cache-Control"] = _CACHE_CONTROL
    found = services.places.find(q)
    return PlaceList(places=[PlaceView.of(place, services.places.area(place)) for place in found])


@router.get(
    "/regions",
    responses=NOT_MODIFIED | problems.problem_responses(problems.BACKEND_UNAVAILABLE),
)
async def regions(response: Response, services: ServicesDep) -> RegionList:
    """Read all provinces and their districts that have hospitals, with the numbers of hospitals."""
    index = services.hospitals.index()
    response.headers["Cache-Control"] = _CACHE_CONTROL if index else _EMPTY_CACHE_CONTROL
    return RegionList.of(index)
