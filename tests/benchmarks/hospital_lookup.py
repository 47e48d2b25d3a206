"""What a page of hospitals costs when there are 1,000, 10,000, 100,000 or a million of them.

    python -m benchmarks.hospital_lookup            as tables
    python -m benchmarks.hospital_lookup --write    into docs/benchmarks.md

Measured, through the real use cases and repository: the Queries that a page takes, the items that
they read, and the milliseconds of processor time that our own code spends on it. On AWS every Query
adds a few milliseconds, whatever the size of the table; in DynamoDB's place stands
:class:`benchmarks.sorted_table.SortedTable`, whose own time is taken out.

Twice: the same questions with the same hospitals in what they ask for, while the table grows
elsewhere; and a table that grows everywhere, so that there is ever more in what they ask for.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.record import circumstances, write
from benchmarks.sorted_table import SortedTable
from scalp_core.hospitals.geohash import geohash_cell, with_neighbours
from scalp_core.hospitals.model import Hospital
from scalp_core.hospitals.repository import HospitalRepository
from scalp_core.hospitals.search import FoundHospitals, find_around, find_in_region
from scalp_deployment.hospital_file import read_hospitals

LIMIT = 200
LOOKUPS = 200
_FLAT = 0.2  # what the largest table may take more than the smallest
# New clinics settle near those that there are: in degrees, about a kilometre and a half.
_SPREAD = 0.015
_ELSEWHERE = 10  # degrees to the south, where nobody asks
_CHUNK = 10_000
_TURNS = 5

Area = str
Ask = Callable[[HospitalRepository], FoundHospitals]


@dataclass(frozen=True)
class Question:
    """One page, and the areas that it is about."""

    kind: str
    ask: Ask
    areas: Sequence[Area]


@dataclass(frozen=True)
class Cost:
    """What one page took; milliseconds of our own code."""

    queries: int
    items: int
    milliseconds: float


@dataclass
class Table:
    """A table of hospitals, and how many lie in each area."""

    rows: int
    client: SortedTable
    there: Counter[Area]

    @property
    def repository(self) -> HospitalRepository:
        """The real one."""
        return HospitalRepository(self.client, "table")  # type: ignore[arg-type]

    def cost(self, ask: Ask) -> Cost:
        """Of one page."""
        client, repository = self.client, self.repository
        queries, items, inside = client.queries, client.items, client.seconds
        began = time.process_time()
        ask(repository)
        spent = time.process_time() - began - (client.seconds - inside)
        return Cost(client.queries - queries, client.items - items, 1000 * spent)


def areas_of(hospital: Hospital) -> tuple[Area, ...]:
    """The areas that are asked for and that a hospital lies in."""
    cell = geohash_cell(hospital.latitude, hospital.longitude, 6)
    return cell, cell[:5], f"{hospital.province} {hospital.district}"


def questions(people: Iterable[Hospital]) -> list[Question]:
    """What somebody asks who is where a hospital is."""

    def around(cell: Area) -> Ask:
        return lambda table: find_around(cell, limit=LIMIT, cursor=None, hospitals=table)

    def within(one: Hospital) -> Ask:
        return lambda table: find_in_region(
            one.province, one.district, name_part=None, limit=LIMIT, cursor=None, hospitals=table
        )

    asked = []
    for one in people:
        small, large, district = areas_of(one)
        for cell in (large, small):
            kind = f"cell of {len(cell)} and neighbours"
            asked.append(Question(kind, around(cell), with_neighbours(cell)))
        asked.append(Question("district", within(one), [district]))
    return asked


def settled(seed: Sequence[Hospital], numbers: range, *, south: int = 0) -> Iterator[Hospital]:
    """Hospitals spread as the seed's are, or so many degrees to the south in other districts."""
    chance = random.Random(numbers.start)
    for number in numbers:
        near = chance.choice(seed)
        moved = {
            "id": f"B{number}",
            "name": f"보기{number}피부과의원",
            "latitude": near.latitude - south + chance.gauss(0, _SPREAD),
            "longitude": near.longitude + chance.gauss(0, _SPREAD),
        }
        if south and near.district:
            moved["district"] = f"밖{near.district}"
        yield near.model_copy(update=moved)


