"""The care guide, by scalp type and by graded symptoms."""

from typing import Annotated

from fastapi import Query, Request, Response

from scalp_api import bootstrap, problems
from scalp_api.caching import cacheable, not_modified
from scalp_api.care_schemas import CareView, SymptomCare
from scalp_api.routing import router_of
from scalp_core.care.advice import give_advice
from scalp_core.vocabulary import Grade, ScalpType, Symptom

# The guide changes with a deployment; a day later everybody has the new one.
_MAX_AGE_SECONDS = 86_400

_SYMPTOM = rf"(?:{'|'.join(Symptom)}):[0-3]"
_SYMPTOMS = Query(
    pattern=f"^{_SYMPTOM}(?:,{_SYMPTOM})*$",
    description="symptom:grade, separated by commas; of one named twice the higher grade counts",
    examples=["dandruff:2,excess_sebum:1"],
)

router = router_of("care", "/care")


@router.get(
    "",
    response_model=CareView,
    responses=not_modified() | problems.documented(problems.INVALID_REQUEST),
)
async def for_symptoms(
    request: Request,
    symptoms: Annotated[str, _SYMPTOMS],
) -> Response:
    """Read the advice for graded symptoms, whatever the scalp type."""
    return _answer(request, None, symptoms)


@router.get(
    "/{scalp_type}",
    response_model=CareView,
    responses=not_modified() | problems.documented(problems.INVALID_REQUEST),
)
async def for_type(
    scalp_type: ScalpType,
    request: Request,
    symptoms: Annotated[str | None, _SYMPTOMS] = None,
) -> Response:
    """Read the advice for a scalp type and, if they are given, for its graded symptoms."""
    return _answer(request, scalp_type, symptoms)


def _answer(
    request: Request,
    scalp_type: ScalpType | None,
    symptoms: str | None,
) -> Response:
    guide = bootstrap.services().care_guide
    pairs = sorted(pair.split(":") for pair in symptoms.split(",")) if symptoms else []
    grades = {Symptom(name): Grade(int(grade)) for name, grade in pairs}
    care = give_advice(guide, scalp_type=scalp_type, grades=grades)
    view = CareView(
        version=guide.version,
        notice=guide.notice,
        doctor_first=care.doctor_first,
        scalp_type=scalp_type,
        advice=care.type,
        symptoms=[
            SymptomCare(
                symptom=one.symptom,
                grade=one.grade,
                doctor_first=one.doctor_first,
                advice=one.advice,
            )
            for one in care.symptoms
        ],
        sources=care.sources,
    )
    return cacheable(request, view, max_age=_MAX_AGE_SECONDS)
