"""Consented copies in S3, and their records in DynamoDB: one item each, with all opinions."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.conditions import Attr

from scalp_core.analysis import Cohort
from scalp_core.aws.dynamodb import (
    META_SK,
    TTL_ATTRIBUTE,
    from_item,
    to_item,
    translate_errors,
)
from scalp_core.aws.objects import PhotoStore
from scalp_core.aws.updates import build_update, write_if
from scalp_core.research import keys as research_keys
from scalp_core.research.model import Opinion, ResearchRecord

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import UpdateTypeDef

_OPINION = "opinion#"


class ResearchRepository:
    """Consented copies in S3 and their records in DynamoDB.

    The name of both is :func:`scalp_core.research.keys.research_token`.

    A photo without a record has been withdrawn or has expired, and whoever finds it deletes it.

    Raises (every method):
        BackendError: DynamoDB or S3 failed.
    """

    def __init__(self, client: "DynamoDBClient", table: str, photos: PhotoStore) -> None:
        self._client = client
        self._table = table
        self._photos = photos

    def record(self, token: str, now: datetime) -> ResearchRecord | None:
        """Return the record; ``None`` if there is none, or one that has expired."""
        with translate_errors("read research record"):
            answer = self._client.get_item(
                TableName=self._table, Key=to_item(_key(token)), ConsistentRead=True
            )
        if "Item" not in answer:
            return None
        record = read_record(answer["Item"])
        return record if record.expires_at > now else None

    def read_photo(self, token: str, *, max_bytes: int) -> bytes:
        """Return the photo.

        Raises:
            PhotoNotFoundError: it is not there.
        """
        return self._photos.read(research_keys.research_key(token), max_bytes=max_bytes)

    def store_photo(self, token: str, jpeg: bytes, record: ResearchRecord) -> None:
        """Store the photo, and record that no copy is pending any more.

        A withdrawal deletes the record first and then the photo. So if the record is gone after
        the photo was written, nobody else may be left to delete it.
        """
        self._photos.put_jpeg(research_keys.research_key(token), jpeg, record.object_metadata)
        if not self._update(token, remove=["awaited"]):
            self.delete_photo(token)

    def add_opinion(self, token: str, version: str, opinion: Opinion) -> bool:
        """Record a version's opinion, once; return ``False`` if the photo was withdrawn."""
        content = opinion.model_dump_json(by_alias=True)
        return self._update(token, set_if_absent={_OPINION + version: content})

    def withdraw(self, token: str) -> bool:
        """Delete record and photo; return ``False`` if there was no record."""
        with translate_errors("delete research record"):
            answer = self._client.delete_item(
                TableName=self._table, Key=to_item(_key(token)), ReturnValues="ALL_OLD"
            )
        self.delete_photo(token)
        return "Attributes" in answer

    def delete_photo(self, token: str) -> None:
        """Delete the photo; nothing happens when it is not there."""
        self._photos.delete(research_keys.research_key(token))

    def _update(
        self,
        token: str,
        *,
        set_if_absent: Mapping[str, object] | None = None,
        remove: Sequence[str] = (),
    ) -> bool:
        """Change a record; return ``False`` if there is none."""
        update = build_update(
            self._table,
            _key(token),
            set_if_absent=set_if_absent,
            remove=remove,
            condition=Attr("PK").exists(),
        )
        return write_if("change research record", lambda: self._client.update_item(**update))


def record_update(table: str, token: str, record: ResearchRecord) -> "UpdateTypeDef":
    """Return a record's part of the transaction that finishes its assessment."""
    values: dict[str, object | None] = {
        "sex": str(record.cohort.sex),
        "ageGroup": str(record.cohort.age_group),
        "site": record.head_region and str(record.head_region),
        "consentVersion": record.consent_version,
        "givenOn": record.donated_on.isoformat(),
        "awaited": record.pending_copy_sha256,
        TTL_ATTRIBUTE: int(record.expires_at.timestamp()),
        **{
            _OPINION + version: opinion.model_dump_json(by_alias=True)
            for version, opinion in record.opinions.items()
        },
    }
    return build_update(table, _key(token), set_values=values)


def read_record(item: Any) -> ResearchRecord:
    """Return the record that an item holds."""
    values = from_item(item)
    return ResearchRecord(
        cohort=Cohort(sex=values["sex"], age_group=values["ageGroup"]),
        head_region=values.get("site"),
        consent_version=values["consentVersion"],
        donated_on=date.fromisoformat(values["givenOn"]),
        expires_at=datetime.fromtimestamp(int(values[TTL_ATTRIBUTE]), UTC),
        pending_copy_sha256=values.get("awaited"),
        opinions={
            name.removeprefix(_OPINION): Opinion.model_validate_json(value)
            for name, value in values.items()
            if name.startswith(_OPINION)
        },
    )


def _key(token: str) -> dict[str, object]:
    return {"PK": research_keys.research_pk(token), "SK": META_SK}
