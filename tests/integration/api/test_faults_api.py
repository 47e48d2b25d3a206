"""The API while AWS fails: a problem says when to come again, in time, and nothing is half done."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

import scalp_api.bootstrap
from support.cloud import Cloud
from support.deliveries import GOOD, Models, batch, lost_or_counted_twice, message, s3_event
from support.wire import (
    Fault,
    Wire,
    cut_off,
    lose_answer,
    refuse,
    refuse_dynamodb,
    reset,
    stall,
    wire_to,
)

NEW = {"sex": "male", "ageGroup": "30s", "consent": True, "contentType": "image/jpeg"}
UNKNOWN = "0123456789abcdef" * 2
ROUTES: list[tuple[str, str, object]] = [
    ("POST", "/api/v1/assessments", NEW),
    ("GET", f"/api/v1/assessments/{UNKNOWN}", None),
    ("DELETE", f"/api/v1/assessments/{UNKNOWN}", None),
    ("GET", "/api/v1/stats", None),
    ("GET", "/api/v1/stats.csv", None),
    ("GET", "/api/v1/products?symptom=dandruff", None),
    ("GET", "/api/v1/hospitals?region=11", None),
    ("GET", "/api/v1/hospitals/regions", None),
]
FAULTS: dict[str, Fault] = {
    "throttled": refuse_dynamodb("ProvisionedThroughputExceededException"),
    "throttled account": refuse_dynamodb("ThrottlingException"),
    "503": refuse(503),
    "reset": reset,
    "cut off": cut_off,
}


@pytest.fixture
def wire(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """What the API reaches AWS by, with the tries and time-outs of production."""
    with wire_to(cloud.endpoint) as wire:
        monkeypatch.setenv("AWS_ENDPOINT_URL", wire.url)
        scalp_api.bootstrap.services()
        yield wire


def assert_come_again(answer: tuple[int, dict[str, str], Any]) -> None:
    status, headers, problem = answer
    assert (status, problem["code"]) == (503, "backend_unavailable")
    assert headers["content-type"] == "application/problem+json"
    assert int(headers["retry-after"]) >= 1
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_every_route_says_when_to_come_again(cloud: Cloud, wire: Wire, fault: Fault) -> None:
    wire.breaks("*", fault)

    for route in ROUTES:
        assert_come_again(cloud.api(*route))

    assert cloud.api("GET", "/api/v1/health")[0] == 200
    assert cloud.api("GET", "/api/v1/care/dry")[0] == 200
    wire.mend()
    assert cloud.counters() == {}
    assert {cloud.api(*route)[0] for route in ROUTES} == {200, 201, 404}


def test_silence_is_answered_before_the_function_times_out(cloud: Cloud, wire: Wire) -> None:
    """API Gateway would answer 503 as well then, but without a word."""
    wire.breaks("*", stall)
    started = time.monotonic()

    assert_come_again(cloud.api("GET", f"/api/v1/assessments/{UNKNOWN}"))

    assert time.monotonic() - started < 30, "the other side is silent for longer"
    assert wire.heard == ["GetItem", "GetItem"]


def test_nobody_at_the_other_end_is_answered_too(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")

    for route in ROUTES[:3]:
        assert_come_again(cloud.api(*route))


@pytest.mark.parametrize("fault", [refuse(503), reset, lose_answer], ids=["503", "reset", "lost"])
def test_a_moment_of_trouble_is_not_seen(cloud: Cloud, wire: Wire, fault: Fault) -> None:
    for method, path, body in ROUTES:
        if method == "DELETE":
            continue
        wire.breaks("*", fault, times=1)
        assert cloud.api(method, path, body)[0] in (200, 201, 404), path
    wire.mend()

    pending = cloud.dynamodb.scan(TableName=cloud.table)["Items"]
    assert len(pending) == 1, "one was asked for, and one is there"
    assert cloud.counters() == {}


@pytest.mark.parametrize("call", ["DeleteObject", "DeleteItem"])
@pytest.mark.parametrize("fault", [refuse(503), reset, lose_answer], ids=["503", "reset", "lost"])
def test_a_deletion_that_fails_half_way_is_finished_by_asking_again(
    cloud: Cloud, models: Models, wire: Wire, call: str, fault: Fault
) -> None:
    made = cloud.create()
    cloud.upload(made, GOOD)
    wire.breaks(call, fault)

    assert_come_again(cloud.api("DELETE", f"/api/v1/assessments/{made}"))

    wire.mend()
    again = cloud.api("DELETE", f"/api/v1/assessments/{made}")[0]
    already = (call, fault) == ("DeleteItem", lose_answer)
    assert again == (404 if already else 204)
    assert not cloud.photo_exists(made)
    assert cloud.api("GET", f"/api/v1/assessments/{made}")[0] == 404
    cloud.assess(batch(message(s3_event(cloud, made))))
    assert cloud.counters() == {}
    assert lost_or_counted_twice(cloud, []) == 0
