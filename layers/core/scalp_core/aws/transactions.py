"""Write several items of DynamoDB together, or none of them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from scalp_core.aws.dynamodb import error_code
from scalp_core.errors import BackendError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef


class TransactionConflictError(BackendError):
    """Another transaction touched the same items at the same time."""


@retry(
    retry=retry_if_exception_type(TransactionConflictError),
    wait=wait_random_exponential(multiplier=0.05, max=1),
    stop=stop_after_attempt(6),
    reraise=True,
)
def transact(
    client: "DynamoDBClient", action: str, items: "Iterable[TransactWriteItemTypeDef]"
) -> bool:
    """Run a transaction, again after a conflict; return ``False`` if a condition did not hold.

    botocore does not retry a cancelled transaction.

    Raises:
        TransactionConflictError: all tries met transactions on the same items.
        BackendError: DynamoDB failed; ``action`` names what it was asked to do.
    """
    try:
        client.transact_write_items(TransactItems=list(items))
    except ClientError as error:
        if error_code(error) != "TransactionCanceledException":
            raise BackendError(f"{action}: {error_code(error)}") from error
        reasons = [reason.get("Code") for reason in error.response["CancellationReasons"]]
        if "ConditionalCheckFailed" in reasons:
            return False
        raise TransactionConflictError(f"{action}: {reasons}") from error
    except BotoCoreError as error:
        raise BackendError(f"{action}: {type(error).__name__}") from error
    return True
