"""A proxy between a function and a service that can be closed, so that calls wait."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from urllib.parse import urlsplit

from scalp_local.system import HOST


class Gate:
    """Passes bytes on while it is open.

    Attributes:
        asked: set as soon as a request waits before the shut gate.
    """

    def __init__(self, behind: str) -> None:
        self._behind = urlsplit(behind)
        self._open = Event()
        self._open.set()
        self._stopped = b""
        self.asked = Event()
        self._listener = socket.create_server((HOST, 0))
        Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://localhost:{self._listener.getsockname()[1]}"

    def shut(self) -> None:
        """Let nothing through any more."""
        self.shut_at(b"")

    def shut_at(self, words: bytes) -> None:
        """Let no request through that holds these words."""
        self._stopped = words
        self.asked.clear()
        self._open.clear()

    def open(self) -> None:
        self._open.set()

    def close(self) -> None:
        self._open.set()
        # Wakes the thread that accepts, which closing alone does not.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                Thread(target=self._serve, args=(self._listener.accept()[0],), daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        address = (self._behind.hostname, self._behind.port)
        with caller, suppress(OSError), socket.create_connection(address) as service:
            Thread(target=self._answer, args=(service, caller), daemon=True).start()
            while data := caller.recv(65536):
                if not self._open.is_set() and self._stopped in data:
                    self.asked.set()
                    self._open.wait()
                    rest, hung_up = _arrived(caller)
                    if hung_up:
                        return
                    data += rest
                service.sendall(data)

    def _answer(self, service: socket.socket, caller: socket.socket) -> None:
        with suppress(OSError):
            while data := service.recv(65536):
                caller.sendall(data)


def _arrived(caller: socket.socket) -> tuple[bytes, bool]:
    """Return what arrived meanwhile, and whether who asked is gone.

    One that is gone never sent what waited before the gate. Its last bytes may lie before its end:
    clients send a request's head and body apart.
    """
    arrived = b""
    with suppress(BlockingIOError):
        while data := caller.recv(65536, socket.MSG_DONTWAIT):
            arrived += data
        return arrived, True
    return arrived, False


@contextmanager
def gate(behind: str) -> Iterator[Gate]:
    """A gate before the service at ``behind``, open at first."""
    made = Gate(behind)
    try:
        yield made
    finally:
        made.close()
