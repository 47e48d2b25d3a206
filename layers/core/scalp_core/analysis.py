"""Models of one photo's analysis, which all domains share; JSON names are camelCase."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from scalp_core.vocabulary import (
    AgeGroup,
    DandruffKind,
    Grade,
    PhotoWarning,
    ScalpType,
    Sex,
    Symptom,
    TrainedOn,
)

Probability = Annotated[float, Field(ge=0, le=1)]


class Record(BaseModel):
    """Immutable, camelCase on the outside, and strict about unknown fields.

    Errors name the field and the rule, not the value: they are logged, and values are about people.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )


class Message(Record):
    """A text for the person, in both languages of the product."""

    ko: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Region(Record):
    """A rectangle in fractions of the upright photo's width and height."""

    left: float
    top: float
    width: float
    height: float


class ActivationGrid(Record):
    """Where the model saw the sign of the grade it gave, over ``AnalysisResult.region``.

    Attributes:
        values: rows × columns numbers, row by row, 0 (no evidence) … 255 (most within this map).
            All are 0 where the grade is 0, because absence has no place.
    """

    rows: int = Field(ge=1, le=64)
    columns: int = Field(ge=1, le=64)
    values: list[Annotated[int, Field(ge=0, le=255)]]


class SymptomFinding(Record):
    """One symptom's grade, and the grades that the photo leaves plausible.

    Attributes:
        probabilities: calibrated probabilities of grades 0, 1, 2, 3.
        confidence: probability of the grade given.
    """

    grade: Grade
    plausible_grades: list[Grade] = Field(
        min_length=1,
        max_length=len(Grade),
        description="conformal set: ascending, without gaps, with `grade` in it. Of the pictures "
        "that the models were calibrated on, which are drawn and shifted on purpose, the set holds "
        "the true grade in 90 of 100, whichever grade that is; for photos of people the share is "
        "not known",
    )
    probabilities: tuple[Probability, Probability, Probability, Probability]
    confidence: Probability
    uncertain: bool = Field(description="more than one grade is plausible")
    activation: ActivationGrid

    @model_validator(mode="after")
    def _set_agrees_with_the_grade(self) -> Self:
        first, last = self.plausible_grades[0], self.plausible_grades[-1]
        if self.plausible_grades != list(range(first, last + 1)):
            raise ValueError("plausible grades must ascend without gaps")
        if self.grade not in self.plausible_grades:
            raise ValueError("plausible grades must hold the grade")
        if self.uncertain != (first != last):
            raise ValueError("a grade is uncertain if more than one is plausible")
        return self


class TypeProbability(Record):
    """How probable a scalp type is, given the six probability vectors."""

    scalp_type: ScalpType
    probability: Probability


class ScalpTypeFinding(Record):
    """The most probable scalp type, given the six probability vectors and the data set's table.

    Attributes:
        scalp_type: the first of ``most_probable``. Where grades are uncertain it may differ from
            the row of the table that the six single grades are in.
        contributing: present symptoms, most severe first (ties in the order of
            :data:`scalp_core.scalp_type.TIE_ORDER`).
        hair_loss: hair loss is present, whatever the type.
        dandruff_kind: set when the type is ``dandruff`` and dryness or sebum determines it.
        most_probable: the two most probable types, by enumeration over presence patterns.
    """

    scalp_type: ScalpType
    contributing: list[Symptom]
    hair_loss: bool
    dandruff_kind: DandruffKind | None
    most_probable: list[TypeProbability]


class ModelInfo(Record):
    """Version of the models, and what they were trained on."""

    version: str
    trained_on: TrainedOn
    adapted_photos: int | None = Field(
        default=None,
        gt=0,
        exclude_if=lambda photos: photos is None,
        description="number of labelled photos that the last layers were fitted to; present only "
        "with `trainedOn` `adapted`",
    )

    @model_validator(mode="after")
    def _adapted_models_name_their_photos(self) -> Self:
        if (self.trained_on is TrainedOn.ADAPTED) != (self.adapted_photos is not None):
            raise ValueError("adapted models, and only these, say how many photos they fitted")
        return self


class PhotoInfo(Record):
    """The upright photo: size in pixels, and the part of it that the models looked at."""

    width: int
    height: int
    region: Region


class Timings(Record):
    """Milliseconds spent on one photo."""

    decode: int
    inference: int


class AnalysisResult(Record):
    """The whole analysis of one photo."""

    symptoms: dict[Symptom, SymptomFinding]
    type: ScalpTypeFinding
    photo: PhotoInfo
    warnings: list[PhotoWarning]
    model: ModelInfo
    timings: Timings


class Cohort(Record):
    """The people that a person is compared with."""

    sex: Sex
    age_group: AgeGroup
