"""Donated photos are deleted with their assessment, whatever the worker does meanwhile."""

from typing import Any

import pytest

import scalp_api.bootstrap
import scalp_assess.bootstrap
from scalp_core.assessments import keys as assessments_keys
from scalp_core.aws.dynamodb import META_SK
from support import photos
from support.cloud import Cloud
from support.deliveries import Killed
from support.research import NOTHING, deleted_at, drain, everything, given, run, token


def test_deleting_the_result_takes_the_photo_back(cloud: Cloud) -> None:
    made = given(cloud)

    assert cloud.api("DELETE", f"/api/v1/assessments/{made}")[0] == 204

    assert everything(cloud) == NOTHING
    assert cloud.api("DELETE", f"/api/v1/assessments/{made}")[0] == 404


def test_a_photo_is_taken_back_after_its_result_has_expired(cloud: Cloud) -> None:
    made = given(cloud)
    key = {"PK": {"S": assessments_keys.assessment_pk(made)}, "SK": {"S": META_SK}}
    cloud.dynamodb.delete_item(TableName=cloud.table, Key=key)  # as time to live does
    assert cloud.api("GET", f"/api/v1/assessments/{made}")[0] == 404

    assert cloud.api("DELETE", f"/api/v1/assessments/{made}")[0] == 204

    assert everything(cloud) == NOTHING


def test_the_operator_takes_back_by_id_too(cloud: Cloud) -> None:
    made = given(cloud)

    assert run(cloud, "delete-assessment", made).exit_code == 0

    assert everything(cloud) == NOTHING


@pytest.mark.parametrize(
    "moment",
    [
        "before-call.s3.GetObject",
        "before-call.dynamodb.TransactWriteItems",
        "after-call.dynamodb.TransactWriteItems",
        "before-call.s3.PutObject",
        "after-call.s3.PutObject",
        "before-call.s3.DeleteObject",
    ],
)
def test_nothing_is_left_of_what_is_deleted_meanwhile(cloud: Cloud, moment: str) -> None:
    made = cloud.create(research=True)
    cloud.upload(made, photos.sample())
    deleted = deleted_at(cloud, made, moment)

    drain(cloud)

    assert deleted == [204]
    assert everything(cloud) == NOTHING


@pytest.mark.parametrize("calls", range(4))
def test_nothing_is_left_by_a_worker_that_comes_between_two_steps_of_a_deletion(
    cloud: Cloud, calls: int
) -> None:
    drain(cloud)
    made = cloud.create(research=True)
    cloud.upload(made, photos.sample())
    services = scalp_api.bootstrap.services()
    before: list[str] = []

    def work(model: Any, **_: object) -> None:
        before.append(model.name)
        if len(before) == calls + 1:
            cloud.work()

    for client in (services.photos._client, services.assessments._client):
        client.meta.events.register("before-call", work)

    assert cloud.api("DELETE", f"/api/v1/assessments/{made}")[0] == 204

    counters = ("Query", "TransactWriteItems")  # of an assessment that was finished before
    asked = [name for name in before if name not in counters]
    assert asked == ["DeleteObject", "DeleteItem", "DeleteItem", "DeleteObject"]
    drain(cloud)
    assert everything(cloud) == NOTHING


def test_a_copy_that_a_killed_worker_left_is_deleted_by_the_next_delivery(cloud: Cloud) -> None:
    def kill(**_: object) -> None:
        raise Killed

    def take_back(**_: object) -> None:
        cloud.api("DELETE", f"/api/v1/assessments/{made}")

    drain(cloud)
    cloud.set_visibility_timeout(0)
    made = cloud.create(research=True)
    cloud.upload(made, photos.sample())
    events = scalp_assess.bootstrap.services().photos._client.meta.events
    events.register("before-call.s3.PutObject", take_back)
    events.register("after-call.s3.PutObject", kill)
    with pytest.raises(Killed):
        cloud.work()
    assert cloud.research_photo(token(made)) is not None
    forget_deliveries(cloud)

    drain(cloud)

    assert everything(cloud) == NOTHING


def forget_deliveries(cloud: Cloud) -> None:
    """What passing time does to records of deliveries that never ended."""
    table = cloud.stack.physical_ids["IdempotencyTable"]
    for item in cloud.dynamodb.scan(TableName=table)["Items"]:
        cloud.dynamodb.delete_item(TableName=table, Key={"id": item["id"]})
