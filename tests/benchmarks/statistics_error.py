"""How far published shares are from the exact ones, by simulation of many batches with their noise.

    PYTHONPATH=tests .venv/bin/python -m benchmarks.statistics_error

prints the table of docs/privacy.md. Drawn from a fixed seed, so a test can compare it.
"""

import sys
from datetime import date, timedelta
from itertools import count
from math import sqrt
from random import Random
from statistics import fmean

from scalp_core.statistics.counters import TOTAL
from scalp_core.statistics.publication import (
    CELLS,
    HISTOGRAMS,
    UNDISCLOSED,
    Counts,
    Snapshot,
    add_noise,
    merge_snapshots,
    next_snapshot,
)

_SIZES = (100, 1_000, 10_000)
# Shares of grades 0 … 3 of every symptom.
SHARES = (0.5, 0.25, 0.2, 0.05)
_GRADES = HISTOGRAMS[:-1]
_REPEATS = 12
_FIRST_DAY = date(2026, 1, 1)


def exact_counts(people: int) -> Counts:
    """Return the counters of people whose grades have exactly these shares, rounded."""
    counts = {
        name: round(people * share)
        for one in _GRADES
        for name, share in zip(one, SHARES, strict=True)
    }
    return {TOTAL: people, **counts}


def published_cell(people: int, rng: Random) -> Snapshot:
    """Return what is published of a cell that has grown to some people.

    Batches are as small as the rule allows, as in a cell that takes days for each: the most noise.
    """
    published, days = Snapshot(), count()
    for present in range(1, people + 1):
        if present - published.total < 30:
            continue
        today = _FIRST_DAY + timedelta(days=next(days))
        pending = next_snapshot(published, exact_counts(present), today)
        if pending is not None:
            published = add_noise(pending, published, rng=rng)
    return published


def error(published: Snapshot) -> float:
    """Return the root mean square error of the shares of grades, in percentage points."""
    exact = exact_counts(published.total)
    return sqrt(
        fmean(
            (100 * (published.counts[name] - exact[name]) / published.total) ** 2
            for one in _GRADES
            for name in one
        )
    )


def sampling_error(people: int) -> float:
    """Return the same error of a random sample of people, without any noise."""
    return 100 * sqrt(fmean(share * (1 - share) for share in SHARES) / people)


def row(size: int, cells: int, rng: Random) -> str:
    """Return the row of some people who are spread evenly over cells."""
    runs = [
        merge_snapshots(published_cell(size // cells, rng) for _ in range(cells))
        for _ in range(max(_REPEATS // cells, 2))
    ]
    total = runs[0].total
    where = "one cell" if cells == 1 else f"{cells} cells alike"
    if not total:
        return f"| {size:,} | {where} | 0 | 0 |  |  |"
    found = sqrt(fmean(error(one) ** 2 for one in runs))
    return (
        f"| {size:,} | {where} | {total:,} | {runs[0].batches // cells} | {found:.1f} "
        f"| {sampling_error(total):.1f} |"
    )


def table() -> list[str]:
    """Return the table as lines of Markdown."""
    rng = Random(22)
    disclosed = sum(cell is not UNDISCLOSED for cell in CELLS)
    return [
        "| assessments | in | published | batches of a cell | error of a share, points "
        "| sampling error |",
        "|--:|---|--:|--:|--:|--:|",
        *(row(size, cells, rng) for cells in (1, disclosed) for size in _SIZES),
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(table()) + "\n")
