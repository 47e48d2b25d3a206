"""What rules of triage and of products ask of a person: a grade, answers, or both."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from pydantic import Field, model_validator

from scalp_core.analysis import AnalysisResult, Record, SymptomFinding
from scalp_core.care.answers import Sign
from scalp_core.vocabulary import Grade, PhotoWarning, Symptom


@dataclass(frozen=True)
class Findings:
    """What is known from a photo.

    Attributes:
        grades: as given, by symptom, not necessarily all six.
        plausible: grades that cannot be ruled out, by symptom; one that is missing counts as
            certain.
        warnings: of the photo.
    """

    grades: Mapping[Symptom, Grade] = field(default_factory=dict)
    plausible: Mapping[Symptom, Sequence[Grade]] = field(default_factory=dict)
    warnings: Collection[PhotoWarning] = ()

    @property
    def unfamiliar(self) -> bool:
        """Whether the photo may show no scalp, so that its grades mean nothing."""
        return PhotoWarning.UNFAMILIAR in self.warnings

    def worst(self, symptom: Symptom) -> Grade:
        """Return the highest grade of a symptom that cannot be ruled out."""
        given = self.grades.get(symptom, Grade.NONE)
        return max(given, *self.plausible.get(symptom, ()), Grade.NONE)


def findings_of(result: AnalysisResult) -> Findings:
    """Return what is known from an analysed photo."""
    return Findings(
        grades={symptom: finding.grade for symptom, finding in result.symptoms.items()},
        plausible={
            symptom: plausible_grades(finding) for symptom, finding in result.symptoms.items()
        },
        warnings=result.warnings,
    )


def plausible_grades(finding: SymptomFinding) -> list[Grade]:
    """Return the grades that cannot be ruled out: if uncertain, also neighbours of the given."""
    if not finding.uncertain:
        return [finding.grade]
    return [grade for grade in Grade if abs(grade - finding.grade) <= 1]


class Condition(Record):
    """A symptom of at least a grade, and all of some signs; each part may be absent, not both.

    Attributes:
        symptom, grade: both or neither.
    """

    symptom: Symptom | None = None
    grade: Grade | None = Field(None, ge=Grade.MILD)
    signs: list[Sign] = Field(default_factory=list)

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if (self.symptom is None) != (self.grade is None):
            raise ValueError("a condition has a symptom and a grade, or neither")
        if self.symptom is None and not self.signs:
            raise ValueError("a condition without a symptom needs a sign")
        return self
