"""A rater's journal: an append-only file with one JSON line for each judgement.

Every line reaches the disk before the next photo is shown. A line that a crash cut short is removed
when the journal is opened again; all lines before it stay.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import IO, Self

from pydantic import TypeAdapter, ValidationError

from scalp_core.errors import ScalpSpectraError
from scalp_train.labels.judgements import Judgement, Undo

SUFFIX = ".jsonl"
_LINE: TypeAdapter[Judgement | Undo] = TypeAdapter(Judgement | Undo)


class JournalError(ScalpSpectraError):
    """A journal is damaged or in use; the text names it."""


class Journal:
    """The judgements of one rater, opened for writing by one process at a time.

    Args:
        path: created if it is missing.

    Raises:
        JournalError: another process has it open, or a line other than the last is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+b", buffering=0)
        try:
            _lock(self._file, path)
            self._live, length = _read(path)
            self._file.truncate(length)
        except JournalError:
            self._file.close()
            raise
        _sync_folder(path.parent)

    @property
    def judgements(self) -> dict[str, Judgement]:
        """Return the latest judgement about each photo, by file, in the order of the journal."""
        return _latest(self._live)

    def append(self, judgements: Iterable[Judgement]) -> None:
        """Write judgements; they are on the disk when this returns.

        Raises:
            OSError: the disk is full or gone; nothing of them is left in the file.
        """
        kept = list(judgements)
        self._write(kept)
        self._live += kept

    def undo(self, at: datetime) -> Judgement | None:
        """Take back and return the latest judgement; ``None`` if there is none.

        Raises:
            OSError: as :meth:`append`.
        """
        if not self._live:
            return None
        self._write([Undo(undone=self._live[-1].file, at=at)])
        return self._live.pop()

    def keep(self, files: Collection[str]) -> int:
        """Remove every line about other photos from the disk, and return how many photos these are.

        Lines that were taken back go as well. A crash leaves the former file or the new one.
        """
        gone = _mentioned(self._path) - set(files)
        if gone:
            self._live = [judgement for judgement in self._live if judgement.file in files]
            unfinished = self._path.with_name(f".{self._path.name}.unfinished")
            unfinished.unlink(missing_ok=True)
            former, self._file = self._file, unfinished.open("a+b", buffering=0)
            _lock(self._file, unfinished)
            self._write(self._live)
            unfinished.replace(self._path)
            _sync_folder(self._path.parent)
            former.close()
        return len(gone)

    def close(self) -> None:
        """Close the file; another process may open it then."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(self, lines: Iterable[Judgement | Undo]) -> None:
        length = self._file.seek(0, os.SEEK_END)
        content = "".join(f"{line.model_dump_json(by_alias=True)}\n" for line in lines).encode()
        try:
            while content:
                content = content[self._file.write(content) :]
            os.fsync(self._file.fileno())
        except OSError:
            self._file.truncate(length)  # the next line would be appended to half a line
            raise


def read_journals(folder: Path) -> dict[str, dict[str, Judgement]]:
    """Return the latest judgements about each photo by rater, without changing a file.

    Raises:
        JournalError: a line other than the last is damaged.
    """
    return {path.stem: _latest(_read(path)[0]) for path in journal_paths(folder)}


def journal_paths(folder: Path) -> list[Path]:
    """Return the journals of a folder, by name."""
    return sorted(path for path in folder.glob(f"*{SUFFIX}") if not path.name.startswith("."))


def _latest(live: Iterable[Judgement]) -> dict[str, Judgement]:
    return {judgement.file: judgement for judgement in live}


def _lines(path: Path) -> tuple[list[Judgement | Undo], int]:
    """Return the entries of a journal, and the length in bytes of their lines."""
    content = path.read_bytes()
    lines = content[: content.rfind(b"\n") + 1].splitlines(keepends=True)
    entries = []
    for number, line in enumerate(lines, start=1):
        try:
            entries.append(_LINE.validate_json(line))
        except ValidationError as error:
            problem = f"{path}: line {number} is no judgement; correct it or delete the line"
            raise JournalError(problem) from error
    return entries, sum(map(len, lines))


def _read(path: Path) -> tuple[list[Judgement], int]:
    """Return the judgements that have not been taken back, and the length of all whole lines."""
    entries, length = _lines(path)
    live: list[Judgement] = []
    for entry in entries:
        if isinstance(entry, Judgement):
            live.append(entry)
        elif live and live[-1].file == entry.undone:
            live.pop()
        else:
            raise JournalError(f"{path}: takes back {entry.undone}, which is not the latest photo")
    return live, length


def _mentioned(path: Path) -> set[str]:
    """Return every photo that a line is about."""
    return {
        entry.file if isinstance(entry, Judgement) else entry.undone for entry in _lines(path)[0]
    }


def _lock(file: IO[bytes], path: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise JournalError(f"{path} is open in another process; end that one first") from error


def _sync_folder(folder: Path) -> None:
    """Write a folder's entries to the disk: fsync of a new file leaves out its name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
