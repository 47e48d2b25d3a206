"""The rule by which counters are published without revealing a person.

Everything shown about a group is a sum over *batches*: at least :data:`MINIMUM` assessments of one
cell (a sex and an age group), which enter the statistics together. Batches are disjoint and never
change, so anything computed from any answers about any groups at any times is a combination of
whole batches.

Each batch gets random noise in its grades and scalp types, once, when it is published. So even
those who know all of a batch but one person learn little about that one: publication is
:data:`EPSILON`-differentially private. docs/privacy.md has the theorem and its limits,
docs/adr/0022 the choice of numbers.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import product
from math import sqrt
from random import Random

from scalp_core.analysis import AnalysisResult, Cohort
from scalp_core.statistics import counters
from scalp_core.statistics.noise import closest_histogram, discrete_laplace, laplace_deviation
from scalp_core.vocabulary import AgeGroup, Grade, PhotoWarning, ScalpType, Sex, Symptom

# Fewest assessments of a batch. With fewer, noise would dominate.
MINIMUM = 30
# A batch is also at least one in GROWTH of what its cell has published: each batch adds noise, so
# the noise of a cell grows with the logarithm of its size.
GROWTH = 4
# Scale of the noise in each count of a batch: the probability falls by e every four counts.
NOISE_SCALE = 4
SERIES_DAYS = 30

# The counters that belong together: each of these sums up to the total.
HISTOGRAMS = (
    *(tuple(counters.grade_counter(symptom, grade) for grade in Grade) for symptom in Symptom),
    tuple(counters.type_counter(scalp_type) for scalp_type in ScalpType),
)

# What one person can change: another result in its place lowers one count of each histogram by one
# and raises another.
SENSITIVITY = 2 * len(HISTOGRAMS)
# Privacy loss of one assessment, for all its seven values together.
EPSILON = SENSITIVITY / NOISE_SCALE

# Names as in counters.py → how many assessments; absent means none.
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Cell:
    """People whose assessments are published together.

    Attributes:
        age_group: ``None`` for all ages. People of undisclosed sex count only toward everyone, so
            their ages need not be distinguished, and a batch fills sooner.
    """

    sex: Sex
    age_group: AgeGroup | None

    @property
    def cohorts(self) -> list[Cohort]:
        """Return the cohorts whose counters belong to the cell."""
        age_groups = [self.age_group] if self.age_group else list(AgeGroup)
        return [Cohort(sex=self.sex, age_group=age_group) for age_group in age_groups]


UNDISCLOSED = Cell(Sex.UNDISCLOSED, None)
CELLS = (*(Cell(*group) for group in product((Sex.MALE, Sex.FEMALE), AgeGroup)), UNDISCLOSED)


def statistics_cell(cohort: Cohort) -> Cell:
    """Return the cell that a cohort's counters belong to."""
    if cohort.sex is Sex.UNDISCLOSED:
        return UNDISCLOSED
    return Cell(cohort.sex, cohort.age_group)


def statistics_cells(sex: Sex | None, age_group: AgeGroup | None) -> list[Cell]:
    """Return the disjoint cells of a group; ``None`` means any, twice ``None`` everyone."""
    return [
        cell for cell in CELLS if sex in (None, cell.sex) and age_group in (None, cell.age_group)
    ]


@dataclass(frozen=True)
class Snapshot:
    """What is public about a cell or a sum of cells.

    Attributes:
        counts: with noise, apart from the total, which is exact.
        days: how many assessments entered the statistics on each of the last days (UTC); exact.
        batches: number of batches, each of which has added noise.
        noise: sum of all noise of the cell, by counter. Never shown; without it the next batch
            would need new noise for all earlier batches.
    """

    counts: Counts = field(default_factory=dict)
    days: Mapping[date, int] = field(default_factory=dict)
    batches: int = 0
    noise: Counts = field(default_factory=dict, repr=False)

    @property
    def total(self) -> int:
        """Return the number of assessments: none, or at least :data:`MINIMUM`."""
        return self.counts.get(counters.TOTAL, 0)

    @property
    def noise_deviation(self) -> float:
        """Return the standard deviation of the noise in one count of a grade.

        Keeping the sum of four counts removes a quarter of the variance.
        """
        return laplace_deviation(NOISE_SCALE) * sqrt(0.75 * self.batches)


def contribution(result: AnalysisResult) -> Counts:
    """Return what one assessment adds to the counters of its cohort and of its day.

    Empty for a photo that the gate calls unfamiliar: it may be no scalp at all, and the person is
    advised not to rely on its grades.
    """
    if PhotoWarning.UNFAMILIAR in result.warnings:
        return {}
    return {
        counters.TOTAL: 1,
        counters.type_counter(result.type.scalp_type): 1,
        **{
            counters.grade_counter(symptom, finding.grade): 1
            for symptom, finding in result.symptoms.items()
        },
    }


def next_snapshot(published: Snapshot, live: Counts, today: date) -> Snapshot | None:
    """Return an exact snapshot of the counters, or ``None`` while the next batch is not due.

    It is due when enough assessments are new, and not again on the day of the one before. Only
    :func:`add_noise` makes it fit to be published.

    Args:
        live: counters read after ``published``, so that they include it.
    """
    total = live.get(counters.TOTAL, 0)
    is_complete = total - published.total >= max(MINIMUM, published.total // GROWTH)
    if not is_complete or today in published.days:
        return None
    days = Counter(
        {day: count for day, count in published.days.items() if _is_in_series(day, today)}
    )
    days[today] += total - published.total
    return Snapshot(dict(live), dict(days))


def add_noise(snapshot: Snapshot, published: Snapshot, *, rng: Random) -> Snapshot:
    """Return a snapshot with the noise of all earlier batches and new noise for the newest.

    It holds totals and known counters only. Counts are non-negative integers, and those of each
    symptom and of the scalp types add up to the total.

    Args:
        snapshot: exact.
        published: the snapshot that ``snapshot`` replaces.
        rng: must be secret: its prediction would remove the noise.
    """
    noise = {
        name: published.noise.get(name, 0) + discrete_laplace(NOISE_SCALE, rng)
        for histogram in HISTOGRAMS
        for name in histogram
    }
    counts = {counters.TOTAL: snapshot.total}
    for histogram in HISTOGRAMS:
        noisy = [snapshot.counts.get(name, 0) + noise[name] for name in histogram]
        counts |= zip(histogram, closest_histogram(noisy, snapshot.total), strict=True)
    return replace(snapshot, counts=counts, noise=noise, batches=published.batches + 1)


def merge_snapshots(snapshots: Iterable[Snapshot]) -> Snapshot:
    """Return the sum of disjoint snapshots, for display only."""
    counts: Counter[str] = Counter()
    days: Counter[date] = Counter()
    batches = 0
    for snapshot in snapshots:
        counts.update(snapshot.counts)
        days.update(snapshot.days)
        batches += snapshot.batches
    return Snapshot(dict(counts), dict(days), batches)


def daily_series(snapshot: Snapshot, today: date) -> list[tuple[date, int]]:
    """Return the last thirty days, oldest first, with the assessments added on each."""
    days = [today - timedelta(days=ago) for ago in reversed(range(SERIES_DAYS))]
    return [(day, snapshot.days.get(day, 0)) for day in days]


def _is_in_series(day: date, today: date) -> bool:
    return today - day < timedelta(days=SERIES_DAYS)
