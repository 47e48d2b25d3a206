"""From an uploaded photo to a counted assessment, through the real handler on a fake cloud."""

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
import time_machine

import scalp_assess.bootstrap
from scalp_core.assessments import keys as assessments_keys
from scalp_core.research import keys as research_keys
from scalp_core.vocabulary import Grade, PhotoWarning, Symptom
from scalp_local.event_source import LocalContext, drain_once
from scalp_local.stack import QueueMapping
from support import photos
from support.cloud import Cloud, answer_with
from support.deliveries import Killed, message, s3_event, stored_event, uploaded
from support.results import result

COHORT = "STATS#female#40s"


def total(cloud: Cloud) -> int:
    return cloud.counters().get(COHORT, {}).get("total", 0)


def test_an_uploaded_photo_is_assessed_counted_and_deleted(cloud: Cloud) -> None:
    made = uploaded(cloud, photos.sample())
    assert cloud.read(made)["status"] == "pending"

    while cloud.work():  # the bucket's own test event comes first
        pass

    body = cloud.read(made)
    assert body["status"] == "done"
    assert list(body["result"]["symptoms"]) == list(Symptom)
    assert body["result"]["model"]["trainedOn"] in ("rendered", "aihub")
    assert not cloud.photo_exists(made)
    assert cloud.waiting() == 0
    counters = cloud.counters()
    assert set(counters) == {COHORT, f"STATS#DAY#{body['finishedAt'][:10]}"}
    for counted in counters.values():
        assert counted["total"] == 1
        assert counted[f"type#{body['result']['type']['scalpType']}"] == 1
        for symptom, finding in body["result"]["symptoms"].items():
            assert counted[f"{symptom}#{finding['grade']}"] == 1
        assert sum(counted.get(f"{Symptom.DANDRUFF}#{grade:d}", 0) for grade in Grade) == 1


