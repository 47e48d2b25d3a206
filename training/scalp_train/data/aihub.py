"""Splits of an AI Hub index, decoded into a cache at the size of the networks' input."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.preprocessing import frame
from scalp_train.aihub.findings import MalformedError
from scalp_train.aihub.index import open_picture, read_index
from scalp_train.aihub.records import ImageRecord, Split
from scalp_train.aihub.store import Place, Store
from scalp_train.data.cache import FLUSH_EVERY, CachedSet, Progress, no_progress


class UnusableIndexError(ValueError):
    """An index and its data set cannot be trained on; the message says why."""


def cached_split(
    index: Path,
    root: Path,
    split: Split,
    spec: InputSpec,
    folder: Path,
    *,
    on_progress: Progress = no_progress,
) -> CachedSet:
    """Return one split of an index, decoded once into ``folder``; interrupted decoding resumes.

    The cache takes width x height x 3 bytes a picture: 21 GB for 91,000 of them at 320x240.

    Args:
        index: written by ``python -m scalp_train audit --index``.
        root: folder of the data set that the index was made from.
        split: train, validation or test.
        spec: size of the pictures, in the geometry of serving.
        folder: for the cache.
        on_progress: called with the number of pictures decoded so far.

    Raises:
        UnusableIndexError: the split is empty, or a picture can no longer be read.
    """
    records = [record for record in read_index(index) if record.split is split]
    if not records:
        raise UnusableIndexError(f"{index.name} has no image in {split}")
    folder.mkdir(parents=True, exist_ok=True)
    name = f"aihub-{split}-{_identity(records)}-{spec.width}x{spec.height}"
    file, state_file = folder / f"{name}.npy", folder / f"{name}.json"
    known = json.loads(state_file.read_text()) if state_file.exists() and file.exists() else {}
    done = known.get("done", 0)
    if done < len(records):
        shape = (len(records), spec.height, spec.width, 3)
        cache = np.lib.format.open_memmap(
            file, mode="r+" if done else "w+", dtype=np.uint8, shape=shape
        )
        with Store(root) as archive:
            for number, record in enumerate(records[done:], start=done):
                cache[number] = _pixels(archive, record, spec)
                if (number + 1) % FLUSH_EVERY == 0 or number + 1 == len(records):
                    cache.flush()
                    state_file.write_text(json.dumps({"done": number + 1}))
                on_progress(number + 1)
    grades = np.array([[int(grade) for grade in record.grades] for record in records])
    return CachedSet(np.load(file, mmap_mode="r"), grades.astype(np.int64))


def _pixels(archive: Store, record: ImageRecord, spec: InputSpec) -> NDArray[np.uint8]:
    try:
        return frame(open_picture(archive, record), spec).pixels
    except (MalformedError, OSError, ValueError) as error:
        place = Place(record.file, record.member)
        raise UnusableIndexError(
            f"{place} could be read when the data set was audited; audit it again: {error}"
        ) from error


def _identity(records: list[ImageRecord]) -> str:
    """Return a hash of names and pixel hashes in order; paths have no part in it."""
    names = "\n".join(f"{record.name} {record.pixels}" for record in records)
    return hashlib.blake2b(names.encode(), digest_size=8).hexdigest()
