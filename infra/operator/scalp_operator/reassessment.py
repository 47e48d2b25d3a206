"""Sends photos donated to research to the assess queue, and compares the models' grades."""

import csv
import io
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from scalp_core.aws.dynamodb import translate_errors
from scalp_core.research.model import Opinion, ResearchRecord
from scalp_core.vocabulary import Symptom
from scalp_operator.redrive import queue_length

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_SEND_BATCH = 10
"""Limit of one call of SQS."""

_COLUMNS = (
    *("photo", "sex", "age_group", "site", "given_on", "symptom"),
    *("old_model", "old_grade", "old_confidence", "new_model", "new_grade", "new_confidence"),
)


@dataclass(frozen=True)
class Pace:
    """How fast photos are sent, so that nobody's upload waits behind them.

    Attributes:
        per_second: photos to send each second.
        at_most: messages in the queue, anybody's, above which none is sent.
    """

    per_second: float
    at_most: int


def send(
    sqs: "SQSClient",
    queue: str,
    bucket: str,
    photos: Iterable[dict[str, Any]],
    pace: Pace,
    *,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[int]:
    """Send photos as S3's notifications, and yield the number sent so far, batch by batch.

    An interruption loses nothing: started again, it sends all of them, and the worker skips those
    that today's models have assessed.

    Raises:
        BackendError: SQS failed.
    """
    rest, sent = iter(photos), 0
    while batch := list(islice(rest, min(_SEND_BATCH, pace.at_most))):
        while queue_length(sqs, queue) + len(batch) > pace.at_most:
            sleep(1)
        with translate_errors("send research photos"):
            # Single messages would cost ten times as much; a batch may succeed in part.
            for photo in _send_batch(sqs, queue, bucket, batch):
                sqs.send_message(QueueUrl=queue, MessageBody=_message(bucket, photo))
        sent += len(batch)
        yield sent
        sleep(len(batch) / pace.per_second)


def comparison_csv(records: Iterable[tuple[str, ResearchRecord]]) -> Iterator[str]:
    """Yield a CSV line for each photo and symptom: grades by the first and by the latest models."""
    yield _line(_COLUMNS)
    for token, record in records:
        opinions = sorted(record.opinions.items(), key=lambda item: item[1].assessed_at)
        old_version, old = opinions[0]
        new_version, new = opinions[-1] if len(opinions) > 1 else ("", None)
        person = (token, record.cohort.sex, record.cohort.age_group, record.head_region or "")
        for symptom in Symptom:
            yield _line(
                (
                    *(*person, record.donated_on, symptom),
                    *(old_version, *_grade(old, symptom)),
                    *(new_version, *_grade(new, symptom)),
                )
            )


def _grade(opinion: Opinion | None, symptom: Symptom) -> tuple[object, object]:
    if opinion is None:
        return "", ""
    graded = opinion.grades.get(symptom)
    return (int(graded.grade), graded.confidence) if graded else (opinion.rejection or "", "")


def _line(values: Sequence[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(values)
    return text.getvalue()


def _message(bucket: str, photo: dict[str, Any]) -> str:
    record = {
        "eventSource": "aws:s3",
        "eventName": "ObjectCreated:Copy",
        "s3": {
            "bucket": {"name": bucket},
            "object": {"key": photo["Key"], "eTag": photo["ETag"].strip('"')},
        },
    }
    return json.dumps({"Records": [record]})


def _send_batch(
    sqs: "SQSClient", queue: str, bucket: str, batch: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Send photos in one call, and return those that SQS did not accept."""
    response = sqs.send_message_batch(
        QueueUrl=queue,
        Entries=[
            {"Id": str(number), "MessageBody": _message(bucket, photo)}
            for number, photo in enumerate(batch)
        ],
    )
    return [batch[int(failed["Id"])] for failed in response.get("Failed", [])]
