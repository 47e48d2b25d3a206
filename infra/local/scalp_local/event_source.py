"""Reads a queue as Lambda's event source mapping does.

It receives up to a batch, invokes the function, and deletes the messages that did not fail. Failed
ones become visible again after the queue's visibility timeout, and SQS moves them to the DLQ after
maxReceiveCount deliveries.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Any

from scalp_deployment.template import REGION
from scalp_local.stack import QueueMapping

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

Invoke = Callable[[dict[str, Any]], object]


@dataclass
class LocalContext:
    """The Lambda context of an invocation, as far as handlers use it."""

    function_name: str
    memory_limit_in_mb: int
    timeout_seconds: int
    aws_request_id: str = "local"
    invoked_function_arn: str = f"arn:aws:lambda:{REGION}:123456789012:function:local"
    function_version: str = "$LATEST"
    _started: float = field(default_factory=time.monotonic)

    def get_remaining_time_in_millis(self) -> int:
        """Return the milliseconds until the timeout."""
        return round(1000 * (self.timeout_seconds - (time.monotonic() - self._started)))


def drain_once(sqs: "SQSClient", mapping: QueueMapping, invoke: Invoke, *, wait: int = 0) -> int:
    """Receive once and, if any message came, invoke the function once.

    Args:
        invoke: calls the function with an event and returns its response.
        wait: seconds that the receive may wait for a message.

    Returns:
        The number of messages received.
    """
    received = sqs.receive_message(
        QueueUrl=mapping.queue_url,
        MaxNumberOfMessages=min(mapping.batch_size, 10),
        WaitTimeSeconds=wait,
        MessageSystemAttributeNames=["All"],
    ).get("Messages", [])
    if not received:
        return 0
    event = {"Records": [_record(message, mapping.queue_arn) for message in received]}
    failed = _failed_ids(invoke, event)
    for message in received:
        if message["MessageId"] not in failed:
            sqs.delete_message(QueueUrl=mapping.queue_url, ReceiptHandle=message["ReceiptHandle"])
    return len(received)


def drain(sqs: "SQSClient", mapping: QueueMapping, invoke: Invoke, stop: Event) -> None:
    """Serve the queue until ``stop`` is set."""
    while not stop.is_set():
        drain_once(sqs, mapping, invoke, wait=1)


def _failed_ids(invoke: Invoke, event: dict[str, Any]) -> set[str]:
    """Return the ids of failed messages.

    An error, or a response that is no batch response, fails the whole batch, as on AWS.
    """
    everything = {record["messageId"] for record in event["Records"]}
    try:
        response = invoke(event)
    except Exception as error:  # the boundary where Lambda itself would catch
        print(f"invocation failed, messages will be delivered again: {error}")
        return everything
    if response is None:
        return set()
    if not isinstance(response, dict):
        return everything
    failures = response.get("batchItemFailures", [])
    named = {failure.get("itemIdentifier") for failure in failures}
    return named if named <= everything else everything


def _record(message: Any, queue_arn: str) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {},
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": queue_arn.split(":")[3],
    }
