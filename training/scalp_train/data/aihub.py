"""The pictures of an index at the size that training needs, in place of rendered ones."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.preprocessing import frame
from scalp_train.aihub.findings import MalformedError
from scalp_train.aihub.index import open_picture, read_index
from scalp_train.aihub.records import ImageRecord, Split
from scalp_train.aihub.store import Place, Store
from scalp_train.data.rendered import CachedSet, ignore

FLUSH_EVERY = 200


class UnusableIndexError(ValueError):
    """An index and its data set do not serve for training; the message says why."""


def cached_split(
    index: Path,
    root: Path,
    split: Split,
    spec: InputSpec,
    folder: Path,
    *,
    on_progress: Callable[[int], None] = ignore,
) -> CachedSet:
    """One split of an index, decoded once into ``folder``; an interrupted decoding goes on.

    The cache takes width x height x 3 bytes a picture: 21 GB for 91,000 of them at 320x240.

    Args:
        index: as ``python -m scalp_train audit --index`` writes it.
        root: the data set's folder that the index was made from.
        spec: the size, by serving's geometry.

    Raises:
        UnusableIndexError: it has no image there, or a picture can no longer be read.
    """
    records = [record for record in read_index(index) if record.split is split]
    if not records:
        raise UnusableIndexError(f"{index.name} has no image in {split}")
    folder.mkdir(parents=True, exist_ok=True)
    name = f"aihub-{split}-{_identity(records)}-{spec.width}x{spec.height}"
    file, note = folder / f"{name}.npy", folder / f"{name}.json"
    done = json.loads(note.read_text())["done"] if note.exists() and file.exists() else 0
    if done < len(records):
        shape = (len(records), spec.height, spec.width, 3)
        store = np.lib.format.open_memmap(
            file, mode="r+" if done else "w+", dtype=np.uint8, shape=shape
        )
        with Store(root) as files:
            for number, record in enumerate(records[done:], start=done):
                store[number] = _pixels(files, record, spec)
                if (number + 1) % FLUSH_EVERY == 0 or number + 1 == len(records):
                    store.flush()
                    note.write_text(json.dumps({"done": number + 1}))
                on_progress(number + 1)
    grades = np.array([[int(grade) for grade in record.grades] for record in records])
    return CachedSet(np.load(file, mmap_mode="r"), grades.astype(np.int64))


def _pixels(files: Store, record: ImageRecord, spec: InputSpec) -> NDArray[np.uint8]:
    try:
        return frame(open_picture(files, record), spec).pixels
    except (MalformedError, OSError, ValueError) as error:
        place = Place(record.file, record.member)
        raise UnusableIndexError(
            f"{place} could be read when the data set was audited; audit it again: {error}"
        ) from error


def _identity(records: list[ImageRecord]) -> str:
    """The same for the same pictures in the same order, wherever they lie."""
    names = "\n".join(f"{record.name} {record.pixels}" for record in records)
    return hashlib.blake2b(names.encode(), digest_size=8).hexdigest()
