"""Stored results are validated when they are read: older ones read, damaged ones are a fault."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from scalp_core.assessments import keys
from scalp_core.assessments.model import RESULT_VERSION
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.aws.dynamodb import META_SK, from_item
from scalp_core.ids import fingerprint
from scalp_core.vocabulary import Grade, Symptom
from support.cloud import Cloud
from support.results import finish, result

MILD = result({Symptom.DANDRUFF: Grade.MILD})
DAMAGED = {
    "no JSON": {"result": {"S": "{"}},
    "another form": {"result": {"S": '{"symptoms": {}}'}},
    "an unknown grade": {
        "result": {"S": MILD.model_dump_json(by_alias=True).replace('"grade":1', '"grade":7')}
    },
    "a later version": {"resultVersion": {"N": str(RESULT_VERSION + 1)}},
}


@pytest.fixture
def done(cloud: Cloud) -> str:
    """An assessment with a result."""
    return finish(AssessmentRepository(cloud.dynamodb, cloud.table), found=MILD)


def item_key(assessment_id: str) -> Any:
    return {"PK": {"S": keys.assessment_pk(assessment_id)}, "SK": {"S": META_SK}}


def change(cloud: Cloud, assessment_id: str, **attributes: Any) -> None:
    item = cloud.dynamodb.get_item(TableName=cloud.table, Key=item_key(assessment_id))["Item"]
    cloud.dynamodb.put_item(TableName=cloud.table, Item=item | attributes)


def test_a_result_is_stored_with_its_schema_version(cloud: Cloud, done: str) -> None:
    item = cloud.dynamodb.get_item(TableName=cloud.table, Key=item_key(done))["Item"]

    assert from_item(item)["resultVersion"] == RESULT_VERSION
    assert cloud.read(done)["result"] == json.loads(MILD.model_dump_json(by_alias=True))


def test_a_result_without_a_version_is_of_the_first(cloud: Cloud, done: str) -> None:
    before = cloud.read(done)
    item = cloud.dynamodb.get_item(TableName=cloud.table, Key=item_key(done))["Item"]
    del item["resultVersion"]
    cloud.dynamodb.put_item(TableName=cloud.table, Item=item)

    assert cloud.read(done) == before


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_result_is_a_fault_and_logged_by_fingerprint(
    cloud: Cloud, done: str, logged: Callable[[str], str], damage: str
) -> None:
    change(cloud, done, **DAMAGED[damage])

    for path in ("assessments/{}", "stats?assessment={}", "products?assessment={}"):
        status, headers, problem = cloud.api("GET", "/api/v1/" + path.format(done))

        assert (status, problem["code"]) == (503, "backend_unavailable")
        assert int(headers["retry-after"]) >= 1
    lines = logged("api")
    assert f'"assessment":"{fingerprint(done)}"' in lines
    assert done not in lines
    assert '"grade":7' not in lines


def test_an_assessment_with_a_damaged_result_can_be_deleted(cloud: Cloud, done: str) -> None:
    change(cloud, done, **DAMAGED["no JSON"])

    assert cloud.api("DELETE", f"/api/v1/assessments/{done}")[0] == 204
    assert cloud.api("GET", f"/api/v1/assessments/{done}")[0] == 404
