"""One uploaded photo becomes one finished assessment, however often it is delivered."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from functools import partial

from scalp_core.clock import Clock
from scalp_core.errors import (
    AlreadyFinishedError,
    AssessmentNotFoundError,
    PhotoNotFoundError,
    PhotoRejectedError,
    RejectionCode,
)
from scalp_core.keys import upload_key
from scalp_core.models import AnalysisResult, Assessment
from scalp_core.repositories.assessments import AssessmentRepository
from scalp_core.repositories.photos import PhotoStore
from scalp_core.repositories.research import ResearchRepository
from scalp_core.research import new_record
from scalp_core.usecases.give_photo import give_photo
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
    give = partial(
        give_photo, assessment_id, photos=photos, research=research, copy=copy, clock=clock
    )
    assessment = _find(assessment_id, assessments, clock)
    if assessment is None or assessment.status in _FINAL:
        return _clear(assessment, lambda: photos.delete(key), give)
    given = assessment.research_consent_version is not None
    try:
        try:
            content = photos.read(key, max_bytes=MAX_PHOTO_BYTES)
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
                research=new_record(
                    assessment, result, content=content, at=finished, lifetime=research_lifetime
                ),
            )
            outcome = Outcome.DONE
    except AlreadyFinishedError:  # another delivery was faster, or the person deleted it meanwhile
        outcome = Outcome.DUPLICATE
    if given:
        give()
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
    give = partial(
        give_photo, assessment_id, photos=photos, research=research, copy=copy, clock=clock
    )
    return _clear(assessment, lambda: photos.delete(upload_key(assessment_id)), give)


def _find(assessment_id: str, assessments: AssessmentRepository, clock: Clock) -> Assessment | None:
    try:
        return assessments.get(assessment_id, clock())
    except AssessmentNotFoundError:
        return None


def _clear(
    assessment: Assessment | None, delete: Callable[[], None], give: Callable[[], None]
) -> Outcome:
    """Delete the photo of an assessment that is finished or gone, after research has its copy."""
    if assessment is None or assessment.research_consent_version is not None:
        give()
    delete()
    return Outcome.UNKNOWN if assessment is None else Outcome.DUPLICATE
