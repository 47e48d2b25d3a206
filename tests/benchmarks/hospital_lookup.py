"""What a page of hospitals costs when there are 1,000, 10,000, 100,000 or a million of them.

Measured, through the real use cases and repository: the Queries that a page takes, the items that
they read, and the milliseconds of processor time that our own code spends on it.

Not measured: DynamoDB itself, which is not to be had here, and moto, which walks through a whole
partition in Python and would measure only itself. In their place stands a sorted table in memory
that finds by bisection, and whose own time is taken out. On AWS every Query adds a few
milliseconds, whatever the size of the table.

Run: ``python tests/benchmarks/hospital_lookup.py 1000 10000 100000 1000000``
"""

import argparse
import random
import statistics
import sys
import time
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from scalp_core import keys
from scalp_core.cells import cell_of, with_neighbours
from scalp_core.hospitals import Hospital, MatchedBy
from scalp_core.regions import Province
from scalp_core.repositories.hospitals import HospitalRepository
from scalp_core.usecases.find_hospitals import FoundHospitals, find_around, find_in_region
from scalp_operator.seeds import read_hospitals

LIMIT = 200
LOOKUPS = 200
# New clinics settle near those that there are: in degrees, about a kilometre and a half.
_SPREAD = 0.015
_LAST = chr(0x10FFFF)


class SortedTable:
    """The part of a DynamoDB client that lookups use, over sorted keys in memory.

    Args:
        describe: gives a hospital's JSON for its id, so that a million need not be kept.

    Attributes:
        seconds: processor time spent in here, which is no part of what is measured.
    """

    def __init__(self, describe: Callable[[str], str]) -> None:
        self._describe = describe
        self._partitions: dict[str, list[str]] = defaultdict(list)
        self.queries = 0
        self.items = 0
        self.seconds = 0.0

    def fill(self, items: Iterable[tuple[str, str]]) -> None:
        """Take in keys of items, as partition and sort key."""
        for pk, sk in items:
            self._partitions[pk].append(sk)
        for sort_keys in self._partitions.values():
            sort_keys.sort()

    def count(self, pk: str, prefix: str = "") -> int:
        """How many sort keys of a partition begin so."""
        found = self._partitions.get(pk, [])
        return bisect_right(found, prefix + _LAST) - bisect_left(found, prefix)

    def query(self, **asked: Any) -> dict[str, Any]:
        """Answer as DynamoDB does, without filters."""
        began = time.process_time()
        values = asked["ExpressionAttributeValues"]
        found = self._partitions.get(values[":pk"]["S"], [])
        prefix = values.get(":prefix", {"S": ""})["S"]
        start, end = bisect_left(found, prefix), bisect_right(found, prefix + _LAST)
        if after := asked.get("ExclusiveStartKey"):
            start = bisect_right(found, after["SK"]["S"])
        taken = found[start : min(end, start + asked["Limit"])]
        answer: dict[str, Any] = {
            "Items": [
                {"SK": {"S": sk}, "hospital": {"S": self._describe(sk.rpartition("#")[2])}}
                for sk in taken
            ],
            "ScannedCount": len(taken),
        }
        # DynamoDB tells the last key whenever the limit was reached, even at the very end.
        if len(taken) == asked["Limit"]:
            answer["LastEvaluatedKey"] = {"PK": values[":pk"], "SK": {"S": taken[-1]}}
        self.queries += 1
        self.items += len(taken)
        self.seconds += time.process_time() - began
        return answer


def keys_of(
    hospital_id: str, position: tuple[float, float], province: Province, district: str | None
) -> list[tuple[str, str]]:
    """Keys of a hospital's copies by cell and by district."""
    cell = cell_of(*position)
    name = f"보기{hospital_id}피부과의원"
    region = keys.hospital_region_pk(province, district)
    return [
        (keys.hospital_cell_pk(cell), keys.hospital_cell_sk(cell, hospital_id)),
        (region, keys.hospital_region_sk(list(MatchedBy).index(MatchedBy.NAME), name, hospital_id)),
    ]


def grown(seed: list[Hospital], rows: int, chance: random.Random) -> SortedTable:
    """A table of so many hospitals, spread over the country as those of the seed are."""
    pattern = (
        seed[0].model_copy(update={"id": "HERE"}).model_dump_json(by_alias=True, exclude_none=True)
    )
    table = SortedTable(lambda hospital_id: pattern.replace("HERE", hospital_id, 1))

    def items() -> Iterable[tuple[str, str]]:
        for number in range(rows):
            near = chance.choice(seed)
            position = (
                near.latitude + chance.gauss(0, _SPREAD),
                near.longitude + chance.gauss(0, _SPREAD),
            )
            yield from keys_of(f"B{number}", position, near.province, near.district)

    table.fill(items())
    return table


def measured(table: SortedTable, lookup: Callable[[], FoundHospitals]) -> tuple[int, int, float]:
    """Queries, items read, and milliseconds of our own code, of one page."""
    queries, items, inside = table.queries, table.items, table.seconds
    began = time.process_time()
    lookup()
    spent = time.process_time() - began - (table.seconds - inside)
    return table.queries - queries, table.items - items, 1000 * spent


def lines(rows: int, seed: list[Hospital]) -> Iterable[str]:
    """Rows of the report for a table of ``rows`` hospitals."""
    chance = random.Random(rows)
    table = grown(seed, rows, chance)
    client: Any = table
    repository = HospitalRepository(client, "table")
    people = [chance.choice(seed) for _ in range(LOOKUPS)]
    options: dict[str, Any] = {"limit": LIMIT, "cursor": None, "hospitals": repository}

    for characters in (5, 6):
        cells = [cell_of(one.latitude, one.longitude, characters) for one in people]
        there = statistics.median(
            sum(table.count(keys.hospital_cell_pk(near), near) for near in with_neighbours(cell))
            for cell in cells
        )
        costs = [measured(table, lambda cell=cell: find_around(cell, **options)) for cell in cells]
        yield _line(rows, f"cell of {characters} and neighbours", there, costs)
    there = statistics.median(
        table.count(keys.hospital_region_pk(one.province, one.district)) for one in people
    )
    costs = [
        measured(
            table,
            lambda one=one: find_in_region(one.province, one.district, name_part=None, **options),
        )
        for one in people
    ]
    yield _line(rows, "district", there, costs)


def _line(rows: int, asked: str, there: float, costs: list[tuple[int, int, float]]) -> str:
    queries, items, spent = zip(*costs, strict=True)
    cells = [
        f"{rows:,}",
        asked,
        f"{there:,.0f}",
        f"{statistics.median(queries):.0f} (≤ {max(queries)})",
        f"{statistics.median(items):.0f} (≤ {max(items)})",
        f"{statistics.median(spent):.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the report's table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rows", type=int, nargs="*", default=[1_000, 10_000])
    seed = read_hospitals()
    print(f"One page of up to {LIMIT}, median (and most) of {LOOKUPS} lookups:\n")
    print("| hospitals | asked for | there | Queries | items read | ms of our code |")
    print("|--:|---|--:|--:|--:|--:|")
    for rows in parser.parse_args().rows:
        for line in lines(rows, seed):
            print(line)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
