"""Messages that come twice, late, in another order, broken or from elsewhere; and clocks."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import scalp_assess.bootstrap
from scalp_assess.events import UnreadableMessageError
from scalp_core.assessments import keys
from support.cloud import Cloud
from support.deliveries import (
    BAD,
    GOOD,
    Models,
    batch,
    failed,
    lost_or_counted_twice,
    message,
    s3_event,
    statuses,
    stored_event,
    uploaded,
)

BY_S3 = stored_event("a-bucket-of-somebody-else", keys.upload_key("0" * 32), eTag="e")


def of_other_kind(**changes: str) -> dict[str, Any]:
    """A notification of something else than a created object."""
    return {"Records": [BY_S3["Records"][0] | changes]}


HUGE = json.dumps({"Records": [{"x": "y" * 250}] * 3900})  # SQS takes a megabyte
POISON = {
    "no json": "photo",
    "nothing": "",
    "a number": "5",
    "a text": '"Records"',
    "null": "null",
    "an empty list": "[]",
    "records are null": '{"Records": null}',
    "records are a text": '{"Records": "eventName"}',
    "a record is empty": '{"Records": [{}]}',
    "a record is a number": '{"Records": [1]}',
    "no object": '{"Records": [{"eventName": "ObjectCreated:Put", "s3": {}}]}',
    "numbers for names": json.dumps(
        {
            "Records": [
                {
                    "eventName": "ObjectCreated:Put",
                    "s3": {"bucket": {"name": 1}, "object": {"key": "k", "eTag": None}},
                }
            ]
        }
    ),
    "deep": "[" * 100_000,
    "huge": HUGE,
    "half": HUGE[:500_000],
    "another event": '{"Records": [{"eventName": 7, "s3": null}]}',
    "an empty object": "{}",
    "no records": '{"Records": []}',
    "a test event with records": '{"Event": "s3:TestEvent", "Records": []}',
    "another service's test": '{"Event": "sns:TestEvent"}',
    "by SNS": json.dumps({"Type": "Notification", "Message": json.dumps(BY_S3)}),
    "by EventBridge": json.dumps(
        {
            "source": "aws.s3",
            "detail-type": "Object Created",
            "detail": {"bucket": {"name": "b"}, "object": {"key": "uploads/k", "etag": "e"}},
        }
    ),
    "SNS's own records": '{"Records": [{"EventSource": "aws:sns", "Sns": {"Message": "{}"}}]}',
    "another service's records": json.dumps(of_other_kind(eventSource="aws:dynamodb")),
    "a deletion": json.dumps(of_other_kind(eventName="ObjectRemoved:Delete")),
    "a change of tags": json.dumps(of_other_kind(eventName="ObjectTagging:Put")),
    "another bucket": json.dumps(BY_S3),
}
TEST_EVENT = '{"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b"}'


# Read as notifications, and found to be about objects of others.
FOREIGN = {"another bucket"}


def from_bucket(cloud: Cloud, made: str, bucket: str) -> dict[str, Any]:
    event = s3_event(cloud, made)
    event["Records"][0]["s3"]["bucket"]["name"] = bucket
    return event


def fault_metrics(printed: str) -> float:
    """The sum of AssessmentFault in embedded metric format."""
    lines = [json.loads(line) for line in printed.splitlines() if '"_aws"' in line]
    return sum(sum(line.get("AssessmentFault", [])) for line in lines)


def test_poison_fails_alone_and_is_logged_without_its_content(
    cloud: Cloud,
    models: Models,
    logged: Callable[[str], str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("POWERTOOLS_METRICS_DISABLED", "false")
    # Powertools keeps what is not written out in one place for the whole process.
    scalp_assess.bootstrap.services().metrics.clear_metrics()
    good = [uploaded(cloud) for _ in POISON]
    messages = [
        one
        for made, (name, body) in zip(good, POISON.items(), strict=True)
        for one in (message(body, name, receive_count=3), message(s3_event(cloud, made), made))
    ]

    assert cloud.assess(batch(*messages)) == failed(*POISON)

    assert statuses(cloud, good) == ["done"] * len(good)
    assert lost_or_counted_twice(cloud, good) == 0
    lines = [json.loads(one) for one in logged("assess").splitlines()]
    logged_lines = [one for one in lines if one["message"] == "message could not be read"]
    assert [one["message_id"] for one in logged_lines] == [
        name for name in POISON if name not in FOREIGN
    ]
    foreign = [one for one in lines if one["message"] == "photo could not be assessed"]
    assert [one["exception_name"] for one in foreign] == ["ForeignObjectError"] * len(FOREIGN)
    assert fault_metrics(capsys.readouterr().out) == len(POISON)
    assert "yyyy" not in json.dumps(logged_lines)
    assert len(json.dumps(logged_lines)) < 200_000


def test_only_the_test_event_of_s3_may_hold_no_upload(
    cloud: Cloud, models: Models, logged: Callable[[str], str]
) -> None:
    assert cloud.assess(batch(message(TEST_EVENT))) == failed()
    assert "could not be read" not in logged("assess")


def test_uploads_beside_records_of_another_kind_are_assessed_and_the_message_fails(
    cloud: Cloud, models: Models
) -> None:
    good = [uploaded(cloud), uploaded(cloud)]
    first, second = (s3_event(cloud, made)["Records"][0] for made in good)
    records = [first, first | {"eventName": "ObjectRemoved:Delete"}, "no record", second]

    for count in (1, 3):
        event = batch(message({"Records": records}, receive_count=count))
        assert cloud.assess(event) == failed("m")

    assert statuses(cloud, good) == ["done", "done"]
    assert lost_or_counted_twice(cloud, good) == 0


@pytest.mark.parametrize("event", [{}, {"Records": []}, of_other_kind(eventSource="aws:sns")])
def test_a_bare_event_without_an_upload_is_an_error(
    cloud: Cloud, models: Models, event: dict[str, Any]
) -> None:
    with pytest.raises(UnreadableMessageError):
        cloud.assess(event)


def test_an_upload_to_another_bucket_is_not_assessed(
    cloud: Cloud, models: Models, logged: Callable[[str], str]
) -> None:
    made = uploaded(cloud)
    cloud.s3.create_bucket(
        Bucket="foreign-bucket",
        CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"},
    )
    cloud.s3.put_object(Bucket="foreign-bucket", Key=keys.upload_key(made), Body=GOOD)

    answer = cloud.assess(
        batch(message(from_bucket(cloud, made, "foreign-bucket"), receive_count=3))
    )

    assert answer == failed("m")
    assert statuses(cloud, [made]) == ["pending"]
    assert cloud.s3.list_objects_v2(Bucket="foreign-bucket")["KeyCount"] == 1
    assert "foreign-bucket" in logged("assess")


def test_poison_goes_through_the_queue_to_the_dead_letters_and_holds_nobody_up(
    cloud: Cloud, models: Models
) -> None:
    cloud.set_visibility_timeout(0)
    made = uploaded(cloud)
    cloud.sqs.send_message(QueueUrl=cloud.mapping.queue_url, MessageBody="poison")

    for _ in range(20):
        cloud.work()
        if cloud.waiting("AssessDeadLetterQueue"):
            break

    assert cloud.waiting("AssessDeadLetterQueue") == 1
    assert cloud.waiting() == 0
    assert statuses(cloud, [made]) == ["done"]
    assert lost_or_counted_twice(cloud, [made]) == 0


def test_several_uploads_in_one_message_do_not_wait_for_one_that_fails(
    cloud: Cloud, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = models.analyse

    def analyse(content: bytes) -> Any:
        if content == b"breaks":
            raise ZeroDivisionError
        return whole(content)

    monkeypatch.setattr(models, "analyse", analyse)
    accepted = [uploaded(cloud, content) for content in (b"breaks", GOOD, BAD)]
    records = [s3_event(cloud, made)["Records"][0] for made in accepted]

    answer = cloud.assess(batch(message({"Records": records}, receive_count=3)))

    assert answer == failed("m")
    assert statuses(cloud, accepted) == ["failed", "done", "rejected"]
    assert lost_or_counted_twice(cloud, accepted) == 0


uploads = st.lists(st.sampled_from([GOOD, GOOD, BAD]), min_size=1, max_size=4)


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_duplicates_and_foreign_objects_in_any_order_and_batches_count_each_upload_once(
    cloud: Cloud, models: Models, data: st.DataObject
) -> None:
    contents = data.draw(uploads)
    accepted = [uploaded(cloud, content) for content in contents]
    bodies: list[object] = [s3_event(cloud, made) for made in accepted]
    extra = data.draw(st.lists(st.sampled_from([*bodies, "poison", TEST_EVENT]), max_size=5))
    order = data.draw(st.permutations([*bodies, *extra]))
    size = data.draw(st.integers(1, 5))

    for start in range(0, len(order), size):
        part = [message(body, f"m{n}") for n, body in enumerate(order[start : start + size])]
        poisoned = [one["messageId"] for one in part if one["body"] == "poison"]
        assert cloud.assess(batch(*part), seconds=60) == failed(*poisoned)

    wanted = ["done" if content == GOOD else "rejected" for content in contents]
    assert statuses(cloud, accepted) == wanted
    assert lost_or_counted_twice(cloud, accepted) == 0
    assert not any(cloud.photo_exists(made) for made in accepted)


# ── The same address twice ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("second", [GOOD, b"another scalp", BAD])
def test_a_second_upload_changes_no_result_and_is_deleted_too(
    cloud: Cloud, models: Models, second: bytes
) -> None:
    """A page that lost the bucket's answer sends the same photo again, with the same content."""
    made = uploaded(cloud)
    cloud.assess(batch(message(s3_event(cloud, made, "e1", sequencer="0055"))))
    before = cloud.read(made)

    cloud.upload(made, second)
    etag = "e1" if second == GOOD else "e2"
    answer = cloud.assess(batch(message(s3_event(cloud, made, etag, sequencer="0056"))))

    assert answer == failed()
    assert cloud.read(made) == before
    assert not cloud.photo_exists(made)
    assert lost_or_counted_twice(cloud, [made]) == 0


