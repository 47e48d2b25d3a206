"""Counts how far the people of a day came: created, uploaded, done."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from scalp_core.assessments import keys
from scalp_core.assessments.model import effective_status
from scalp_core.aws.dynamodb import META_SK, from_item, to_item, translate_errors
from scalp_core.clock import midnight_in_korea
from scalp_core.vocabulary import Status
from scalp_deployment.stack import StackResources

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True)
class Journeys:
    """Assessments that were created on one day, by how far they came.

    Attributes:
        created: all of them.
        waiting: the photo is uploaded, and has no answer yet.
        done, rejected, failed: the photo has this answer.
    """

    created: int
    waiting: int
    done: int
    rejected: int
    failed: int

    @property
    def uploaded(self) -> int:
        """Return how many photos have arrived."""
        return self.waiting + self.done + self.rejected + self.failed

    def steps(self) -> dict[str, int]:
        """Return the numbers by name, in the order of a journey."""
        return {
            "created": self.created,
            "uploaded": self.uploaded,
            "done": self.done,
            "rejected": self.rejected,
            "failed": self.failed,
            "waiting": self.waiting,
        }


def count_journeys(resources: StackResources, now: datetime) -> Journeys:
    """Count the assessments created since midnight in Korea, by a Scan of the table.

    The sample's are left out, and so are those that their owners have deleted.

    Raises:
        BackendError: DynamoDB or S3 failed.
    """
    # Photos are listed first: one that is assessed meanwhile is finished when its item is read.
    photos = set(_uploads(resources.s3, resources.uploads_bucket))
    counts: Counter[Status] = Counter()
    waiting = 0
    for assessment_id, status in _created(
        resources.dynamodb, resources.table, since=midnight_in_korea(now), now=now
    ):
        counts[status] += 1
        waiting += status is Status.PENDING and assessment_id in photos
    return Journeys(
        created=counts.total(),
        waiting=waiting,
        done=counts[Status.DONE],
        rejected=counts[Status.REJECTED],
        failed=counts[Status.FAILED],
    )


def table_bytes(resources: StackResources) -> int:
    """Return the table's size, which DynamoDB updates every six hours.

    Raises:
        BackendError: DynamoDB failed.
    """
    with translate_errors("describe table"):
        described = resources.dynamodb.describe_table(TableName=resources.table)
    return described["Table"].get("TableSizeBytes", 0)


def _uploads(s3: "S3Client", bucket: str) -> Iterator[str]:
    """Yield the assessments whose photo is stored at the moment."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=keys.UPLOAD_PREFIX)
    with translate_errors("list uploads"):
        for page in pages:
            for photo in page.get("Contents", []):
                if assessment_id := keys.assessment_id_of(photo["Key"]):
                    yield assessment_id


def _created(
    client: "DynamoDBClient", table: str, *, since: datetime, now: datetime
) -> Iterator[tuple[str, Status]]:
    """Yield id and status of every assessment created since a moment."""
    prefix = keys.assessment_pk("")
    pages = client.get_paginator("scan").paginate(
        TableName=table,
        FilterExpression=(
            "begins_with(PK, :prefix) AND SK = :meta AND createdAt >= :since "
            "AND attribute_exists(consentVersion)"
        ),
        ProjectionExpression="PK, #status, failsAt",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues=to_item(
            {":prefix": prefix, ":meta": META_SK, ":since": since.isoformat()}
        ),
    )
    with translate_errors("read assessments"):
        for page in pages:
            for item in page["Items"]:
                values = from_item(item)
                fails_at = values.get("failsAt")
                deadline = datetime.fromisoformat(fails_at) if fails_at else None
                yield (
                    values["PK"].removeprefix(prefix),
                    effective_status(Status(values["status"]), deadline, now),
                )
