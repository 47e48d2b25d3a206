"""Which photos an event is about: S3 notifications, bare or inside SQS messages."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote_plus

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from pydantic import BaseModel, ConfigDict, Field, ValidationError


class Upload(BaseModel):
    """One object that has been created.

    Attributes:
        key: object key, decoded (S3 sends it URL-encoded).
        etag: tells apart two contents of the same key.
        sequencer: tells apart two uploads of the same content; empty where a sender leaves it out.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    bucket: str
    key: str
    etag: str
    sequencer: str = ""


class _Part(BaseModel):
    # An error is logged, and a key holds an id.
    model_config = ConfigDict(hide_input_in_errors=True)


class _Named(_Part):
    name: str


class _Object(_Part):
    key: str
    etag: str | None = Field(None, alias="eTag")  # deletions have none
    sequencer: str = ""


class _Entity(_Part):
    bucket: _Named
    object: _Object


class _Record(_Part):
    event_name: str = Field(alias="eventName")
    s3: _Entity


class _Notification(_Part):
    """The part of S3's notification that is of use here; the test event has no records."""

    records: list[_Record] = Field([], alias="Records")

    def uploads(self) -> list[Upload]:
        return [
            Upload.model_validate(
                {
                    "bucket": record.s3.bucket.name,
                    "key": unquote_plus(record.s3.object.key),
                    "etag": record.s3.object.etag,
                    "sequencer": record.s3.object.sequencer,
                }
            )
            for record in self.records
            if record.event_name.startswith("ObjectCreated:")
        ]


def is_queue_event(event: Mapping[str, Any]) -> bool:
    """Whether the event is a batch of SQS messages."""
    records = event.get("Records") or [{}]
    return bool(records[0].get("eventSource") == "aws:sqs")


def uploads_in_message(record: SQSRecord) -> list[Upload]:
    """Uploads that one message tells of; none for the test event that S3 sends on configuration.

    Raises:
        ValueError: the body is no notification of S3.
    """
    with _short_faults():
        return _Notification.model_validate_json(record.body).uploads()


def uploads_in(event: Mapping[str, Any]) -> list[Upload]:
    """Uploads in a bare S3 notification.

    Raises:
        ValueError: it is no notification of S3.
    """
    with _short_faults():
        return _Notification.model_validate(event).uploads()


@contextmanager
def _short_faults() -> Iterator[None]:
    """The first fault says enough; a message as large as SQS takes has a hundred thousand."""
    try:
        yield
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ValueError(f"no notification of S3: {first['msg']} at {where or 'the top'}") from None
