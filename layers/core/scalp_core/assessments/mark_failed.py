"""Mark an assessment failed, so that the last delivery of a photo leaves nobody waiting."""

from contextlib import suppress
from datetime import datetime

from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.clock import Clock
from scalp_core.errors import AlreadyFinishedError


def set_failure_deadline(
    assessment_id: str, *, deadline: datetime, assessments: AssessmentRepository
) -> None:
    """Make readers see ``failed`` from ``deadline`` on, even if this process never reports back.

    Covers what no handler can catch: time-out, out of memory, a lost machine.
    """
    with suppress(AlreadyFinishedError):
        assessments.set_failure_deadline(assessment_id, deadline)


def mark_failed(assessment_id: str, *, assessments: AssessmentRepository, clock: Clock) -> None:
    """Store ``failed``; a redrive of the DLQ may still finish the assessment."""
    with suppress(AlreadyFinishedError):
        assessments.mark_failed(assessment_id, at=clock())
