"""Create, read and delete an assessment."""

from fastapi import APIRouter, Response, status

from scalp_api import problems
from scalp_api.assessments.schemas import (
    ASSESSMENT_EXAMPLE,
    CREATED_EXAMPLE,
    AssessmentView,
    CreatedAssessment,
    NewAssessment,
    Upload,
)
from scalp_api.deps import AssessmentId, ServicesDep
from scalp_api.openapi import PREFIX, example_response
from scalp_core import clock
from scalp_core.analysis import Cohort
from scalp_core.assessments.create import CreatedAssessment as Created
from scalp_core.assessments.create import create_assessment, create_sample
from scalp_core.assessments.delete import delete_assessment
from scalp_core.vocabulary import Status

POLL_AFTER_SECONDS = 1

router = APIRouter(prefix=f"{PREFIX}/assessments", tags=["assessments"])
# Not below the other, where each name is an id, but with the start that the firewall's limit for
# new assessments (infra/web.yaml) looks at.
samples = APIRouter(prefix=f"{PREFIX}/assessments-of-sample", tags=["assessments"])


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=example_response(CREATED_EXAMPLE, status=status.HTTP_201_CREATED)
    | problems.problem_responses(
        problems.CONSENT_REQUIRED,
        problems.INVALID_REQUEST,
        problems.REQUEST_TOO_LARGE,
        problems.BACKEND_UNAVAILABLE,
    ),
)
async def create(
    body: NewAssessment, response: Response, services: ServicesDep
) -> CreatedAssessment:
    """Create an assessment and a presigned upload for its photo."""
    created = create_assessment(
        cohort=Cohort(sex=body.sex, age_group=body.age_group),
        head_region=body.site,
        consent=body.consent,
        research=body.research,
        counted=body.counted,
        content_type=body.content_type,
        assessments=services.assessments,
        photos=services.photos,
        clock=clock.now,
    )
    return _view(created, response)


@samples.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=example_response(CREATED_EXAMPLE, status=status.HTTP_201_CREATED)
    | problems.problem_responses(problems.BACKEND_UNAVAILABLE),
)
async def create_of_sample(response: Response, services: ServicesDep) -> CreatedAssessment:
    """Create an assessment of the site's sample photo, a drawing.

    It needs no consent, is not part of the statistics, and accepts no other photo.
    """
    created = create_sample(
        assessments=services.assessments, photos=services.photos, clock=clock.now
    )
    return _view(created, response)


def _view(created: Created, response: Response) -> CreatedAssessment:
    response.headers["Location"] = f"{router.prefix}/{created.assessment.id}"
    return CreatedAssessment(
        id=created.assessment.id,
        status=created.assessment.status,
        upload=Upload.of(created.upload),
        poll_after_seconds=POLL_AFTER_SECONDS,
    )


@router.get(
    "/{assessment_id}",
    responses=example_response(ASSESSMENT_EXAMPLE)
    | problems.problem_responses(
        problems.ASSESSMENT_NOT_FOUND, problems.INVALID_REQUEST, problems.BACKEND_UNAVAILABLE
    ),
)
async def read(
    assessment_id: AssessmentId, response: Response, services: ServicesDep
) -> AssessmentView:
    """Read an assessment; while it is pending, poll again after ``Retry-After`` seconds."""
    now = clock.now()
    assessment = services.assessments.get(assessment_id, now)
    view = AssessmentView.of(assessment, services.care_guide, now)
    if view.status is Status.PENDING:
        response.headers["Retry-After"] = str(POLL_AFTER_SECONDS)
    return view


@router.delete(
    "/{assessment_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems.problem_responses(
        problems.ASSESSMENT_NOT_FOUND, problems.INVALID_REQUEST, problems.BACKEND_UNAVAILABLE
    ),
)
async def delete(assessment_id: AssessmentId, services: ServicesDep) -> None:
    """Delete the photo, the result and the copy donated to research, at once.

    The result leaves the statistics as well, unless they have been published with it.
    """
    delete_assessment(
        assessment_id,
        assessments=services.assessments,
        photos=services.photos,
        research=services.research,
        stats=services.stats,
        clock=clock.now,
    )
