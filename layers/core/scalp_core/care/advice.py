"""Advice for a scalp type and for graded symptoms, the most urgent first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scalp_core.care.guide import Advice, CareGuide, doctor_first
from scalp_core.care.statements import Source, Statement
from scalp_core.scalp_type import TIE_ORDER
from scalp_core.vocabulary import Grade, ScalpType, Symptom


@dataclass(frozen=True)
class SymptomAdvice:
    """Advice for one grade of one symptom.

    Attributes:
        doctor_first: this grade alone is reason to see a dermatologist first.
    """

    symptom: Symptom
    grade: Grade
    doctor_first: bool
    advice: Advice


@dataclass(frozen=True)
class Care:
    """Advice for one person.

    Attributes:
        doctor_first: shown before all advice; ``None`` where care at home comes first.
        symptoms: most severe first, equally severe ones in the order of ``TIE_ORDER``.
        sources: those of the statements given, in the guide's order.
    """

    doctor_first: Statement | None
    type: Advice | None
    symptoms: list[SymptomAdvice]
    sources: list[Source]


def give_advice(
    guide: CareGuide, *, scalp_type: ScalpType | None, grades: Mapping[Symptom, Grade]
) -> Care:
    """Choose the advice of ``guide`` for this scalp.

    Args:
        scalp_type: ``None`` for advice on symptoms alone.
        grades: by symptom, not necessarily all six.
    """
    first = guide.doctor_first if doctor_first(grades) else None
    of_type = guide.types[scalp_type] if scalp_type else None
    of_symptoms = [
        SymptomAdvice(
            symptom=symptom,
            grade=grades[symptom],
            doctor_first=doctor_first({symptom: grades[symptom]}),
            advice=guide.symptoms[symptom][grades[symptom]],
        )
        for symptom in sorted(
            (symptom for symptom in TIE_ORDER if symptom in grades),
            key=lambda symptom: -grades[symptom],
        )
    ]
    statements = _statements(first, of_type, of_symptoms)
    cited = {source for statement in statements for source in statement.sources}
    sources = [source for source in guide.sources if source.id in cited]
    return Care(first, of_type, of_symptoms, sources)


def _statements(
    first: Statement | None, of_type: Advice | None, of_symptoms: list[SymptomAdvice]
) -> Iterator[Statement]:
    if first:
        yield first
    if of_type:
        yield from of_type.statements()
    for symptom_advice in of_symptoms:
        yield from symptom_advice.advice.statements()
