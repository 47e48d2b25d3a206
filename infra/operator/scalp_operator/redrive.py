"""Moves messages from the dead-letter queue back to the queue.

SQS can do that itself (StartMessageMoveTask), but only on AWS. Receiving, sending and deleting
works on the local stack, too. A stop in between delivers a message twice, which counts once.
"""

from typing import TYPE_CHECKING

from scalp_core.aws.dynamodb import translate_errors

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_RECEIVED_AT_ONCE = 10
_WAIT_SECONDS = 2


def redrive(sqs: "SQSClient", *, source: str, target: str, at_most: int) -> int:
    """Move messages, and tell how many; those that fail again on the way are left for another run.

    Args:
        source: URL of the dead-letter queue.
        target: URL of the queue.
        at_most: how many to move.

    Raises:
        BackendError: SQS failed; what was moved before that stays moved.
    """
    moved = 0
    while moved < at_most:
        with translate_errors("redrive messages"):
            # Waiting asks all of SQS's servers: a short answer may miss messages that are there.
            received = sqs.receive_message(
                QueueUrl=source,
                MaxNumberOfMessages=min(_RECEIVED_AT_ONCE, at_most - moved),
                WaitTimeSeconds=_WAIT_SECONDS,
            ).get("Messages", [])
            if not received:
                break
            for message in received:
                sqs.send_message(QueueUrl=target, MessageBody=message["Body"])
                sqs.delete_message(QueueUrl=source, ReceiptHandle=message["ReceiptHandle"])
                moved += 1
    return moved


def waiting(sqs: "SQSClient", queue: str) -> int:
    """About how many messages lie in a queue.

    Raises:
        BackendError: SQS failed.
    """
    with translate_errors("count messages"):
        attributes = sqs.get_queue_attributes(
            QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessages"]
        )["Attributes"]
    return int(attributes["ApproximateNumberOfMessages"])
