"""Assessments in DynamoDB, and the one transaction that finishes and counts them."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.conditions import Attr

from scalp_core.analysis import AnalysisResult, Cohort
from scalp_core.assessments import keys as assessments_keys
from scalp_core.assessments.model import RESULT_VERSION, Assessment, parse_result
from scalp_core.aws.dynamodb import (
    META_SK,
    TTL_ATTRIBUTE,
    from_item,
    to_item,
    translate_errors,
)
from scalp_core.aws.transactions import transact
from scalp_core.aws.updates import build_update, write_if
from scalp_core.errors import (
    AlreadyFinishedError,
    AssessmentNotFoundError,
    DamagedResultError,
    RejectionCode,
)
from scalp_core.ids import fingerprint
from scalp_core.research import keys as research_keys
from scalp_core.research.model import ResearchRecord
from scalp_core.research.repository import record_update
from scalp_core.statistics.publication import Counts, contribution
from scalp_core.statistics.repository import counter_updates
from scalp_core.vocabulary import Status

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef, UpdateTypeDef

# A finished assessment stays finished; ``failed`` may still become ``done`` by a DLQ redrive.
#
#   pending ──▶ done          rejected, done: final
#      │  └───▶ rejected
#      └──────▶ failed ──▶ done | rejected
_UNFINISHED = Attr("PK").exists() & Attr("status").is_in([str(Status.PENDING), str(Status.FAILED)])


class AssessmentRepository:
    """The only place that reads and writes assessments.

    Raises (every method):
        BackendError: DynamoDB failed; nothing is known to have been written.
    """

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def create(self, assessment: Assessment) -> None:
        """Store a new assessment; an id that is taken is a fault (probability 2⁻¹²⁸).

        The same assessment again is no fault: botocore retries a call whose response was lost
        after the write.
        """
        values = _to_values(assessment)
        with translate_errors("create assessment"):
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
        with translate_errors("read assessment"):
            answer = self._client.get_item(
                TableName=self._table, Key=to_item(_key(assessment_id)), ConsistentRead=True
            )
        if "Item" not in answer:
            raise AssessmentNotFoundError
        assessment = _from_values(assessment_id, from_item(answer["Item"]))
        if assessment.expires_at <= now:
            raise AssessmentNotFoundError
        return assessment

    def delete(self, assessment_id: str, now: datetime) -> Assessment | None:
        """Delete an assessment and return it; ``None`` if there is none, or only an expired one.

        A result that cannot be read is left out of it.
        """
        with translate_errors("delete assessment"):
            answer = self._client.delete_item(
                TableName=self._table, Key=to_item(_key(assessment_id)), ReturnValues="ALL_OLD"
            )
        if "Attributes" not in answer:
            return None
        values = from_item(answer["Attributes"])
        try:
            deleted = _from_values(assessment_id, values)
        except DamagedResultError:
            del values["result"]
            deleted = _from_values(assessment_id, values)
        return deleted if deleted.expires_at > now else None

    def complete(
        self,
        assessment: Assessment,
        result: AnalysisResult,
        *,
        at: datetime,
        expires_at: datetime,
        research: ResearchRecord | None = None,
    ) -> None:
        """Set an assessment to ``done`` and count it, both or neither, in one transaction.

        One that is not ``counted``, and a result without a :func:`contribution`, are finished
        without counting. The record of a consented copy is part of the transaction, so it is never
        written for a deleted assessment.

        The condition on the assessment guards the counters of its cohort and day, which lie on the
        shard that its id hashes to: a second delivery changes nothing.

        Raises:
            AlreadyFinishedError: it is done or rejected already, or has been deleted.
            TransactionConflictError: all tries met transactions on the same items.
        """
        counts = counts_of(assessment, result)
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
            updates += counter_updates(
                self._table, assessment.id, assessment.cohort, at=at, add=counts
            )
        if research is not None:
            updates.append(
                record_update(self._table, research_keys.research_token(assessment.id), research)
            )
        items: list[TransactWriteItemTypeDef] = [{"Update": update} for update in updates]
        if not transact(self._client, "complete assessment", items):
            raise AlreadyFinishedError

    def reject(self, assessment_id: str, code: RejectionCode, *, at: datetime) -> None:
        """Set an assessment to ``rejected``.

        Raises:
            AlreadyFinishedError: it is done or rejected already, or has been deleted.
        """
        self._update(self._finish(assessment_id, Status.REJECTED, at, {"rejection": str(code)}))

    def mark_failed(self, assessment_id: str, *, at: datetime) -> None:
        """Set an assessment to ``failed``.

        Raises:
            AlreadyFinishedError: it is done or rejected already, or has been deleted.
        """
        self._update(self._finish(assessment_id, Status.FAILED, at, {}))

    def set_failure_deadline(self, assessment_id: str, deadline: datetime) -> None:
        """Store when a pending assessment begins to count as failed.

        Raises:
            AlreadyFinishedError: it is done or rejected already, or has been deleted.
        """
        self._update(self._set(assessment_id, {"failsAt": deadline.isoformat()}))

    def _update(self, update: "UpdateTypeDef") -> None:
        if not write_if("update assessment", lambda: self._client.update_item(**update)):
            raise AlreadyFinishedError

    def _finish(
        self, assessment_id: str, status: Status, at: datetime, values: dict[str, object]
    ) -> "UpdateTypeDef":
        return self._set(
            assessment_id, {"status": str(status), "finishedAt": at.isoformat(), **values}
        )

    def _set(self, assessment_id: str, values: dict[str, object]) -> "UpdateTypeDef":
        return build_update(
            self._table, _key(assessment_id), set_values=values, condition=_UNFINISHED
        )


def counts_of(assessment: Assessment, result: AnalysisResult) -> Counts:
    """Return what an assessment with this result adds to the counters: nothing, if not counted."""
    return contribution(result) if assessment.counted else {}


def _key(assessment_id: str) -> dict[str, object]:
    return {"PK": assessments_keys.assessment_pk(assessment_id), "SK": META_SK}


def _to_values(assessment: Assessment) -> dict[str, object]:
    return {
        "PK": assessments_keys.assessment_pk(assessment.id),
        "SK": META_SK,
        "status": str(assessment.status),
        "sex": str(assessment.cohort.sex),
        "ageGroup": str(assessment.cohort.age_group),
        "site": assessment.head_region and str(assessment.head_region),
        "contentType": str(assessment.content_type),
        "consentVersion": assessment.consent_version,
        "researchConsentVersion": assessment.research_consent_version,
        "uncounted": None if assessment.counted else True,
        "createdAt": assessment.created_at.isoformat(),
        TTL_ATTRIBUTE: int(assessment.expires_at.timestamp()),
    }


def _from_values(assessment_id: str, values: dict[str, Any]) -> Assessment:
    expires_at: Decimal = values[TTL_ATTRIBUTE]
    return Assessment(
        id=assessment_id,
        status=values["status"],
        cohort=Cohort(sex=values["sex"], age_group=values["ageGroup"]),
        head_region=values.get("site"),
        content_type=values["contentType"],
        consent_version=values.get("consentVersion"),
        research_consent_version=values.get("researchConsentVersion"),
        counted=not values.get("uncounted", False),
        created_at=values["createdAt"],
        finished_at=values.get("finishedAt"),
        failure_deadline=values.get("failsAt"),
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
