"""Requests and responses of the assessment routes."""

from datetime import datetime
from typing import Any, Self

from pydantic import AwareDatetime, ConfigDict, Field

from scalp_api.care.triage_schemas import TriageView
from scalp_core.analysis import AnalysisResult, Cohort, Message, Record
from scalp_core.assessments.model import Assessment
from scalp_core.aws.objects import PresignedPost
from scalp_core.care.answers import Answers
from scalp_core.care.conditions import findings_of
from scalp_core.care.guide import CareGuide
from scalp_core.care.triage import triage
from scalp_core.errors import REJECTIONS, RejectionCode
from scalp_core.vocabulary import AgeGroup, ContentType, Sex, Site, Status, Symptom

_ID = "9f86d081884c7d659a2feaa0c55ad015"

CREATED_EXAMPLE: dict[str, Any] = {
    "id": _ID,
    "status": "pending",
    "upload": {
        "url": "https://scalpspectra-uploads-123456789012-ap-northeast-2.s3.ap-northeast-2.amazonaws.com/",
        "fields": {
            "Content-Type": "image/jpeg",
            "key": f"uploads/{_ID}",
            "policy": "eyJleHBpcmF0aW9uIjogIjIwMjYtMTEtMjJUMDU6MzY6MDVaIn0=",
            "x-amz-signature": "5d0f3e…",
        },
        "expiresAt": "2026-11-22T05:36:05Z",
        "maxBytes": 10_485_760,
    },
    "pollAfterSeconds": 1,
}

_REGION = {"left": 0.125, "top": 0.0, "width": 0.75, "height": 1.0}
_MILD = {
    "grade": 1,
    "plausibleGrades": [0, 1],
    "probabilities": [0.21, 0.62, 0.14, 0.03],
    "confidence": 0.62,
    "uncertain": True,
    "activation": {"rows": 2, "columns": 2, "values": [0, 128, 255, 64]},
}
_ABSENT = {
    "grade": 0,
    "plausibleGrades": [0],
    "probabilities": [0.9, 0.07, 0.02, 0.01],
    "confidence": 0.9,
    "uncertain": False,
    "activation": {"rows": 2, "columns": 2, "values": [0, 0, 0, 0]},
}

ASSESSMENT_EXAMPLE: dict[str, Any] = {
    "id": _ID,
    "status": "done",
    "cohort": {"sex": "female", "ageGroup": "40s"},
    "site": "top",
    "research": False,
    "createdAt": "2026-11-22T05:31:05Z",
    "finishedAt": "2026-11-22T05:31:09Z",
    "expiresAt": "2026-12-22T05:31:09Z",
    "result": {
        "symptoms": {
            symptom: _MILD if symptom is Symptom.DANDRUFF else _ABSENT for symptom in Symptom
        },
        "type": {
            "scalpType": "dandruff",
            "contributing": ["dandruff"],
            "hairLoss": False,
            "dandruffKind": None,
            "mostProbable": [
                {"scalpType": "dandruff", "probability": 0.58},
                {"scalpType": "normal", "probability": 0.19},
            ],
        },
        "photo": {"width": 640, "height": 480, "region": _REGION},
        "warnings": [],
        "model": {"version": "2026.11.22", "trainedOn": "rendered"},
        "timings": {"decode": 12, "inference": 61},
        "triage": {
            "level": "care_at_home",
            "headline": {"ko": "진료가 급하지 않아요", "en": "No need to hurry to a doctor"},
            "when": {"ko": "한 달 뒤", "en": "In a month"},
            "action": {
                "ko": "집에서 순하게 관리하고, 한 달 뒤 다시 확인해 보세요.",
                "en": "Care for it gently at home, and check again in a month.",
            },
            "reasons": [],
            "limits": [],
            "offers": "all",
            "withheld": None,
            "sources": [
                {
                    "id": "nhs-dandruff",
                    "title": "Dandruff",
                    "publisher": "NHS",
                    "url": "https://www.nhs.uk/conditions/dandruff/",
                }
            ],
        },
    },
    "rejection": None,
}


class NewAssessment(Record):
    """Request for an assessment."""

    model_config = ConfigDict(
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
    site: Site | None = Field(None, description="head region where the photo is taken")
    research: bool = Field(
        default=False,
        strict=True,
        description="separate, optional consent to keeping a copy of the photo for research",
    )
    counted: bool = Field(
        default=True,
        strict=True,
        description="whether the statistics count it; false for further photos of the same check, "
        "as statistics are about people",
    )


class Upload(Record):
    """Send ``fields`` and then the photo as ``file`` to ``url``, as multipart/form-data."""

    url: str
    fields: dict[str, str]
    expires_at: AwareDatetime
    max_bytes: int

    @classmethod
    def of(cls, post: PresignedPost) -> Self:
        """Return the view of a presigned POST."""
        return cls(
            url=post.url,
            fields=post.fields,
            expires_at=post.expires_at,
            max_bytes=post.max_bytes,
        )


class CreatedAssessment(Record):
    """The new assessment, and a presigned upload for its photo."""

    id: str
    status: Status
    upload: Upload
    poll_after_seconds: int


class Rejection(Record):
    """Why the photo cannot be assessed, and what to do; further codes may be added."""

    code: RejectionCode
    message: Message

    @classmethod
    def of(cls, code: RejectionCode) -> Self:
        """Return the view of a rejection code, with its sentences."""
        sentence = REJECTIONS[code]
        return cls(code=code, message=Message(ko=sentence.ko, en=sentence.en))


class ResultView(AnalysisResult):
    """The analysis of one photo, and what to do about it."""

    triage: TriageView = Field(
        description="from the findings alone; POST /api/v1/care/triage adds the person's answers"
    )

    @classmethod
    def of_result(cls, result: AnalysisResult, guide: CareGuide) -> Self:
        """Return the view of a stored result; the triage is decided anew at each reading."""
        decided = triage(guide.triage, findings_of(result), Answers())
        return cls(**dict(result), triage=TriageView.of(guide, decided))


class AssessmentView(Record):
    """An assessment, for whoever holds its id."""

    id: str
    status: Status
    cohort: Cohort
    site: Site | None
    research: bool = Field(
        description="a copy of the photo is donated to research; deleting the assessment withdraws "
        "it"
    )
    created_at: AwareDatetime
    finished_at: AwareDatetime | None
    expires_at: AwareDatetime
    result: ResultView | None
    rejection: Rejection | None

    @classmethod
    def of(cls, assessment: Assessment, guide: CareGuide, now: datetime) -> Self:
        """Return the view of an assessment at ``now``, with the triage by ``guide``."""
        result = assessment.result
        return cls(
            id=assessment.id,
            status=assessment.effective_status(now),
            cohort=assessment.cohort,
            site=assessment.head_region,
            research=assessment.research_consent_version is not None,
            created_at=assessment.created_at,
            finished_at=assessment.finished_at,
            expires_at=assessment.expires_at,
            result=ResultView.of_result(result, guide) if result else None,
            rejection=Rejection.of(assessment.rejection) if assessment.rejection else None,
        )
