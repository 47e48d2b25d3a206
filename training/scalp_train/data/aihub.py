"""Splits of an AI Hub index, decoded into a cache at the size of the networks' input."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.preprocessing import frame
from scalp_train.aihub.findings import MalformedError
from scalp_train.aihub.index import open_picture, read_index
from scalp_train.aihub.records import Split
from scalp_train.aihub.store import Place, Store
from scalp_train.data.cache import FLUSH_EVERY, CachedSet, Progress, no_progress


class UnusableIndexError(ValueError):
    """An index and its data set cannot be trained on; the message says why."""


class _Entry(NamedTuple):
    """What is needed of a record; a whole one takes ten times the memory."""

    name: str
    pixels: str
    place: Place
    grades: tuple[int, ...]


def cached_split(
    index: Path,
    root: Path,
    split: Split,
    spec: InputSpec,
    folder: Path,
    *,
    most: int | None = None,
    workers: int | None = None,
    on_progress: Progress = no_progress,
) -> CachedSet:
    """Return one split of an index, decoded once into ``folder``; interrupted decoding resumes.

    The cache takes width x height x 3 bytes a picture: 21 GB for 91,000 of them at 320x240, 30 GB
    at 384x288. Few decoded pictures are in memory at a time.

    Args:
        index: written by ``python -m scalp_train audit --index``.
        root: folder of the data set that the index was made from.
        split: train, validation or test.
        spec: size of the pictures, in the geometry of serving.
        folder: for the cache.
        most: at most so many pictures, the first of the index; by default all.
        workers: threads that decode; by default one for each core.
        on_progress: called with the number of pictures decoded so far.

    Raises:
        UnusableIndexError: the split is empty, or a picture can no longer be read.
    """
    entries = list(islice(_entries(index, split), most))
    if not entries:
        raise UnusableIndexError(f"{index.name} has no image in {split}")
    folder.mkdir(parents=True, exist_ok=True)
    name = f"aihub-{split}-{_identity(entries)}-{spec.width}x{spec.height}"
    file, state_file = folder / f"{name}.npy", folder / f"{name}.json"
    known = json.loads(state_file.read_text()) if state_file.exists() and file.exists() else {}
    done = known.get("done", 0)
    if done < len(entries):
        shape = (len(entries), spec.height, spec.width, 3)
        cache = np.lib.format.open_memmap(
            file, mode="r+" if done else "w+", dtype=np.uint8, shape=shape
        )
        threads = workers or os.cpu_count() or 1
        # Pillow decodes and resizes without the interpreter's lock.
        with Store(root) as archive, ThreadPoolExecutor(threads) as pool:
            decode = partial(_pixels, archive, spec=spec)
            while done < len(entries):
                for pixels in pool.map(decode, entries[done : done + FLUSH_EVERY]):
                    cache[done] = pixels
                    done += 1
                    on_progress(done)
                cache.flush()
                state_file.write_text(json.dumps({"done": done}))
    grades = np.array([entry.grades for entry in entries])
    return CachedSet(np.load(file, mmap_mode="r"), grades.astype(np.int64))


def _entries(index: Path, split: Split) -> Iterator[_Entry]:
    for record in read_index(index):
        if record.split is split:
            grades = tuple(int(grade) for grade in record.grades)
            yield _Entry(record.name, record.pixels, Place(record.file, record.member), grades)


def _pixels(archive: Store, entry: _Entry, spec: InputSpec) -> NDArray[np.uint8]:
    try:
        return frame(open_picture(archive, entry.place), spec).pixels
    except (MalformedError, OSError, ValueError) as error:
        raise UnusableIndexError(
            f"{entry.place} could be read when the data set was audited; audit it again: {error}"
        ) from error


def _identity(entries: list[_Entry]) -> str:
    """Return a hash of names and pixel hashes in order; paths have no part in it."""
    names = "\n".join(f"{entry.name} {entry.pixels}" for entry in entries)
    return hashlib.blake2b(names.encode(), digest_size=8).hexdigest()
