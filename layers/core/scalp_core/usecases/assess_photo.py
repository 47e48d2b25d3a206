"""One uploaded photo becomes one finished assessment, however often it is delivered."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

from scalp_core.clock import Clock
from scalp_core.errors import (
    AlreadyFinishedError,
    AssessmentNotFoundError,
    PhotoNotFoundError,
    PhotoRejectedError,
    RejectionCode,
)
from scalp_core.keys import upload_key
from scalp_core.models import AnalysisResult
from scalp_core.repositories.assessments import AssessmentRepository
from scalp_core.repositories.photos import PhotoStore
from scalp_core.vocabulary import MAX_PHOTO_BYTES, Status


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
    analyse: Callable[[bytes], AnalysisResult],
    result_lifetime: timedelta,
    clock: Clock,
) -> Outcome:
    """Read, analyse, finish and count, delete the photo, in an order that survives a stop anywhere.

    Args:
        analyse: what the models say about a photo.

    Raises:
        BackendError: AWS failed; deliver again.
    """
    key = upload_key(assessment_id)
    try:
        assessment = assessments.get(assessment_id, clock())
    except AssessmentNotFoundError:
        photos.delete(key)
        return Outcome.UNKNOWN
    if assessment.status in (Status.DONE, Status.REJECTED):
        photos.delete(key)
        return Outcome.DUPLICATE
    try:
        try:
            result = analyse(photos.read(key, max_bytes=MAX_PHOTO_BYTES))
        except PhotoNotFoundError:
            assessments.reject(assessment_id, RejectionCode.PHOTO_MISSING, at=clock())
            return Outcome.REJECTED
        except PhotoRejectedError as error:
            assessments.reject(assessment_id, error.code, at=clock())
            outcome = Outcome.REJECTED
        else:
            finished = clock()
            assessments.complete(
                assessment, result, at=finished, expires_at=finished + result_lifetime
            )
            outcome = Outcome.DONE
    except AlreadyFinishedError:  # another delivery was faster, or the person deleted it meanwhile
        outcome = Outcome.DUPLICATE
    photos.delete(key)
    return outcome
