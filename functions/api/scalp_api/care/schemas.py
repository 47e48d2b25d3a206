"""What the care guide's routes give."""

from pydantic import ConfigDict, Field, JsonValue

from scalp_core.analysis import Message, Record
from scalp_core.care.guide import Advice, Source, Statement
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
    doctor_first: bool = Field(description="this grade alone is reason to see a dermatologist")
    advice: Advice


class CareView(Record):
    """Advice for a scalp type and for graded symptoms, most severe first."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    version: str = Field(description="day on which the guide was last changed")
    notice: Message
    doctor_first: Statement | None = Field(
        description="to be shown before all advice and any product, where it is set"
    )
    scalp_type: ScalpType | None
    advice: Advice | None = Field(description="on the scalp type, if one was asked for")
    symptoms: list[SymptomCare]
    sources: list[Source] = Field(description="those that the statements above name")