def test_a_photo_uploaded_again_after_its_deletion_is_deleted_again(
    cloud: Cloud, models: Models
) -> None:
    made = uploaded(cloud)
    assert cloud.api("DELETE", f"/api/v1/assessments/{made}")[0] == 204
    for sequencer in ("0055", "0056"):
        cloud.upload(made, GOOD)
        cloud.assess(batch(message(s3_event(cloud, made, "e1", sequencer))))
        assert not cloud.photo_exists(made)

    assert statuses(cloud, [made]) == ["gone"]
    assert cloud.counters() == {}


@pytest.mark.parametrize("order", [("0055", "0056"), ("0056", "0055")])
@pytest.mark.parametrize(("first", "second"), [(GOOD, BAD), (BAD, GOOD)])
def test_two_uploads_before_the_first_event_are_one_assessment_of_the_last_one(
    cloud: Cloud, models: Models, order: tuple[str, str], first: bytes, second: bytes
) -> None:
    made = uploaded(cloud, first)
    cloud.upload(made, second)

    for sequencer in order:
        event = s3_event(cloud, made, etag=sequencer, sequencer=sequencer)
        assert cloud.assess(batch(message(event))) == failed()

    assert statuses(cloud, [made]) == ["done" if second == GOOD else "rejected"]
    assert lost_or_counted_twice(cloud, [made]) == 0
    assert not cloud.photo_exists(made)


