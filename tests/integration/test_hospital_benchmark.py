"""The benchmark's stand-in for DynamoDB answers as a real table does, and lookups stay bounded."""

import random
from typing import Any

import pytest

from benchmarks.hospital_lookup import LIMIT, SortedTable, grown, lines
from scalp_core import keys
from scalp_core.cells import cell_of, with_neighbours
from scalp_core.repositories.hospitals import HospitalKey, HospitalRepository
from scalp_core.usecases.find_hospitals import find_around
from scalp_operator.seeds import read_hospitals
from support.cloud import Cloud
from support.hospitals import GANGNAM, copies, hospital, load, repository


def test_the_stand_in_answers_as_a_table_does(cloud: Cloud) -> None:
    chance = random.Random(1)
    many = [
        hospital(
            number,
            latitude=GANGNAM[0] + chance.gauss(0, 0.02),
            longitude=GANGNAM[1] + chance.gauss(0, 0.02),
        )
        for number in range(60)
    ]
    load(cloud, *many)
    texts = {one.id: one.model_dump_json(by_alias=True, exclude_none=True) for one in many}
    table = SortedTable(texts.__getitem__)
    table.fill(copies(cloud))
    client: Any = table
    stand_in, real = HospitalRepository(client, cloud.table), repository(cloud)
    cell = cell_of(*GANGNAM, 5)
    questions = [
        [HospitalKey(keys.hospital_cell_pk(one), one) for one in with_neighbours(cell)],
        [HospitalKey(keys.hospital_region_pk(many[0].province, many[0].district))],
    ]

    for wanted in questions:
        for limit in (1, 7, 59, 60, 61):
            after = None
            while True:
                expected = real.page(wanted, limit=limit, after=after)
                assert stand_in.page(wanted, limit=limit, after=after) == expected
                after = expected.next
                if after is None:
                    break


@pytest.mark.parametrize("rows", [500, 5000])
def test_a_page_reads_no_more_however_many_hospitals_there_are(rows: int) -> None:
    table = grown(read_hospitals(), rows, random.Random(rows))
    client: Any = table

    find_around(
        cell_of(*GANGNAM, 5),
        limit=LIMIT,
        cursor=None,
        hospitals=HospitalRepository(client, "table"),
    )

    assert table.queries <= 9
    assert table.items <= LIMIT + 1


def test_the_report_has_a_line_for_each_question() -> None:
    assert [line.split("|")[2].strip() for line in lines(300, read_hospitals())] == [
        "cell of 5 and neighbours",
        "cell of 6 and neighbours",
        "district",
    ]
