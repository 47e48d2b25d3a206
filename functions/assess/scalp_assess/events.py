"""Which photos an event is about: S3 notifications, bare or inside SQS messages."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_plus

from aws_lambda_powertools.utilities.data_classes import S3Event
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from pydantic import BaseModel, ConfigDict


class Upload(BaseModel):
    """One object that has been created.

    Attributes:
        key: object key, decoded (S3 sends it URL-encoded).
        etag: tells apart two contents of the same key.
        sequencer: tells apart two uploads of the same content; empty where a sender leaves it out.
    """

    model_config = ConfigDict(frozen=True)

    bucket: str
    key: str
    etag: str
    sequencer: str = ""


def is_queue_event(event: Mapping[str, Any]) -> bool:
    """Whether the event is a batch of SQS messages."""
    records = event.get("Records") or [{}]
    return bool(records[0].get("eventSource") == "aws:sqs")


def uploads_in_message(record: SQSRecord) -> list[Upload]:
    """Uploads that one message tells of; none for the test event that S3 sends on configuration.

    Raises:
        ValueError: the body is not JSON, or not what S3 sends.
    """
    try:
        return uploads_in(record.json_body)
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise ValueError("the body is no notification of S3") from error


def uploads_in(event: Mapping[str, Any]) -> list[Upload]:
    """Uploads in a bare S3 notification."""
    if "Records" not in event:
        return []
    return [
        Upload(
            bucket=record.s3.bucket.name,
            key=unquote_plus(record.s3.get_object.key),
            etag=record.s3.get_object.etag,
            sequencer=record.s3.get_object.get("sequencer", ""),
        )
        for record in S3Event(dict(event)).records
        if record.event_name.startswith("ObjectCreated:")
    ]
