"""DynamoDB access of the counter repair: read every assessment, and raise a counter."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from scalp_core.analysis import AnalysisResult, Cohort
from scalp_core.assessments import keys
from scalp_core.aws.dynamodb import META_SK, aws_faults, condition_failed, from_item, to_item
from scalp_core.errors import BackendError
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
        """Yield all finished assessments that are still stored, by a Scan."""
        pages = self._client.get_paginator("scan").paginate(
            TableName=self._table,
            ConsistentRead=True,
            FilterExpression="SK = :meta AND #status = :done",
            ProjectionExpression="PK, sex, ageGroup, finishedAt, #result",
            ExpressionAttributeNames={"#status": "status", "#result": "result"},
            ExpressionAttributeValues=to_item({":meta": META_SK, ":done": str(Status.DONE)}),
        )
        with aws_faults("read assessments"):
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
        """Raise counters by lost counts; return ``False`` if one differs from ``stored`` by now."""
        names = list(lost)
        conditions = [
            f"#n{i} = :was{i}" if name in stored else f"attribute_not_exists(#n{i})"
            for i, name in enumerate(names)
        ]
        values = {f":lost{i}": lost[name] for i, name in enumerate(names)} | {
            f":was{i}": stored[name] for i, name in enumerate(names) if name in stored
        }
        try:
            with aws_faults("correct counters"):
                self._client.update_item(
                    TableName=self._table,
                    Key=to_item({"PK": partition, "SK": shard}),
                    UpdateExpression="ADD "
                    + ", ".join(f"#n{i} :lost{i}" for i in range(len(names))),
                    ConditionExpression=" AND ".join(conditions),
                    ExpressionAttributeNames={f"#n{i}": name for i, name in enumerate(names)},
                    ExpressionAttributeValues=to_item(values),
                )
        except BackendError as error:
            if condition_failed(error):
                return False
            raise
        return True
