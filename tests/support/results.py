"""Results as the models might give them, and assessments that have them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from scalp_core.analysis import (
    ActivationGrid,
    AnalysisResult,
    Cohort,
    ModelInfo,
    PhotoInfo,
    Region,
    ScalpTypeFinding,
    SymptomFinding,
    Timings,
)
from scalp_core.assessments.model import Assessment
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.aws.dynamodb import to_item
from scalp_core.ids import new_id
from scalp_core.statistics import keys
from scalp_core.statistics.publication import contribution
from scalp_core.vocabulary import (
    AgeGroup,
    ContentType,
    Grade,
    PhotoWarning,
    ScalpType,
    Sex,
    Status,
    Symptom,
    TrainedOn,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def result(
    grades: Mapping[Symptom, Grade] | None = None,
    scalp_type: ScalpType = ScalpType.NORMAL,
    *,
    warnings: Iterable[PhotoWarning] = (),
) -> AnalysisResult:
    """A result with these grades, and none of the other symptoms."""
    given = grades or {}
    return AnalysisResult(
        symptoms={symptom: _finding(given.get(symptom, Grade.NONE)) for symptom in Symptom},
        type=ScalpTypeFinding(
            scalp_type=scalp_type,
            contributing=list(given),
            hair_loss=False,
            dandruff_kind=None,
            most_probable=[],
        ),
        photo=PhotoInfo(width=640, height=480, region=Region(left=0, top=0, width=1, height=1)),
        warnings=list(warnings),
        model=ModelInfo(version="test", trained_on=TrainedOn.RENDERED),
        timings=Timings(decode=1, inference=1),
    )


def pending(
    sex: Sex = Sex.FEMALE, age_group: AgeGroup = AgeGroup.FORTIES, *, at: datetime | None = None
) -> Assessment:
    """A new assessment as the API stores it."""
    created = at or datetime.now(UTC)
    return Assessment(
        id=new_id(),
        status=Status.PENDING,
        cohort=Cohort(sex=sex, age_group=age_group),
        content_type=ContentType.JPEG,
        consent_version="test",
        created_at=created,
        expires_at=created + timedelta(days=30),
    )


def finish(
    repository: AssessmentRepository,
    sex: Sex = Sex.FEMALE,
    age_group: AgeGroup = AgeGroup.FORTIES,
    *,
    found: AnalysisResult | None = None,
    at: datetime | None = None,
) -> str:
    """Store and finish an assessment, and give its id."""
    assessment = pending(sex, age_group, at=at)
    repository.create(assessment)
    repository.complete(
        assessment,
        found or result(),
        at=assessment.created_at,
        expires_at=assessment.expires_at,
    )
    return assessment.id


def count_many(
    client: "DynamoDBClient",
    table: str,
    number: int,
    sex: Sex,
    age_group: AgeGroup,
    *,
    found: AnalysisResult | None = None,
) -> None:
    """Raise a cohort's counters by ``number`` equal assessments in one write, without storing any.

    What :meth:`AssessmentRepository.complete` would leave of them after they have expired.
    """
    counts = {name: number * one for name, one in contribution(found or result()).items()}
    client.update_item(
        TableName=table,
        Key=to_item({"PK": keys.cohort_pk(sex, age_group), "SK": "SHARD#00"}),
        UpdateExpression="ADD " + ", ".join(f"#{i} :{i}" for i in range(len(counts))),
        ExpressionAttributeNames={f"#{i}": name for i, name in enumerate(counts)},
        ExpressionAttributeValues=to_item({f":{i}": one for i, one in enumerate(counts.values())}),
    )


def _finding(grade: Grade) -> SymptomFinding:
    probabilities: Any = tuple(float(one is grade) for one in Grade)
    return SymptomFinding(
        grade=grade,
        plausible_grades=[grade],
        probabilities=probabilities,
        confidence=1.0,
        uncertain=False,
        activation=ActivationGrid(rows=1, columns=1, values=[0]),
    )
