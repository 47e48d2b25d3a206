"""Pages, cursors and limits of the search for hospitals, on the requests that it makes."""

import base64
import unicodedata
from typing import Any

import numpy as np
import pygeohash
import pytest

from scalp_core.errors import (
    InvalidCursorError,
)
from scalp_core.hospitals.geohash import with_neighbours
from scalp_core.hospitals.model import Hospital, MatchedBy, searchable
from scalp_core.hospitals.regions import Province
from scalp_core.hospitals.repository import HospitalRepository
from scalp_core.hospitals.search import FoundHospitals, find_around, find_in_region
from support.offline_aws import Answer, OfflineDynamo, Request, plain

# The cell of 강남역.
CELL = "wydm6d"


def hospital(number: int, name: str = "", **changes: Any) -> Hospital:
    values: dict[str, Any] = {
        "id": f"T{number:04d}",
        "name": name or f"보기{number:04d}피부과의원",
        "kind": "clinic",
        "address": "서울특별시 강남구 강남대로 1",
        "province": Province.SEOUL,
        "district": "강남구",
        "latitude": 37.4979,
        "longitude": 127.0276,
        "matched_by": MatchedBy.NAME,
        "source": "hira-15001698",
        "date": "2026-11-01",
    }
    return Hospital(**(values | changes))


class Partition:
    """Hospitals of one partition in the order of their sort keys, as a Query pages through them."""

    def __init__(self, *hospitals: Hospital, page: int = 10_000) -> None:
        self.page = page
        self.items = sorted((sort_key(one), one) for one in hospitals)  # type: ignore[type-var]

    def __call__(self, asked: Request) -> Answer:
        _, request = asked
        after = plain(request.get("ExclusiveStartKey", {})).get("SK", "")
        part = plain(request["ExpressionAttributeValues"]).get(":part", "")
        later = [(sk, one) for sk, one in self.items if sk > after]
        read = later[: min(request["Limit"], self.page)]
        answer: dict[str, Any] = {
            "Items": [
                {"hospital": {"S": one.model_dump_json(by_alias=True, exclude_none=True)}}
                for _, one in read
                if part in searchable(one.name)
            ],
            "ScannedCount": len(read),
        }
        if len(read) < len(later) or len(read) == request["Limit"]:
            answer["LastEvaluatedKey"] = {"PK": {"S": "x"}, "SK": {"S": read[-1][0]}}
        return answer


def sort_key(one: Hospital) -> str:
    rank = 0 if one.matched_by is MatchedBy.NAME else 1
    return f"{rank}#{searchable(one.name)}#{one.id}"


def in_region(dynamo: OfflineDynamo, limit: int, **changes: Any) -> FoundHospitals:
    options: dict[str, Any] = {"name_part": None, "cursor": None} | changes
    return find_in_region(
        Province.SEOUL,
        "강남구",
        limit=limit,
        hospitals=HospitalRepository(dynamo.client, "table"),
        **options,
    )


def around(dynamo: OfflineDynamo, cursor: str | None = None) -> FoundHospitals:
    hospitals = HospitalRepository(dynamo.client, "table")
    return find_around(CELL, limit=3, cursor=cursor, hospitals=hospitals)


def ids(found: FoundHospitals) -> list[str]:
    return [one.id for one in found.hospitals]


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("number", "more"), [(2, False), (3, False), (4, True)])
def test_there_is_a_next_page_only_where_one_more_hospital_is_left(number: int, more: bool) -> None:
    dynamo = OfflineDynamo(Partition(*(hospital(n) for n in range(number))))

    found = in_region(dynamo, 3)

    assert len(found.hospitals) == min(number, 3)
    assert (found.cursor is not None) is more
    assert dynamo.requests[0][1]["Limit"] == 4


def test_pages_go_on_where_the_last_one_ended_and_hold_everything_once() -> None:
    partition = Partition(*(hospital(n) for n in range(7)))
    dynamo = OfflineDynamo(partition)

    pages, cursor = [], None
    while True:
        found = in_region(dynamo, 3, cursor=cursor)
        pages.append(ids(found))
        cursor = found.cursor
        if cursor is None:
            break

    assert pages == [
        ["T0000", "T0001", "T0002"],
        ["T0003", "T0004", "T0005"],
        ["T0006"],
    ]


def test_what_dynamodb_gives_in_parts_is_one_page() -> None:
    dynamo = OfflineDynamo(Partition(*(hospital(n) for n in range(5)), page=2))

    assert len(in_region(dynamo, 5).hospitals) == 5
    assert [request["Limit"] for _, request in dynamo.requests] == [6, 4, 2]


def test_a_search_by_name_reads_two_thousand_and_leaves_the_rest_to_the_next_page() -> None:
    wanted = hospital(9999, "찾는 의원", matched_by=MatchedBy.DEPARTMENT)
    partition = Partition(*(hospital(n) for n in range(2000)), wanted, page=1500)
    dynamo = OfflineDynamo(partition)

    first = in_region(dynamo, 3, name_part="찾는의원")
    assert (ids(first), first.cursor is not None) == ([], True)
    assert [request["Limit"] for _, request in dynamo.requests] == [2000, 500]

    second = in_region(dynamo, 3, name_part="찾는 의원", cursor=first.cursor)
    assert (ids(second), second.cursor) == (["T9999"], None)


