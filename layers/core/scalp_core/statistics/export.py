"""Statistics as a tidy CSV table for Tableau, Excel and pandas."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from scalp_core.spreadsheets import text_cell
from scalp_core.statistics import counters
from scalp_core.statistics.distributions import grade_counts
from scalp_core.statistics.publication import Cell, Counts, Snapshot
from scalp_core.vocabulary import Symptom

COHORT_COLUMNS = ("sex", "age_group")
VALUE_COLUMNS = ("symptom", "grade", "assessments", "total")

_ALL_AGES = "all"


def tidy_csv(columns: Sequence[str], groups: Iterable[tuple[Sequence[str], Counts]]) -> str:
    """Return one row for each group, symptom and grade; empty groups are left out.

    Args:
        columns: names of the columns that identify a group.
        groups: the values of those columns, and the group's counters.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*columns, *VALUE_COLUMNS])
    for names, counts in groups:
        total = counts.get(counters.TOTAL, 0)
        if not total:
            continue
        for symptom in Symptom:
            for grade, count in enumerate(grade_counts(counts, symptom)):
                writer.writerow([*map(text_cell, names), symptom, grade, count, total])
    return text.getvalue()


def published_csv(published: Mapping[Cell, Snapshot]) -> str:
    """Return what is published by disjoint groups, so that rows may be summed."""
    return tidy_csv(
        COHORT_COLUMNS,
        (
            ((cell.sex, cell.age_group or _ALL_AGES), snapshot.counts)
            for cell, snapshot in published.items()
        ),
    )
