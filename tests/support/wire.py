"""A bad line to AWS: a proxy on real sockets before the fake cloud, with faults chosen by a test.

What botocore makes of it – time-outs, tries again, errors – is botocore's own doing.
"""

import http.client
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

_HOP_BY_HOP = {"connection", "transfer-encoding", "keep-alive", "content-length", "host"}


class Exchange:
    """One request, and what a fault may do with it."""

    def __init__(self, handler: "_Handler", body: bytes) -> None:
        self._handler = handler
        self._body = body

    def forward(self) -> tuple[int, list[tuple[str, str]], bytes]:
        """Let AWS do what it is asked; nothing is answered yet."""
        wire = self._handler.server.wire
        connection = http.client.HTTPConnection(wire.host, wire.port, timeout=60)
        headers = {
            name: value
            for name, value in self._handler.headers.items()
            if name.lower() not in _HOP_BY_HOP
        }
        try:
            connection.request(self._handler.command, self._handler.path, self._body, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()

    def answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.begin(status, headers, len(body))
        self.send(body)

    def begin(self, status: int, headers: list[tuple[str, str]], length: int) -> None:
        handler = self._handler
        handler.send_response_only(status)
        for name, value in headers:
            if name.lower() not in _HOP_BY_HOP:
                handler.send_header(name, value)
        handler.send_header("Content-Length", str(length))
        handler.end_headers()

    def send(self, part: bytes) -> None:
        if self._handler.command != "HEAD":
            self._handler.wfile.write(part)
            self._handler.wfile.flush()

    def wait(self, seconds: float) -> None:
        """Say nothing for a while, or until the proxy is closed."""
        self._handler.server.wire.closed.wait(seconds)

    def reset(self) -> None:
        """Not closed in good order but torn: the other side reads ``ECONNRESET``."""
        connection = self._handler.connection
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
        self._handler.close_connection = True


Fault = Callable[[Exchange], None]


def refuse(status: int, body: bytes = b"") -> Fault:
    """AWS says no, and has done nothing."""
    return lambda exchange: exchange.answer(status, [], body)


def refuse_dynamodb(code: str, status: int = 400, **more: Any) -> Fault:
    """An error of DynamoDB's."""
    kind = f"com.amazonaws.dynamodb.v20120810#{code}"
    return refuse(status, json.dumps({"__type": kind, "message": code, **more}).encode())


def refuse_s3(code: str, status: int) -> Fault:
    """An error of S3's."""
    return refuse(status, f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode())


def reset(exchange: Exchange) -> None:
    """The line breaks before AWS has heard anything."""
    exchange.reset()


def stall(exchange: Exchange) -> None:
    """AWS takes the request and never says another word."""
    exchange.wait(60)
    exchange.reset()


def lose_answer(exchange: Exchange) -> None:
    """AWS does what it is asked, but its answer never arrives."""
    exchange.forward()
    exchange.reset()


def cut_off(exchange: Exchange) -> None:
    """Half of the answer, then the line breaks."""
    status, headers, body = exchange.forward()
    exchange.begin(status, headers, len(body))
    exchange.send(body[: len(body) // 2])
    exchange.reset()


def dry_up(exchange: Exchange) -> None:
    """Half of the answer, then silence."""
    status, headers, body = exchange.forward()
    exchange.begin(status, headers, len(body))
    exchange.send(body[: len(body) // 2])
    stall(exchange)


def trickle(exchange: Exchange) -> None:
    """All of the answer, in small parts with pauses."""
    status, headers, body = exchange.forward()
    exchange.begin(status, headers, len(body))
    step = max(1, len(body) // 10)
    for start in range(0, len(body), step):
        exchange.send(body[start : start + step])
        time.sleep(0.05)


@dataclass
class Wire:
    """The proxy, and what it does to whom.

    Attributes:
        url: where clients reach it.
        heard: names of the calls that came, such as ``GetObject`` or ``TransactWriteItems``.
    """

    host: str
    port: int
    url: str = ""
    heard: list[str] = field(default_factory=list)
    closed: threading.Event = field(default_factory=threading.Event)
    _faults: dict[str, tuple[Fault, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def breaks(self, call: str, fault: Fault, times: float = float("inf")) -> None:
        """Let the next calls of this name, or of every name (``*``), meet a fault."""
        with self._lock:
            self._faults[call] = (fault, times)

    def mend(self) -> None:
        """No more faults."""
        with self._lock:
            self._faults.clear()

    def fault_for(self, call: str) -> Fault | None:
        with self._lock:
            self.heard.append(call)
            for name in (call, "*"):
                fault, left = self._faults.get(name, (None, 0.0))
                if left > 0:
                    assert fault is not None
                    self._faults[name] = (fault, left - 1)
                    return fault
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    wire: Wire

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has hung up meanwhile is what a test is about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def _serve(self) -> None:
        if self.headers.get("Expect", "").lower() == "100-continue":
            self.send_response_only(100)
            self.end_headers()
        exchange = Exchange(self, self.rfile.read(int(self.headers.get("Content-Length", 0))))
        fault = self.server.wire.fault_for(self._call())
        if fault is None:
            exchange.answer(*exchange.forward())
        else:
            fault(exchange)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _serve  # noqa: N815 (http.server's own)

    def handle_expect_100(self) -> bool:
        return True

    def _call(self) -> str:
        """DynamoDB names its operations in a header; the objects of S3 have a verb and a path."""
        target = self.headers.get("X-Amz-Target", "")
        return target.rpartition(".")[2] or f"{self.command.title()}Object"

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def wire_to(endpoint: str) -> Iterator[Wire]:
    """A proxy before ``endpoint``, by address: so S3's clients put the bucket into the path."""
    address = urlsplit(endpoint)
    assert address.hostname
    assert address.port
    wire = Wire(address.hostname, address.port)
    server = _Server(("127.0.0.1", 0), _Handler)
    server.wire = wire
    wire.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield wire
    finally:
        wire.closed.set()
        server.shutdown()
        server.server_close()
        thread.join()
