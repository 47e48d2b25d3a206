"""Counters of finished assessments in DynamoDB, and the published snapshots."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from scalp_core.analysis import Cohort
from scalp_core.aws.dynamodb import from_item, to_item, translate_errors
from scalp_core.aws.transactions import transact
from scalp_core.aws.updates import build_update, write_if
from scalp_core.statistics import counters, keys
from scalp_core.statistics.publication import CELLS, Cell, Counts, Snapshot, statistics_cell

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import (
        ConditionCheckTypeDef,
        TransactWriteItemTypeDef,
        UpdateTypeDef,
    )

# One JSON attribute instead of sixty, each of which botocore would parse on its own.
_CONTENT = "content"
# Apart from it, so that readers do not even receive the noise.
_NOISE = "noise"
_CLOSED_UNTIL = "closedUntil"


class StatsRepository:
    """Reads counters, and reads and writes published snapshots.

    The counters are raised by the transaction of assessments/repository.py. No method scans, and no
    partition comes near the megabyte that one Query returns: a counter partition has ten items,
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

    def published(self, *, with_noise: bool = False) -> dict[Cell, Snapshot]:
        """Return the published snapshot of every cell, with one Query.

        Args:
            with_noise: for the publication of the next batch, consistently. Otherwise an older
                snapshot may be returned, for half the cost.
        """
        projection = {} if with_noise else {"ProjectionExpression": f"SK, {_CONTENT}"}
        found = self._query(keys.PUBLISHED_PK, consistent=with_noise, **projection)
        if not all(_CONTENT in item for item in found):
            # Items of an older version hold counters as attributes, until their next batch.
            found = self._query(keys.PUBLISHED_PK, consistent=with_noise)
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
                }
            ),
            _NOISE: json.dumps(dict(snapshot.noise)),
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

    def close_batch(self, cell: Cell, *, until: datetime) -> None:
        """Keep all that is counted of a cell until a moment: :meth:`take_back` leaves it alone."""
        values = _closed_key(cell) | {_CLOSED_UNTIL: int(until.timestamp())}
        with translate_errors("close batch"):
            self._client.put_item(TableName=self._table, Item=to_item(values))

    def take_back(
        self, assessment_id: str, cohort: Cohort, counts: Counts, *, counted_at: datetime
    ) -> bool:
        """Take an assessment out of the counters; ``False`` if its batch is closed.

        What is published cannot be taken back, and taking it out of the counters afterwards would
        put the person into the next batch as well, as one less. What was published by versions
        that closed no batch counts as closed.

        Args:
            counts: what it has added.
            counted_at: when it was finished.
        """
        cell = statistics_cell(cohort)
        was_published = self.published()[cell].total > 0
        is_open: ConditionCheckTypeDef = {
            "TableName": self._table,
            "Key": to_item(_closed_key(cell)),
            "ConditionExpression": "#until < :counted"
            if was_published
            else "attribute_not_exists(PK) OR #until < :counted",
            "ExpressionAttributeNames": {"#until": _CLOSED_UNTIL},
            "ExpressionAttributeValues": to_item({":counted": int(counted_at.timestamp())}),
        }
        less = {name: -count for name, count in counts.items()}
        updates = counter_updates(self._table, assessment_id, cohort, at=counted_at, add=less)
        items: list[TransactWriteItemTypeDef] = [{"ConditionCheck": is_open}]
        items += [{"Update": update} for update in updates]
        return transact(self._client, "take back", items)

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


def counter_updates(
    table: str, assessment_id: str, cohort: Cohort, *, at: datetime, add: Counts
) -> "list[UpdateTypeDef]":
    """Return the updates of an assessment's counters: of its cohort, and of the day (UTC).

    Both lie on the shard that its id hashes to.
    """
    partitions = (
        keys.cohort_pk(cohort.sex, cohort.age_group),
        keys.day_pk(at.astimezone(UTC).date()),
    )
    shard = keys.shard_sk(assessment_id)
    return [build_update(table, {"PK": one, "SK": shard}, add=add) for one in partitions]


def _closed_key(cell: Cell) -> dict[str, object]:
    return {"PK": keys.CLOSED_PK, "SK": keys.published_sk(cell.sex, cell.age_group)}


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
        noise=json.loads(item[_NOISE]["S"]) if _NOISE in item else {},
    )
