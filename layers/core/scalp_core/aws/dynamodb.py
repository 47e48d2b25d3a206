"""What all DynamoDB repositories share: value conversion and the translation of errors."""

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
    """Plain values → DynamoDB's typed attributes; ``None`` is left out."""
    return {name: _serialise(value) for name, value in values.items() if value is not None}


def from_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """Inverse of :func:`to_item`; numbers come back as :class:`decimal.Decimal`."""
    return {name: _deserialise(value) for name, value in item.items()}


@contextmanager
def translate_errors(action: str) -> Iterator[None]:
    """Turn what boto3 raises into :class:`BackendError`, naming the error's code only."""
    try:
        yield
    except ClientError as error:
        raise BackendError(f"{action}: {error_code(error)}") from error
    except BotoCoreError as error:
        raise BackendError(f"{action}: {type(error).__name__}") from error


def error_code(error: ClientError) -> str:
    """AWS's code of an error, e.g. ``ConditionalCheckFailedException``."""
    return error.response.get("Error", {}).get("Code", "Unknown")


def is_condition_failure(error: BackendError) -> bool:
    """Whether a write was refused by its own condition."""
    cause = error.__cause__
    return isinstance(cause, ClientError) and error_code(cause) == "ConditionalCheckFailedException"
