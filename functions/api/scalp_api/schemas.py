"""What the API takes and gives; the result itself is :class:`scalp_core.models.AnalysisResult`."""

from pydantic import AwareDatetime, Field

from scalp_core.errors import RejectionCode
from scalp_core.models import AnalysisResult, Cohort, Message, Record
from scalp_core.vocabulary import AgeGroup, ContentType, Sex, Site, Status


class NewAssessment(Record):
    """Request for an assessment."""

    sex: Sex
    age_group: AgeGroup
    consent: bool = Field(description="explicit consent to the use of health information")
    content_type: ContentType
    site: Site | None = Field(None, description="where on the head the photo is taken")


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
    """An assessment as its owner sees it."""

    id: str
    status: Status
    cohort: Cohort
    site: Site | None
    created_at: AwareDatetime
    finished_at: AwareDatetime | None
    expires_at: AwareDatetime
    result: AnalysisResult | None
    rejection: Rejection | None


class Health(Record):
    """The function answers."""

    status: str
    version: str
