"""One uploaded photo becomes one finished assessment, however often it is delivered."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from scalp_core.analysis import AnalysisResult
from scalp_core.assessments.keys import upload_key
from scalp_core.assessments.model import Assessment
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.aws.objects import PhotoStore
from scalp_core.clock import Clock
from scalp_core.errors import (
    AlreadyFinishedError,
    AssessmentNotFoundError,
    PhotoNotFoundError,
    PhotoRejectedError,
    RejectionCode,
)
from scalp_core.research.donate import donate_photo
from scalp_core.research.model import ResearchRecord, new_record
from scalp_core.research.repository import ResearchRepository
from scalp_core.vocabulary import MAX_PHOTO_BYTES, Status

_FINAL = (Status.DONE, Status.REJECTED)


class Outcome(StrEnum):
    """What became of one delivery."""

    DONE = "done"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    UNKNOWN = "unknown"


def assess_photo(
    assessment_id: str,
    *,
    assessments: AssessmentRepository,
    photos: PhotoStore,
    research: ResearchRepository,
    analyse: Callable[[bytes], AnalysisResult],
    copy: Callable[[bytes], bytes],
    result_lifetime: timedelta,
    research_lifetime: timedelta,
    clock: Clock,
) -> Outcome:
    """Read, analyse, finish and count, delete the photo, in an order that survives a stop anywhere.

    What is given to research is copied between counting and deleting: a fault of that is delivered
    again, when nothing is left to be counted.

    Args:
        analyse: what the models say about a photo.
        copy: a photo as it is given to research.

    Raises:
        BackendError: AWS failed; deliver again.
    """
    key = upload_key(assessment_id)
    read_upload = partial(photos.read, key, max_bytes=MAX_PHOTO_BYTES)
    donate = partial(
        donate_photo,
        assessment_id,
        read_upload=read_upload,
        research=research,
        copy=copy,
        clock=clock,
    )
    assessment = _find(assessment_id, assessments, clock)
    if assessment is None or assessment.status in _FINAL:
        return _clear(assessment, lambda: photos.delete(key), donate)
    given = assessment.research_consent_version is not None
    try:
        try:
            content = read_upload()
            result = analyse(content)
        except PhotoNotFoundError:
            assessments.reject(assessment_id, RejectionCode.PHOTO_MISSING, at=clock())
            return Outcome.REJECTED
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
    if given:
        donate()
    photos.delete(key)
    return outcome


def clear_upload(
    assessment_id: str,
    *,
    assessments: AssessmentRepository,
    photos: PhotoStore,
    research: ResearchRepository,
    copy: Callable[[bytes], bytes],
    clock: Clock,
) -> Outcome:
    """Delete a photo that came after another one of the same assessment, without looking at it.

    Nothing happens to one that is still being assessed: the delivery at work deletes whatever lies
    there when it is done, and is delivered again if it dies before.

    Raises:
        BackendError: AWS failed; deliver again.
    """
    assessment = _find(assessment_id, assessments, clock)
    if assessment is not None and assessment.status not in _FINAL:
        return Outcome.DUPLICATE
    key = upload_key(assessment_id)
    donate = partial(
        donate_photo,
        assessment_id,
        read_upload=partial(photos.read, key, max_bytes=MAX_PHOTO_BYTES),
        research=research,
        copy=copy,
        clock=clock,
    )
    return _clear(assessment, lambda: photos.delete(key), donate)


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
        site=assessment.site,
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
    assessment: Assessment | None, delete: Callable[[], None], donate: Callable[[], None]
) -> Outcome:
    """Delete the photo of an assessment that is finished or gone, after research has its copy."""
    if assessment is None or assessment.research_consent_version is not None:
        donate()
    delete()
    return Outcome.UNKNOWN if assessment is None else Outcome.DUPLICATE
