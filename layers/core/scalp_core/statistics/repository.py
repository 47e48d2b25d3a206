"""Counters of finished assessments in DynamoDB, and what is published of them."""

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

# One attribute instead of sixty, each of which botocore would parse by itself.
_CONTENT = "content"


class StatsRepository:
    """Reads counters and keeps what is published; assessments.py writes the counters.

    No method scans, and no partition comes near the megabyte that one Query returns: a counter
    partition has ten items, the published one fifteen, each of about a kilobyte.

    Raises (every method):
        BackendError: DynamoDB failed.
    """

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def shards(self, partition: str) -> dict[str, Counts]:
        """Counters of a partition (a cohort's or a day's) by shard, with everything counted yet."""
        items = self._query(partition, consistent=True)
        return {item["SK"]["S"]: _counters(item) for item in items}

    def counted(self, cell: Cell) -> Counts:
        """Sums of a cell's counters: one Query for each of its cohorts."""
        counts: Counter[str] = Counter()
        for cohort in cell.cohorts:
            for shard in self.shards(keys.cohort_pk(cohort.sex, cohort.age_group)).values():
                counts.update(shard)
        return counts

    def total(self, cell: Cell) -> int:
        """How many assessments a cell's counters know; a tenth of what :meth:`counted` parses."""
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
        """What is public of every cell, in one Query.

        It may be a moment old, which costs half, and what was public once may be told again.
        """
        found = self._query(
            keys.PUBLISHED_PK, consistent=False, ProjectionExpression=f"SK, {_CONTENT}"
        )
        if not all(_CONTENT in item for item in found):
            # Some are of an older version, until their next batch, and have it in attributes.
            found = self._query(keys.PUBLISHED_PK, consistent=False)
        snapshots = {item["SK"]["S"]: _snapshot(item) for item in found}
        return {
            cell: snapshots.get(keys.published_sk(cell.sex, cell.age_group), Snapshot())
            for cell in CELLS
        }

    def publish(self, cell: Cell, snapshot: Snapshot, *, after: Snapshot) -> bool:
        """Put ``snapshot`` in the place of ``after``; ``False`` if that is public no more.

        Totals only grow, so they tell versions apart.
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
    """Return what an item holds; items of before there was noise have none in them."""
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
