"""The index that training reads: JSON lines, one image each, paths relative to the data set."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image

from scalp_train.aihub.pictures import MAX_IMAGE_BYTES
from scalp_train.aihub.records import ImageRecord
from scalp_train.aihub.store import Place, Store


def write_index(records: Iterable[ImageRecord], file: Path) -> None:
    """Write the whole index, or on failure leave what stood there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8") as lines:
            for record in records:
                lines.write(record.model_dump_json(by_alias=True) + "\n")
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def read_index(file: Path) -> Iterator[ImageRecord]:
    """Yield the records of an index, one by one."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield ImageRecord.model_validate_json(line)


def open_picture(store: Store, place: Place) -> Image.Image:
    """Return the RGB picture at a place, from its folder or its zip."""
    content = store.read(place, MAX_IMAGE_BYTES)
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
        return image.convert("RGB")
