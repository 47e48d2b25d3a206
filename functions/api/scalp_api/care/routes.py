"""The care guide, by scalp type and by graded symptoms, and triage."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from starlette.convertors import StringConvertor, register_url_convertor

from scalp_api import problems
from scalp_api.care.schemas import CareView
from scalp_api.care.triage_schemas import CareRequest, TriageRequest, TriageView
from scalp_api.deps import ServicesDep
from scalp_api.openapi import NOT_MODIFIED, PREFIX
from scalp_core.care.advice import give_advice
from scalp_core.care.conditions import Findings
from scalp_core.care.guide import CareGuide
from scalp_core.care.triage import triage
from scalp_core.vocabulary import Grade, ScalpType, Symptom

# The guide changes with a deployment.
_CACHE_CONTROL = "public, max-age=86400"

_SYMPTOM = rf"(?:{'|'.join(Symptom)}):[0-3]"
_SYMPTOMS = Query(
    pattern=f"^{_SYMPTOM}(?:,{_SYMPTOM})*$",
    description="symptom:grade, separated by commas; the higher grade of a repeated symptom counts",
    examples=["dandruff:2,excess_sebum:1"],
)


class _ScalpTypeSegment(StringConvertor):
    """Any path segment but the triage route's, so that a GET there is a 405 and no unknown type."""

    regex = "(?!triage$)[^/]+"


register_url_convertor("scalp_type", _ScalpTypeSegment())

router = APIRouter(prefix=f"{PREFIX}/care", tags=["care"])


@router.get("", responses=NOT_MODIFIED | problems.problem_responses(problems.INVALID_REQUEST))
async def for_symptoms(
    response: Response, services: ServicesDep, symptoms: Annotated[str, _SYMPTOMS]
) -> CareView:
    """Read the advice for graded symptoms, whatever the scalp type."""
    response.headers["Cache-Control"] = _CACHE_CONTROL
    return _view(services.care_guide, None, symptoms)


@router.get(
    "/{scalp_type:scalp_type}",
    responses=NOT_MODIFIED | problems.problem_responses(problems.INVALID_REQUEST),
)
async def for_type(
    scalp_type: ScalpType,
    response: Response,
    services: ServicesDep,
    symptoms: Annotated[str | None, _SYMPTOMS] = None,
) -> CareView:
    """Read the advice for a scalp type and, if given, for its graded symptoms."""
    response.headers["Cache-Control"] = _CACHE_CONTROL
    return _view(services.care_guide, scalp_type, symptoms)


@router.post(
    "",
    responses=problems.problem_responses(problems.INVALID_REQUEST, problems.REQUEST_TOO_LARGE),
)
async def with_answers(body: CareRequest, services: ServicesDep) -> CareView:
    """Read the advice that agrees with the triage of findings and answers.

    Nothing of the request is stored or logged, and the response may not be cached.
    """
    guide = services.care_guide
    findings = body.findings.findings() if body.findings else Findings()
    care = give_advice(guide, scalp_type=body.scalp_type, findings=findings, answers=body.answers)
    return CareView.of(guide, care, body.scalp_type)


@router.post(
    "/triage",
    responses=problems.problem_responses(problems.INVALID_REQUEST, problems.REQUEST_TOO_LARGE),
)
async def decide(body: TriageRequest, services: ServicesDep) -> TriageView:
    """Read how soon a doctor should look at the scalp, from findings and answers.

    Answers only ever raise the level of the findings. Nothing of the request is stored or logged,
    and the response may not be cached.
    """
    guide = services.care_guide
    findings = body.findings.findings() if body.findings else None
    return TriageView.of(guide, triage(guide.triage, findings, body.answers))


def _view(guide: CareGuide, scalp_type: ScalpType | None, symptoms: str | None) -> CareView:
    pairs = sorted(pair.split(":") for pair in symptoms.split(",")) if symptoms else []
    grades = {Symptom(name): Grade(int(grade)) for name, grade in pairs}
    care = give_advice(guide, scalp_type=scalp_type, findings=Findings(grades))
    return CareView.of(guide, care, scalp_type)
