"""Finds the resources of a stack by its name, on AWS as on the local stack.

boto3 takes credentials and endpoint from the environment: on AWS what the AWS CLI would use, for
the local stack what `make run` prints. The region is that of its default session (region.py).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from scalp_core.errors import ScalpSpectraError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient


class StackNotFoundError(ScalpSpectraError):
    """A stack's resources cannot be found; the text says why."""


@dataclass(frozen=True)
class StackResources:
    """A stack's resources, and the clients to reach them.

    Attributes:
        queue_url: queue of uploaded photos.
        dead_letter_queue_url: queue of photos that could not be assessed.
    """

    dynamodb: "DynamoDBClient"
    s3: "S3Client"
    sqs: "SQSClient"
    table: str
    uploads_bucket: str
    research_bucket: str
    queue_url: str
    dead_letter_queue_url: str


def find_stack(name: str) -> StackResources:
    """Look a stack up in CloudFormation.

    Raises:
        StackNotFoundError: no credentials, no such stack, or not a stack of this project.
    """
    place = name
    try:
        cloudformation = boto3.client("cloudformation")
        place = f"{name} in {cloudformation.meta.region_name}"
        listed = cloudformation.describe_stack_resources(StackName=name)
        physical_ids = {
            resource["LogicalResourceId"]: resource["PhysicalResourceId"]
            for resource in listed["StackResources"]
        }
        return StackResources(
            dynamodb=boto3.client("dynamodb"),
            s3=boto3.client("s3"),
            sqs=boto3.client("sqs"),
            table=physical_ids["Table"],
            uploads_bucket=physical_ids["UploadsBucket"],
            research_bucket=physical_ids["ResearchBucket"],
            queue_url=physical_ids["AssessQueue"],
            dead_letter_queue_url=physical_ids["AssessDeadLetterQueue"],
        )
    except (BotoCoreError, ClientError) as error:
        raise StackNotFoundError(f"stack {place}: {error}") from error
    except KeyError as error:
        missing = f"stack {place} has no {error.args[0]}: is it the right one?"
        raise StackNotFoundError(missing) from error
