"""Reads a queue as Lambda's event source mapping does.

Receives up to a batch, invokes, deletes what did not fail; what failed becomes visible again after
the queue's visibility time-out, and after maxReceiveCount deliveries SQS moves it to the DLQ.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Any

from scalp_local.stack import QueueMapping
from scalp_local.template import REGION

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

Invoke = Callable[[dict[str, Any]], object]


@dataclass
class LocalContext:
    """What a handler may ask of its Lambda context."""

    function_name: str
    memory_limit_in_mb: int
    timeout_seconds: int
    aws_request_id: str = "local"
    invoked_function_arn: str = f"arn:aws:lambda:{REGION}:123456789012:function:local"
    function_version: str = "$LATEST"
    _started: float = field(default_factory=time.monotonic)

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the time-out."""
        return round(1000 * (self.timeout_seconds - (time.monotonic() - self._started)))


def drain_once(sqs: "SQSClient", mapping: QueueMapping, invoke: Invoke, *, wait: int = 0) -> int:
    """One receive and, if anything came, one invocation.

    Args:
        invoke: calls the function with an event and gives its answer.
        wait: seconds that the receive may wait for a message.

    Returns:
        How many messages came.
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
    """An error, or an answer that is not a batch response, fails the whole batch, as on AWS."""
    everything = {record["messageId"] for record in event["Records"]}
    try:
        answer = invoke(event)
    except Exception as error:  # the boundary where Lambda itself would catch
        print(f"invocation failed, messages will be delivered again: {error}")
        return everything
    if answer is None:
        return set()
    if not isinstance(answer, dict):
        return everything
    failures = answer.get("batchItemFailures", [])
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