def filled(file: Path, rows: int, hospitals: Iterable[Hospital]) -> Table:
    """A table of these, as a load writes them."""
    table = Table(rows, SortedTable(file), Counter())
    hospitals = iter(hospitals)
    while chunk := list(islice(hospitals, _CHUNK)):
        with table.client.transaction():
            table.repository.replace([], chunk)
        table.there.update(chain.from_iterable(map(areas_of, chunk)))
    return table


def costs(tables: Sequence[Table], asked: Sequence[Question]) -> list[list[Cost]]:
    """What each question takes of each table, the tables in turns; the least of several times."""
    found: list[list[Cost]] = [[] for _ in tables]
    for number, question in enumerate(asked):
        taken: list[list[Cost]] = [[] for _ in tables]
        for step in range(_TURNS * len(tables)):  # another one first with each question
            turn = (number + step) % len(tables)
            taken[turn].append(tables[turn].cost(question.ask))
        for into, each in zip(found, taken, strict=True):
            into.append(min(each, key=lambda one: one.milliseconds))
    return found


def lines(tables: Sequence[Table], asked: Sequence[Question], *, judged: bool) -> list[str]:
    """The report in Markdown; ``judged`` compares the largest table with the smallest."""
    found = costs(tables, asked)
    rows = [
        "| hospitals | asked for | there | Queries | items read | ms of our code |",
        "|--:|---|--:|--:|--:|--:|",
    ]
    verdicts = []
    for kind in dict.fromkeys(question.kind for question in asked):
        chosen = [number for number, question in enumerate(asked) if question.kind == kind]
        of_kind = [[each[number] for number in chosen] for each in found]
        for table, each in zip(tables, of_kind, strict=True):
            there = median(sum(table.there[area] for area in asked[one].areas) for one in chosen)
            rows.append(_row(table.rows, kind, there, each))
        verdicts.append(f"* {kind}: {_verdict(of_kind[0], of_kind[-1])}")
    return [*rows, "", *verdicts] if judged else rows


def _row(rows: int, kind: str, there: float, each: Sequence[Cost]) -> str:
    queries, items = [one.queries for one in each], [one.items for one in each]
    cells = [
        f"{rows:,}",
        kind,
        f"{there:,.0f}",
        f"{median(queries):.0f} (≤ {max(queries)})",
        f"{median(items):.0f} (≤ {max(items)})",
        f"{median(one.milliseconds for one in each):.2f}",
    ]
    return f"| {' | '.join(cells)} |"


def _verdict(smallest: Sequence[Cost], largest: Sequence[Cost]) -> str:
    """The largest table against the smallest."""
    parts: dict[str, Callable[[Cost], float]] = {
        "Queries": lambda one: one.queries,
        "items": lambda one: one.items,
        "time": lambda one: one.milliseconds,
    }
    ratios = {
        name: median(map(part, largest)) / median(map(part, smallest))
        for name, part in parts.items()
    }
    shown = ", ".join(f"{name} × {ratio:.2f}" for name, ratio in ratios.items())
    flat = all(1 - _FLAT <= ratio <= 1 + _FLAT for ratio in ratios.values())
    return f"{shown}: {'flat' if flat else '**not flat**'} (± {100 * _FLAT:.0f} %)."


def compare(sizes: Sequence[int], seed: Sequence[Hospital], lookups: int = LOOKUPS) -> list[str]:
    """Both reports, for tables of these sizes."""
    chance = random.Random(lookups)
    people = [one for one in seed if one.district]
    asked = questions([chance.choice(people) for _ in range(lookups)])
    with TemporaryDirectory() as place, ExitStack() as stack:
        alone, among = [], []
        for size in sizes:
            same = settled(seed, range(sizes[0]))
            others = settled(seed, range(sizes[0], size), south=_ELSEWHERE)
            alone.append(filled(Path(place, f"alone-{size}"), size, chain(same, others)))
            everywhere = settled(seed, range(size))
            among.append(filled(Path(place, f"among-{size}"), size, everywhere))
        for table in (*alone, *among):
            stack.callback(table.client.close)
        return [
            "The same hospitals in what is asked for, ever more elsewhere; then the largest table "
            "against the smallest:",
            "",
            *lines(alone, asked, judged=True),
            "",
            "Ever more in what is asked for:",
            "",
            *lines(among, asked, judged=False),
        ]


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = parser.parse_args()
    report = [circumstances("pydantic"), "", *compare(given.sizes, read_hospitals())]
    print("\n".join(report))
    if given.write:
        write("hospital lookup", report)


if __name__ == "__main__":
    main()
