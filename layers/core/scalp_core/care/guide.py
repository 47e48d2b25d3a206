"""The care guide: what to do about each scalp type and each grade of each symptom."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Annotated, Self

from pydantic import Field, model_validator

from scalp_core.analysis import Message, Record
from scalp_core.care.statements import Source, Statement
from scalp_core.care.triage_table import TriageTable
from scalp_core.vocabulary import Grade, ScalpType, Symptom

Statements = Annotated[list[Statement], Field(min_length=1)]


class Advice(Record):
    """Advice for one scalp type, or for one grade of one symptom."""

    what_it_is: Statements
    to_do: Statements
    to_avoid: Statements
    how_often: Statements
    see_dermatologist: Statements

    def statements(self) -> Iterator[Statement]:
        """Return all statements, in reading order."""
        return chain(
            self.what_it_is, self.to_do, self.to_avoid, self.how_often, self.see_dermatologist
        )


class CareGuide(Record):
    """The whole guide: every type and every grade has advice, and every statement a source.

    Attributes:
        version: day of the last change, as the file states it.
        notice: shown above all advice.
        doctor_first: shown first where :func:`doctor_first` holds.
    """

    version: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    notice: Message
    doctor_first: Statement
    triage: TriageTable
    sources: list[Source]
    types: dict[ScalpType, Advice]
    symptoms: dict[Symptom, dict[Grade, Advice]]

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        missing = [str(kind) for kind in ScalpType if kind not in self.types] + [
            f"{symptom}:{grade:d}"
            for symptom in Symptom
            for grade in Grade
            if grade not in self.symptoms.get(symptom, {})
        ]
        if missing:
            raise ValueError(f"no advice for {', '.join(missing)}")
        return self

    @model_validator(mode="after")
    def _names_its_sources(self) -> Self:
        known = [source.id for source in self.sources]
        if len(set(known)) < len(known):
            raise ValueError("a source has the id of another one")
        cited = {source for statement in self.statements() for source in statement.sources}
        cited |= {source for outcome in self.triage.levels.values() for source in outcome.sources}
        if cited != set(known):
            raise ValueError(f"sources and their uses differ: {sorted(cited ^ set(known))}")
        return self

    def statements(self) -> Iterator[Statement]:
        """Yield every statement of the guide."""
        yield self.doctor_first
        yield from self.triage.rules
        for advice in chain(
            self.types.values(), *(grades.values() for grades in self.symptoms.values())
        ):
            yield from advice.statements()


def doctor_first(grades: Mapping[Symptom, Grade]) -> bool:
    """Return whether to see a dermatologist before any care at home and any product.

    Pustules from moderate on may need medicine, and any severe symptom may have a cause that no
    self-check can see.
    """
    pustules = grades.get(Symptom.FOLLICULAR_ERYTHEMA_PUSTULES, Grade.NONE)
    return pustules >= Grade.MODERATE or Grade.SEVERE in grades.values()
