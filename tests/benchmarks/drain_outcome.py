"""The outcome of a queue drain, and its faults: lost photos, wrong counts, unfair order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scalp_core.analysis import AnalysisResult
from scalp_core.assessments.model import Assessment
from scalp_core.statistics.publication import Counts
from scalp_core.vocabulary import Status


@dataclass(frozen=True)
class Passage:
    """One photo's way.

    Attributes:
        uploaded: when S3 had answered the upload.
    """

    uploaded: datetime
    assessment: Assessment

    @property
    def result(self) -> AnalysisResult | None:
        """What the photo gave, if it gave anything."""
        return self.assessment.result

    @property
    def service_seconds(self) -> float:
        """Decoding and inference; S3 and DynamoDB are moto here, and count as waiting."""
        result = self.result
        return (result.timings.decode + result.timings.inference) / 1000 if result else 0.0

    @property
    def wait_seconds(self) -> float:
        """From upload to result, less the service itself."""
        finished = self.assessment.finished_at or self.uploaded
        return max(0.0, (finished - self.uploaded).total_seconds() - self.service_seconds)


@dataclass(frozen=True)
class Drain:
    """What came of it.

    Attributes:
        passages: in order of upload.
        expected: what the results add up to.
        counted: what the cohorts' counters say, and what the days' say.
        most_waiting: messages in the queue at its fullest, as sampled.
        left: messages in queue and dead-letter queue at the end.
        memory: peak resident megabytes by kind of process, of the largest.
    """

    passages: list[Passage]
    expected: Counts
    counted: tuple[Counts, Counts]
    most_waiting: int
    left: int
    memory: dict[str, float]

    @property
    def done(self) -> list[Passage]:
        """Those with a result."""
        return [one for one in self.passages if one.assessment.status is Status.DONE]

    @property
    def seconds(self) -> float:
        """From the first upload to the last result."""
        finished = [one.assessment.finished_at for one in self.passages]
        last = max((one for one in finished if one), default=self.passages[0].uploaded)
        return (last - self.passages[0].uploaded).total_seconds()


def overtaken(finished: Sequence[Any]) -> list[int]:
    """For each photo, in order of upload, how many later ones finished before it.

    Args:
        finished: when each was finished, anything that can be compared.
    """
    return [
        sum(later < mine for later in finished[place + 1 :]) for place, mine in enumerate(finished)
    ]


def most_overtaken_allowed(number: int) -> int:
    """Processes stall at times; a photo that is passed by more than this was left behind."""
    return max(20, number // 20)


def faults(drain: Drain) -> list[str]:
    """What is wrong, as sentences."""
    found = []
    if missing := len(drain.passages) - len(drain.done):
        found.append(f"{missing} photos have no result")
    for name, counted in zip(("cohorts", "days"), drain.counted, strict=True):
        if counted != drain.expected:
            found.append(f"the counters of {name} are not the sum of the results")
    if drain.left:
        found.append(f"{drain.left} messages are left")
    worst = max(overtaken([one.assessment.finished_at for one in drain.done]), default=0)
    if worst > most_overtaken_allowed(len(drain.passages)):
        found.append(f"a photo was overtaken by {worst} others")
    return found
