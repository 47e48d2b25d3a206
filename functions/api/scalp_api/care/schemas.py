"""Response of the care routes."""

from typing import Self

from pydantic import ConfigDict, Field, JsonValue

from scalp_core.analysis import Message, Record
from scalp_core.care.advice import Care, SymptomAdvice
from scalp_core.care.guide import Advice, CareGuide
from scalp_core.care.statements import Source, Statement
from scalp_core.vocabulary import Grade, ScalpType, Symptom

_STATEMENT: dict[str, JsonValue] = {
    "ko": "한 달을 써도 그대로거나 두피가 붉고 부어 있으면 피부과에 가 보세요.",
    "en": "See a dermatologist if a month changes nothing, or if the scalp is red or swollen.",
    "sources": ["nhs-dandruff"],
}
_ADVICE: dict[str, JsonValue] = {
    part: [_STATEMENT] for part in ("whatItIs", "toDo", "toAvoid", "howOften", "seeDermatologist")
}
_EXAMPLE: dict[str, JsonValue] = {
    "version": "2026-11-22",
    "notice": {
        "ko": "두피를 돌볼 때 참고하는 안내예요.",
        "en": "This is general guidance on looking after your scalp.",
    },
    "doctorFirst": None,
    "scalpType": "dandruff",
    "advice": _ADVICE,
    "symptoms": [{"symptom": "dandruff", "grade": 2, "doctorFirst": False, "advice": _ADVICE}],
    "sources": [
        {
            "id": "nhs-dandruff",
            "title": "Dandruff",
            "publisher": "NHS",
            "url": "https://www.nhs.uk/conditions/dandruff/",
        }
    ],
}


class SymptomCare(Record):
    """Advice for one grade of one symptom."""

    symptom: Symptom
    grade: Grade
    doctor_first: bool = Field(description="this grade alone is a reason to see a dermatologist")
    advice: Advice

    @classmethod
    def of(cls, advice: SymptomAdvice) -> Self:
        """Return the view of the advice for one symptom."""
        return cls(
            symptom=advice.symptom,
            grade=advice.grade,
            doctor_first=advice.doctor_first,
            advice=advice.advice,
        )


class CareView(Record):
    """Advice for a scalp type and for graded symptoms, most severe first."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    version: str = Field(description="day on which the guide was last changed")
    notice: Message
    doctor_first: Statement | None = Field(
        description="show before all advice and any product, unless null"
    )
    scalp_type: ScalpType | None
    advice: Advice | None = Field(description="for the scalp type, if one was given")
    symptoms: list[SymptomCare]
    sources: list[Source] = Field(description="sources of the statements above")

    @classmethod
    def of(cls, guide: CareGuide, care: Care, scalp_type: ScalpType | None) -> Self:
        """Return the view of advice chosen from a guide."""
        return cls(
            version=guide.version,
            notice=guide.notice,
            doctor_first=care.doctor_first,
            scalp_type=scalp_type,
            advice=care.type,
            symptoms=[SymptomCare.of(advice) for advice in care.symptoms],
            sources=care.sources,
        )
