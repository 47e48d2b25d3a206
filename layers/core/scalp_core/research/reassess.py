"""Assess a consented copy with the current models, without counting it."""

from collections.abc import Callable
from enum import StrEnum

from scalp_core.analysis import AnalysisResult, ModelInfo
from scalp_core.clock import Clock
from scalp_core.errors import PhotoNotFoundError, PhotoRejectedError
from scalp_core.research.model import Opinion, opinion
from scalp_core.research.repository import ResearchRepository
from scalp_core.vocabulary import MAX_PHOTO_BYTES


class ReassessmentOutcome(StrEnum):
    """What became of one delivery."""

    DONE = "done"
    KNOWN = "known"
    GONE = "gone"


def reassess_photo(
    token: str,
    *,
    research: ResearchRepository,
    analyse: Callable[[bytes], AnalysisResult],
    model: ModelInfo,
    clock: Clock,
) -> ReassessmentOutcome:
    """Record what the models say about a photo, once for each version of them.

    A photo whose record is gone has been withdrawn or has expired, and is deleted.

    Args:
        analyse: runs the models on a photo.
        model: their version.

    Raises:
        BackendError: AWS failed; deliver again.
    """
    record = research.record(token, clock())
    if record is None:
        research.delete_photo(token)
        return ReassessmentOutcome.GONE
    if model.version in record.opinions:
        return ReassessmentOutcome.KNOWN
    try:
        result = analyse(research.read_photo(token, max_bytes=MAX_PHOTO_BYTES))
        finding = opinion(result, at=clock())
    except PhotoNotFoundError:
        return ReassessmentOutcome.GONE
    except PhotoRejectedError as error:
        finding = Opinion(assessed_at=clock(), trained_on=model.trained_on, rejection=error.code)
    is_recorded = research.add_opinion(token, model.version, finding)
    return ReassessmentOutcome.DONE if is_recorded else ReassessmentOutcome.GONE
