"""Which stack a verb works on: found by the stack's name, on AWS as on the local stack.

boto3 takes credentials, region and endpoint from the environment. For the local stack that is what
`make run` prints; on AWS whatever the AWS CLI would use.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import boto3
import typer
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from scalp_core.errors import AssessmentNotFoundError, ScalpSpectraError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient


Stack = Annotated[
    str, typer.Option(envvar="STACK", help="name of the CloudFormation stack, see samconfig.toml")
]
STACK = "scalpspectra"
DryRun = Annotated[bool, typer.Option(help="tell what would change, change nothing")]
AllowShrinking = Annotated[
    bool, typer.Option(help="replace the stored rows even by far fewer ones")
]

_FAILED = 1
_errors = Console(stderr=True, highlight=False)


class TargetError(ScalpSpectraError):
    """The stack cannot be found; the text says why."""


@dataclass(frozen=True)
class Target:
    """A stack's resources and the clients to reach them.

    Attributes:
        queue_url: of uploaded photos.
        dead_letter_queue_url: of photos that could not be assessed.
    """

    dynamodb: "DynamoDBClient"
    s3: "S3Client"
    sqs: "SQSClient"
    table: str
    uploads_bucket: str
    research_bucket: str
    queue_url: str
    dead_letter_queue_url: str


def find(stack: str) -> Target:
    """Look the stack up in CloudFormation.

    Raises:
        TargetError: no credentials, no such stack, or not a stack of this project.
    """
    try:
        listed = boto3.client("cloudformation").describe_stack_resources(StackName=stack)
        physical = {
            one["LogicalResourceId"]: one["PhysicalResourceId"] for one in listed["StackResources"]
        }
        return Target(
            dynamodb=boto3.client("dynamodb"),
            s3=boto3.client("s3"),
            sqs=boto3.client("sqs"),
            table=physical["Table"],
            uploads_bucket=physical["UploadsBucket"],
            research_bucket=physical["ResearchBucket"],
            queue_url=physical["AssessQueue"],
            dead_letter_queue_url=physical["AssessDeadLetterQueue"],
        )
    except (BotoCoreError, ClientError) as error:
        raise TargetError(f"stack {stack}: {error}") from error
    except KeyError as error:
        raise TargetError(f"stack {stack} has no {error.args[0]}: is it the right one?") from error


@contextmanager
def told() -> Iterator[None]:
    """Let faults of a verb end in one line instead of a traceback.

    Raises:
        typer.Exit: with 1, once it has been told.
    """
    try:
        yield
    except AssessmentNotFoundError as error:
        _errors.print("[bold red]There is no such assessment.")
        raise typer.Exit(_FAILED) from error
    except (ScalpSpectraError, FileNotFoundError) as error:
        _errors.print(f"[bold red]{error}")
        raise typer.Exit(_FAILED) from error
