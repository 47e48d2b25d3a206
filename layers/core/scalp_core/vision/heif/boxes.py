"""Boxes of ISO/IEC 14496-12, section 4.2: size, kind, content, one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass


class MalformedError(ValueError):
    """The file contradicts itself, or a part of it is missing."""


@dataclass(frozen=True)
class Box:
    """One box.

    Attributes:
        kind: its four characters.
        content: what follows the header; shorter than its stated size where the file ends early.
        start: where the content begins in what was read.
        whole: whether all of the content is there.
    """

    kind: bytes
    content: memoryview
    start: int
    whole: bool = True


class Fields:
    """Reads big-endian numbers and byte strings from the start of a box's content."""

    def __init__(self, content: memoryview) -> None:
        self._content = content
        self._at = 0

    def number(self, size: int) -> int:
        """Return the next ``size`` bytes as an unsigned number; 0 for none."""
        return int.from_bytes(self.take(size), "big")

    def take(self, size: int) -> bytes:
        """Return the next ``size`` bytes."""
        end = self._at + size
        if end > len(self._content):
            raise MalformedError("a box ends before its fields")
        taken = bytes(self._content[self._at : end])
        self._at = end
        return taken

    def version_and_flags(self) -> tuple[int, int]:
        """Return what a full box begins with."""
        return self.number(1), self.number(3)

    def rest(self) -> memoryview:
        """Return everything that has not been read."""
        return self._content[self._at :]


def top_level(content: bytes) -> Iterator[Box]:
    """Yield the boxes of a file; stop at what cannot be a box, because anything may follow."""
    data, at = memoryview(content), 0
    while at + 8 <= len(data):
        header, size = _header(data, at)
        if size < header:
            return
        start, end = at + header, at + size
        yield Box(bytes(data[at + 4 : at + 8]), data[start:end], start, whole=end <= len(data))
        at = end


def without_second_file(content: bytes) -> bytes:
    """Return only the first of concatenated files, as phones append a video to a photo.

    A decoder may take its boxes for the picture's.
    """
    starts = [box.start - 8 for box in top_level(content) if box.kind == b"ftyp"]
    return content[: starts[1]] if len(starts) > 1 else content


def children(content: memoryview) -> Iterator[Box]:
    """Yield the boxes that fill another one.

    Raises:
        MalformedError: they do not fill it exactly.
    """
    at = 0
    while at < len(content):
        if at + 8 > len(content):
            raise MalformedError("a box ends within the header of a box")
        header, size = _header(content, at)
        if size < header or at + size > len(content):
            raise MalformedError("a box is larger than the one around it")
        yield Box(bytes(content[at + 4 : at + 8]), content[at + header : at + size], at + header)
        at += size


def _header(data: memoryview, at: int) -> tuple[int, int]:
    """Return the length of the header and of the whole box; a size of 0 reaches to the end."""
    size = int.from_bytes(data[at : at + 4], "big")
    if size == 1:
        return 16, int.from_bytes(data[at + 8 : at + 16], "big")
    return 8, size or len(data) - at
