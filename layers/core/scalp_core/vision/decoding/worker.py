"""Run the decoder process: `python -m scalp_core.vision.decoding.worker FD CPU WALL DATA`.

FD is a connected socket, the others are :class:`Limits`: what each photo may take of processor time
and of time, and all of them of memory. The kernel ends the process that exceeds one, whatever code
it is in.
"""

import resource
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass

from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.vision import imaging
from scalp_core.vision.decoding import messages


@dataclass(frozen=True)
class Limits:
    """Limits for one photo.

    Attributes:
        cpu: seconds of processor time. The slowest honest photo, 50 megapixels of dense HEIC that
            are turned and mirrored, takes about 2.5 (docs/benchmarks.md); with everything else an
            answer has to stay below 10.
        wall: seconds; a decoder that waits for itself uses no processor time.
        data: bytes. The hungriest honest photo is 50 megapixels of transparent WebP; with code,
            libraries and numpy it fits from 920 MB on, and all has to stay below 1 GB.
    """

    cpu: float = 6.0
    wall: float = 30.0
    data: int = 940_000_000


# How the process ends by its photo: at a limit, or by a fault of a decoder.
BY_THE_PHOTO = frozenset(
    {
        *(signal.SIGPROF, signal.SIGALRM),
        *(signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGFPE, signal.SIGILL),
    }
)


def serve(stream: socket.socket, limits: Limits) -> None:
    """Answer requests until the client closes the connection."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere it does not count memory that is mapped
        resource.setrlimit(resource.RLIMIT_DATA, (limits.data, limits.data))
    imaging.load_decoders()
    with suppress(messages.ClosedError, ConnectionError):
        while True:
            request = messages.receive_request(stream)
            # Neither signal has a handler, so each of them ends the process.
            signal.setitimer(signal.ITIMER_PROF, limits.cpu)
            signal.setitimer(signal.ITIMER_REAL, limits.wall)
            _answer(stream, *request)
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)


def _answer(stream: socket.socket, kind: bytes, content: bytes, size: tuple[int, int]) -> None:
    try:
        if kind == messages.COPY:
            messages.send_jpeg(stream, imaging.upright_jpeg(content, longest=max(size)))
        else:
            messages.send_photo(stream, imaging.decode(content, wanted=size))
    except PhotoRejectedError as error:
        messages.send_rejection(stream, error.code)
    except MemoryError:
        messages.send_rejection(stream, RejectionCode.DAMAGED_IMAGE)


if __name__ == "__main__":
    _, _fd, _cpu, _wall, _data = sys.argv
    serve(socket.socket(fileno=int(_fd)), Limits(float(_cpu), float(_wall), int(_data)))
