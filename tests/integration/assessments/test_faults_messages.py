"""Messages that are broken, from elsewhere, or partly about something else."""

import json
from collections.abc import Callable
from typing import Any

import pytest

import scalp_assess.bootstrap
from scalp_assess.events import UnreadableMessageError
from scalp_core.assessments import keys
from support.cloud import Cloud
from support.deliveries import (
    BAD,
    GOOD,
    TEST_EVENT,
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
