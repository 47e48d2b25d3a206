"""Hospitals for tests, and what the table holds of them."""

from typing import Any
from urllib.parse import urlencode

from scalp_core import clock
from scalp_core.hospitals.load import HospitalDiff, load_hospitals
from scalp_core.hospitals.model import Hospital, matched_by
from scalp_core.hospitals.regions import locate_address
from scalp_core.hospitals.repository import HospitalRepository
from support.cloud import Cloud

# 강남역, in the cells wydm6, wydm6d …
GANGNAM = (37.4979, 127.0276)
PATH = "/api/v1/hospitals"


def hospital(number: int = 1, **changes: Any) -> Hospital:
    """A hospital; region and match follow from address and name unless they are given."""
    values: dict[str, Any] = {
        "id": f"T{number:04d}",
        "name": f"보기{number}피부과의원",
        "kind": "clinic",
        "address": "서울특별시 강남구 강남대로 1 (역삼동)",
        "phone": "02-555-1234",
        "latitude": GANGNAM[0],
        "longitude": GANGNAM[1],
        "source": "hira-15001698",
        "date": "2026-11-01",
    } | changes
    place = locate_address(values["address"])
    assert place is not None
    derived = {
        "province": place.province,
        "district": place.district,
        "matched_by": matched_by(values["name"]),
    }
    return Hospital(**(derived | values))


def ask(cloud: Cloud, **question: object) -> tuple[int, dict[str, str], Any]:
    """Search for hospitals by the API, and return status, headers and body."""
    return cloud.api("GET", f"{PATH}?{urlencode(question)}")


def repository(cloud: Cloud) -> HospitalRepository:
    return HospitalRepository(cloud.dynamodb, cloud.table)


def load(cloud: Cloud, *hospitals: Hospital, **options: Any) -> HospitalDiff:
    return load_hospitals(hospitals, hospitals=repository(cloud), clock=clock.now, **options)


def stored(cloud: Cloud) -> dict[str, Hospital]:
    """Every hospital by its id, each once."""
    records = repository(cloud).records()
    found = {one.id: one for one in records}
    assert len(found) == len(records)
    return found


def copies(cloud: Cloud) -> dict[tuple[str, str], str]:
    """Every copy of every hospital as it lies in the table, by its key."""
    pages = cloud.dynamodb.get_paginator("scan").paginate(TableName=cloud.table)
    return {
        (item["PK"]["S"], item["SK"]["S"]): item["hospital"]["S"]
        for page in pages
        for item in page["Items"]
        if "hospital" in item
    }
