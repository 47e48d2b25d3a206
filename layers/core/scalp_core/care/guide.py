"""The care guide: what to do about each scalp type and each grade of each symptom."""

from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Self

from pydantic import Field, model_validator

from scalp_core.analysis import Message, Record
from scalp_core.care.contraindications import Attribute, Contraindication
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
        return chain(*(getattr(self, part) for part in PARTS))


PARTS = tuple(Advice.model_fields)


class Step(Statement):
    """A statement of the guide, and when not to say it.

    Attributes:
        suggests: attributes of the product that it suggests, beyond a gentle shampoo; ``None``
            where it suggests none. Not said where no such product may be suggested.
        at_home: reassures, or says to wait: not said where a doctor should look at the scalp.
    """

    suggests: list[Attribute] | None = None
    at_home: bool = False

    @property
    def is_always_said(self) -> bool:
        """Whether it fits everybody whom this advice is for."""
        return self.suggests is None and not self.at_home


Steps = Annotated[list[Step], Field(min_length=1)]


class Entry(Record):
    """What the guide holds for one scalp type, or one grade of one symptom.

    Attributes:
        see_dermatologist: only what makes a visit more urgent, where the grade alone is a reason
            for one; the time is the triage's.
    """

    what_it_is: Steps
    to_do: Steps
    to_avoid: Steps
    how_often: Steps
    see_dermatologist: Steps

    def steps(self) -> Iterator[Step]:
        """Return all steps, in reading order."""
        return chain(*(getattr(self, part) for part in PARTS))

    @model_validator(mode="after")
    def _has_something_for_everybody(self) -> Self:
        for part in PARTS:
            if not any(step.is_always_said for step in getattr(self, part)):
                raise ValueError(f"{part} has nothing that is always said")
        return self


class CareGuide(Record):
    """The whole guide: every type and every grade has advice, and every statement a source.

    Attributes:
        version: day of the last change, as the file states it.
        notice: shown above all advice.
        doctor_first: shown first where a doctor comes before products and care at home.
        triage: how soon a doctor should look at a scalp.
        contraindications: which products do not suit whom.
    """

    version: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    notice: Message
    doctor_first: Statement
    triage: TriageTable
    contraindications: list[Contraindication]
    sources: list[Source]
    types: dict[ScalpType, Entry]
    symptoms: dict[Symptom, dict[Grade, Entry]]

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
        yield from self.contraindications
        for entry in chain(
            self.types.values(), *(grades.values() for grades in self.symptoms.values())
        ):
            yield from entry.steps()
