"""One assessment: a photo's way through the system."""

from datetime import datetime

from pydantic import AwareDatetime, BaseModel

from scalp_core.analysis import Cohort, Record
from scalp_core.errors import AssessmentNotFinishedError, RejectionCode
from scalp_core.vocabulary import ContentType, Grade, Site, Status, Symptom


class _Graded(BaseModel):
    grade: Grade


class _Grades(BaseModel):
    """What is asked of results most, a third of the work of reading an :class:`AnalysisResult`."""

    symptoms: dict[Symptom, _Graded]


class Assessment(Record):
    """One photo's way through the system.

    Attributes:
        consent_version: which consent text the person agreed to.
        research_consent_version: which text about research, if the person agreed to that as well.
        failure_deadline: when set and past, a pending assessment counts as failed: its last
            delivery began and never reported back.
        expires_at: when it is forgotten (DynamoDB's TTL may delete it later, readers never see it).
        result_json: its result as it is stored and told, which mostly needs no look inside.
    """

    id: str
    status: Status
    cohort: Cohort
    head_region: Site | None = None
    content_type: ContentType
    consent_version: str
    research_consent_version: str | None = None
    created_at: AwareDatetime
    finished_at: AwareDatetime | None = None
    failure_deadline: AwareDatetime | None = None
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

    def finished_grades(self) -> dict[Symptom, Grade]:
        """Return the grades of its result.

        Raises:
            AssessmentNotFinishedError: it has no result (yet).
        """
        grades = self.grades
        if self.status is not Status.DONE or grades is None:
            raise AssessmentNotFinishedError
        return grades

    def effective_status(self, now: datetime) -> Status:
        """Return the status at ``now``: a pending assessment past its deadline has failed."""
        deadline = self.failure_deadline
        if self.status is Status.PENDING and deadline is not None and deadline <= now:
            return Status.FAILED
        return self.status
