"""Advice for a scalp type and for graded symptoms, the most urgent first, that fits the triage."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scalp_core.care.answers import Answers
from scalp_core.care.conditions import Findings
from scalp_core.care.contraindications import Attribute, contraindicated, contraindications
from scalp_core.care.guide import PARTS, Advice, CareGuide, Entry, Step
from scalp_core.care.statements import Source, Statement
from scalp_core.care.triage import Triage, triage
from scalp_core.care.triage_table import Offers, TriageLevel
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


@dataclass(frozen=True)
class _Situation:
    """What decides which steps are said.

    Attributes:
        excluded: attributes of products that may not be suggested.
        products: any product may be.
        visit: what to say of seeing a doctor; ``None`` where care at home is enough.
    """

    excluded: frozenset[Attribute]
    products: bool
    visit: Statement | None


def give_advice(
    guide: CareGuide,
    *,
    scalp_type: ScalpType | None,
    findings: Findings,
    answers: Answers | None = None,
) -> Care:
    """Choose the advice of ``guide`` for this scalp.

    Where a doctor should look at it, all advice names the time of the triage, and nothing
    reassures. Nothing suggests a product that may not be suggested.

    Args:
        scalp_type: ``None`` for advice on symptoms alone.
        findings: without grades, advice for a type as if care at home were enough.
    """
    decided = triage(guide.triage, findings, answers or Answers())
    situation = _situation(guide, findings, answers or Answers(), decided)
    first = guide.doctor_first if decided.doctor_first else None
    of_type = _say(guide.types[scalp_type], situation, own=False) if scalp_type else None
    of_symptoms = [
        _symptom_advice(guide, symptom, grade, situation)
        for symptom, grade in _most_severe_first(findings.grades)
    ]
    statements = _statements(first, of_type, of_symptoms)
    cited = {source for statement in statements for source in statement.sources}
    sources = [source for source in guide.sources if source.id in cited]
    return Care(first, of_type, of_symptoms, sources)


def _situation(
    guide: CareGuide, findings: Findings, answers: Answers, decided: Triage
) -> _Situation:
    rows = contraindications(guide.contraindications, findings, answers)
    visit = None
    if decided.level not in (None, TriageLevel.CARE_AT_HOME):
        headline, sources = decided.outcome.headline, decided.outcome.sources
        visit = Statement(ko=f"{headline.ko}.", en=f"{headline.en}.", sources=sources)
    gentle = decided.offers is Offers.GENTLE
    return _Situation(
        excluded=frozenset(Attribute) if gentle else contraindicated(rows),
        products=decided.offers is not Offers.NONE or not (findings.grades or decided.reasons),
        visit=visit,
    )


def _symptom_advice(
    guide: CareGuide, symptom: Symptom, grade: Grade, situation: _Situation
) -> SymptomAdvice:
    alone = triage(guide.triage, Findings({symptom: grade}), Answers())
    own = alone.level is not TriageLevel.CARE_AT_HOME
    advice = _say(guide.symptoms[symptom][grade], situation, own=own)
    return SymptomAdvice(symptom, grade, alone.doctor_first, advice)


def _say(entry: Entry, situation: _Situation, *, own: bool) -> Advice:
    """Return what to say of an entry.

    Args:
        own: it is itself a reason to see a doctor, so that its steps say what makes the visit more
            urgent. All others would name a later time than the triage.
    """
    said = {
        part: [_plain(step) for step in getattr(entry, part) if _fits(step, situation)]
        for part in PARTS
    }
    if situation.visit:
        urgent = said["see_dermatologist"] if own else []
        said["see_dermatologist"] = [situation.visit, *urgent]
    return Advice.model_validate(said)


def _fits(step: Step, situation: _Situation) -> bool:
    if step.at_home and situation.visit:
        return False
    if step.suggests is None:
        return True
    return situation.products and situation.excluded.isdisjoint(step.suggests)


def _plain(step: Step) -> Statement:
    return Statement(ko=step.ko, en=step.en, sources=step.sources)


def _most_severe_first(grades: Mapping[Symptom, Grade]) -> list[tuple[Symptom, Grade]]:
    known = [(symptom, grades[symptom]) for symptom in TIE_ORDER if symptom in grades]
    return sorted(known, key=lambda item: -item[1])


def _statements(
    first: Statement | None, of_type: Advice | None, of_symptoms: list[SymptomAdvice]
) -> Iterator[Statement]:
    if first:
        yield first
    if of_type:
        yield from of_type.statements()
    for symptom_advice in of_symptoms:
        yield from symptom_advice.advice.statements()
