"""Which photos an event is about: S3 notifications, bare or inside SQS messages."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from urllib.parse import unquote_plus

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json


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
    etag: str = Field(alias="eTag")
    sequencer: str = ""


class _Entity(_Part):
    bucket: _Named
    object: _Object


class _Record(_Part):
    event_source: Literal["aws:s3"] = Field(alias="eventSource")
    event_name: str = Field(alias="eventName", pattern="^ObjectCreated:")
    s3: _Entity

    def upload(self) -> Upload:
        stored = self.s3.object
        return Upload(
            bucket=self.s3.bucket.name,
            key=unquote_plus(stored.key),
            etag=stored.etag,
            sequencer=stored.sequencer,
        )


class _Notification(_Part):
    """The part of S3's notification that is of use here; its records are read one by one."""

    records: list[object] = Field(alias="Records", min_length=1)


class UnreadableMessageError(ValueError):
    """An event, or a record in it, is no notification of S3 about a created object.

    Attributes:
        uploads: those that its other records tell of; they are to be assessed all the same.
    """

    def __init__(self, reason: str, uploads: Sequence[Upload] = ()) -> None:
        super().__init__(f"no notification of an upload by S3: {reason}")
        self.uploads = uploads


def is_queue_event(event: Mapping[str, Any]) -> bool:
    """Whether the event is a batch of SQS messages."""
    records = event.get("Records") or [{}]
    return bool(records[0].get("eventSource") == "aws:sqs")


def uploads_in_message(record: SQSRecord) -> list[Upload]:
    """Return the uploads that one message tells of; none for S3's test event.

    Raises:
        UnreadableMessageError: it tells of something else, or of something else besides uploads.
    """
    try:
        body = from_json(record.body)
    except ValueError:
        raise UnreadableMessageError("the body is not JSON") from None
    return uploads_in(body)


def uploads_in(event: object) -> list[Upload]:
    """Return the uploads of a bare S3 notification; none for S3's test event.

    Raises:
        UnreadableMessageError: it tells of something else, or of something else besides uploads.
    """
    if _is_test_event(event):
        return []
    try:
        records = _Notification.model_validate(event).records
    except ValidationError as error:
        raise UnreadableMessageError(_first_fault(error)) from None
    uploads, faults = [], []
    for record in records:
        try:
            uploads.append(_Record.model_validate(record).upload())
        except ValidationError as error:
            faults.append(_first_fault(error))
    if faults:
        raise UnreadableMessageError(f"{len(faults)} records, first {faults[0]}", uploads)
    return uploads


def _is_test_event(event: object) -> bool:
    return (
        isinstance(event, Mapping)
        and event.get("Event") == "s3:TestEvent"
        and "Records" not in event
    )


def _first_fault(error: ValidationError) -> str:
    """Return the first fault: a message as large as SQS takes has a hundred thousand."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{first['msg']} at {where or 'the top'}"
