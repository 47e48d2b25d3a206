"""Statistics of a group of people, from published snapshots."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from scalp_core.analysis import Record
from scalp_core.statistics import counters
from scalp_core.statistics.publication import Counts, Snapshot, daily_series
from scalp_core.vocabulary import Grade, ScalpType, Symptom


class SymptomStatistics(Record):
    """How one symptom is distributed over a group.

    Attributes:
        counts: assessments with grade 0, 1, 2, 3.
        mean_grade: 0 (absent in all) … 3 (severe in all).
        percentiles: percentile rank of each grade: the share of assessments with a lower grade plus
            half of those with the same one, 0 … 100. A high rank is a severe symptom for the group.
    """

    counts: tuple[int, int, int, int]
    mean_grade: float
    percentiles: tuple[float, float, float, float]


class DayCount(Record):
    """Assessments that entered the statistics on a day (UTC)."""

    date: date
    added: int


class GroupStatistics(Record):
    """Statistics of a group that is large enough to be published."""

    suppressed: Literal[False]
    total: int = Field(description="assessments that have entered the statistics; exact")
    noise: float = Field(
        description="standard deviation of the random noise in each count of a grade, which "
        "protects single persons"
    )
    symptoms: dict[Symptom, SymptomStatistics]
    scalp_types: dict[ScalpType, int]
    daily: list[DayCount] = Field(description="the last thirty days, oldest first")


class SuppressedStatistics(Record):
    """A group that is too small to be published."""

    suppressed: Literal[True]


Statistics = GroupStatistics | SuppressedStatistics


def describe(snapshot: Snapshot, today: date) -> Statistics:
    """Return the statistics of a published snapshot, or that there is none."""
    if not snapshot.total:
        return SuppressedStatistics(suppressed=True)
    return GroupStatistics(
        suppressed=False,
        total=snapshot.total,
        noise=round(snapshot.noise_deviation, 1),
        symptoms={symptom: _distribution(snapshot, symptom) for symptom in Symptom},
        scalp_types={
            kind: snapshot.counts.get(counters.type_counter(kind), 0) for kind in ScalpType
        },
        daily=[DayCount(date=day, added=count) for day, count in daily_series(snapshot, today)],
    )


class OwnRank(Record):
    """Percentile ranks of a result's grade; null where the group is suppressed."""

    grade: Grade
    in_group: float | None
    among_everyone: float | None


def rank(
    grades: Mapping[Symptom, Grade], group: Statistics, everyone: Statistics
) -> dict[Symptom, OwnRank]:
    """Return the percentile ranks of a result's grades in a group and among everyone."""
    return {
        symptom: OwnRank(
            grade=grade,
            in_group=_percentile(group, symptom, grade),
            among_everyone=_percentile(everyone, symptom, grade),
        )
        for symptom, grade in grades.items()
    }


def grade_counts(counts: Counts, symptom: Symptom) -> tuple[int, int, int, int]:
    """Return the numbers of assessments with grade 0, 1, 2, 3 of a symptom."""
    none, mild, moderate, severe = (
        counts.get(counters.grade_counter(symptom, grade), 0) for grade in Grade
    )
    return none, mild, moderate, severe


def _distribution(snapshot: Snapshot, symptom: Symptom) -> SymptomStatistics:
    counts = grade_counts(snapshot.counts, symptom)
    mean = sum(grade * count for grade, count in enumerate(counts)) / snapshot.total
    none, mild, moderate, severe = (
        round(100 * (sum(counts[:grade]) + counts[grade] / 2) / snapshot.total, 1)
        for grade in Grade
    )
    return SymptomStatistics(
        counts=counts,
        mean_grade=round(mean, 2),
        percentiles=(none, mild, moderate, severe),
    )


def _percentile(group: Statistics, symptom: Symptom, grade: Grade) -> float | None:
    return None if group.suppressed else group.symptoms[symptom].percentiles[grade]
