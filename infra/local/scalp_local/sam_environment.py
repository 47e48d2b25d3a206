"""Lets `sam local` run the functions in containers on the local stack, from the stored event on."""

import json
from pathlib import Path
from urllib.parse import unquote_plus, urlsplit

import boto3

from scalp_core import clock
from scalp_core.assessments.create import pending_sample
from scalp_core.assessments.keys import assessment_id_of
from scalp_core.assessments.repository import AssessmentRepository
from scalp_deployment.paths import SAMPLE_PHOTO, STORED_EVENT
from scalp_local.stack import Stack, local_session

# Docker's name for the host, inside containers. moto knows that it is no bucket's subdomain.
HOST_IN_CONTAINER = "host.docker.internal"


def environment(stack: Stack, endpoint: str) -> dict[str, dict[str, str]]:
    """Return the content of a file for `sam local`'s ``--env-vars``: variables by function.

    Args:
        endpoint: URL of the moto server on this machine; it must listen on all interfaces.
    """
    reached = f"http://{HOST_IN_CONTAINER}:{urlsplit(endpoint).port}"
    return {
        function: variables | {"AWS_ENDPOINT_URL": reached}
        for function, variables in stack.environment.items()
    }


def prepare(stack: Stack, endpoint: str, file: Path) -> None:
    """Write the file for ``--env-vars``, and put what the stored event is about in place.

    Args:
        endpoint: URL of the moto server on this machine.
        file: to write.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(environment(stack, endpoint), indent=1) + "\n", encoding="utf-8")
    _place_sample(local_session(), stack, endpoint)


def _place_sample(session: boto3.Session, stack: Stack, endpoint: str) -> None:
    """Leave a pending assessment and its photo for `sam local` alone: the queue hears nothing."""
    stored = json.loads(STORED_EVENT.read_text(encoding="utf-8"))["Records"][0]["s3"]
    key = unquote_plus(stored["object"]["key"])
    bucket = stack.physical_ids["UploadsBucket"]
    dynamodb = session.client("dynamodb", endpoint_url=endpoint)
    AssessmentRepository(dynamodb, stack.physical_ids["Table"]).create(
        pending_sample(assessment_id_of(key) or "", clock.now())
    )
    s3 = session.client("s3", endpoint_url=endpoint)
    notifications = s3.get_bucket_notification_configuration(Bucket=bucket)
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
    s3.put_object(Bucket=bucket, Key=key, Body=SAMPLE_PHOTO.read_bytes(), ContentType="image/jpeg")
    s3.put_bucket_notification_configuration(
        Bucket=bucket,
        NotificationConfiguration={
            "QueueConfigurations": notifications.get("QueueConfigurations", [])
        },
    )
