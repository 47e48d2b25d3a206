"""S3 events as AWS, moto and people send them."""

import json

import pytest
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from hypothesis import given
from hypothesis import strategies as st

from scalp_assess.events import (
    AssessmentUpload,
    Buckets,
    ForeignObject,
    ResearchPhoto,
    UnreadableMessageError,
    is_queue_event,
    parse_message,
    parse_notification,
)
from scalp_core.assessments.keys import upload_key
from scalp_core.ids import new_id
from scalp_core.research.keys import research_key, research_token

BUCKETS = Buckets(uploads="photos", research="copies")
ID = "5e0c1f7a9b3d4286a1c07fd25b94e863"


def s3_event(key: str, name: str = "ObjectCreated:Put", bucket: str = "photos") -> dict:
    return {
        "Records": [
            {
                "eventSource": "aws:s3",
                "eventName": name,
                "s3": {"bucket": {"name": bucket}, "object": {"key": key, "eTag": "e"}},
            }
        ]
    }


@pytest.mark.parametrize("sent", [f"uploads%2F{ID}", f"uploads/{ID}", f"%75ploads/{ID}"])
def test_keys_are_decoded(sent: str) -> None:
    (upload,) = parse_notification(s3_event(sent), BUCKETS)

    assert upload == AssessmentUpload(ID, "photos", f"uploads/{ID}", etag="e", sequencer="")


def test_a_consented_copy_is_recognised_by_its_bucket_and_key() -> None:
    token = research_token(ID)

    created = parse_notification(s3_event(research_key(token), bucket="copies"), BUCKETS)

    assert created == [ResearchPhoto(token)]


@pytest.mark.parametrize(
    ("key", "bucket"),
    [
        (upload_key(ID), "copies"),
        (upload_key(ID), "elsewhere"),
        (research_key(research_token(ID)), "photos"),
        ("uploads/a+b%2Bc.jpg", "photos"),
        ("uploads/%ED%83%88", "photos"),
        ("", "photos"),
    ],
)
def test_anything_else_is_a_foreign_object(key: str, bucket: str) -> None:
    assert parse_notification(s3_event(key, bucket=bucket), BUCKETS) == [ForeignObject(bucket)]


def test_log_fields_hold_no_id() -> None:
    made = new_id()
    created = [
        *parse_notification(s3_event(upload_key(made)), BUCKETS),
        *parse_notification(s3_event(research_key(research_token(made)), bucket="copies"), BUCKETS),
    ]

    assert [list(item.log_fields) for item in created] == [["assessment"], ["research_photo"]]
    assert made not in str([item.log_fields for item in created])


def test_the_test_event_that_s3_sends_on_configuration_holds_no_upload() -> None:
    body = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "photos"}

    assert parse_notification(body, BUCKETS) == []
    assert parse_message(SQSRecord({"body": json.dumps(body)}), BUCKETS) == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "",
        None,
        0,
        {"Records": []},
        {"Records": {}},
        {"Event": "s3:TestEvent", "Records": []},
        {"event": "s3:TestEvent"},
        s3_event("uploads/x", "ObjectRemoved:Delete"),
        {"Type": "Notification", "Message": json.dumps(s3_event("uploads/x"))},
        {"source": "aws.s3", "detail-type": "Object Created", "detail": {}},
    ],
)
def test_a_message_without_an_upload_is_a_fault(body: object) -> None:
    with pytest.raises(UnreadableMessageError):
        parse_message(SQSRecord({"body": json.dumps(body)}), BUCKETS)


def test_records_that_can_be_read_are_kept_apart_from_those_that_cannot() -> None:
    records = [
        {},
        *s3_event(upload_key(ID))["Records"],
        *s3_event("y", "ObjectRemoved:Delete")["Records"],
    ]

    with pytest.raises(UnreadableMessageError, match="2 records") as fault:
        parse_notification({"Records": records}, BUCKETS)

    assert fault.value.readable == [AssessmentUpload(ID, "photos", upload_key(ID), "e", "")]


def test_a_queue_event_is_recognised() -> None:
    assert is_queue_event({"Records": [{"eventSource": "aws:sqs"}]})
    assert not is_queue_event(s3_event("uploads/x"))
    assert not is_queue_event({})
    assert not is_queue_event({"Records": []})


@given(st.text().filter(lambda text: text.strip() != ""))
def test_a_body_that_is_no_json_is_a_value_error_and_nothing_else(text: str) -> None:
    try:
        json.loads(text)
    except ValueError:
        with pytest.raises(ValueError, match=r"."):
            parse_message(SQSRecord({"body": text}), BUCKETS)
