"""AWS clients of boto3 whose requests end before the network: recorded, and answered by a test."""

import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import boto3
from boto3.dynamodb.types import TypeDeserializer
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config

_deserialise = TypeDeserializer().deserialize

# What DynamoDB is asked to do, and with what; as it stands in the request.
Request = tuple[str, dict[str, Any]]
Answer = Mapping[str, Any] | int


class OfflineDynamo:
    """A client of DynamoDB.

    Args:
        answers: of its requests, one after the other; a number is the HTTP status of a fault, and
            once there are none left, every answer is empty. Or a function from a request to its
            answer.
    """

    def __init__(self, answers: Iterable[Answer] | Callable[[Request], Answer] = ()) -> None:
        self.requests: list[Request] = []
        if callable(answers):
            self.answer = answers
        else:
            waiting = iter(answers)
            self.answer = lambda _: next(waiting, {})
        self.client: Any = _client("dynamodb")
        self.client.meta.events.register("before-send.dynamodb.*", self._send)

    @property
    def operations(self) -> list[str]:
        """Names of all operations that were asked for, in this order."""
        return [name for name, _ in self.requests]

    def values(self, number: int = -1, of: str = "ExpressionAttributeValues") -> dict[str, Any]:
        """Plain values of one part of a request, the last one if no other is named."""
        return plain(self.requests[number][1][of])

    def _send(self, request: AWSPreparedRequest, **_: object) -> AWSResponse:
        target, body = request.headers["X-Amz-Target"], request.body
        assert isinstance(target, bytes)
        assert isinstance(body, bytes)
        asked = target.decode().partition(".")[2], json.loads(body)
        self.requests.append(asked)
        answer = self.answer(asked)
        if isinstance(answer, int):
            return _response(answer, {})
        return _response(400 if "__type" in answer else 200, answer)


def plain(item: Mapping[str, Any]) -> dict[str, Any]:
    """DynamoDB's typed attributes as plain values."""
    return {name: _deserialise(value) for name, value in item.items()}


def changes(update: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an update statement sets or adds, by attribute."""
    names, values = update["ExpressionAttributeNames"], plain(update["ExpressionAttributeValues"])
    pairs = re.findall(
        r"(#\w+)(?: =)? (?:if_not_exists\(#\w+, )?(:\w+)", update["UpdateExpression"]
    )
    return {names[name]: values[value] for name, value in pairs}


def condition(request: Mapping[str, Any]) -> str:
    """Return the condition of a write with names and plain values in place of placeholders."""
    names, values = request["ExpressionAttributeNames"], request["ExpressionAttributeValues"]
    text = re.sub(r"#\w+", lambda found: names[found[0]], request["ConditionExpression"])
    return re.sub(r":\w+", lambda found: str(plain(values)[found[0]]), text)


def refused(code: str = "ConditionalCheckFailedException", **more: Any) -> dict[str, Any]:
    """The answer to a request that DynamoDB refuses with this code."""
    return {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": code, **more}


def offline_s3(content: bytes = b"") -> Any:
    """A client of S3 in which every object holds ``content``; it presigns as any other does."""
    client = _client("s3")
    events = client.meta.events
    events.register("before-send.s3.GetObject", lambda **_: _raw_response(200, content))
    for name in ("PutObject", "DeleteObject"):
        events.register(f"before-send.s3.{name}", lambda **_: _raw_response(200, b""))
    return client


def _client(service: str) -> Any:
    return boto3.client(
        service,  # type: ignore[call-overload]
        region_name="ap-northeast-2",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        # As in production; and a fault is answered once, not after botocore's own retries.
        config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
    )


def _response(status: int, answer: Mapping[str, Any]) -> AWSResponse:
    return _raw_response(status, json.dumps(answer).encode())


def _raw_response(status: int, body: bytes) -> AWSResponse:
    class Raw(io.BytesIO):
        def stream(self, **_: object) -> list[bytes]:
            return [self.read()]

    headers = HTTPHeaders()
    headers["Content-Length"] = str(len(body))
    return AWSResponse("https://aws.invalid", status, headers, Raw(body))
