"""Counter repair: recounts the stored assessments, compares, and adds what counters have lost.

Assessments expire, and may be deleted once they are published, while counters stay; and older
counters contain unfamiliar photos. So a counter above the recount proves nothing, but one below it
has lost counts, and one that contradicts its own item is damaged. Only these two are called drift.
No counter is lowered by a repair: the difference to published statistics would reveal the few
people concerned.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC

from scalp_core.statistics import counters, keys
from scalp_core.statistics.distributions import grade_counts
from scalp_core.statistics.publication import CELLS, Counts, contribution
from scalp_core.statistics.repository import StatsRepository
from scalp_core.vocabulary import ScalpType, Symptom
from scalp_operator.counter_repair_repository import CounterRepairRepository, FinishedAssessment

# A counter item's partition and shard.
Item = tuple[str, str]


@dataclass(frozen=True)
class Loss:
    """A counter item that has lost assessments.

    Attributes:
        stored: its counters.
        lost: by counter, how much more the assessments add up to; all above zero.
    """

    item: Item
    stored: Counts
    lost: Counts


@dataclass(frozen=True)
class Report:
    """The result of a recount.

    Attributes:
        assessments: number of finished assessments that are stored.
        uncounted: number of those that the counting rule leaves out (unfamiliar photos).
        counted: total of all cohorts' counters.
        losses: items below the recount.
        inconsistent: items whose grades or types do not add up to their total.
    """

    assessments: int
    uncounted: int
    counted: int
    losses: list[Loss]
    inconsistent: list[Item]

    @property
    def has_drift(self) -> bool:
        """Return whether any counter is certainly wrong."""
        return bool(self.losses or self.inconsistent)


def recount(repository: CounterRepairRepository, stats: StatsRepository) -> Report:
    """Compare counters with assessments.

    Counters are read last, so that they contain every assessment that was read.

    Raises:
        BackendError: DynamoDB failed.
    """
    finished = list(repository.finished_assessments())
    expected = _expected(finished)
    cohorts = {
        keys.cohort_pk(cohort.sex, cohort.age_group) for cell in CELLS for cohort in cell.cohorts
    }
    days = {partition for partition, _ in expected} - cohorts
    stored = {
        (partition, shard): counts
        for partition in sorted(cohorts | days)
        for shard, counts in stats.shards(partition).items()
    }
    return Report(
        assessments=len(finished),
        uncounted=sum(not contribution(assessment.result) for assessment in finished),
        counted=sum(
            counts.get(counters.TOTAL, 0)
            for (partition, _), counts in stored.items()
            if partition in cohorts
        ),
        losses=_losses(expected, stored),
        inconsistent=[item for item, counts in stored.items() if not _adds_up(counts)],
    )


def repair(report: Report, repository: CounterRepairRepository) -> int:
    """Add the lost counts, and return the number of items that changed.

    Items that have counted since the report are left alone; another run finds them.

    Raises:
        BackendError: DynamoDB failed; counts added before that stay.
    """
    return sum(
        repository.add(*loss.item, lost=loss.lost, stored=loss.stored) for loss in report.losses
    )


def _expected(finished: Iterable[FinishedAssessment]) -> dict[Item, Counts]:
    expected: defaultdict[Item, Counter[str]] = defaultdict(Counter)
    for assessment in finished:
        if not (counts := contribution(assessment.result)):
            continue
        shard = keys.shard_sk(assessment.assessment_id)
        for partition in (
            keys.cohort_pk(assessment.cohort.sex, assessment.cohort.age_group),
            keys.day_pk(assessment.finished_at.astimezone(UTC).date()),
        ):
            expected[partition, shard].update(counts)
    return dict(expected)


def _losses(expected: Mapping[Item, Counts], stored: Mapping[Item, Counts]) -> list[Loss]:
    found = []
    for item, counts in sorted(expected.items()):
        known = stored.get(item, {})
        lost = {
            name: count - known.get(name, 0)
            for name, count in counts.items()
            if count > known.get(name, 0)
        }
        if lost:
            found.append(Loss(item, known, lost))
    return found


def _adds_up(counts: Counts) -> bool:
    types = sum(counts.get(counters.type_counter(scalp_type), 0) for scalp_type in ScalpType)
    sums = {types, *(sum(grade_counts(counts, symptom)) for symptom in Symptom)}
    return sums == {counts.get(counters.TOTAL, 0)}
