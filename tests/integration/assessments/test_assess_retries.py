"""Deliveries that are killed or fail are tried again, and count once."""

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
import time_machine

import scalp_assess.bootstrap
from scalp_local.event_source import LocalContext, drain_once
from scalp_local.stack import QueueMapping
from support import photos
from support.cloud import Cloud, answer_with
from support.deliveries import Killed, message, s3_event, total, uploaded


def test_a_worker_killed_before_the_transaction_is_retried_and_counted_once(cloud: Cloud) -> None:
    cloud.set_visibility_timeout(3)
    assert cloud.work() == 1  # the bucket's own test event
    made = uploaded(cloud, photos.sample())

    doomed = multiprocessing.get_context("spawn").Process(
        target=_work_and_die, args=(dict(os.environ), cloud.mapping)
    )
    doomed.start()
    doomed.join(180)

    assert doomed.exitcode == -signal.SIGKILL
    assert cloud.read(made)["status"] == "pending"
    assert total(cloud) == 0
    assert cloud.photo_exists(made)
    _work_until(cloud, lambda: cloud.read(made)["status"] == "done")
    assert total(cloud) == 1
    assert not cloud.photo_exists(made)
    assert cloud.waiting() == 0


def _work_and_die(environment: dict[str, str], mapping: QueueMapping) -> None:
    """A worker that the machine kills when it is about to write its result."""
    os.environ.clear()
    os.environ.update(environment)
    from scalp_assess.handler import handler

    services = scalp_assess.bootstrap.services()
    services.assessments._client.meta.events.register(
        "before-call.dynamodb.TransactWriteItems",
        lambda **_: os.kill(os.getpid(), signal.SIGKILL),
    )

    def invoke(event: dict[str, Any]) -> object:
        context: Any = LocalContext(mapping.function, mapping.memory_megabytes, timeout_seconds=2)
        return handler(event, context)

    while True:
        drain_once(boto3.client("sqs"), mapping, invoke, wait=1)


def _work_until(cloud: Cloud, true: Any, seconds: int = 180) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "did not happen in time"
        cloud.work()
        time.sleep(0.05)


def test_s3_faults_end_in_the_dead_letter_queue_and_the_assessment_reads_failed(
    cloud: Cloud,
) -> None:
    made = uploaded(cloud, photos.sample())
    photo_store = scalp_assess.bootstrap.services().photos
    photo_store._client.meta.events.register("before-send.s3.GetObject", answer_with(503))
    cloud.set_visibility_timeout(0)

    _work_until(cloud, lambda: cloud.waiting("AssessDeadLetterQueue") == 1)

    assert cloud.read(made)["status"] == "failed"
    assert cloud.waiting() == 0
    assert total(cloud) == 0


def test_a_redriven_message_still_finishes_a_failed_assessment(cloud: Cloud) -> None:
    made = uploaded(cloud, photos.sample())
    broken = answer_with(503)
    events = scalp_assess.bootstrap.services().photos._client.meta.events
    events.register("before-send.s3.GetObject", broken)
    cloud.assess({"Records": [message(s3_event(cloud, made), receive_count=3)]})
    assert cloud.read(made)["status"] == "failed"
    events.unregister("before-send.s3.GetObject", broken)

    answer = cloud.assess({"Records": [message(s3_event(cloud, made))]})

    assert answer == {"batchItemFailures": []}
    assert cloud.read(made)["status"] == "done"
    assert total(cloud) == 1


def test_a_last_delivery_that_never_reports_back_reads_as_failed(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time-out, out of memory: no handler runs, so the last try announces when it will be over."""

    def never_returns(*_: object) -> None:
        raise Killed

    made = uploaded(cloud, photos.sample())
    ensemble = type(scalp_assess.bootstrap.services().ensemble)
    monkeypatch.setattr(ensemble, "analyse", never_returns)

    with time_machine.travel(datetime.now(UTC), tick=False) as traveller:
        with pytest.raises(Killed):
            cloud.assess({"Records": [message(s3_event(cloud, made), receive_count=3)]}, seconds=60)

        assert cloud.read(made)["status"] == "pending"
        traveller.shift(61)
        assert cloud.read(made)["status"] == "failed"


def test_transaction_conflicts_are_retried(cloud: Cloud) -> None:
    made = uploaded(cloud, photos.sample())
    conflict = json.dumps(
        {
            "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
            "Message": "cancelled",
            "CancellationReasons": [
                {"Code": "None"},
                {"Code": "TransactionConflict"},
                {"Code": "None"},
            ],
        }
    ).encode()
    conflicts = iter([answer_with(400, conflict)] * 3)
    events = scalp_assess.bootstrap.services().assessments._client.meta.events
    events.register(
        "before-send.dynamodb.TransactWriteItems",
        lambda **kwargs: next(conflicts, lambda **_: None)(**kwargs),
    )

    answer = cloud.assess({"Records": [message(s3_event(cloud, made))]})

    assert answer == {"batchItemFailures": []}
    assert next(conflicts, None) is None
    assert total(cloud) == 1


def test_a_lost_answer_after_the_commit_does_not_count_twice(cloud: Cloud) -> None:
    """The first transaction is committed, but the worker only sees errors and tries again."""
    made = uploaded(cloud, photos.sample())
    services = scalp_assess.bootstrap.services()
    lost = iter([answer_with(500)] * 3)
    services.assessments._client.meta.events.register(
        "after-call.dynamodb.TransactWriteItems", lambda **_: _raise_once(lost)
    )
    event = {"Records": [message(s3_event(cloud, made))]}

    first = cloud.assess(event)
    second = cloud.assess(event)

    assert first == {"batchItemFailures": [{"itemIdentifier": "m"}]}
    assert second == {"batchItemFailures": []}
    assert cloud.read(made)["status"] == "done"
    assert total(cloud) == 1


def _raise_once(lost: Any) -> None:
    from botocore.exceptions import ReadTimeoutError

    if next(lost, None) is not None:
        for _ in lost:
            pass
        raise ReadTimeoutError(endpoint_url="dynamodb")


def test_a_second_delivery_does_not_run_the_models_again(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = {"Records": [message(s3_event(cloud, uploaded(cloud, photos.sample())))]}
    cloud.assess(event)
    ensemble = type(scalp_assess.bootstrap.services().ensemble)
    ran: list[bytes] = []
    monkeypatch.setattr(ensemble, "analyse", lambda _, content: ran.append(content))

    assert cloud.assess(event) == {"batchItemFailures": []}

    assert ran == []


def test_logs_hold_neither_ids_nor_what_the_person_said(
    cloud: Cloud, logged: Callable[[str], str]
) -> None:
    made = uploaded(cloud, photos.sample())
    scalp_assess.bootstrap.services().photos._client.meta.events.register(
        "before-send.s3.GetObject", answer_with(503)
    )

    cloud.assess({"Records": [message(s3_event(cloud, made))]})

    lines = logged("assess")
    assert "photo could not be assessed" in lines
    assert made not in lines
    assert "female" not in lines
    assert "40s" not in lines
