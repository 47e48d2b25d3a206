"""A person takes an assessment back: photo and result are gone at once."""

from scalp_core.clock import Clock
from scalp_core.keys import upload_key
from scalp_core.repositories.assessments import AssessmentRepository
from scalp_core.repositories.photos import PhotoStore


def delete_assessment(
    assessment_id: str, *, assessments: AssessmentRepository, photos: PhotoStore, clock: Clock
) -> None:
    """Delete the photo, then the assessment, so that a retry after a fault finds both again.

    The counters stay: they are numbers of people, and nothing leads from them to one person.

    Raises:
        AssessmentNotFoundError: there is none, or it has expired; a photo uploaded for it is gone
            all the same.
        BackendError: AWS failed; try again.
    """
    photos.delete(upload_key(assessment_id))
    assessments.delete(assessment_id, clock())
