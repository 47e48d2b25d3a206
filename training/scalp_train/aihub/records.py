"""What the reader gives: one record per unique image."""

from __future__ import annotations

from enum import StrEnum

from pydantic import AwareDatetime, Field

from scalp_core.analysis import Record
from scalp_core.vocabulary import Grade, Sex, Site


class Official(StrEnum):
    """The two parts of AI Hub data set 216 that can be downloaded; its test part cannot."""

    TRAINING = "training"
    VALIDATION = "validation"


class Split(StrEnum):
    """The part of the split that an image belongs to."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


class Questionnaire(Record):
    """The person's answers, in the data set's words without blanks; ``None`` if blank.

    Questions as in the public decks and notes of dowb2024/scalp and bo-lim/OhMyHead.

    Attributes:
        age: decade of life, 20 for "20대".
        hair_state: answers to question 4, sorted.
        products: answers to question 5, sorted.
    """

    sex: Sex | None = None
    age: int | None = None
    shampoo_frequency: str | None = None
    perm_frequency: str | None = None
    dye_frequency: str | None = None
    hair_state: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    wants_custom_care: str | None = None
    shampoo_choice: str | None = None


Grades = tuple[Grade, Grade, Grade, Grade, Grade, Grade]


class ImageRecord(Record):
    """One unique image of AI Hub data set 216.

    Attributes:
        name: stem of the file name, which is what identifies an image.
        file: image or zip, relative to the data set's folder.
        member: name inside the zip, as :mod:`zipfile` gives it; ``None`` for a plain file.
        grades: six grades in the vocabulary's order, which is that of value_1 … value_6.
        group: number and device serial from the file name. No file says who is photographed;
            this key is the finest that is surely not finer than one person's visit.
        position: the shot's number on the head, as in the file name.
        official: the official parts it stands in; the data set has images that stand in both.
        pixels: hash of the decoded pixels.
        split: its place in our split; ``None`` where it belongs to none.
    """

    name: str
    file: str
    member: str | None
    grades: Grades
    site: Site
    device: str
    shot_at: AwareDatetime
    group: str
    position: int = Field(ge=0)
    official: tuple[Official, ...]
    questionnaire: Questionnaire | None
    pixels: str
    width: int
    height: int
    split: Split | None = None

    @property
    def official_part(self) -> Official | None:
        """Return the one official part it counts to: validation where it stands in both."""
        if Official.VALIDATION in self.official:
            return Official.VALIDATION
        return self.official[0] if self.official else None
