"""S3 events as AWS, moto and people send them."""

import json

import pytest
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from hypothesis import given
from hypothesis import strategies as st

from scalp_assess.events import (
    UnreadableMessageError,
    is_queue_event,
    uploads_in,
    uploads_in_message,
)


def s3_event(key: str, name: str = "ObjectCreated:Put") -> dict:
    return {
        "Records": [
            {
                "eventSource": "aws:s3",
                "eventName": name,
                "s3": {"bucket": {"name": "photos"}, "object": {"key": key, "eTag": "e"}},
            }
        ]
    }


@pytest.mark.parametrize(
    ("sent", "meant"),
    [("uploads%2Fa+b%2Bc.jpg", "uploads/a b+c.jpg"), ("uploads/%ED%83%88", "uploads/탈")],
)
def test_keys_are_decoded(sent: str, meant: str) -> None:
    assert [upload.key for upload in uploads_in(s3_event(sent))] == [meant]


def test_the_test_event_that_s3_sends_on_configuration_holds_no_upload() -> None:
    body = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "photos"}

    assert uploads_in(body) == []
    assert uploads_in_message(SQSRecord({"body": json.dumps(body)})) == []


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
def test_what_tells_of_no_upload_is_a_fault(body: object) -> None:
    with pytest.raises(UnreadableMessageError):
        uploads_in_message(SQSRecord({"body": json.dumps(body)}))


def test_records_that_can_be_read_are_kept_apart_from_those_that_cannot() -> None:
    records = [
        {},
        *s3_event("uploads/x")["Records"],
        *s3_event("y", "ObjectRemoved:Delete")["Records"],
    ]

    with pytest.raises(UnreadableMessageError, match="2 records") as fault:
        uploads_in({"Records": records})

    assert [upload.key for upload in fault.value.uploads] == ["uploads/x"]


def test_a_queue_event_is_told_from_a_bare_one() -> None:
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
            uploads_in_message(SQSRecord({"body": text}))
