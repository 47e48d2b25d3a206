"""Counts the stored assessments again, and compares with the counters.

Assessments expire and are deleted by their owners, while counters stay, and counters from before
unfamiliar photos were left out still contain them. So a counter above the recount says nothing, but
one below it has lost something, and so has one that does not fit its own item. Only what is certain
is called drift. Nothing is ever lowered: the difference to what has been published would be about
the few people it was lowered by.
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
from scalp_operator.ledger import Finished, Ledger

# A counter item's partition and shard.
Item = tuple[str, str]


@dataclass(frozen=True)
class Missing:
    """A counter item that has lost assessments.

    Attributes:
        stored: what it says.
        lost: how much more the assessments say, by counter; all above zero.
    """

    item: Item
    stored: Counts
    lost: Counts


@dataclass(frozen=True)
class Report:
    """What a recount has found.

    Attributes:
        assessments: how many finished ones are stored.
        uncounted: those of them that the counting rule leaves out (unfamiliar photos).
        counted: how many all cohorts' counters know.
        inconsistent: items whose grades or types do not add up to their total.
    """

    assessments: int
    uncounted: int
    counted: int
    missing: list[Missing]
    inconsistent: list[Item]

    @property
    def drifted(self) -> bool:
        """Whether anything is certainly wrong."""
        return bool(self.missing or self.inconsistent)


def recount(ledger: Ledger, stats: StatsRepository) -> Report:
    """Compare; counters are read after the assessments, so that they know all of them.

    Raises:
        BackendError: DynamoDB failed.
    """
    finished = list(ledger.finished())
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
        uncounted=sum(not contribution(one.result) for one in finished),
        counted=sum(
            counts.get(counters.TOTAL, 0)
            for (partition, _), counts in stored.items()
            if partition in cohorts
        ),
        missing=_missing(expected, stored),
        inconsistent=[item for item, counts in stored.items() if not _adds_up(counts)],
    )


def repair(report: Report, ledger: Ledger) -> int:
    """Add what is missing, and tell how many items that was.

    Those that have counted on since the report are left alone; another run finds them.

    Raises:
        BackendError: DynamoDB failed; what was added before that stays.
    """
    return sum(ledger.add(*one.item, lost=one.lost, stored=one.stored) for one in report.missing)


def _expected(finished: Iterable[Finished]) -> dict[Item, Counts]:
    expected: defaultdict[Item, Counter[str]] = defaultdict(Counter)
    for one in finished:
        if not (counts := contribution(one.result)):
            continue
        shard = keys.shard_sk(one.assessment_id)
        for partition in (
            keys.cohort_pk(one.cohort.sex, one.cohort.age_group),
            keys.day_pk(one.finished_at.astimezone(UTC).date()),
        ):
            expected[partition, shard].update(counts)
    return dict(expected)


def _missing(expected: Mapping[Item, Counts], stored: Mapping[Item, Counts]) -> list[Missing]:
    found = []
    for item, counts in sorted(expected.items()):
        known = stored.get(item, {})
        lost = {
            name: count - known.get(name, 0)
            for name, count in counts.items()
            if count > known.get(name, 0)
        }
        if lost:
            found.append(Missing(item, known, lost))
    return found


def _adds_up(counts: Counts) -> bool:
    types = sum(counts.get(counters.type_counter(one), 0) for one in ScalpType)
    sums = {types, *(sum(grade_counts(counts, symptom)) for symptom in Symptom)}
    return sums == {counts.get(counters.TOTAL, 0)}
