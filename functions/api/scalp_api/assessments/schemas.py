"""Requests and responses; the result is :class:`scalp_core.analysis.AnalysisResult`."""

from pydantic import AwareDatetime, ConfigDict, Field

from scalp_core.analysis import AnalysisResult, Cohort, Message, Record
from scalp_core.errors import RejectionCode
from scalp_core.statistics.distributions import OwnRank, Statistics
from scalp_core.vocabulary import AgeGroup, ContentType, Sex, Site, Status, Symptom


class NewAssessment(Record):
    """Request for an assessment."""

    model_config = ConfigDict(
        defer_build=False,  # FastAPI builds it at once, with an alias that would be lost
        json_schema_extra={
            "examples": [
                {
                    "sex": "female",
                    "ageGroup": "40s",
                    "consent": True,
                    "contentType": "image/jpeg",
                    "site": "top",
                }
            ]
        },
    )

    sex: Sex
    age_group: AgeGroup
    consent: bool = Field(
        strict=True,
        description="explicit consent to the use of health information",
        json_schema_extra={"const": True},
    )
    content_type: ContentType
    site: Site | None = Field(None, description="where on the head the photo is taken")
    research: bool = Field(
        default=False,
        strict=True,
        description="separate consent to keeping the photo for research; nothing depends on it",
    )


class Upload(Record):
    """Send ``fields`` and then the photo as ``file`` to ``url``, as multipart/form-data."""

    url: str
    fields: dict[str, str]
    expires_at: AwareDatetime
    max_bytes: int


class CreatedAssessment(Record):
    """The new assessment, and the right to upload one photo for it."""

    id: str
    status: Status
    upload: Upload
    poll_after_seconds: int


class Rejection(Record):
    """Why the photo cannot be assessed, and what to do."""

    code: RejectionCode
    message: Message


class AssessmentView(Record):
    """An assessment as its owner sees it.

    Attributes:
        research: its owner gave the photo to research; deleting the assessment takes it back.
    """

    id: str
    status: Status
    cohort: Cohort
    site: Site | None
    research: bool
    created_at: AwareDatetime
    finished_at: AwareDatetime | None
    expires_at: AwareDatetime
    result: AnalysisResult | None
    rejection: Rejection | None


class Health(Record):
    """The function answers."""

    status: str
    version: str


class StatisticsView(Record):
    """Statistics of a group, with everyone for comparison.

    Attributes:
        sex: of the group; null for both and for those who did not tell.
        age_group: of the group; null for all.
        minimum: fewest assessments that are shown together.
        own: where the named assessment stands; null if none is named or it has no result.
    """

    sex: Sex | None
    age_group: AgeGroup | None
    minimum: int
    group: Statistics
    everyone: Statistics
    own: dict[Symptom, OwnRank] | None
