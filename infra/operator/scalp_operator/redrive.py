"""Moves messages from the dead-letter queue back to the queue.

SQS has StartMessageMoveTask for that, but moto does not. Receiving, sending and deleting works on
the local stack, too. An interruption may deliver a message twice, which counts once.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scalp_core.aws.dynamodb import translate_errors
from scalp_deployment.stack import StackResources

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_RECEIVE_BATCH = 10
_WAIT_SECONDS = 2


@dataclass(frozen=True)
class Redriven:
    """A finished redrive.

    Attributes:
        moved: number of messages put back into the queue.
        found: approximate number of messages in the dead-letter queue before.
    """

    moved: int
    found: int


def redrive_failed(resources: StackResources, at_most: int | None = None) -> Redriven:
    """Put failed photos of a stack back into its queue, each at most once.

    Args:
        at_most: largest number of messages to move; all by default.

    Raises:
        BackendError: SQS failed; messages moved before that stay moved.
    """
    found = queue_length(resources.sqs, resources.dead_letter_queue_url)
    moved = redrive(
        resources.sqs,
        source=resources.dead_letter_queue_url,
        target=resources.queue_url,
        # Not more than the queue held at first: what fails again comes back, and would go round.
        at_most=min(found, at_most or found),
    )
    return Redriven(moved, found)


def redrive(sqs: "SQSClient", *, source: str, target: str, at_most: int) -> int:
    """Move messages, and return their number; those that fail again meanwhile stay for another run.

    Args:
        source: URL of the dead-letter queue.
        target: URL of the queue.
        at_most: largest number of messages to move.

    Raises:
        BackendError: SQS failed; messages moved before that stay moved.
    """
    moved = 0
    while moved < at_most:
        with translate_errors("redrive messages"):
            # Waiting asks all of SQS's servers: a short answer may miss messages that are there.
            received = sqs.receive_message(
                QueueUrl=source,
                MaxNumberOfMessages=min(_RECEIVE_BATCH, at_most - moved),
                WaitTimeSeconds=_WAIT_SECONDS,
            ).get("Messages", [])
            if not received:
                break
            for message in received:
                sqs.send_message(QueueUrl=target, MessageBody=message["Body"])
                sqs.delete_message(QueueUrl=source, ReceiptHandle=message["ReceiptHandle"])
                moved += 1
    return moved


def queue_length(sqs: "SQSClient", queue: str) -> int:
    """Return the approximate number of messages in a queue.

    Raises:
        BackendError: SQS failed.
    """
    with translate_errors("count messages"):
        attributes = sqs.get_queue_attributes(
            QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessages"]
        )["Attributes"]
    return int(attributes["ApproximateNumberOfMessages"])
