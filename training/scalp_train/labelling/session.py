"""One rater's way through the photos: which is next, what has been saved, what can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache, cached

from scalp_core.clock import Clock
from scalp_core.errors import PhotoNotFoundError
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_train.labels.consensus import shared_grades
from scalp_train.labels.journal import Journal
from scalp_train.labels.judgements import Exclusion, Grades, Judgement
from scalp_train.labels.photos import Photos

LONGEST_SIDE = 4096
"""Pixels of a photo on the page: enough to zoom in to what a phone's camera resolves."""
PHOTOS_IN_MEMORY = 4


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rater has come.

    Attributes:
        done: photos that are labelled or excluded.
        excluded: those of them that are excluded.
        total: photos to label.
    """

    done: int
    excluded: int
    total: int


class Session:
    """What the page shows and changes; several requests may use it at the same time.

    Args:
        photos: where they come from.
        order: files to label, in this order.
        journal: the rater's own.
        decoder: opens photos.
        clock: for the times of judgements.
        answers: to adjudicate, the raters' answers to show beside the rows, by file and rater.
    """

    def __init__(
        self,
        photos: Photos,
        order: Sequence[str],
        journal: Journal,
        decoder: PhotoDecoder,
        clock: Clock,
        answers: Mapping[str, Mapping[str, Judgement]] | None = None,
    ) -> None:
        self.answers = answers or {}
        self._photos = photos
        self._order = list(order)
        self._numbers = {file: number for number, file in enumerate(order)}
        self._journal = journal
        self._clock = clock
        self._lock = Lock()
        self._gone: set[str] = set()
        self._undone: Judgement | None = None
        self._last: Judgement | None = None

        @cached(LRUCache(PHOTOS_IN_MEMORY), lock=Lock())
        def jpeg(file: str) -> bytes:
            return decoder.upright_jpeg(photos.read(file), longest=LONGEST_SIDE)

        self._jpeg = jpeg

    def current(self) -> str | None:
        """Return the photo to label now: the one just taken back, or the next; ``None`` at the end.

        A photo that is gone by now, or whose owner has withdrawn it, is skipped.
        """
        with self._lock:
            if self._undone is not None and self._photos.is_available(self._undone.file):
                return self._undone.file
            while (file := self._next()) is not None and not self._photos.is_available(file):
                self._gone.add(file)
            return file

    def upcoming(self) -> str | None:
        """Return the photo after the current one, to be read in advance."""
        with self._lock:
            first = self._next()
            return first if self._undone is not None else self._next(after=first)

    def draft(self, file: str) -> tuple[Grades, Exclusion | None]:
        """Return the answer to start from; symptoms without an answer are missing.

        It is the answer that was taken back, or to adjudicate what all raters share.
        """
        with self._lock:
            if self._undone is not None and self._undone.file == file:
                return self._undone.answer
        return shared_grades(list(self.answers.get(file, {}).values())), None

    def jpeg(self, file: str) -> bytes:
        """Return a photo for the page, upright and without metadata.

        Raises:
            PhotoNotFoundError: it is gone, or has been withdrawn.
            PhotoRejectedError: it cannot be decoded.
        """
        return self._jpeg(file)

    def content(self, file: str) -> bytes:
        """Return a photo as it is stored.

        Raises:
            PhotoNotFoundError: as :meth:`jpeg`.
        """
        return self._photos.read(file)

    def number(self, file: str) -> int:
        """Return the place of a photo in the order, by which the page names it."""
        return self._numbers[file]

    def file(self, number: int) -> str:
        """Return the photo at a place of the order.

        Raises:
            PhotoNotFoundError: there is none.
        """
        if not 0 <= number < len(self._order):
            raise PhotoNotFoundError
        return self._order[number]

    @property
    def last(self) -> Judgement | None:
        """Return the judgement saved last since the start: the models' answer may be shown."""
        return self._last

    @property
    def can_undo(self) -> bool:
        """Return whether the rater has judgements that can be taken back."""
        return bool(self._journal.judgements)

    @property
    def progress(self) -> Progress:
        """Return how far the rater has come in this order."""
        judged = self._journal.judgements
        here = [judged[file] for file in self._order if file in judged]
        excluded = sum(judgement.exclusion is not None for judgement in here)
        return Progress(len(here), excluded, len(self._order) - len(self._gone))

    def save(self, file: str, grades: Grades, exclusion: Exclusion | None) -> None:
        """Save one judgement; it is on the disk when this returns.

        Raises:
            PhotoNotFoundError: the photo is gone, or has been withdrawn; nothing was saved.
            ValueError: neither graded nor excluded.
            OSError: the disk is full or gone.
        """
        judgement = Judgement(file=file, at=self._clock(), grades=grades, exclusion=exclusion)
        with self._lock:
            if not self._photos.is_available(file):
                self._gone.add(file)
                raise PhotoNotFoundError
            self._journal.append([judgement])
            self._undone, self._last = None, judgement

    def undo(self) -> None:
        """Take back the judgement saved last, and show its photo again with the same answer."""
        with self._lock:
            undone = self._journal.undo(self._clock())
            if undone is not None and undone.file in self._numbers:
                self._undone, self._last = undone, None

    def _next(self, after: str | None = None) -> str | None:
        judged = self._journal.judgements
        start = 0 if after is None else self._numbers[after] + 1
        waiting = (
            file for file in self._order[start:] if file not in judged and file not in self._gone
        )
        return next(waiting, None)
