"""moto as a server, with a DynamoDB that does one thing at a time.

Before a transaction moto copies the table, and when the transaction is cancelled it puts the copy
back. Whatever another thread of the server wrote meanwhile would be lost, and the copy itself fails
when the table grows under it. The real DynamoDB isolates transactions; here a lock does.
"""

from collections.abc import Callable, Iterable
from threading import Lock, Thread
from typing import Any

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server

_Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_ANY_FREE_PORT = 0


class FakeAws:
    """S3, SQS and DynamoDB on a port of their own, in memory."""

    def __init__(self, host: str) -> None:
        self._server = make_server(
            host,
            _ANY_FREE_PORT,
            _isolated(DomainDispatcherApplication(create_backend_app)),
            threaded=True,
            request_handler=MotoRequestHandler,
        )
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    @property
    def endpoint(self) -> str:
        """Where it listens."""
        return f"http://localhost:{self._server.server_port}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Answer no more, and forget the port; also before :meth:`start`."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()


def _isolated(application: _Application) -> _Application:
    lock = Lock()

    def answer(environment: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environment.get("HTTP_X_AMZ_TARGET", "").startswith("DynamoDB"):
            with lock:
                return application(environment, start)
        return application(environment, start)

    return answer
