"""The last delivery of a photo must not leave a person waiting for ever."""

from contextlib import suppress
from datetime import datetime

from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.clock import Clock
from scalp_core.errors import AlreadyFinishedError


def announce_last_try(
    assessment_id: str, *, ends_at: datetime, assessments: AssessmentRepository
) -> None:
    """Let readers see ``failed`` after ``ends_at``, even if this process never reports back.

    Covers what no handler can catch: time-out, out of memory, a lost machine.
    """
    with suppress(AlreadyFinishedError):
        assessments.set_fails_at(assessment_id, ends_at)


def give_up(assessment_id: str, *, assessments: AssessmentRepository, clock: Clock) -> None:
    """Tell the person that it failed; a redrive of the DLQ may still finish it."""
    with suppress(AlreadyFinishedError):
        assessments.fail(assessment_id, at=clock())
