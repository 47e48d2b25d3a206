"""Decode photos in a separate process, so that no photo can block or crash this one."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar
from weakref import finalize

from scalp_core.errors import DecoderStoppedError, PhotoRejectedError, RejectionCode
from scalp_core.vision.decoding import messages
from scalp_core.vision.decoding.worker import BY_THE_PHOTO, Limits
from scalp_core.vision.imaging import Photo

# Beyond the limit at which the kernel ends a worker: a silent one has never started.
_MORE_PATIENCE_SECONDS = 10

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class _Worker:
    owner: int
    process: subprocess.Popen[bytes]
    stream: socket.socket

    def end(self) -> int:
        """End the process, if it does not end by itself, and return its exit code."""
        self.stream.close()
        try:
            return self.process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


class PhotoDecoder:
    """:mod:`scalp_core.vision.imaging` in another process, one photo at a time.

    The process starts with :meth:`start` or the first photo, is replaced when it has died, and
    ends with this one.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._lock = Lock()
        self._worker: _Worker | None = None

    def start(self) -> None:
        """Start the process, and do not wait until it is ready."""
        with self._lock:
            self._running()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._worker is not None:
                self._worker.end()
                self._worker = None

    def decode(self, content: bytes, *, wanted: tuple[int, int]) -> Photo:
        """Decode a photo as :func:`scalp_core.vision.imaging.decode` does, within limits.

        Raises:
            PhotoRejectedError: as there, or the photo took too long or too much memory.
            DecoderStoppedError: the process was stopped from outside.
        """
        return self._ask(messages.DECODE, content, wanted, messages.receive_photo)

    def upright_jpeg(self, content: bytes, *, longest: int) -> bytes:
        """Copy a photo by :func:`~scalp_core.vision.imaging.upright_jpeg`; errors as ``decode``."""
        return self._ask(messages.COPY, content, (longest, longest), messages.receive_jpeg)

    def _ask(
        self,
        kind: bytes,
        content: bytes,
        size: tuple[int, int],
        receive: Callable[[socket.socket], Answer],
    ) -> Answer:
        with self._lock, ExitStack() as unfinished:
            worker = self._running()
            unfinished.callback(worker.end)  # part of a response may be left in the stream
            try:
                messages.send_request(worker.stream, kind, content, size)
                answer = receive(worker.stream)
            except PhotoRejectedError:
                unfinished.pop_all()
                raise
            except (messages.ClosedError, OSError) as error:
                code = worker.end()
                self._running()  # starts while the next photo is on its way
                if -code in BY_THE_PHOTO:
                    raise PhotoRejectedError(RejectionCode.DAMAGED_IMAGE) from error
                raise DecoderStoppedError from error
            unfinished.pop_all()
            return answer

    def _running(self) -> _Worker:
        """Return the worker; start one if there is none, or if it has died since the last photo."""
        if self._worker is not None and self._worker.owner != os.getpid():
            self._worker = None  # of the process that this one was forked from
        if self._worker is None or self._worker.process.poll() is not None:
            if self._worker is not None:
                self._worker.end()
            self._worker = _start(self._limits)
            finalize(self, self._worker.end)
        return self._worker


def _start(limits: Limits) -> _Worker:
    ours, theirs = socket.socketpair()
    ours.settimeout(limits.wall + _MORE_PATIENCE_SECONDS)
    environment = {
        # The decoder of untrusted photos needs no credentials.
        **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
        "PYTHONPATH": os.pathsep.join(sys.path),
        # Threads of a decoder, and of numpy's, would each reserve memory of their own.
        "MALLOC_ARENA_MAX": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    with theirs:
        process = subprocess.Popen(  # noqa: S603 (nothing of it comes from outside)
            [
                # Warnings are about broken EXIF, which does not affect the picture.
                *(sys.executable, "-P", "-W", "ignore", "-m", "scalp_core.vision.decoding.worker"),
                *map(str, (theirs.fileno(), limits.cpu, limits.wall, limits.data)),
            ],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=environment,
        )
    return _Worker(os.getpid(), process, ours)
