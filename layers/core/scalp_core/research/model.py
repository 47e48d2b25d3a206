"""The record of a consented copy: the cohort it is from, and what models said of it."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta

from pydantic import AwareDatetime, Field

from scalp_core.analysis import AnalysisResult, Cohort, Probability, Record
from scalp_core.errors import RejectionCode
from scalp_core.vocabulary import Grade, ScalpType, Site, Symptom, TrainedOn


class AssignedGrade(Record):
    """One symptom's grade by one version of the models."""

    grade: Grade
    confidence: Probability


class Opinion(Record):
    """Findings of one version of the models about a photo.

    Attributes:
        grades: of the six symptoms; none if the photo was rejected.
        rejection: why these models would not assess the photo.
    """

    assessed_at: AwareDatetime
    trained_on: TrainedOn
    scalp_type: ScalpType | None = None
    grades: dict[Symptom, AssignedGrade] = Field(default_factory=dict)
    rejection: RejectionCode | None = None


class ResearchRecord(Record):
    """What is known of a consented copy; nothing of it leads to its assessment.

    Attributes:
        donated_on: day (UTC); the exact time would lead to an assessment of the same time.
        pending_copy_sha256: of the upload that is to be copied; ``None`` once it has been.
        opinions: by version of the models.
    """

    cohort: Cohort
    head_region: Site | None
    consent_version: str
    donated_on: date
    expires_at: AwareDatetime
    pending_copy_sha256: str | None
    opinions: dict[str, Opinion]

    @property
    def object_metadata(self) -> dict[str, str]:
        """Return the metadata to store with the photo itself."""
        metadata = {
            "sex": self.cohort.sex,
            "age-group": self.cohort.age_group,
            "site": self.head_region,
            "consent-version": self.consent_version,
            "given-on": self.donated_on.isoformat(),
        }
        return {name: str(value) for name, value in metadata.items() if value is not None}


def digest(content: bytes) -> str:
    """Return the SHA-256 by which the assessed upload is recognised."""
    return hashlib.sha256(content).hexdigest()


def opinion(result: AnalysisResult, *, at: datetime) -> Opinion:
    """Return a result without what makes it large: probabilities, maps, timings."""
    return Opinion(
        assessed_at=at,
        trained_on=result.model.trained_on,
        scalp_type=result.type.scalp_type,
        grades={
            symptom: AssignedGrade(grade=finding.grade, confidence=finding.confidence)
            for symptom, finding in result.symptoms.items()
        },
    )


def new_record(
    result: AnalysisResult,
    *,
    cohort: Cohort,
    head_region: Site | None,
    consent_version: str,
    content: bytes,
    at: datetime,
    lifetime: timedelta,
) -> ResearchRecord:
    """Return the record of an assessed photo that its owner donates to research."""
    day = at.astimezone(UTC).date()
    midnight = datetime.combine(day, time(), UTC)
    return ResearchRecord(
        cohort=cohort,
        head_region=head_region,
        consent_version=consent_version,
        donated_on=day,
        expires_at=midnight + lifetime,
        pending_copy_sha256=digest(content),
        opinions={result.model.version: opinion(result, at=midnight)},
    )
