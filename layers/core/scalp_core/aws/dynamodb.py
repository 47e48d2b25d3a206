"""Convert values for DynamoDB, and translate botocore's errors."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import BotoCoreError, ClientError

from scalp_core.errors import BackendError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

TTL_ATTRIBUTE = "expiresAt"
META_SK = "META"
"""Sort key of an item that is alone in its partition."""

_serialise = TypeSerializer().serialize
_deserialise = TypeDeserializer().deserialize


def to_item(values: Mapping[str, object]) -> "dict[str, AttributeValueTypeDef]":
    """Return plain values as DynamoDB's typed attributes, without those that are ``None``."""
    return {name: _serialise(value) for name, value in values.items() if value is not None}


def from_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item's plain values; numbers as :class:`decimal.Decimal`."""
    return {name: _deserialise(value) for name, value in item.items()}


@contextmanager
def translate_errors(action: str) -> Iterator[None]:
    """Translate botocore's errors into :class:`BackendError`, whose text holds the code only."""
    try:
        yield
    except ClientError as error:
        raise BackendError(f"{action}: {error_code(error)}") from error
    except BotoCoreError as error:
        raise BackendError(f"{action}: {type(error).__name__}") from error


def error_code(error: ClientError) -> str:
    """Return AWS's code of an error, e.g. ``ConditionalCheckFailedException``."""
    return error.response.get("Error", {}).get("Code", "Unknown")


def is_condition_failure(error: BackendError) -> bool:
    """Return whether a write was refused by its own condition."""
    cause = error.__cause__
    return isinstance(cause, ClientError) and error_code(cause) == "ConditionalCheckFailedException"
