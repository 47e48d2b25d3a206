"""A call that boto3 repeats because its answer was lost changes nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.errors import BackendError
from scalp_core.vocabulary import Status
from support.cloud import Cloud
from support.results import pending, result

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def assessments(cloud: Cloud) -> AssessmentRepository:
    return AssessmentRepository(cloud.dynamodb, cloud.table)


def test_the_same_assessment_again_is_no_fault(assessments: AssessmentRepository) -> None:
    assessment = pending(at=NOON)

    assessments.create(assessment)
    assessments.create(assessment)

    assert assessments.get(assessment.id, NOON) == assessment


def test_an_id_that_another_one_has_is_a_fault(assessments: AssessmentRepository) -> None:
    first = pending(at=NOON)
    assessments.create(first)

    with pytest.raises(BackendError):
        assessments.create(first.model_copy(update={"created_at": NOON + timedelta(seconds=1)}))

    assert assessments.get(first.id, NOON) == first


def test_a_finished_assessment_is_never_set_back(assessments: AssessmentRepository) -> None:
    assessment = pending(at=NOON)
    assessments.create(assessment)
    assessments.complete(assessment, result(), at=NOON, expires_at=assessment.expires_at)

    with pytest.raises(BackendError):
        assessments.create(assessment)

    assert assessments.get(assessment.id, NOON).status is Status.DONE
