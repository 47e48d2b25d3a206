"""The random salt of each day, with which networks are hashed (visitor_buckets.py)."""

import secrets
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from scalp_core.aws.dynamodb import TTL_ATTRIBUTE, to_item, translate_errors
from scalp_core.aws.updates import write_if
from scalp_core.errors import BackendError
from scalp_core.products import keys

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Longer than the day itself in any time zone; DynamoDB deletes within two days after that.
_LIFETIME = timedelta(days=2)
_BYTES = 32


class DailySalts:
    """Salts in DynamoDB, which all processes share; a process reads one a day.

    Raises (every method):
        BackendError: DynamoDB failed.
    """

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table
        self._last: tuple[date, bytes] | None = None

    def of(self, day: date) -> bytes:
        """Return the day's salt; the first process of the day makes it."""
        if self._last is None or self._last[0] != day:
            self._last = day, self._read(day) or self._make(day)
        return self._last[1]

    def _read(self, day: date) -> bytes | None:
        with translate_errors("read salt"):
            answer = self._client.get_item(
                TableName=self._table,
                Key=to_item({"PK": keys.SALT_PK, "SK": day.isoformat()}),
                ConsistentRead=True,
            )
        return bytes(answer["Item"]["salt"]["B"]) if "Item" in answer else None

    def _make(self, day: date) -> bytes:
        salt = secrets.token_bytes(_BYTES)
        ends = datetime.combine(day, time(), UTC) + _LIFETIME
        values = {"salt": salt, TTL_ATTRIBUTE: int(ends.timestamp())}
        is_first = write_if(
            "write salt",
            lambda: self._client.put_item(
                TableName=self._table,
                Item=to_item({"PK": keys.SALT_PK, "SK": day.isoformat(), **values}),
                ConditionExpression="attribute_not_exists(PK)",
            ),
        )
        if is_first:
            return salt
        if made := self._read(day):
            return made
        raise BackendError("write salt: another process made it, but it cannot be read")