def test_a_search_by_name_that_reads_all_it_may_on_the_last_page_is_at_its_end() -> None:
    dynamo = OfflineDynamo(Partition(*(hospital(n) for n in range(1999))))

    assert in_region(dynamo, 3, name_part="없는 이름").cursor is None


# ── Around a cell ────────────────────────────────────────────────────────────────────────────────


def test_around_a_cell_the_own_one_is_asked_first_and_then_its_eight_neighbours() -> None:
    dynamo = OfflineDynamo(lambda _: {"Items": [], "ScannedCount": 0})

    assert around(dynamo).cursor is None

    prefixes = [dynamo.values(number)[":prefix"] for number in range(len(dynamo.requests))]
    assert prefixes == with_neighbours(CELL)
    assert len(set(prefixes)) == 9
    assert {dynamo.values(number)[":pk"] for number in range(9)} == {"HOSPITAL#wydm"}


def test_within_a_page_names_come_before_departments() -> None:
    both = [
        hospital(1, "가나의원", matched_by=MatchedBy.DEPARTMENT),
        hospital(2, "하하피부과의원"),
    ]
    texts = [{"hospital": {"S": one.model_dump_json(by_alias=True)}} for one in both]
    dynamo = OfflineDynamo(
        [{"Items": texts, "ScannedCount": 2}] + [{"Items": [], "ScannedCount": 0}] * 8
    )

    assert ids(around(dynamo)) == ["T0002", "T0001"]


# ── Cursors ──────────────────────────────────────────────────────────────────────────────────────


def cursor_of(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


EMPTY: Answer = {"Items": [], "ScannedCount": 0}


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "not base64!",
        cursor_of(""),
        cursor_of("0"),
        cursor_of("0#"),
        cursor_of("9#wydm6d1#T1"),  # nine cells are asked, from 0 to 8
        cursor_of("-1#wydm6d1#T1"),
        cursor_of("00#wydm6d1#T1"),
        cursor_of("0#wydm6f1#T1"),  # of another cell
        cursor_of("1#wydm6d1#T1"),
        base64.urlsafe_b64encode(b"0#wydm6d\xff").decode(),
        cursor_of(f"0#{CELL}{'x' * 293}"),
        "가" * 8,
        cursor_of("0#wydm6d1#T1")[:4] + "!" + cursor_of("0#wydm6d1#T1")[4:],
    ],
)
def test_a_cursor_that_this_question_never_gave_is_refused(cursor: str) -> None:
    dynamo = OfflineDynamo(lambda _: EMPTY)

    with pytest.raises(InvalidCursorError):
        around(dynamo, cursor)

    assert dynamo.requests == []


@pytest.mark.parametrize("number", [0, 8])
def test_a_cursor_leads_to_its_own_cell_and_place(number: int) -> None:
    cell = with_neighbours(CELL)[number]
    dynamo = OfflineDynamo(lambda _: EMPTY)

    around(dynamo, cursor_of(f"{number}#{cell}1#T1"))

    assert len(dynamo.requests) == 9 - number
    start = plain(dynamo.requests[0][1]["ExclusiveStartKey"])
    assert start == {"PK": "HOSPITAL#wydm", "SK": f"{cell}1#T1"}
    assert not any("ExclusiveStartKey" in request for _, request in dynamo.requests[1:])


def test_a_cursor_may_have_four_hundred_characters() -> None:
    longest = cursor_of("0#" + CELL + "x" * 292)
    assert len(longest) == 400

    assert around(OfflineDynamo(lambda _: EMPTY), longest).cursor is None


def test_a_cursor_uses_the_alphabet_of_addresses() -> None:
    """Of the bytes of ``?`` and ``>``, base64 makes ``/`` and ``+``, which a query cannot hold."""
    names = Partition(hospital(1, "가~~~???"), hospital(2, "가~~~???>>>"), hospital(3, "나나"))
    found = in_region(OfflineDynamo(names), 1)
    assert found.cursor is not None
    assert set("+/") & set(found.cursor) == set()
    while found.cursor:
        found = in_region(OfflineDynamo(names), 1, cursor=found.cursor)
    assert ids(found) == ["T0003"]


# ── Places ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("cell", ["wydm", "wydm6", CELL])
def test_the_neighbours_go_round_clockwise_from_the_north(cell: str) -> None:
    around = [pygeohash.decode(one) for one in with_neighbours(cell)]

    here = around[0]
    steps = [
        (
            np.sign(round(place.latitude - here.latitude, 4)),
            np.sign(round(place.longitude - here.longitude, 4)),
        )
        for place in around
    ]
    assert steps == [(0, 0), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)]


@pytest.mark.parametrize("name", ["가 나 Clinic", "가나CLINIC", "가나\u3000clinic"])
def test_names_are_compared_without_spaces_case_and_composition(name: str) -> None:
    assert searchable(name) == "가나clinic"
    assert searchable(unicodedata.normalize("NFD", name)) == "가나clinic"
