"""Counters, and the rule by which they become public without revealing anybody.

What is shown about any group of people is a sum over *batches*: at least ten assessments of one
cell (a sex and an age group), which enter the statistics together. Batches are disjoint and never
change. Whatever is computed from any number of answers, of any groups, at any times, is therefore a
combination of whole batches, and no difference of two answers is about fewer than ten assessments.
docs/privacy.md has the argument, and what it does not cover.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product

from scalp_core import keys
from scalp_core.models import AnalysisResult, Cohort
from scalp_core.vocabulary import AgeGroup, PhotoWarning, Sex

MINIMUM = 10
SERIES_DAYS = 30

# Names as in keys.py → how many assessments; absent means none.
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Cell:
    """People whose assessments are published together.

    Attributes:
        age_group: ``None`` for all ages. Those who do not tell their sex count only toward
            everyone, so their ages need not be told apart, and ten of them are found sooner.
    """

    sex: Sex
    age_group: AgeGroup | None

    @property
    def cohorts(self) -> list[Cohort]:
        """The cohorts whose counters belong to the cell."""
        age_groups = [self.age_group] if self.age_group else list(AgeGroup)
        return [Cohort(sex=self.sex, age_group=age_group) for age_group in age_groups]


UNDISCLOSED = Cell(Sex.UNDISCLOSED, None)
CELLS = (*(Cell(*one) for one in product((Sex.MALE, Sex.FEMALE), AgeGroup)), UNDISCLOSED)


def cell_of(cohort: Cohort) -> Cell:
    """The cell that a cohort's counters belong to."""
    if cohort.sex is Sex.UNDISCLOSED:
        return UNDISCLOSED
    return Cell(cohort.sex, cohort.age_group)


def cells_of(sex: Sex | None, age_group: AgeGroup | None) -> list[Cell]:
    """The disjoint cells that make up a group; ``None`` means any, and both mean everyone."""
    return [
        cell for cell in CELLS if sex in (None, cell.sex) and age_group in (None, cell.age_group)
    ]


@dataclass(frozen=True)
class Snapshot:
    """What is public about a cell or a sum of cells.

    Attributes:
        days: how many assessments entered the statistics on each of the last days (UTC).
    """

    counts: Counts = field(default_factory=dict)
    days: Mapping[date, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many assessments it is about: none, or at least :data:`MINIMUM`."""
        return self.counts.get(keys.TOTAL, 0)


def contribution(result: AnalysisResult) -> Counts:
    """Return what one assessment adds to the counters of its cohort and of its day.

    Empty for a photo that the gate calls unfamiliar: it may be no scalp at all, and the person is
    advised not to rely on its grades, so statistics do not either.
    """
    if PhotoWarning.UNFAMILIAR in result.warnings:
        return {}
    return {
        keys.TOTAL: 1,
        keys.type_counter(result.type.scalp_type): 1,
        **{
            keys.grade_counter(symptom, finding.grade): 1
            for symptom, finding in result.symptoms.items()
        },
    }


def is_due(published: Snapshot, total: int) -> bool:
    """Whether at least ten of ``total`` assessments are not published yet."""
    return total - published.total >= MINIMUM


def next_snapshot(published: Snapshot, live: Counts, today: date) -> Snapshot | None:
    """Publish what the counters say now, or ``None`` while fewer than ten assessments are new.

    Args:
        live: counters read after ``published``, so that they include it.
    """
    total = live.get(keys.TOTAL, 0)
    if not is_due(published, total):
        return None
    days = Counter({day: count for day, count in published.days.items() if _in_series(day, today)})
    days[today] += total - published.total
    return Snapshot(dict(live), dict(days))


def merged(snapshots: Iterable[Snapshot]) -> Snapshot:
    """The sum of disjoint snapshots."""
    counts: Counter[str] = Counter()
    days: Counter[date] = Counter()
    for snapshot in snapshots:
        counts.update(snapshot.counts)
        days.update(snapshot.days)
    return Snapshot(dict(counts), dict(days))


def series_of(snapshot: Snapshot, today: date) -> list[tuple[date, int]]:
    """The last thirty days, oldest first, with what entered the statistics on each."""
    days = [today - timedelta(days=ago) for ago in reversed(range(SERIES_DAYS))]
    return [(day, snapshot.days.get(day, 0)) for day in days]


def _in_series(day: date, today: date) -> bool:
    return today - day < timedelta(days=SERIES_DAYS)
