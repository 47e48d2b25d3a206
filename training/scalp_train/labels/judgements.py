"""What one rater says of one photo: six grades, or why the photo is of no use."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import AwareDatetime, model_validator

from scalp_core.analysis import Record
from scalp_core.vocabulary import Grade, Symptom
from scalp_train.labels.table import Label

Grades = dict[Symptom, Grade | None]
"""Grades of the six symptoms; ``None`` where the rater cannot grade."""


class Exclusion(StrEnum):
    """Why nothing should be learned from a photo."""

    NOT_A_SCALP = "not_a_scalp"
    TOO_FAR = "too_far"
    BLURRED = "blurred"
    BAD_LIGHT = "bad_light"
    IDENTIFIES = "identifies"
    REPEATED = "repeated"
    UNREADABLE = "unreadable"
    OTHER = "other"


class Judgement(Record):
    """One rater's answer about one photo.

    Attributes:
        file: path below the photos' folder, or the token of a consented copy.
        at: when it was saved.
        grades: of all six symptoms; empty if the photo is excluded.
        exclusion: why it is; ``None`` otherwise.
        person: whose scalp it is, if the labels were imported and say so.
    """

    file: str
    at: AwareDatetime
    grades: Grades
    exclusion: Exclusion | None = None
    person: str | None = None

    @model_validator(mode="after")
    def _graded_or_excluded(self) -> Self:
        if set(self.grades) != (set() if self.exclusion else set(Symptom)):
            raise ValueError("a photo has grades of all six symptoms, or a reason to exclude it")
        return self

    @property
    def answer(self) -> tuple[Grades, Exclusion | None]:
        """Return what two raters can agree on."""
        return self.grades, self.exclusion

    def label(self, person: str | None = None) -> Label:
        """Return the photo's row of LABELS.

        Args:
            person: whose scalp it is, unless the judgement says so.
        """
        return Label(self.file, self.grades, self.person or person)


class Undo(Record):
    """Takes back the latest judgement about a photo that has not been taken back."""

    undone: str
    at: AwareDatetime
