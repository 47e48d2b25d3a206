"""Advice for a scalp type and for graded symptoms, the most urgent first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scalp_core.care.guide import Advice, CareGuide, Source, Statement, doctor_first
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
        doctor_first: what to say before all else; ``None`` where care at home comes first.
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
    """Choose from ``guide`` what concerns this scalp.

    Args:
        scalp_type: ``None`` for advice on symptoms alone.
        grades: of the symptoms asked about, which need not be all six.
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
            (one for one in TIE_ORDER if one in grades), key=lambda one: -grades[one]
        )
    ]
    named = {source for one in _statements(first, of_type, of_symptoms) for source in one.sources}
    return Care(first, of_type, of_symptoms, [one for one in guide.sources if one.id in named])


def _statements(
    first: Statement | None, of_type: Advice | None, of_symptoms: list[SymptomAdvice]
) -> Iterator[Statement]:
    if first:
        yield first
    if of_type:
        yield from of_type.statements()
    for one in of_symptoms:
        yield from one.advice.statements()
