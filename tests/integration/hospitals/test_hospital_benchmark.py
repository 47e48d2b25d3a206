"""The benchmark's stand-in for DynamoDB answers as a real table does, and lookups stay bounded."""

import random
from pathlib import Path
from typing import Any

import pytest

from benchmarks.hospital_lookup import LIMIT, compare, filled, questions, settled
from benchmarks.sorted_table import SortedTable
from scalp_core.hospitals import keys
from scalp_core.hospitals.geohash import cell_of, with_neighbours
from scalp_core.hospitals.repository import HospitalKey, HospitalRepository
from scalp_operator.seeds import read_hospitals
from support.cloud import Cloud
from support.hospitals import GANGNAM, hospital, load, repository


def test_the_stand_in_answers_as_a_table_does(cloud: Cloud, tmp_path: Path) -> None:
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
    client: Any = SortedTable(tmp_path / "table")
    stand_in, real = HospitalRepository(client, cloud.table), repository(cloud)
    stand_in.replace([], many)
    cell = cell_of(*GANGNAM, 5)
    asked = [
        [HospitalKey(keys.hospital_cell_pk(one), one) for one in with_neighbours(cell)],
        [HospitalKey(keys.hospital_region_pk(many[0].province, many[0].district))],
    ]

    for wanted in asked:
        for limit in (1, 7, 59, 60, 61):
            after = None
            while True:
                expected = real.page(wanted, limit=limit, after=after)
                assert stand_in.page(wanted, limit=limit, after=after) == expected
                after = expected.next
                if after is None:
                    break
    client.close()


@pytest.mark.parametrize("rows", [500, 5000])
def test_a_page_reads_no_more_however_many_hospitals_there_are(rows: int, tmp_path: Path) -> None:
    seed = read_hospitals()
    table = filled(tmp_path / "table", rows, settled(seed, range(rows)))

    costs = [table.cost(each.ask) for each in questions(seed[:20])]

    assert max(one.queries for one in costs) <= 9
    assert max(one.items for one in costs) <= LIMIT + 1
    table.client.close()


def test_what_grows_elsewhere_is_not_read() -> None:
    report = compare([200, 800], read_hospitals(), lookups=10)

    verdicts = [line for line in report if line.startswith("* ")]
    assert [line.partition(":")[0] for line in verdicts] == [
        "* cell of 5 and neighbours",
        "* cell of 6 and neighbours",
        "* district",
    ]
    assert all("Queries × 1.00, items × 1.00" in line for line in verdicts)
