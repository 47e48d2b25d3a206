"""DynamoDB access of the counter repair: read every assessment, and raise a counter."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from boto3.dynamodb.conditions import Attr, ConditionBase

from scalp_core.analysis import AnalysisResult, Cohort
from scalp_core.assessments import keys
from scalp_core.aws.dynamodb import META_SK, from_item, to_item, translate_errors
from scalp_core.aws.updates import build_update, write_if
from scalp_core.statistics.publication import Counts
from scalp_core.vocabulary import Status

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class FinishedAssessment:
    """A finished assessment, as far as it is counted."""

    assessment_id: str
    cohort: Cohort
    finished_at: datetime
    result: AnalysisResult


class CounterRepairRepository:
    """The table, accessed with rights that no function has.

    Raises (every method):
        BackendError: DynamoDB failed.
    """

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def finished_assessments(self) -> Iterator[FinishedAssessment]:
        """Yield all finished assessments that are still stored, by a Scan, but for the sample's."""
        pages = self._client.get_paginator("scan").paginate(
            TableName=self._table,
            ConsistentRead=True,
            FilterExpression=(
                "SK = :meta AND #status = :done AND attribute_exists(consentVersion)"
                " AND attribute_not_exists(uncounted)"
            ),
            ProjectionExpression="PK, sex, ageGroup, finishedAt, #result",
            ExpressionAttributeNames={"#status": "status", "#result": "result"},
            ExpressionAttributeValues=to_item({":meta": META_SK, ":done": str(Status.DONE)}),
        )
        with translate_errors("read assessments"):
            for page in pages:
                for item in page["Items"]:
                    values = from_item(item)
                    yield FinishedAssessment(
                        assessment_id=values["PK"].removeprefix(keys.assessment_pk("")),
                        cohort=Cohort(sex=values["sex"], age_group=values["ageGroup"]),
                        finished_at=datetime.fromisoformat(values["finishedAt"]),
                        result=AnalysisResult.model_validate_json(values["result"]),
                    )

    def add(self, partition: str, shard: str, *, lost: Counts, stored: Counts) -> bool:
        """Raise counters by what they lost; ``False`` if one is no longer what was ``stored``."""
        conditions: list[ConditionBase] = [
            Attr(name).eq(stored[name]) if name in stored else Attr(name).not_exists()
            for name in lost
        ]
        update = build_update(
            self._table,
            {"PK": partition, "SK": shard},
            add=lost,
            condition=reduce(and_, conditions),
        )
        return write_if("correct counters", lambda: self._client.update_item(**update))
