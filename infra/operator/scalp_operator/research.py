"""Sends photos given to research through the assess queue, and reads what models said of them."""

import csv
import io
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from scalp_core.aws.dynamodb import META_SK, to_item, translate_errors
from scalp_core.research import keys as research_keys
from scalp_core.research.model import Opinion, ResearchRecord
from scalp_core.research.repository import read_record
from scalp_core.vocabulary import Symptom
from scalp_operator.redrive import waiting

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

# What one call takes at the most.
_SENT_AT_ONCE = 10
_READ_AT_ONCE = 100

_COLUMNS = (
    *("photo", "sex", "age_group", "site", "given_on", "symptom"),
    *("old_model", "old_grade", "old_confidence", "new_model", "new_grade", "new_confidence"),
)


@dataclass(frozen=True)
class Pace:
    """How fast photos are sent, so that nobody's upload waits behind them.

    Attributes:
        per_second: photos.
        at_most: messages that may wait in the queue, anybody's; above that nothing is sent.
    """

    per_second: float
    at_most: int


def photos(s3: "S3Client", bucket: str) -> Iterator[dict[str, Any]]:
    """Key and ETag of every photo given to research, page by page.

    Raises:
        BackendError: S3 failed.
    """
    pages = s3.get_paginator("list_objects_v2").paginate(
        Bucket=bucket, Prefix=research_keys.RESEARCH_PREFIX
    )
    with translate_errors("list research photos"):
        for page in pages:
            for one in page.get("Contents", []):
                yield {"Key": one["Key"], "ETag": one["ETag"]}


def send(
    sqs: "SQSClient",
    queue: str,
    bucket: str,
    found: Iterable[dict[str, Any]],
    pace: Pace,
    *,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[int]:
    """Send photos as S3 would tell of them, and yield how many have been sent, batch by batch.

    A stop in between loses nothing: started again, it sends all of them, and the worker skips
    those that today's models have seen.

    Raises:
        BackendError: SQS failed.
    """
    rest, sent = iter(found), 0
    while batch := list(islice(rest, min(_SENT_AT_ONCE, pace.at_most))):
        while waiting(sqs, queue) + len(batch) > pace.at_most:
            sleep(1)
        with translate_errors("send research photos"):
            # One by one would cost ten times as much; a batch may succeed in parts.
            for one in _send_batch(sqs, queue, bucket, batch):
                sqs.send_message(QueueUrl=queue, MessageBody=_message(bucket, one))
        sent += len(batch)
        yield sent
        sleep(len(batch) / pace.per_second)


def records(
    dynamodb: "DynamoDBClient", table: str, found: Iterable[dict[str, Any]]
) -> Iterator[tuple[str, ResearchRecord]]:
    """Name and record of each photo that has one.

    Raises:
        BackendError: DynamoDB failed.
    """
    tokens = (research_keys.research_token_of(one["Key"]) for one in found)
    known = (token for token in tokens if token is not None)
    while some := list(islice(known, _READ_AT_ONCE)):
        items = _read(dynamodb, table, some)
        yield from ((token, read_record(items[token])) for token in some if token in items)


def comparison_csv(found: Iterable[tuple[str, ResearchRecord]]) -> Iterator[str]:
    """One line for each photo and symptom: what the first models said, and what the latest say."""
    yield _line(_COLUMNS)
    for token, record in found:
        said = sorted(record.opinions.items(), key=lambda one: one[1].assessed_at)
        old_version, old = said[0]
        new_version, new = said[-1] if len(said) > 1 else ("", None)
        about = (token, record.cohort.sex, record.cohort.age_group, record.head_region or "")
        for symptom in Symptom:
            yield _line(
                (
                    *(*about, record.donated_on, symptom),
                    *(old_version, *_grade(old, symptom)),
                    *(new_version, *_grade(new, symptom)),
                )
            )


def _grade(opinion: Opinion | None, symptom: Symptom) -> tuple[object, object]:
    if opinion is None:
        return "", ""
    given = opinion.grades.get(symptom)
    return (int(given.grade), given.confidence) if given else (opinion.rejection or "", "")


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
    """Send at once, and give what SQS did not take."""
    answer = sqs.send_message_batch(
        QueueUrl=queue,
        Entries=[
            {"Id": str(number), "MessageBody": _message(bucket, one)}
            for number, one in enumerate(batch)
        ],
    )
    return [batch[int(one["Id"])] for one in answer.get("Failed", [])]


def _read(dynamodb: "DynamoDBClient", table: str, tokens: list[str]) -> dict[str, Any]:
    """Items by name."""
    wanted: Any = {
        table: {
            "Keys": [
                to_item({"PK": research_keys.research_pk(one), "SK": META_SK}) for one in tokens
            ],
            "ConsistentRead": True,
        }
    }
    found: dict[str, Any] = {}
    while wanted:
        with translate_errors("read research records"):
            answer = dynamodb.batch_get_item(RequestItems=wanted)
        for item in answer["Responses"].get(table, []):
            found[item["PK"]["S"].removeprefix(research_keys.research_pk(""))] = item
        wanted = answer.get("UnprocessedKeys")
    return found
