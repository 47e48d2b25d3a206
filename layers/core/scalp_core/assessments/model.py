"""One assessment of one photo, from its creation to its result."""

import json
from datetime import datetime
from typing import Any

from pydantic import AwareDatetime

from scalp_core.analysis import AnalysisResult, Cohort, Record
from scalp_core.errors import AssessmentNotFinishedError, RejectionCode
from scalp_core.vocabulary import ContentType, Grade, Site, Status, Symptom

RESULT_VERSION = 2
"""Schema version of stored results; raise it when :class:`AnalysisResult` changes its JSON."""


class Assessment(Record):
    """One assessment of one photo.

    Attributes:
        consent_version: version of the consent text that the person agreed to; ``None`` for the
            sample photo, which is nobody's.
        research_consent_version: version of the text on research; ``None`` without that consent.
        counted: whether the statistics count it; of a check of several places, one photo is.
        failure_deadline: a pending assessment counts as failed from then on, because its last
            delivery began and never reported back.
        expires_at: when it is deleted (DynamoDB's TTL may be late, readers never see it).
        result: set once the status is ``done``.
    """

    id: str
    status: Status
    cohort: Cohort
    head_region: Site | None = None
    content_type: ContentType
    consent_version: str | None
    research_consent_version: str | None = None
    counted: bool = True
    created_at: AwareDatetime
    finished_at: AwareDatetime | None = None
    failure_deadline: AwareDatetime | None = None
    expires_at: AwareDatetime
    result: AnalysisResult | None = None
    rejection: RejectionCode | None = None

    @property
    def is_sample(self) -> bool:
        """Whether it is of the sample photo: nobody's, and no other photo is accepted."""
        return self.consent_version is None

    @property
    def grades(self) -> dict[Symptom, Grade] | None:
        """Grades of its result, if it has one."""
        if self.result is None:
            return None
        return {symptom: finding.grade for symptom, finding in self.result.symptoms.items()}

    def finished_result(self) -> AnalysisResult:
        """Return its result.

        Raises:
            AssessmentNotFinishedError: it has none (yet).
        """
        if self.status is not Status.DONE or self.result is None:
            raise AssessmentNotFinishedError
        return self.result

    def effective_status(self, now: datetime) -> Status:
        """Return the status at ``now``: a pending assessment past its deadline has failed."""
        return effective_status(self.status, self.failure_deadline, now)


def effective_status(status: Status, failure_deadline: datetime | None, now: datetime) -> Status:
    """Return the status at ``now`` of an assessment with this stored status and deadline."""
    is_over = failure_deadline is not None and failure_deadline <= now
    return Status.FAILED if status is Status.PENDING and is_over else status


def parse_result(text: str, version: int) -> AnalysisResult:
    """Return a stored result.

    Those of version 1 have no sets of plausible grades: a certain grade stands alone, an uncertain
    one with its neighbours. Their maps of grade 0 showed evidence for absence and become empty.

    Args:
        version: schema version that the JSON was written with.

    Raises:
        ValueError: the version is unknown, or the JSON does not match it.
    """
    if version == RESULT_VERSION:
        return AnalysisResult.model_validate_json(text)
    if version != 1:
        raise ValueError(f"results of schema version {version} are unknown")
    stored = json.loads(text)
    try:
        for finding in stored["symptoms"].values():
            _add_plausible_grades(finding)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("not a result of schema version 1") from error
    return AnalysisResult.model_validate(stored)


def _add_plausible_grades(finding: dict[str, Any]) -> None:
    grade, reach = finding["grade"], int(finding["uncertain"])
    low, high = max(Grade.NONE, grade - reach), min(Grade.SEVERE, grade + reach)
    finding["plausibleGrades"] = list(range(low, high + 1))
    if grade == Grade.NONE:
        finding["activation"]["values"] = [0] * len(finding["activation"]["values"])
