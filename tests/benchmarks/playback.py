"""AWS's part of a request, taken out: what it answered once, it answers at once."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.httpsession import URLLib3Session
from botocore.model import OperationModel

_WRITES = (".PutItem", ".UpdateItem")


# Status, headers and body by question.
Answers = dict[tuple[str | None, ...], tuple[int, Any, bytes]]


@dataclass(frozen=True)
class Call:
    """A call of DynamoDB, as its caller made it."""

    operation: str
    parameters: dict[str, Any]


class Playback:
    """Asks AWS each question once and gives the same bytes again, while its own clock stands.

    So nothing of moto is in a measurement, neither its answering nor what it does afterwards, which
    in the same process would slow down whatever comes next. Of writes only the first is done.

    Attributes:
        answers: what has been said; another empty dictionary lets everything be asked anew.
        calls: of what was measured last.
    """

    def __init__(self) -> None:
        self.answers: Answers = {}
        self._away = 0.0
        self._send = URLLib3Session.send
        self.calls: list[Call] = []

    def start(self) -> None:
        """From now on, stand between every client and AWS."""

        def send(session: URLLib3Session, request: AWSPreparedRequest) -> AWSResponse:
            started = time.perf_counter()
            try:
                return self._answer(session, request)
            finally:
                self._away += time.perf_counter() - started

        URLLib3Session.send = send  # type: ignore[method-assign]
        boto3.setup_default_session()
        assert boto3.DEFAULT_SESSION is not None
        boto3.DEFAULT_SESSION.events.register("provide-client-params.dynamodb.*", self._note)

    def stop(self) -> None:
        """From now on, AWS itself answers; all writes are done."""
        URLLib3Session.send = self._send  # type: ignore[method-assign]

    def milliseconds(self, work: Callable[[], object]) -> float:
        """That ``work`` takes by itself; :attr:`calls` are then those that it made."""
        self.calls, self._away, started = [], 0.0, time.perf_counter()
        work()
        return 1000 * (time.perf_counter() - started - self._away)

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

    def _note(self, params: dict[str, Any], model: OperationModel, **_: object) -> None:
        self.calls.append(Call(model.name, params))


@dataclass(frozen=True)
class _Raw:
    content: bytes

    def stream(self, **_: object) -> list[bytes]:
        return [self.content]
