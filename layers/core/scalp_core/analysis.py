"""Models of one photo's analysis, which all domains share; JSON names are camelCase."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
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
    """Where the model saw evidence for the grade it gave, over ``AnalysisResult.region``.

    Attributes:
        values: rows × columns numbers, row by row, 0 (least) … 255 (most) within this map.
    """

    rows: int = Field(ge=1, le=64)
    columns: int = Field(ge=1, le=64)
    values: list[Annotated[int, Field(ge=0, le=255)]]


class SymptomFinding(Record):
    """One symptom's grade.

    Attributes:
        probabilities: calibrated probabilities of grades 0, 1, 2, 3.
        confidence: probability of the grade given.
        uncertain: confidence is below the model's threshold (manifest: ``uncertainBelow``).
    """

    grade: Grade
    probabilities: tuple[Probability, Probability, Probability, Probability]
    confidence: Probability
    uncertain: bool
    activation: ActivationGrid


class TypeProbability(Record):
    """How probable a scalp type is, given the six probability vectors."""

    scalp_type: ScalpType
    probability: Probability


class ScalpTypeFinding(Record):
    """The scalp type that follows from the six grades by the data set's table.

    Attributes:
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
