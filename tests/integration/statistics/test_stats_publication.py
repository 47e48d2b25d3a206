"""The daily publication: the function of the schedule, races, faults, deleted assessments."""

import json
from collections.abc import Callable
from typing import Any

import pytest

import scalp_statistics.bootstrap
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.errors import BackendError
from scalp_core.statistics import keys
from scalp_core.statistics.counters import TOTAL
from scalp_core.statistics.publication import MINIMUM
from scalp_core.vocabulary import AgeGroup, Sex
from scalp_statistics.handler import handler
from support.cloud import Cloud, answer_with
from support.results import finish
from support.statistics import SUPPRESSED, count, publish, read

COHORT = keys.cohort_pk(Sex.FEMALE, AgeGroup.FORTIES)


def invoke(cloud: Cloud) -> dict[str, int]:
    context: Any = cloud.context()
    return handler({"anything": "at all"}, context)


def finish_many(cloud: Cloud, number: int) -> list[str]:
    repository = AssessmentRepository(cloud.dynamodb, cloud.table)
    return [finish(repository) for _ in range(number)]


def delete(cloud: Cloud, assessment_id: str) -> int:
    return cloud.api("DELETE", f"/api/v1/assessments/{assessment_id}")[0]


def test_the_function_publishes_each_cell_once_and_logs_no_figures(
    cloud: Cloud, logged: Callable[[str], str]
) -> None:
    count(cloud, 33, Sex.FEMALE, AgeGroup.FORTIES)
    count(cloud, 29, Sex.MALE, AgeGroup.FORTIES)

    assert [invoke(cloud), invoke(cloud)] == [{"batches": 1}, {"batches": 0}]
    assert read(cloud)["everyone"]["total"] == 33
    lines = [json.loads(line) for line in logged("statistics").splitlines()]
    assert [line["batches"] for line in lines] == [1, 0]
    assert "33" not in str([{**line, "timestamp": "", "location": ""} for line in lines])


def test_of_two_runs_at_once_one_publishes(cloud: Cloud) -> None:
    """Between its counting and its write another run publishes."""
    count(cloud, 30, Sex.FEMALE, AgeGroup.FORTIES)
    events = scalp_statistics.bootstrap.services().stats._client.meta.events

    def overtake(params: dict[str, Any], **_: object) -> None:
        if "ConditionExpression" not in json.loads(params["body"]):
            return
        events.unregister("before-call.dynamodb.PutItem", overtake)
        count(cloud, 3, Sex.FEMALE, AgeGroup.FORTIES)
        assert publish(cloud) == 1

    events.register("before-call.dynamodb.PutItem", overtake)

    assert invoke(cloud) == {"batches": 0}
    assert read(cloud)["everyone"]["total"] == 33


def test_a_fault_ends_the_run_and_the_next_one_publishes_the_rest(cloud: Cloud) -> None:
    for sex in (Sex.MALE, Sex.FEMALE):
        count(cloud, 30, sex, AgeGroup.FORTIES)
    events = scalp_statistics.bootstrap.services().stats._client.meta.events
    broken = answer_with(400, b'{"__type": "#AccessDeniedException"}')
    writes = iter([None, None, broken])  # the first batch is closed and published

    def fail(**given: Any) -> Any:
        hook = next(writes)
        return hook and hook(**given)

    events.register("before-send.dynamodb.PutItem", fail)
    with pytest.raises(BackendError):
        invoke(cloud)
    events.unregister("before-send.dynamodb.PutItem", fail)

    assert read(cloud)["everyone"]["total"] == 30
    assert invoke(cloud) == {"batches": 1}
    assert read(cloud)["everyone"]["total"] == 60


def test_a_deleted_assessment_is_in_no_batch(cloud: Cloud) -> None:
    made = finish_many(cloud, MINIMUM)

    assert delete(cloud, made[0]) == 204

    assert cloud.counters()[COHORT][TOTAL] == MINIMUM - 1
    assert publish(cloud) == 0
    assert read(cloud)["everyone"] == SUPPRESSED


def test_a_deleted_assessment_stays_in_the_batch_that_was_published_with_it(cloud: Cloud) -> None:
    made = finish_many(cloud, MINIMUM)
    publish(cloud)
    before = read(cloud)["everyone"]

    assert delete(cloud, made[0]) == 204

    assert cloud.counters()[COHORT][TOTAL] == MINIMUM
    finish_many(cloud, MINIMUM - 1)
    assert publish(cloud, in_days=1) == 0
    assert read(cloud)["everyone"] == before


def test_counters_that_cannot_be_lowered_keep_a_deleted_assessment(cloud: Cloud) -> None:
    """Never lowered twice: only the call that deletes it may lower them."""
    (made,) = finish_many(cloud, 1)
    import scalp_api.bootstrap

    events = scalp_api.bootstrap.services().stats._client.meta.events
    broken = answer_with(400, b'{"__type": "#AccessDeniedException"}')
    events.register("before-send.dynamodb.TransactWriteItems", broken)

    assert delete(cloud, made) == 503
    events.unregister("before-send.dynamodb.TransactWriteItems", broken)
    assert delete(cloud, made) == 404
    assert cloud.counters()[COHORT][TOTAL] == 1
