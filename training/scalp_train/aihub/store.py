"""Files of a data set as they lie: in folders and in zips, which are read in place."""

from __future__ import annotations

import os
import re
import struct
import threading
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from scalp_train.aihub.findings import Findings, Kind, MalformedError
from scalp_train.aihub.names import made_by_systems, repaired

OPEN_ZIPS = 8
_UTF8_NAMES = 0x800
_DRIVE = re.compile("[A-Za-z]:")
_UNJOINED = re.compile(r".*\.(zip\.part\d+|z\d\d|zip\.\d{3})", re.IGNORECASE)
# What zipfile and its decompressors raise on broken, encrypted or unsupported content.
_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    KeyError,
    OverflowError,
)


class Place(NamedTuple):
    """A file relative to the data set's folder, or a member of a zip there."""

    file: str
    member: str | None = None

    def __str__(self) -> str:
        return self.file if self.member is None else f"{self.file}:{repaired(self.member)}"


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was found.

    Attributes:
        parts: its repaired path from the data set's folder on; a zip counts as a folder.
        size: bytes.
        checksum: CRC-32, if a zip holds it.
    """

    place: Place
    parts: tuple[str, ...]
    size: int
    checksum: int | None


class Store:
    """Lists and reads the files of a data set; nothing is ever extracted. Reading is thread-safe.

    Few zips are open at a time: the listing of a large one takes tens of megabytes.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._zips: OrderedDict[str, zipfile.ZipFile] = OrderedDict()
        self._lock = threading.Lock()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for opened in self._zips.values():
            opened.close()
        self._zips.clear()

    def read(self, place: Place, limit: int) -> bytes:
        """Return the whole content.

        Raises:
            MalformedError: it cannot be read, or has more than ``limit`` bytes.
        """
        try:
            if place.member is None:
                with (self.root / place.file).open("rb") as file:
                    content = file.read(limit + 1)
            else:
                with self._lock:
                    # A member stays readable when its zip is closed meanwhile: zipfile counts.
                    member = self._zip(place.file).open(place.member)
                with member:
                    content = member.read(limit + 1)
        except _ERRORS as error:
            raise MalformedError(Kind.UNREADABLE_FILE, _reason(error)) from error
        if len(content) > limit:
            raise MalformedError(Kind.UNREADABLE_FILE, f"has more than {limit} bytes")
        return content

    def files(self, findings: Findings) -> Iterator[Found]:
        """Yield every file in a fixed order; what cannot be listed is named."""
        yield from self._folder(self.root, (), set(), findings)

    def _folder(
        self, folder: Path, parts: tuple[str, ...], above: set[tuple[int, int]], findings: Findings
    ) -> Iterator[Found]:
        try:
            status = folder.stat()
            identity = (status.st_dev, status.st_ino)
            if identity in above:
                return  # a link back to a folder we are in
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            findings.report(Kind.UNREADABLE_FILE, self._relative(folder), _reason(error))
            return
        for entry in entries:
            path = folder / entry.name
            if made_by_systems(entry.name):
                continue
            if not _encodable(entry.name):
                detail = "the name is not UTF-8; unzip it again, or leave it zipped"
                findings.report(Kind.UNREADABLE_NAME, self._relative(path), detail)
                continue
            try:
                is_folder, size = entry.is_dir(), entry.stat().st_size
            except OSError as error:
                findings.report(Kind.UNREADABLE_FILE, self._relative(path), _reason(error))
                continue
            name = repaired(entry.name)
            if is_folder:
                yield from self._folder(path, (*parts, name), above | {identity}, findings)
            elif name.lower().endswith(".zip"):
                yield from self._members(self._relative(path), (*parts, name[:-4]), findings)
            elif _UNJOINED.fullmatch(name):
                findings.report(
                    Kind.BROKEN_ZIP, self._relative(path), "one part of a download; join them first"
                )
            else:
                yield Found(Place(self._relative(path)), (*parts, name), size, None)

    def _members(self, file: str, parts: tuple[str, ...], findings: Findings) -> Iterator[Found]:
        try:
            with self._lock:
                members = self._zip(file).infolist()
        except _ERRORS as error:
            findings.report(Kind.BROKEN_ZIP, file, _reason(error))
            return
        seen: set[str] = set()
        for info in members:
            place = Place(file, info.filename)
            # Without the UTF-8 flag zipfile takes any bytes for cp437.
            flagged = info.flag_bits & _UTF8_NAMES
            path = (info.filename if flagged else repaired(info.filename)).replace("\\", "/")
            inner = [part for part in path.split("/") if part not in ("", ".")]
            if path.startswith("/") or _DRIVE.match(path) or ".." in inner:
                findings.report(Kind.UNSAFE_NAME, place, "the name leads out of the zip")
                continue
            if info.is_dir() or any(map(made_by_systems, inner)):
                continue
            if info.filename in seen:
                findings.report(Kind.LISTED_TWICE, place, "the zip lists this name twice")
                continue
            seen.add(info.filename)
            names = (*parts, *map(repaired, inner))
            yield Found(place, names, info.file_size, info.CRC)

    def _zip(self, file: str) -> zipfile.ZipFile:
        opened = self._zips.pop(file, None)
        if opened is None:
            opened = zipfile.ZipFile(self.root / file)
        self._zips[file] = opened
        while len(self._zips) > OPEN_ZIPS:
            self._zips.popitem(last=False)[1].close()
        return opened

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def _encodable(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _reason(error: Exception) -> str:
    """Return what went wrong, without this machine's paths."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
