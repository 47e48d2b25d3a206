"""AWS played back: a response that was recorded once is given at once."""

from dataclasses import dataclass
from typing import Any

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.httpsession import URLLib3Session

_WRITES = (".PutItem", ".UpdateItem")


# Status, headers and body by request.
Answers = dict[tuple[str | None, ...], tuple[int, Any, bytes]]


class Playback:
    """Sends each request to AWS once and gives the same bytes again.

    So nothing of moto is in a measurement, neither its answering nor what it does afterwards, which
    in the same process would slow down whatever comes next. Of writes only the first is done.

    Attributes:
        answers: recorded responses; an empty dictionary records anew.
        calls: of DynamoDB since it was last set to 0.
    """

    def __init__(self) -> None:
        self.answers: Answers = {}
        self._send = URLLib3Session.send
        self.calls = 0

    def start(self) -> None:
        """Play back AWS to every client from now on."""

        def send(session: URLLib3Session, request: AWSPreparedRequest) -> AWSResponse:
            return self._answer(session, request)

        URLLib3Session.send = send  # type: ignore[method-assign]
        boto3.setup_default_session()
        assert boto3.DEFAULT_SESSION is not None
        boto3.DEFAULT_SESSION.events.register("provide-client-params.dynamodb.*", self._count)

    def stop(self) -> None:
        """Let AWS itself answer from now on; all writes are done."""
        URLLib3Session.send = self._send  # type: ignore[method-assign]

    def _answer(self, session: URLLib3Session, request: AWSPreparedRequest) -> AWSResponse:
        target = str(request.headers.get("X-Amz-Target"))
        # Writes carry ids and moments that never come again, and are answered alike.
        written = target.endswith(_WRITES)
        question = (request.method, request.url, target, None if written else str(request.body))
        if question not in self.answers:
            answer = self._send(session, request)
            self.answers[question] = answer.status_code, answer.headers, answer.content
        status, headers, content = self.answers[question]
        return AWSResponse(request.url, status, headers, _Raw(content))

    def _count(self, **_: object) -> None:
        self.calls += 1


@dataclass(frozen=True)
class _Raw:
    content: bytes

    def stream(self, **_: object) -> list[bytes]:
        return [self.content]
