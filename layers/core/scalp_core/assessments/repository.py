"""Assessments in DynamoDB, and the one transaction that finishes and counts them."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from scalp_core.analysis import AnalysisResult, Cohort
from scalp_core.assessments import keys as assessments_keys
from scalp_core.assessments.model import RESULT_VERSION, Assessment, parse_result
from scalp_core.aws.dynamodb import (
    META_SK,
    TTL_ATTRIBUTE,
    aws_faults,
    condition_failed,
    error_code,
    from_item,
    to_item,
)
from scalp_core.errors import (
    AlreadyFinishedError,
    AssessmentNotFoundError,
    BackendError,
    DamagedResultError,
    RejectionCode,
)
from scalp_core.ids import fingerprint
from scalp_core.research import keys as research_keys
from scalp_core.research.model import ResearchRecord
from scalp_core.research.repository import record_update
from scalp_core.statistics import keys as statistics_keys
from scalp_core.statistics.publication import Counts, contribution
from scalp_core.vocabulary import Status

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef, UpdateTypeDef

# A finished assessment stays finished; ``failed`` may still become ``done`` by a DLQ redrive.
#
#   pending ──▶ done          rejected, done: final
#      │  └───▶ rejected
#      └──────▶ failed ──▶ done | rejected
_UNFINISHED = "attribute_exists(PK) AND #status IN (:pending, :failed)"


class TransactionConflictError(BackendError):
    """Another transaction touched the same items at the same time."""


class AssessmentRepository:
    """The only place that reads and writes assessments.

    Raises (every method):
        BackendError: DynamoDB failed; nothing is known to have been written.
    """

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def create(self, assessment: Assessment) -> None:
        """Store a new assessment; an id that another one has is a fault (2⁻¹²⁸).

        The same one again is none: botocore repeats a call whose answer was lost after the write.
        """
        values = _to_values(assessment)
        with aws_faults("create assessment"):
            self._client.put_item(
                TableName=self._table,
                Item=to_item(values),
                ConditionExpression=(
                    "attribute_not_exists(PK) OR (#status = :pending AND createdAt = :created)"
                ),
                ExpressionAttributeNames={"#status": "status"},
                ExpressionAttributeValues=to_item(
                    {":pending": str(Status.PENDING), ":created": values["createdAt"]}
                ),
            )

    def get(self, assessment_id: str, now: datetime) -> Assessment:
        """Read an assessment.

        Raises:
            AssessmentNotFoundError: never made, deleted, or expired though not swept by TTL yet.
            DamagedResultError: its stored result cannot be read.
        """
        with aws_faults("read assessment"):
            answer = self._client.get_item(
                TableName=self._table, Key=_key(assessment_id), ConsistentRead=True
            )
        if "Item" not in answer:
            raise AssessmentNotFoundError
        assessment = _from_values(assessment_id, from_item(answer["Item"]))
        if assessment.expires_at <= now:
            raise AssessmentNotFoundError
        return assessment

    def delete(self, assessment_id: str, now: datetime) -> bool:
        """Forget an assessment; ``False`` if there is none, or only an expired one."""
        with aws_faults("delete assessment"):
            answer = self._client.delete_item(
                TableName=self._table, Key=_key(assessment_id), ReturnValues="ALL_OLD"
            )
        gone = answer.get("Attributes")
        return gone is not None and int(from_item(gone)[TTL_ATTRIBUTE]) > int(now.timestamp())

    @retry(
        retry=retry_if_exception_type(TransactionConflictError),
        wait=wait_random_exponential(multiplier=0.05, max=1),
        stop=stop_after_attempt(6),
        reraise=True,
    )
    def complete(
        self,
        assessment: Assessment,
        result: AnalysisResult,
        *,
        at: datetime,
        expires_at: datetime,
        research: ResearchRecord | None = None,
    ) -> None:
        """Set an assessment to ``done`` and count it, both or neither.

        What has no :func:`contribution` is finished by the same transaction without a counter.

        So with the record of a photo that is given to research: it is never written for an
        assessment that has been deleted.

        The counters of its cohort and of its day lie on the shard that its id hashes to, so the
        condition on the assessment guards them: whoever comes second changes nothing.

        Raises:
            AlreadyFinishedError: it is done or rejected already, or has been deleted.
            TransactionConflictError: other transactions kept getting in the way.
        """
        counts = contribution(result)
        cohort = assessment.cohort
        updates: list[UpdateTypeDef] = [
            self._finish(
                assessment.id,
                Status.DONE,
                at,
                {
                    "result": result.model_dump_json(by_alias=True),
                    "resultVersion": RESULT_VERSION,
                    TTL_ATTRIBUTE: int(expires_at.timestamp()),
                },
            ),
        ]
        if counts:
            partitions = (
                statistics_keys.cohort_pk(cohort.sex, cohort.age_group),
                statistics_keys.day_pk(at.astimezone(UTC).date()),
            )
            updates += [self._add(partition, assessment.id, counts) for partition in partitions]
        if research is not None:
            updates.append(
                record_update(self._table, research_keys.research_token(assessment.id), research)
            )
        items: list[TransactWriteItemTypeDef] = [{"Update": update} for update in updates]
        try:
            self._client.transact_write_items(TransactItems=items)
        except ClientError as error:
            if error_code(error) != "TransactionCanceledException":
                raise BackendError(f"complete assessment: {error_code(error)}") from error
            reasons = [reason.get("Code") for reason in error.response["CancellationReasons"]]
            if reasons[0] == "ConditionalCheckFailed":
                raise AlreadyFinishedError from error
            raise TransactionConflictError(f"complete assessment: {reasons}") from error
        except BotoCoreError as error:
            raise BackendError(f"complete assessment: {type(error).__name__}") from error

    def reject(self, assessment_id: str, code: RejectionCode, *, at: datetime) -> None:
        """Set an assessment to ``rejected``.

        Raises:
            AlreadyFinishedError: it is done or rejected already, or has been deleted.
        """
        self._update(self._finish(assessment_id, Status.REJECTED, at, {"rejection": str(code)}))

    def fail(self, assessment_id: str, *, at: datetime) -> None:
        """Set an assessment to ``failed``.

        Raises:
            AlreadyFinishedError: it is done or rejected already, or has been deleted.
        """
        self._update(self._finish(assessment_id, Status.FAILED, at, {}))

    def set_fails_at(self, assessment_id: str, fails_at: datetime) -> None:
        """From this time on, read a pending assessment as failed.

        Raises:
            AlreadyFinishedError: it is done or rejected already, or has been deleted.
        """
        self._update(
            self._set(
                assessment_id,
                {"failsAt": fails_at.isoformat()},
            )
        )

    def _update(self, update: "UpdateTypeDef") -> None:
        try:
            with aws_faults("update assessment"):
                self._client.update_item(**update)
        except BackendError as error:
            if condition_failed(error):
                raise AlreadyFinishedError from error
            raise

    def _finish(
        self, assessment_id: str, status: Status, at: datetime, values: dict[str, object]
    ) -> "UpdateTypeDef":
        return self._set(
            assessment_id, {"status": str(status), "finishedAt": at.isoformat(), **values}
        )

    def _set(self, assessment_id: str, values: dict[str, object]) -> "UpdateTypeDef":
        names = list(values)
        return {
            "TableName": self._table,
            "Key": _key(assessment_id),
            "ConditionExpression": _UNFINISHED,
            "UpdateExpression": "SET " + ", ".join(f"#{name} = :{name}" for name in names),
            "ExpressionAttributeNames": {"#status": "status"}
            | {f"#{name}": name for name in names},
            "ExpressionAttributeValues": to_item(
                {":pending": str(Status.PENDING), ":failed": str(Status.FAILED)}
                | {f":{name}": value for name, value in values.items()}
            ),
        }

    def _add(self, partition: str, assessment_id: str, counts: Counts) -> "UpdateTypeDef":
        names = list(counts)
        return {
            "TableName": self._table,
            "Key": to_item({"PK": partition, "SK": statistics_keys.shard_sk(assessment_id)}),
            "UpdateExpression": "ADD " + ", ".join(f"#n{i} :n{i}" for i in range(len(names))),
            "ExpressionAttributeNames": {f"#n{i}": name for i, name in enumerate(names)},
            "ExpressionAttributeValues": to_item(
                {f":n{i}": counts[name] for i, name in enumerate(names)}
            ),
        }


def _key(assessment_id: str) -> Any:
    return to_item({"PK": assessments_keys.assessment_pk(assessment_id), "SK": META_SK})


def _to_values(assessment: Assessment) -> dict[str, object]:
    return {
        "PK": assessments_keys.assessment_pk(assessment.id),
        "SK": META_SK,
        "status": str(assessment.status),
        "sex": str(assessment.cohort.sex),
        "ageGroup": str(assessment.cohort.age_group),
        "site": assessment.site and str(assessment.site),
        "contentType": str(assessment.content_type),
        "consentVersion": assessment.consent_version,
        "researchConsentVersion": assessment.research_consent_version,
        "createdAt": assessment.created_at.isoformat(),
        TTL_ATTRIBUTE: int(assessment.expires_at.timestamp()),
    }


def _from_values(assessment_id: str, values: dict[str, Any]) -> Assessment:
    expires_at: Decimal = values[TTL_ATTRIBUTE]
    return Assessment(
        id=assessment_id,
        status=values["status"],
        cohort=Cohort(sex=values["sex"], age_group=values["ageGroup"]),
        site=values.get("site"),
        content_type=values["contentType"],
        consent_version=values["consentVersion"],
        research_consent_version=values.get("researchConsentVersion"),
        created_at=values["createdAt"],
        finished_at=values.get("finishedAt"),
        fails_at=values.get("failsAt"),
        expires_at=datetime.fromtimestamp(int(expires_at), UTC),
        result=_result(assessment_id, values),
        rejection=values.get("rejection"),
    )


def _result(assessment_id: str, values: dict[str, Any]) -> AnalysisResult | None:
    if "result" not in values:
        return None
    try:
        # Version 1 was first stored without its number.
        return parse_result(values["result"], int(values.get("resultVersion", 1)))
    except ValueError as error:
        raise DamagedResultError(fingerprint(assessment_id)) from error
