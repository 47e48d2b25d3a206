"""Delete an assessment at once: photo, result and consented copy."""

from scalp_core.assessments.keys import upload_key
from scalp_core.assessments.repository import AssessmentRepository, counts_of
from scalp_core.aws.objects import PhotoStore
from scalp_core.clock import Clock
from scalp_core.errors import AssessmentNotFoundError
from scalp_core.research.keys import research_token
from scalp_core.research.repository import ResearchRepository
from scalp_core.statistics.repository import StatsRepository


def delete_assessment(
    assessment_id: str,
    *,
    assessments: AssessmentRepository,
    photos: PhotoStore,
    research: ResearchRepository,
    stats: StatsRepository,
    clock: Clock,
) -> None:
    """Delete everything that an id leads to, as far as it exists.

    The order matters: without its assessment no photo is donated any more, and without its record
    no consented copy stays (research/donate.py). A retry after a fault repeats all of it but the
    last step.

    The counters lose the assessment, unless its batch is published already. They come last, because
    only the call that deletes the assessment may lower them: a fault leaves it counted.

    Raises:
        AssessmentNotFoundError: there was none, or it had expired, and there was no consented copy;
            an uploaded photo is deleted all the same.
        BackendError: AWS failed; try again.
    """
    photos.delete(upload_key(assessment_id))
    deleted = assessments.delete(assessment_id, clock())
    is_withdrawn = research.withdraw(research_token(assessment_id))
    if not (deleted or is_withdrawn):
        raise AssessmentNotFoundError
    if deleted and deleted.result and deleted.finished_at:
        counts = counts_of(deleted, deleted.result)
        if counts:
            stats.take_back(assessment_id, deleted.cohort, counts, counted_at=deleted.finished_at)
