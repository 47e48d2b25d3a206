"""Create, read and delete an assessment."""

from fastapi import Response, status
from pydantic_core import to_json

from scalp_api import bootstrap, examples, problems
from scalp_api.deps import AssessmentId
from scalp_api.routing import router_of
from scalp_api.schemas import (
    AssessmentView,
    CreatedAssessment,
    NewAssessment,
    Rejection,
    Upload,
)
from scalp_core import clock
from scalp_core.analysis import Cohort, Message
from scalp_core.assessments.create import create_assessment
from scalp_core.assessments.delete import delete_assessment
from scalp_core.assessments.model import Assessment
from scalp_core.errors import REJECTIONS, RejectionCode
from scalp_core.vocabulary import Status

POLL_AFTER_SECONDS = 1

router = router_of("assessments", "/assessments")


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=examples.answer(examples.CREATED, status=status.HTTP_201_CREATED)
    | problems.documented(
        problems.CONSENT_REQUIRED,
        problems.INVALID_REQUEST,
        problems.REQUEST_TOO_LARGE,
        problems.BACKEND_UNAVAILABLE,
    ),
)
async def create(body: NewAssessment, response: Response) -> CreatedAssessment:
    """Ask for an assessment; the answer says where to upload the photo, and for how long."""
    services = bootstrap.services()
    ticket = create_assessment(
        cohort=Cohort(sex=body.sex, age_group=body.age_group),
        site=body.site,
        consent=body.consent,
        research=body.research,
        content_type=body.content_type,
        assessments=services.assessments,
        photos=services.photos,
        clock=clock.now,
    )
    created, upload = ticket.assessment, ticket.upload
    response.headers["Location"] = f"/api/v1/assessments/{created.id}"
    response.headers["Cache-Control"] = "no-store"
    return CreatedAssessment(
        id=created.id,
        status=created.status,
        upload=Upload(
            url=upload.url,
            fields=upload.fields,
            expires_at=upload.expires_at,
            max_bytes=upload.max_bytes,
        ),
        poll_after_seconds=POLL_AFTER_SECONDS,
    )


@router.get(
    "/{assessment_id}",
    response_model=AssessmentView,
    responses=examples.answer(examples.ASSESSMENT)
    | problems.documented(
        problems.ASSESSMENT_NOT_FOUND, problems.INVALID_REQUEST, problems.BACKEND_UNAVAILABLE
    ),
)
async def read(assessment_id: AssessmentId) -> Response:
    """Read an assessment; while it is pending, come back after ``Retry-After`` seconds."""
    services = bootstrap.services()
    now = clock.now()
    assessment = services.assessments.get(assessment_id, now)
    seen = assessment.seen_at(now)
    headers = {"Cache-Control": "no-store"}
    if seen is Status.PENDING:
        headers["Retry-After"] = str(POLL_AFTER_SECONDS)
    return Response(_view(assessment, seen), headers=headers, media_type="application/json")


@router.delete(
    "/{assessment_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems.documented(
        problems.ASSESSMENT_NOT_FOUND, problems.INVALID_REQUEST, problems.BACKEND_UNAVAILABLE
    ),
)
async def delete(assessment_id: AssessmentId) -> None:
    """Delete the photo, the result and what research was given, at once, whatever is left of it."""
    services = bootstrap.services()
    delete_assessment(
        assessment_id,
        assessments=services.assessments,
        photos=services.photos,
        research=services.research,
        clock=clock.now,
    )


def _view(assessment: Assessment, seen: Status) -> bytes:
    """An :class:`AssessmentView` as JSON, with the result as the worker has written it."""
    told = to_json(
        {
            "id": assessment.id,
            "status": seen,
            "cohort": assessment.cohort,
            "site": assessment.site,
            "research": assessment.research_consent_version is not None,
            "createdAt": assessment.created_at,
            "finishedAt": assessment.finished_at,
            "expiresAt": assessment.expires_at,
            "rejection": _rejection(assessment.rejection),
        }
    )
    result = assessment.result_json or "null"
    return told.removesuffix(b"}") + b',"result":' + result.encode() + b"}"


def _rejection(code: RejectionCode | None) -> Rejection | None:
    if code is None:
        return None
    sentence = REJECTIONS[code]
    return Rejection(code=code, message=Message(ko=sentence.ko, en=sentence.en))
