"""Counters of finished assessments in DynamoDB, and the published snapshots."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from scalp_core.aws.dynamodb import from_item, to_item, translate_errors
from scalp_core.aws.updates import write_if
from scalp_core.statistics import counters, keys
from scalp_core.statistics.publication import CELLS, Cell, Counts, Snapshot

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# One JSON attribute instead of sixty, each of which botocore would parse on its own.
_CONTENT = "content"


class StatsRepository:
    """Reads counters, and reads and writes published snapshots.

    The counters are written by the transaction of assessments/repository.py. No method scans, and
    no partition comes near the megabyte that one Query returns: a counter partition has ten items,
    the published one fifteen, each of about a kilobyte.

    Raises (every method):
        BackendError: DynamoDB failed.
    """

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def shards(self, partition: str) -> dict[str, Counts]:
        """Return the counters of a cohort's or day's partition by shard, read consistently."""
        items = self._query(partition, consistent=True)
        return {item["SK"]["S"]: _counters(item) for item in items}

    def counted(self, cell: Cell) -> Counts:
        """Return the sums of a cell's counters, with one Query for each of its cohorts."""
        counts: Counter[str] = Counter()
        for cohort in cell.cohorts:
            for shard in self.shards(keys.cohort_pk(cohort.sex, cohort.age_group)).values():
                counts.update(shard)
        return counts

    def total(self, cell: Cell) -> int:
        """Return a cell's number of assessments; a tenth of the work of :meth:`counted`."""
        return sum(
            int(shard[counters.TOTAL]["N"])
            for cohort in cell.cohorts
            for shard in self._query(
                keys.cohort_pk(cohort.sex, cohort.age_group),
                consistent=True,
                ProjectionExpression="#total",
                ExpressionAttributeNames={"#total": counters.TOTAL},
            )
        )

    def published(self) -> dict[Cell, Snapshot]:
        """Return the published snapshot of every cell, with one eventually consistent Query.

        That costs half, and an older snapshot may be shown as well.
        """
        found = self._query(
            keys.PUBLISHED_PK, consistent=False, ProjectionExpression=f"SK, {_CONTENT}"
        )
        if not all(_CONTENT in item for item in found):
            # Items of an older version hold counters as attributes, until their next batch.
            found = self._query(keys.PUBLISHED_PK, consistent=False)
        snapshots = {item["SK"]["S"]: _snapshot(item) for item in found}
        return {
            cell: snapshots.get(keys.published_sk(cell.sex, cell.age_group), Snapshot())
            for cell in CELLS
        }

    def publish(self, cell: Cell, snapshot: Snapshot, *, after: Snapshot) -> bool:
        """Replace ``after`` by ``snapshot``; return ``False`` if ``after`` is no longer published.

        Totals only grow, so they identify versions.
        """
        values: dict[str, object] = {
            "PK": keys.PUBLISHED_PK,
            "SK": keys.published_sk(cell.sex, cell.age_group),
            counters.TOTAL: snapshot.total,
            _CONTENT: json.dumps(
                {
                    "counts": dict(snapshot.counts),
                    "days": {day.isoformat(): count for day, count in snapshot.days.items()},
                    "batches": snapshot.batches,
                    "noise": dict(snapshot.noise),
                }
            ),
        }
        return write_if(
            "publish statistics",
            lambda: self._client.put_item(
                TableName=self._table,
                Item=to_item(values),
                ConditionExpression="attribute_not_exists(#total) OR #total = :after",
                ExpressionAttributeNames={"#total": counters.TOTAL},
                ExpressionAttributeValues=to_item({":after": after.total}),
            ),
        )

    def _query(self, partition: str, *, consistent: bool, **more: Any) -> list[dict[str, Any]]:
        with translate_errors("read statistics"):
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression="PK = :partition",
                ExpressionAttributeValues=to_item({":partition": partition}),
                ConsistentRead=consistent,
                **more,
            )
        items: list[Any] = answer["Items"]
        return items


def _counters(item: Mapping[str, Any]) -> Counts:
    return {name: int(value["N"]) for name, value in item.items() if "N" in value}


def _snapshot(item: Mapping[str, Any]) -> Snapshot:
    """Return the snapshot that an item holds; items from before there was noise have none."""
    if _CONTENT in item:
        content = json.loads(item[_CONTENT]["S"])
    else:
        content = {"counts": _counters(item), "days": from_item(item)["days"]}
    return Snapshot(
        counts=content["counts"],
        days={date.fromisoformat(day): int(count) for day, count in content["days"].items()},
        batches=content.get("batches", 0),
        noise=content.get("noise", {}),
    )
