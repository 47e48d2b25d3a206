"""A person takes an assessment back: photo, result and what research was given are gone at once."""

from scalp_core.assessments.keys import upload_key
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.aws.objects import PhotoStore
from scalp_core.clock import Clock
from scalp_core.errors import AssessmentNotFoundError
from scalp_core.research.keys import research_token
from scalp_core.research.repository import ResearchRepository


def delete_assessment(
    assessment_id: str,
    *,
    assessments: AssessmentRepository,
    photos: PhotoStore,
    research: ResearchRepository,
    clock: Clock,
) -> None:
    """Delete everything that an id leads to, whatever of it is left.

    In this order: without its assessment no photo is given to research any more, and without its
    record none stays there (give_photo.py). A retry after a fault does all of it again.

    The counters stay: they are numbers of people, and nothing leads from them to one person.

    Raises:
        AssessmentNotFoundError: there was none, or it had expired, and research had nothing of it;
            a photo uploaded for it is gone all the same.
        BackendError: AWS failed; try again.
    """
    photos.delete(upload_key(assessment_id))
    found = assessments.delete(assessment_id, clock())
    given = research.withdraw(research_token(assessment_id))
    if not (found or given):
        raise AssessmentNotFoundError
