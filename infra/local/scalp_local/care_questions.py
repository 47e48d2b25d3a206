"""The care guide's questions and answers, which the site's question box searches."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from scalp_core.analysis import Message, Record
from scalp_core.care.guide import CareGuide
from scalp_core.care.statements import Source, SourceId, Statement
from scalp_core.care.triage_table import TriageLevel
from scalp_core.vocabulary import Symptom

EntryId = Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")]
Line = Annotated[str, Field(min_length=1)]


class Phrasing(Record):
    """A question in one language.

    Attributes:
        also_asked_as: other ways to ask it, which are searched and never shown.
    """

    question: Line
    also_asked_as: list[Line] = Field(min_length=3)


class Answer(Statement):
    """A sentence or two of an answer.

    Attributes:
        at_home: reassures, says to wait or suggests a product: not said where a doctor comes first.
    """

    at_home: bool = False


class Question(Record):
    """A question in both languages, with its answer.

    Attributes:
        about: symptoms of a result that it fits, the closest first.
    """

    id: EntryId
    about: list[Symptom]
    ko: Phrasing
    en: Phrasing
    answer: list[Answer] = Field(min_length=1)

    @model_validator(mode="after")
    def _answers_everybody(self) -> Self:
        if all(sentence.at_home for sentence in self.answer):
            raise ValueError(f"{self.id} has nothing to say where a doctor comes first")
        return self


class Notice(Record):
    """What is said before an answer: how urgent it is, or what the guide cannot say.

    Attributes:
        headline: shown as title; else the headline of ``level``.
        level: its headline and action are those of the triage.
        call: telephone number in Korea.
    """

    id: EntryId
    headline: Message | None = None
    level: TriageLevel | None = None
    call: Literal["109", "119"] | None = None
    says: list[Statement] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_a_title(self) -> Self:
        if (self.headline is None) == (self.level is None):
            raise ValueError(f"{self.id} needs either a headline or a level")
        return self


class Document(Record):
    """A page of this repository that sentences about this site follow."""

    id: SourceId
    title: Line
    path: Line


class CareQuestions(Record):
    """All questions and notices; they cite the care guide's sources and their own."""

    version: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    notices: list[Notice]
    sources: list[Source]
    documents: list[Document]
    questions: list[Question]

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        ids = [*(one.id for one in self.notices), *(one.id for one in self.questions)]
        own = self._own_sources()
        if len(set(ids)) < len(ids) or len(set(own)) < len(own):
            raise ValueError("an entry or a source has the id of another one")
        return self

    def _own_sources(self) -> list[str]:
        return [*(one.id for one in self.sources), *(one.id for one in self.documents)]

    def statements(self) -> Iterator[Statement]:
        """Yield every sentence that may be shown."""
        for notice in self.notices:
            yield from notice.says
        for question in self.questions:
            yield from question.answer

    def check_sources(self, guide: CareGuide) -> None:
        """Raise ValueError if a sentence cites an unknown source, or an own source is not cited."""
        own = set(self._own_sources())
        cited = {source for statement in self.statements() for source in statement.sources}
        unknown = cited - own - {source.id for source in guide.sources}
        if unknown or own - cited:
            raise ValueError(f"unknown sources {sorted(unknown)}, unused {sorted(own - cited)}")