def test_an_unfamiliar_photo_is_finished_but_never_counted(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through the whole line, for research and again by newer models: no counter is written."""
    ensemble = scalp_assess.bootstrap.services().ensemble
    unfamiliar = result({Symptom.HAIR_LOSS: Grade.SEVERE}, warnings=[PhotoWarning.UNFAMILIAR])
    monkeypatch.setattr(type(ensemble), "analyse", lambda *_: unfamiliar)
    made = cloud.create(research=True)
    cloud.upload(made, photos.sample())

    while cloud.work():
        pass
    token = research_keys.research_token(made)
    bucket = cloud.stack.physical_ids["ResearchBucket"]
    newer = ensemble.model.model_copy(update={"version": "newer"})
    monkeypatch.setattr(type(ensemble), "model", newer)
    cloud.assess(stored_event(bucket, research_keys.research_key(token), eTag="e"))

    body = cloud.read(made)
    assert (body["status"], body["result"]["warnings"]) == ("done", ["unfamiliar"])
    assert cloud.research_photo(token)
    assert not cloud.photo_exists(made)
    assert cloud.counters() == {}


def test_the_same_event_five_times_counts_one(cloud: Cloud) -> None:
    event = {"Records": [message(s3_event(cloud, uploaded(cloud, photos.sample())))]}

    answers = [cloud.assess(event) for _ in range(5)]

    assert answers == [{"batchItemFailures": []}] * 5
    assert total(cloud) == 1


def test_the_same_event_five_times_at_once_counts_one(cloud: Cloud) -> None:
    made = uploaded(cloud, photos.sample())
    event = {"Records": [message(s3_event(cloud, made))]}
    scalp_assess.bootstrap.services()

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(cloud.assess, [event] * 5))
    assert any(answer == {"batchItemFailures": []} for answer in answers)
    # Those that met the first at work are delivered again, as the queue would:
    assert cloud.assess(event) == {"batchItemFailures": []}

    assert cloud.read(made)["status"] == "done"
    assert total(cloud) == 1


def test_five_deliveries_with_different_etags_at_once_count_one(cloud: Cloud) -> None:
    """Idempotency records do not help here; the transaction alone must hold."""
    made = uploaded(cloud, photos.sample())
    scalp_assess.bootstrap.services()
    events = [{"Records": [message(s3_event(cloud, made, etag=f"e{n}"))]} for n in range(5)]

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(cloud.assess, events))

    assert answers == [{"batchItemFailures": []}] * 5
    assert cloud.read(made)["status"] == "done"
    assert total(cloud) == 1


def test_a_bare_s3_event_is_assessed_too(cloud: Cloud) -> None:
    made = uploaded(cloud, photos.sample())

    assert cloud.assess(s3_event(cloud, made)) == {"batchItemFailures": []}

    assert cloud.read(made)["status"] == "done"


def test_several_uploads_in_one_message_are_all_assessed(cloud: Cloud) -> None:
    first, second = uploaded(cloud, photos.sample()), uploaded(cloud, photos.sample())
    records = [s3_event(cloud, made)["Records"][0] for made in (first, second)]

    assert cloud.assess({"Records": [message({"Records": records})]}) == {"batchItemFailures": []}

    assert {cloud.read(made)["status"] for made in (first, second)} == {"done"}
    assert total(cloud) == 2


def test_a_batch_fails_only_its_bad_messages(cloud: Cloud) -> None:
    good, rejected = uploaded(cloud, photos.sample()), uploaded(cloud, b"no photo")
    unknown = "0" * 32
    cloud.upload(unknown, photos.sample())
    event = {
        "Records": [
            message({"Event": "s3:TestEvent"}, "test"),
            message("not json", "poison"),
            message({}, "empty"),
            message(s3_event(cloud, good), "good"),
            message(s3_event(cloud, rejected), "rejected"),
            message(s3_event(cloud, unknown), "unknown"),
            message(s3_event(cloud, "someone-elses-key"), "foreign"),
        ]
    }

    answer = cloud.assess(event)

    bad = ("poison", "empty", "foreign")
    assert answer == {"batchItemFailures": [{"itemIdentifier": one} for one in bad]}
    assert cloud.read(good)["status"] == "done"
    assert cloud.read(rejected)["status"] == "rejected"
    assert not cloud.photo_exists(unknown)
    assert total(cloud) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"text, not pixels", "not_an_image"),
        (photos.huge_png(1, 1), "image_too_small"),
        (photos.huge_png(20_000, 10_000), "image_too_large"),
    ],
)
def test_a_bad_photo_is_an_answer_and_not_a_retry(cloud: Cloud, content: bytes, code: str) -> None:
    made = uploaded(cloud, content)

    while cloud.work():
        pass

    body = cloud.read(made)
    assert (body["status"], body["rejection"]["code"]) == ("rejected", code)
    assert set(body["rejection"]["message"]) == {"ko", "en"}
    assert body["result"] is None
    assert not cloud.photo_exists(made)
    assert cloud.waiting() == 0
    assert total(cloud) == 0


def test_a_photo_above_the_size_limit_is_rejected_without_being_read(cloud: Cloud) -> None:
    made = uploaded(cloud, bytes(10 * 1024 * 1024 + 1))

    while cloud.work():
        pass

    assert cloud.read(made)["rejection"]["code"] == "file_too_large"


def test_a_photo_that_vanished_before_its_turn_is_an_answer(cloud: Cloud) -> None:
    made = uploaded(cloud, photos.sample())
    cloud.s3.delete_object(Bucket=cloud.bucket, Key=assessments_keys.upload_key(made))

    while cloud.work():
        pass

    assert cloud.read(made)["rejection"]["code"] == "photo_missing"


def test_an_assessment_deleted_before_its_turn_leaves_nothing(cloud: Cloud) -> None:
    made = uploaded(cloud, photos.sample())
    assert cloud.api("DELETE", f"/api/v1/assessments/{made}")[0] == 204

    while cloud.work():
        pass

    assert cloud.api("GET", f"/api/v1/assessments/{made}")[0] == 404
    assert not cloud.photo_exists(made)
    assert cloud.counters() == {}


def test_an_assessment_deleted_during_inference_leaves_nothing(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = uploaded(cloud, photos.sample())
    ensemble = type(scalp_assess.bootstrap.services().ensemble)
    analyse = ensemble.analyse

    def analyse_and_delete(self: Any, content: bytes) -> Any:
        result = analyse(self, content)
        assert cloud.api("DELETE", f"/api/v1/assessments/{made}")[0] == 204
        return result

    monkeypatch.setattr(ensemble, "analyse", analyse_and_delete)
    while cloud.work():
        pass

    assert cloud.api("GET", f"/api/v1/assessments/{made}")[0] == 404
    assert cloud.counters() == {}


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
