"""Create an assessment, and presign the upload of its photo."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from scalp_core.analysis import Cohort
from scalp_core.assessments.keys import upload_key
from scalp_core.assessments.model import Assessment
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.assessments.sample import SAMPLE_BYTES, SAMPLE_COHORT
from scalp_core.aws.objects import PhotoStore, PresignedPost
from scalp_core.clock import Clock
from scalp_core.errors import ConsentRequiredError
from scalp_core.ids import new_id
from scalp_core.vocabulary import MAX_PHOTO_BYTES, ContentType, Site, Status

# The text stands in the site's strings; change the version whenever its meaning changes.
CONSENT_VERSION = "2026-11-30"
RESEARCH_CONSENT_VERSION = "2026-11-23"

# An assessment whose photo is never uploaded expires soon.
_PENDING_LIFETIME = timedelta(days=1)


@dataclass(frozen=True)
class CreatedAssessment:
    """A new assessment and the presigned upload of its photo."""

    assessment: Assessment
    upload: PresignedPost


def create_assessment(
    *,
    cohort: Cohort,
    head_region: Site | None,
    consent: bool,
    research: bool,
    counted: bool,
    content_type: ContentType,
    assessments: AssessmentRepository,
    photos: PhotoStore,
    clock: Clock,
) -> CreatedAssessment:
    """Store a pending assessment, and presign the upload of its photo.

    Args:
        head_region: in the photo, if the person names it.
        research: separate consent to keeping the photo for research; nothing else depends on it.
        counted: whether the statistics count it.

    Raises:
        ConsentRequiredError: ``consent`` to the use of health information is missing.
        BackendError: AWS failed; nothing needs to be undone.
    """
    if not consent:
        raise ConsentRequiredError
    now = clock()
    assessment = Assessment(
        id=new_id(),
        status=Status.PENDING,
        cohort=cohort,
        head_region=head_region,
        content_type=content_type,
        consent_version=CONSENT_VERSION,
        research_consent_version=RESEARCH_CONSENT_VERSION if research else None,
        counted=counted,
        created_at=now,
        expires_at=now + _PENDING_LIFETIME,
    )
    return _store(assessment, MAX_PHOTO_BYTES, assessments, photos)


def create_sample(
    *, assessments: AssessmentRepository, photos: PhotoStore, clock: Clock
) -> CreatedAssessment:
    """Store a pending assessment of the sample photo, and presign its upload.

    It is about nobody: there is no consent, it is never counted, and no other photo is assessed.

    Raises:
        BackendError: AWS failed; nothing needs to be undone.
    """
    return _store(pending_sample(new_id(), clock()), SAMPLE_BYTES, assessments, photos)


def pending_sample(assessment_id: str, at: datetime) -> Assessment:
    """Return an assessment of the sample photo, created ``at`` and not stored."""
    return Assessment(
        id=assessment_id,
        status=Status.PENDING,
        cohort=SAMPLE_COHORT,
        content_type=ContentType.JPEG,
        consent_version=None,
        counted=False,
        created_at=at,
        expires_at=at + _PENDING_LIFETIME,
    )


def _store(
    assessment: Assessment, max_bytes: int, assessments: AssessmentRepository, photos: PhotoStore
) -> CreatedAssessment:
    assessments.create(assessment)
    upload = photos.presign_upload(
        upload_key(assessment.id),
        assessment.content_type,
        max_bytes=max_bytes,
        now=assessment.created_at,
    )
    return CreatedAssessment(assessment, upload)