# ── Clocks ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_worker_whose_clock_is_wrong_finishes_and_counts_all_the_same(
    cloud: Cloud, models: Models, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    made = uploaded(cloud)

    for skew in (timedelta(minutes=minutes), timedelta(0)):
        monkeypatch.setattr("scalp_core.clock.now", lambda skew=skew: datetime.now(UTC) + skew)
        for count in (1, 3):
            assert cloud.assess(batch(message(s3_event(cloud, made), "m", count))) == failed()

    assert statuses(cloud, [made]) == ["done"]
    assert lost_or_counted_twice(cloud, [made]) == 0


def test_a_result_that_expires_between_two_questions_is_gone_and_stays_counted(
    cloud: Cloud, models: Models
) -> None:
    made = uploaded(cloud)
    cloud.assess(batch(message(s3_event(cloud, made))))
    assert statuses(cloud, [made]) == ["done"]

    cloud.expire(made)

    assert statuses(cloud, [made]) == ["gone"]
    for path in (f"/api/v1/stats?assessment={made}", f"/api/v1/products?assessment={made}"):
        assert cloud.api("GET", path)[2]["code"] == "assessment_not_found", path
    assert lost_or_counted_twice(cloud, []) == 0
    assert cloud.assess(batch(message(s3_event(cloud, made, "e2")))) == failed()
    assert lost_or_counted_twice(cloud, []) == 0


def test_an_assessment_that_expires_while_its_photo_waits_is_gone_with_its_photo(
    cloud: Cloud, models: Models
) -> None:
    made = uploaded(cloud)
    assert statuses(cloud, [made]) == ["pending"]
    cloud.expire(made)

    assert statuses(cloud, [made]) == ["gone"]
    assert cloud.assess(batch(message(s3_event(cloud, made), receive_count=3))) == failed()

    assert statuses(cloud, [made]) == ["gone"]
    assert not cloud.photo_exists(made)
    assert cloud.counters() == {}
