"""Counters, and the rule by which they become public without revealing anybody.

What is shown about any group of people is a sum over *batches*: at least :data:`MINIMUM`
assessments of one cell (a sex and an age group), which enter the statistics together. Batches are
disjoint and never change. Whatever is computed from any number of answers, of any groups, at any
times, is therefore a combination of whole batches.

Each batch gets random noise in its grades and scalp types, drawn once and for good when it is
published, so whoever knows all of a batch but one person learns little about that one.
docs/privacy.md has the argument and what it does not cover, docs/adr/0022 the choice of numbers.
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
from scalp_core.statistics.noise import closest_histogram, discrete_gaussian
from scalp_core.vocabulary import AgeGroup, Grade, PhotoWarning, ScalpType, Sex, Symptom

# Fewest assessments of a batch. Of fewer, the noise would be most of what is shown.
MINIMUM = 30
# A batch is also at least this part of what its cell has published: each batch brings noise of its
# own, and so the noise of large cells grows with the logarithm of their size.
GROWTH = 4
# Standard deviation of the noise in each count of a batch. One person is one of seven histograms'
# counts each, so replacing a person moves them by √14: 7/16-zCDP (docs/adr/0022).
NOISE_SIGMA = 4
SERIES_DAYS = 30

# The counters that belong together: each of these sums up to the total.
HISTOGRAMS = (
    *(tuple(counters.grade_counter(symptom, grade) for grade in Grade) for symptom in Symptom),
    tuple(counters.type_counter(scalp_type) for scalp_type in ScalpType),
)

# Names as in counters.py → how many assessments; absent means none.
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


def statistics_cell(cohort: Cohort) -> Cell:
    """The cell that a cohort's counters belong to."""
    if cohort.sex is Sex.UNDISCLOSED:
        return UNDISCLOSED
    return Cell(cohort.sex, cohort.age_group)


def statistics_cells(sex: Sex | None, age_group: AgeGroup | None) -> list[Cell]:
    """The disjoint cells that make up a group; ``None`` means any, and both mean everyone."""
    return [
        cell for cell in CELLS if sex in (None, cell.sex) and age_group in (None, cell.age_group)
    ]


@dataclass(frozen=True)
class Snapshot:
    """What is public about a cell or a sum of cells.

    Attributes:
        counts: with noise, apart from the total, which is exact.
        days: how many assessments entered the statistics on each of the last days (UTC); exact.
        batches: how many batches have brought noise.
        noise: sum of all noise drawn for the cell, by counter. Never shown: without it the next
            batch could only be published with new noise for all batches before it.
    """

    counts: Counts = field(default_factory=dict)
    days: Mapping[date, int] = field(default_factory=dict)
    batches: int = 0
    noise: Counts = field(default_factory=dict, repr=False)

    @property
    def total(self) -> int:
        """How many assessments it is about: none, or at least :data:`MINIMUM`."""
        return self.counts.get(counters.TOTAL, 0)

    @property
    def noise_deviation(self) -> float:
        """Standard deviation of the noise in one count of a grade.

        That four counts keep their sum takes a quarter of the variance.
        """
        return NOISE_SIGMA * sqrt(0.75 * self.batches)


def contribution(result: AnalysisResult) -> Counts:
    """Return what one assessment adds to the counters of its cohort and of its day.

    Empty for a photo that the gate calls unfamiliar: it may be no scalp at all, and the person is
    advised not to rely on its grades, so statistics do not either.
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


def is_due(published: Snapshot, total: int) -> bool:
    """Return whether enough of ``total`` assessments are not published yet to make a batch."""
    return total - published.total >= max(MINIMUM, published.total // GROWTH)


def next_snapshot(published: Snapshot, live: Counts, today: date) -> Snapshot | None:
    """Return what the counters say now, or ``None`` while too few assessments are new.

    It is exact; only :func:`add_noise` makes it fit to be published.

    Args:
        live: counters read after ``published``, so that they include it.
    """
    total = live.get(counters.TOTAL, 0)
    if not is_due(published, total):
        return None
    days = Counter({day: count for day, count in published.days.items() if _in_series(day, today)})
    days[today] += total - published.total
    return Snapshot(dict(live), dict(days))


def add_noise(snapshot: Snapshot, published: Snapshot, *, rng: Random) -> Snapshot:
    """Return a snapshot with the noise of all earlier batches and new noise for the newest.

    Nothing but totals and known counters is left in it, counts are whole numbers from 0 on, and
    those of each symptom and of the scalp types add up to the total.

    Args:
        snapshot: exact.
        published: what ``snapshot`` is going to replace.
        rng: must be secret; whoever can predict it takes the noise away.
    """
    noise = {
        name: published.noise.get(name, 0) + discrete_gaussian(NOISE_SIGMA, rng)
        for histogram in HISTOGRAMS
        for name in histogram
    }
    counts = {counters.TOTAL: snapshot.total}
    for histogram in HISTOGRAMS:
        noisy = [snapshot.counts.get(name, 0) + noise[name] for name in histogram]
        counts |= zip(histogram, closest_histogram(noisy, snapshot.total), strict=True)
    return replace(snapshot, counts=counts, noise=noise, batches=published.batches + 1)


def merge_snapshots(snapshots: Iterable[Snapshot]) -> Snapshot:
    """Return the sum of disjoint snapshots, to be shown and not to be published on."""
    counts: Counter[str] = Counter()
    days: Counter[date] = Counter()
    batches = 0
    for snapshot in snapshots:
        counts.update(snapshot.counts)
        days.update(snapshot.days)
        batches += snapshot.batches
    return Snapshot(dict(counts), dict(days), batches)


def daily_series(snapshot: Snapshot, today: date) -> list[tuple[date, int]]:
    """The last thirty days, oldest first, with what entered the statistics on each."""
    days = [today - timedelta(days=ago) for ago in reversed(range(SERIES_DAYS))]
    return [(day, snapshot.days.get(day, 0)) for day in days]


def _in_series(day: date, today: date) -> bool:
    return today - day < timedelta(days=SERIES_DAYS)
