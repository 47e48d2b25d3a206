"""Parse S3 notifications, bare or inside SQS messages, into the photos that they name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import unquote_plus

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from scalp_core.assessments.keys import assessment_id_of
from scalp_core.ids import fingerprint
from scalp_core.research.keys import research_token_of


@dataclass(frozen=True)
class Buckets:
    """Names of the buckets that photos come from."""

    uploads: str
    research: str


@dataclass(frozen=True)
class AssessmentUpload:
    """A photo uploaded for an assessment.

    Attributes:
        key: object key, decoded (S3 sends it URL-encoded).
        etag: differs between two contents of the same key.
        sequencer: differs between two uploads of the same content; empty where the sender omits it.
        uploaded_at: when S3 had stored it; ``None`` where the sender omits it.
    """

    assessment_id: str
    bucket: str
    key: str
    etag: str
    sequencer: str
    uploaded_at: datetime | None = None

    @property
    def log_fields(self) -> dict[str, object]:
        """Return what logs may say about it: no id, which would grant access."""
        return {"assessment": fingerprint(self.assessment_id)}


@dataclass(frozen=True)
class ResearchPhoto:
    """A consented copy, to be assessed by newer models."""

    token: str

    @property
    def log_fields(self) -> dict[str, object]:
        """Return what logs may say about it."""
        return {"research_photo": self.token[:12]}


@dataclass(frozen=True)
class ForeignObject:
    """An object of another bucket, or with a key that nothing of ours has."""

    bucket: str

    @property
    def log_fields(self) -> dict[str, object]:
        """Return what logs may say about it: nothing, for its key is anybody's text."""
        return {}


CreatedObject = AssessmentUpload | ResearchPhoto | ForeignObject


class _Part(BaseModel):
    # Validation errors are logged, and a key holds an id.
    model_config = ConfigDict(hide_input_in_errors=True)


class _Bucket(_Part):
    name: str


class _Object(_Part):
    key: str
    etag: str = Field(alias="eTag")
    sequencer: str = ""


class _Entity(_Part):
    bucket: _Bucket
    object: _Object


class _Record(_Part):
    event_source: Literal["aws:s3"] = Field(alias="eventSource")
    event_name: str = Field(alias="eventName", pattern="^ObjectCreated:")
    event_time: object = Field(None, alias="eventTime")
    s3: _Entity

    def created_object(self, buckets: Buckets) -> CreatedObject:
        """Return what has been created, by bucket and key."""
        bucket, stored = self.s3.bucket.name, self.s3.object
        key = unquote_plus(stored.key)
        if bucket == buckets.research and (token := research_token_of(key)):
            return ResearchPhoto(token)
        if bucket == buckets.uploads and (assessment_id := assessment_id_of(key)):
            return AssessmentUpload(
                assessment_id, bucket, key, stored.etag, stored.sequencer, _time(self.event_time)
            )
        return ForeignObject(bucket)


class _Notification(_Part):
    """The part of S3's notification that is needed; its records are validated one by one."""

    records: list[object] = Field(alias="Records", min_length=1)


class UnreadableMessageError(ValueError):
    """An event, or a record in it, is no notification of S3 about a created object.

    Attributes:
        readable: the objects of its other records, which are to be processed all the same.
    """

    def __init__(self, reason: str, readable: Sequence[CreatedObject] = ()) -> None:
        super().__init__(f"not an S3 notification of a created object: {reason}")
        self.readable = readable


def is_queue_event(event: Mapping[str, Any]) -> bool:
    """Return whether the event is a batch of SQS messages."""
    records = event.get("Records") or [{}]
    return bool(records[0].get("eventSource") == "aws:sqs")


def parse_message(record: SQSRecord, buckets: Buckets) -> list[CreatedObject]:
    """Return the objects that one message names; none for S3's test event.

    Raises:
        UnreadableMessageError: it names something else, or something else besides.
    """
    try:
        body = from_json(record.body)
    except ValueError:
        raise UnreadableMessageError("the body is not JSON") from None
    return parse_notification(body, buckets)


def parse_notification(event: object, buckets: Buckets) -> list[CreatedObject]:
    """Return the objects that a bare S3 notification names; none for S3's test event.

    Raises:
        UnreadableMessageError: it names something else, or something else besides.
    """
    if _is_test_event(event):
        return []
    try:
        records = _Notification.model_validate(event).records
    except ValidationError as error:
        raise UnreadableMessageError(_first_fault(error)) from None
    created, faults = [], []
    for record in records:
        try:
            created.append(_Record.model_validate(record).created_object(buckets))
        except ValidationError as error:
            faults.append(_first_fault(error))
    if faults:
        raise UnreadableMessageError(f"{len(faults)} records, first {faults[0]}", created)
    return created


def _time(value: object) -> datetime | None:
    """Return the time of an event; ``None`` if it is none, because only a metric needs it."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _is_test_event(event: object) -> bool:
    return (
        isinstance(event, Mapping)
        and event.get("Event") == "s3:TestEvent"
        and "Records" not in event
    )


def _first_fault(error: ValidationError) -> str:
    """Return the first fault only: a message of SQS's maximum size can have a hundred thousand."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{first['msg']} at {where or 'the top'}"
