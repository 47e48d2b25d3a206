"""The data that travels between layers; JSON names are camelCase."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from scalp_core.errors import RejectionCode
from scalp_core.vocabulary import (
    AgeGroup,
    ContentType,
    DandruffKind,
    Grade,
    PhotoWarning,
    ScalpType,
    Sex,
    Site,
    Status,
    Symptom,
    TrainedOn,
)

Probability = Annotated[float, Field(ge=0, le=1)]


class Record(BaseModel):
    """Immutable, camelCase on the outside, and strict about unknown fields.

    Errors tell where and what, but not the value: they are logged, and values are about people.
    Validators are built when they are first needed: a process starts for one question, not for all.
    """

    model_config = ConfigDict(
        defer_build=True,
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )


class Message(Record):
    """Words for the person, in both languages of the product."""

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
    """What follows from the six grades by the data set's table.

    Attributes:
        contributing: present symptoms, most severe first (ties in the order of
            :data:`scalp_core.scalp_type.TIE_ORDER`).
        hair_loss: hair loss is present, whatever the type.
        dandruff_kind: set when the type is ``dandruff`` and dryness or sebum says which kind.
        most_probable: the two most probable types, by enumeration over presence patterns.
    """

    scalp_type: ScalpType
    contributing: list[Symptom]
    hair_loss: bool
    dandruff_kind: DandruffKind | None
    most_probable: list[TypeProbability]


class ModelInfo(Record):
    """Which models gave the answer, and what they learned from."""

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
    """Everything that one photo gives."""

    symptoms: dict[Symptom, SymptomFinding]
    type: ScalpTypeFinding
    photo: PhotoInfo
    warnings: list[PhotoWarning]
    model: ModelInfo
    timings: Timings


class _Graded(BaseModel):
    grade: Grade


class _Grades(BaseModel):
    """What is asked of results most, a third of the work of reading an :class:`AnalysisResult`."""

    symptoms: dict[Symptom, _Graded]


class Cohort(Record):
    """The people one is compared with."""

    sex: Sex
    age_group: AgeGroup


class Assessment(Record):
    """One photo's way through the system.

    Attributes:
        consent_version: which consent text the person agreed to.
        research_consent_version: which text about research, if the person agreed to that as well.
        fails_at: when set and past, a pending assessment counts as failed: its last delivery began
            and never reported back.
        expires_at: when it is forgotten (DynamoDB's TTL may delete it later, readers never see it).
        result_json: its result as it is stored and told, which mostly needs no look inside.
    """

    id: str
    status: Status
    cohort: Cohort
    site: Site | None = None
    content_type: ContentType
    consent_version: str
    research_consent_version: str | None = None
    created_at: AwareDatetime
    finished_at: AwareDatetime | None = None
    fails_at: AwareDatetime | None = None
    expires_at: AwareDatetime
    result_json: str | None = None
    rejection: RejectionCode | None = None

    @property
    def grades(self) -> dict[Symptom, Grade] | None:
        """The grades of its result, if it has one, without a look at all else.

        Raises:
            pydantic.ValidationError: ``result_json`` is no result.
        """
        if self.result_json is None:
            return None
        found = _Grades.model_validate_json(self.result_json).symptoms
        return {symptom: finding.grade for symptom, finding in found.items()}

    def seen_at(self, now: datetime) -> Status:
        """The status that a reader is told at ``now``."""
        if self.status is Status.PENDING and self.fails_at is not None and self.fails_at <= now:
            return Status.FAILED
        return self.status
