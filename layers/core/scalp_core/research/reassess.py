"""A photo given to research is assessed by the models of today; nothing of it is counted."""

from collections.abc import Callable
from enum import StrEnum

from scalp_core.analysis import AnalysisResult, ModelInfo
from scalp_core.clock import Clock
from scalp_core.errors import PhotoNotFoundError, PhotoRejectedError
from scalp_core.research.model import Opinion, opinion
from scalp_core.research.repository import ResearchRepository
from scalp_core.vocabulary import MAX_PHOTO_BYTES


class Reassessed(StrEnum):
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
) -> Reassessed:
    """Note what the models say about a photo, once for each version of them.

    A photo whose record is gone has been withdrawn or has expired, and is deleted.

    Args:
        model: what ``analyse`` runs.

    Raises:
        BackendError: AWS failed; deliver again.
    """
    record = research.record(token, clock())
    if record is None:
        research.delete_photo(token)
        return Reassessed.GONE
    if model.version in record.opinions:
        return Reassessed.KNOWN
    try:
        result = analyse(research.read_photo(token, max_bytes=MAX_PHOTO_BYTES))
        said = opinion(result, at=clock())
    except PhotoNotFoundError:
        return Reassessed.GONE
    except PhotoRejectedError as error:
        said = Opinion(assessed_at=clock(), trained_on=model.trained_on, rejection=error.code)
    kept = research.add_opinion(token, model.version, said)
    return Reassessed.DONE if kept else Reassessed.GONE
