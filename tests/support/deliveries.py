"""Messages as the queue delivers them, fast workers, and checks that counters match results."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from scalp_core.analysis import AnalysisResult
from scalp_core.assessments import keys as assessments_keys
from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.statistics import keys as statistics_keys
from scalp_core.statistics.publication import contribution
from scalp_core.vocabulary import Grade, Symptom
from support.cloud import Cloud
from support.results import result

RESULT = result({Symptom.DANDRUFF: Grade.MODERATE, Symptom.HAIR_LOSS: Grade.MILD})
GOOD, BAD = b"a scalp", b"no scalp"
TEST_EVENT = '{"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b"}'
COHORT = "STATS#female#40s"
FINAL = {"done", "rejected", "failed"}


def uploaded(cloud: Cloud, content: bytes = GOOD) -> str:
    """Create an assessment, upload its photo, and return its id."""
    made = cloud.create()
    cloud.upload(made, content)
    return made


def s3_event(
    cloud: Cloud, assessment_id: str, etag: str = "e", sequencer: str = ""
) -> dict[str, Any]:
    """Return S3's notification of an upload."""
    more = {"sequencer": sequencer} if sequencer else {}
    return stored_event(cloud.bucket, assessments_keys.upload_key(assessment_id), eTag=etag, **more)


def stored_event(bucket: str, key: str, **more: str) -> dict[str, Any]:
    """Return S3's notification of an object in any bucket."""
    entity = {"bucket": {"name": bucket}, "object": {"key": key} | more}
    record = {"eventSource": "aws:s3", "eventName": "ObjectCreated:Post", "s3": entity}
    return {"Records": [record]}


def message(body: object, message_id: str = "m", receive_count: int = 1) -> dict[str, Any]:
    """Return a message of a batch."""
    return {
        "messageId": message_id,
        "body": body if isinstance(body, str) else json.dumps(body),
        "attributes": {"ApproximateReceiveCount": str(receive_count)},
        "eventSource": "aws:sqs",
    }


def batch(*messages: dict[str, Any]) -> dict[str, Any]:
    """Return the event of an invocation."""
    return {"Records": list(messages)}


def failed(*message_ids: str) -> dict[str, Any]:
    """Return a response after which these messages are delivered again."""
    return {"batchItemFailures": [{"itemIdentifier": one} for one in message_ids]}


class Killed(BaseException):
    """An end that no handler catches: timeout, out of memory, a lost machine."""


class Models:
    """Replaces the six networks, which do not matter for counting."""

    def analyse(self, content: bytes) -> AnalysisResult:
        if content == BAD:
            raise PhotoRejectedError(RejectionCode.NOT_AN_IMAGE)
        return RESULT


def statuses(cloud: Cloud, accepted: Iterable[str]) -> list[str]:
    """Return their statuses as owners read them; ``gone`` after a deletion."""
    found = []
    for one in accepted:
        status, _, body = cloud.api("GET", f"/api/v1/assessments/{one}")
        assert status in (200, 404), body
        found.append(body["status"] if status == 200 else "gone")
    return found


def total(cloud: Cloud) -> int:
    """Return how many assessments of women in their forties have been counted."""
    return cloud.counters().get(COHORT, {}).get("total", 0)


def lost_or_counted_twice(cloud: Cloud, accepted: Iterable[str]) -> int:
    """Return the uploads without a final status, plus the difference of counters from results.

    Every counter of every cohort and day is compared, so that differences do not cancel out.
    """
    accepted = list(accepted)
    lost = sum(status not in FINAL for status in statuses(cloud, accepted))
    expected: Counter[str] = Counter()
    for item in cloud.dynamodb.scan(TableName=cloud.table)["Items"]:
        if "result" in item:
            found = AnalysisResult.model_validate_json(item["result"]["S"])
            finished = datetime.fromisoformat(item["finishedAt"]["S"])
            day = statistics_keys.day_pk(finished.astimezone(UTC).date())
            for partition in (f"STATS#{item['sex']['S']}#{item['ageGroup']['S']}", day):
                for name, count in contribution(found).items():
                    expected[f"{partition} {name}"] += count
    counted: Counter[str] = Counter()
    for partition, counters in cloud.counters().items():
        for name, count in counters.items():
            counted[f"{partition} {name}"] += count
    wrong = sum((counted - expected).values()) + sum((expected - counted).values())
    return lost + wrong
