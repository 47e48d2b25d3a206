"""The protocol of client and worker: one request, one response, each with its length.

Nothing is unpickled: a worker that was taken over by a photo must not reach the client.
"""

import socket
import struct
from collections.abc import Iterator

from PIL import Image

from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.vision.imaging import Photo

# Pixels cross in strips, so that neither side holds them twice.
_STRIP_BYTES = 4_000_000

DECODE, COPY = b"D", b"C"
_PHOTO, _JPEG, _REJECTION = b"P", b"J", b"R"
_REQUEST = struct.Struct(">c3I")
_LENGTH = struct.Struct(">I")
_SIZES = struct.Struct(">4I")


class ClosedError(Exception):
    """The other side has closed the connection."""


def send_request(stream: socket.socket, kind: bytes, content: bytes, size: tuple[int, int]) -> None:
    """Ask for the picture (``DECODE``) or the copy (``COPY``) of an upload in that size."""
    stream.sendall(_REQUEST.pack(kind, *size, len(content)))
    stream.sendall(content)


def receive_request(stream: socket.socket) -> tuple[bytes, bytes, tuple[int, int]]:
    """Return a request's kind, upload and size."""
    kind, width, height, length = _REQUEST.unpack(_receive(stream, _REQUEST.size))
    return kind, bytes(_receive(stream, length)), (width, height)


def send_photo(stream: socket.socket, photo: Photo) -> None:
    """Answer with a picture."""
    image = photo.image
    stream.sendall(_PHOTO + _SIZES.pack(photo.width, photo.height, *image.size))
    for box in _strips(*image.size):
        stream.sendall(image.crop(box).tobytes())


def send_jpeg(stream: socket.socket, jpeg: bytes) -> None:
    """Answer with a copy."""
    stream.sendall(_JPEG + _LENGTH.pack(len(jpeg)) + jpeg)


def send_rejection(stream: socket.socket, code: RejectionCode) -> None:
    """Answer that the photo cannot be used."""
    stream.sendall(_REJECTION + _LENGTH.pack(len(code)) + code.encode())


def receive_photo(stream: socket.socket) -> Photo:
    """Return a picture.

    Raises:
        PhotoRejectedError: that is the answer.
        ClosedError: the worker has died.
    """
    _receive_kind(stream)
    width, height, *size = _SIZES.unpack(_receive(stream, _SIZES.size))
    image = Image.new("RGB", (size[0], size[1]))
    for box in _strips(*image.size):
        strip = (box[2], box[3] - box[1])
        pixels = _receive(stream, 3 * strip[0] * strip[1])
        image.paste(Image.frombuffer("RGB", strip, pixels, "raw", "RGB", 0, 1), box)
    return Photo(image, width, height)


def receive_jpeg(stream: socket.socket) -> bytes:
    """Return a copy; errors as of :func:`receive_photo`."""
    _receive_kind(stream)
    return _receive_sized(stream)


def _receive_kind(stream: socket.socket) -> None:
    if _receive(stream, 1) == _REJECTION:
        raise PhotoRejectedError(RejectionCode(_receive_sized(stream).decode()))


def _receive_sized(stream: socket.socket) -> bytes:
    (length,) = _LENGTH.unpack(_receive(stream, _LENGTH.size))
    return bytes(_receive(stream, length))


def _strips(width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    rows = max(1, _STRIP_BYTES // (3 * width))
    for top in range(0, height, rows):
        yield 0, top, width, min(height, top + rows)


def _receive(stream: socket.socket, size: int) -> bytearray:
    buffer = bytearray(size)
    view = memoryview(buffer)
    while view:
        count = stream.recv_into(view)
        if not count:
            raise ClosedError
        view = view[count:]
    return buffer
