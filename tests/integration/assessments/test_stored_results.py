"""Stored results are validated when they are read: older ones read, damaged ones are a fault."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from scalp_core.assessments import keys
from scalp_core.assessments.model import RESULT_VERSION, parse_result
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
    "another form of an older version": {
        "result": {"S": '{"symptoms": {"dandruff": 1}}'},
        "resultVersion": {"N": "1"},
    },
    "an unknown grade": {
        "result": {"S": MILD.model_dump_json(by_alias=True).replace('"grade":1', '"grade":7')}
    },
    "a later version": {"resultVersion": {"N": str(RESULT_VERSION + 1)}},
}


@pytest.fixture
def done(cloud: Cloud) -> str:
    """An assessment with a result."""
    return finish(AssessmentRepository(cloud.dynamodb, cloud.table), found=MILD)


def first_version(result: Any) -> str:
    """The JSON of a result as version 1 had it."""
    older = json.loads(json.dumps(result))
    older.pop("triage", None)  # decided whenever a result is read
    for finding in older["symptoms"].values():
        del finding["plausibleGrades"]
    return json.dumps(older)


def item_key(assessment_id: str) -> Any:
    return {"PK": {"S": keys.assessment_pk(assessment_id)}, "SK": {"S": META_SK}}


def change(cloud: Cloud, assessment_id: str, **attributes: Any) -> None:
    item = cloud.dynamodb.get_item(TableName=cloud.table, Key=item_key(assessment_id))["Item"]
    cloud.dynamodb.put_item(TableName=cloud.table, Item=item | attributes)


def test_a_result_is_stored_with_its_schema_version(cloud: Cloud, done: str) -> None:
    item = cloud.dynamodb.get_item(TableName=cloud.table, Key=item_key(done))["Item"]

    assert from_item(item)["resultVersion"] == RESULT_VERSION
    read = cloud.read(done)["result"]
    del read["triage"]  # decided whenever a result is read
    assert read == json.loads(MILD.model_dump_json(by_alias=True))


@pytest.mark.parametrize("numbered", [True, False])
def test_a_result_of_the_first_version_gets_plausible_grades(
    cloud: Cloud, done: str, numbered: bool
) -> None:
    before = cloud.read(done)
    item = cloud.dynamodb.get_item(TableName=cloud.table, Key=item_key(done))["Item"]
    del item["resultVersion"]  # as the first results were stored
    number = {"resultVersion": {"N": "1"}} if numbered else {}
    older = {"result": {"S": first_version(before["result"])}}
    cloud.dynamodb.put_item(TableName=cloud.table, Item=item | older | number)

    assert cloud.read(done) == before


@pytest.mark.parametrize(
    ("grade", "uncertain", "plausible"),
    [
        (0, False, [0]),
        (0, True, [0, 1]),
        (1, True, [0, 1, 2]),
        (3, False, [3]),
        (3, True, [2, 3]),
    ],
)
def test_an_uncertain_grade_of_the_first_version_stands_with_its_neighbours(
    grade: int, uncertain: bool, plausible: list[int]
) -> None:
    stored = json.loads(first_version(json.loads(MILD.model_dump_json(by_alias=True))))
    stored["symptoms"]["dandruff"] |= {
        "grade": grade,
        "uncertain": uncertain,
        "activation": {"rows": 1, "columns": 2, "values": [7, 255]},
    }

    found = parse_result(json.dumps(stored), 1).symptoms[Symptom.DANDRUFF]

    assert found.plausible_grades == plausible
    assert found.activation.values == ([7, 255] if grade else [0, 0])


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
