"""Assess one uploaded photo exactly once, however often it is delivered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Protocol

from scalp_core.analysis import AnalysisResult
from scalp_core.assessments.model import Assessment
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.assessments.sample import require_sample
from scalp_core.aws.objects import PhotoStore
from scalp_core.clock import Clock
from scalp_core.errors import (
    AlreadyFinishedError,
    AssessmentNotFoundError,
    PhotoNotFoundError,
    PhotoRejectedError,
    RejectionCode,
)
from scalp_core.research.model import ResearchRecord, new_record
from scalp_core.vocabulary import MAX_PHOTO_BYTES, Status

_FINAL = (Status.DONE, Status.REJECTED)


class Outcome(StrEnum):
    """What became of one delivery."""

    DONE = "done"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Handled:
    """A delivery that has been handled.

    Attributes:
        created_at: when the assessment was created; ``None`` if nobody created it, or not any more.
    """

    outcome: Outcome
    created_at: datetime | None


class Donate(Protocol):
    """Copies an upload to research where its record asks for that (research/donate.py)."""

    def __call__(self, assessment_id: str, *, read_upload: Callable[[], bytes]) -> None:
        """Copy the upload, or delete a copy without a record."""
        ...


def assess_photo(
    assessment_id: str,
    key: str,
    *,
    assessments: AssessmentRepository,
    photos: PhotoStore,
    analyse: Callable[[bytes], AnalysisResult],
    donate: Donate,
    result_lifetime: timedelta,
    research_lifetime: timedelta,
    clock: Clock,
) -> Handled:
    """Read, analyse, finish and count, donate, delete: an order that survives a stop anywhere.

    The consented copy is made after counting and before deleting: if that fails, the photo is
    delivered again, when there is nothing left to count.

    Args:
        key: of the upload in ``photos``.
        analyse: runs the models on a photo.
        donate: makes the consented copy.

    Raises:
        BackendError: AWS failed; deliver again.
    """
    read_upload = partial(photos.read, key, max_bytes=MAX_PHOTO_BYTES)
    assessment = _find(assessment_id, assessments, clock)
    if assessment is None or assessment.status in _FINAL:
        outcome = _clear(assessment_id, key, assessment, photos=photos, donate=donate)
        return Handled(outcome, assessment.created_at if assessment else None)
    try:
        try:
            content = read_upload()
            if assessment.is_sample:
                require_sample(content)
            result = analyse(content)
        except PhotoNotFoundError:
            assessments.reject(assessment_id, RejectionCode.PHOTO_MISSING, at=clock())
            return Handled(Outcome.REJECTED, assessment.created_at)
        except PhotoRejectedError as error:
            assessments.reject(assessment_id, error.code, at=clock())
            outcome = Outcome.REJECTED
        else:
            finished = clock()
            assessments.complete(
                assessment,
                result,
                at=finished,
                expires_at=finished + result_lifetime,
                research=consented_record(
                    assessment, result, content, at=finished, lifetime=research_lifetime
                ),
            )
            outcome = Outcome.DONE
    except AlreadyFinishedError:  # another delivery was faster, or the person deleted it meanwhile
        outcome = Outcome.DUPLICATE
    if assessment.research_consent_version is not None:
        donate(assessment_id, read_upload=read_upload)
    photos.delete(key)
    return Handled(outcome, assessment.created_at)


def clear_upload(
    assessment_id: str,
    key: str,
    *,
    assessments: AssessmentRepository,
    photos: PhotoStore,
    donate: Donate,
    clock: Clock,
) -> Outcome:
    """Delete a photo that came after another one of the same assessment, without reading it.

    Nothing happens while the assessment is unfinished: the delivery in progress deletes whatever
    lies under the key when it ends, and is delivered again if it dies before.

    Raises:
        BackendError: AWS failed; deliver again.
    """
    assessment = _find(assessment_id, assessments, clock)
    if assessment is not None and assessment.status not in _FINAL:
        return Outcome.DUPLICATE
    return _clear(assessment_id, key, assessment, photos=photos, donate=donate)


def consented_record(
    assessment: Assessment,
    result: AnalysisResult,
    content: bytes,
    *,
    at: datetime,
    lifetime: timedelta,
) -> ResearchRecord | None:
    """Return the record of the consented copy; ``None`` without consent to research."""
    if assessment.research_consent_version is None:
        return None
    return new_record(
        result,
        cohort=assessment.cohort,
        head_region=assessment.head_region,
        consent_version=assessment.research_consent_version,
        content=content,
        at=at,
        lifetime=lifetime,
    )


def _find(assessment_id: str, assessments: AssessmentRepository, clock: Clock) -> Assessment | None:
    try:
        return assessments.get(assessment_id, clock())
    except AssessmentNotFoundError:
        return None


def _clear(
    assessment_id: str,
    key: str,
    assessment: Assessment | None,
    *,
    photos: PhotoStore,
    donate: Donate,
) -> Outcome:
    """Delete the photo of an assessment that is finished or gone, after research has its copy."""
    if assessment is None or assessment.research_consent_version is not None:
        donate(assessment_id, read_upload=partial(photos.read, key, max_bytes=MAX_PHOTO_BYTES))
    photos.delete(key)
    return Outcome.UNKNOWN if assessment is None else Outcome.DUPLICATE
