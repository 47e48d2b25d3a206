"""Checks the account before anything is built: name, credentials, region, quota."""

import re
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from scalp_operator.errors import OperatorError

# The roles of infra/github-oidc.yaml reach such names only (a test compares them), and the names of
# buckets, which hold the stack's, the account and the region, have at most 63 characters.
STACK_PATTERN = r"[a-z][a-z0-9-]{2,20}"

# An account that is there answers at once; the person waits.
_QUICKLY = Config(connect_timeout=3, read_timeout=5, retries={"total_max_attempts": 1})


def check_caller() -> str:
    """Return the ARN of whoever calls.

    Raises:
        OperatorError: there are no credentials, AWS refuses them, or it cannot be reached.
    """
    client: Any = boto3.client("sts", config=_QUICKLY)
    region = client.meta.region_name
    try:
        return str(client.get_caller_identity()["Arn"])
    except NoCredentialsError as error:
        raise OperatorError(
            "There are no AWS credentials. Run `aws configure` or `aws sso login`, "
            "or set AWS_PROFILE."
        ) from error
    except ClientError as error:
        raise OperatorError(
            f"AWS refuses the credentials ({error.response['Error']['Code']}). Renew them, "
            "for example by `aws sso login`."
        ) from error
    except BotoCoreError as error:
        raise OperatorError(f"AWS cannot be asked in {region}: {error}") from error


def check_name(stack: str) -> None:
    """Refuse a stack's name that some resource could not carry.

    Raises:
        OperatorError: the name is too long, or has other characters.
    """
    if not re.fullmatch(STACK_PATTERN, stack):
        raise OperatorError(
            f"{stack}: a stack's name has 3 to 21 small letters, digits and hyphens, "
            "a letter first."
        )


def check_quota(concurrency: int) -> None:
    """Refuse a concurrency of the assess function that leaves too little for the API.

    Args:
        concurrency: the value of ``AssessConcurrency``.

    Raises:
        OperatorError: it is more than half of the account's limit.
    """
    client: Any = boto3.client("lambda", config=_QUICKLY)
    limit = int(client.get_account_settings()["AccountLimit"]["ConcurrentExecutions"])
    if concurrency > limit // 2:
        raise OperatorError(
            f"AssessConcurrency={concurrency} is more than half of the {limit} functions that "
            f"this account may run at once in {client.meta.region_name}; the API needs the rest. "
            f"Deploy with --parameter AssessConcurrency={max(2, limit // 2)}, or ask for more: "
            "Service Quotas, AWS Lambda, Concurrent executions."
        )
