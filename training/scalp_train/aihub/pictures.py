"""Third pass: decode every image once, and find equal pictures.

Equal pictures under other names across the official parts were found by a public analysis of the
data set (MediFlow); only equal pixels count, a picture that was compressed again is not found.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from PIL import Image, UnidentifiedImageError

from scalp_core.vision.imaging import DECODE_ERRORS
from scalp_core.vocabulary import MAX_PIXELS
from scalp_train.aihub.findings import Findings, Kind, MalformedError
from scalp_train.aihub.records import ImageRecord, Official
from scalp_train.aihub.scan import Copy
from scalp_train.aihub.store import Place, Store

MAX_IMAGE_BYTES = 32 << 20
_DECODE_ERRORS = (*DECODE_ERRORS, Image.DecompressionBombError, Image.DecompressionBombWarning)


class Picture(NamedTuple):
    """A picture that decodes."""

    place: Place
    pixels: str
    width: int
    height: int


@dataclass(slots=True)
class Looked:
    """The decoded picture of an image, if any copy has one, and the faults found on the way."""

    picture: Picture | None = None
    faults: list[tuple[Kind, Place, str]] = field(default_factory=list)


class EqualPictures(NamedTuple):
    """Pictures with equal pixels under several names."""

    kept: ImageRecord | None
    dropped: tuple[ImageRecord, ...]


def decoded(content: bytes) -> tuple[str, int, int]:
    """Hash of the pixels, width and height.

    Raises:
        MalformedError: it is no whole JPEG.
    """
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise MalformedError(Kind.BROKEN_IMAGE, f"{width} × {height} pixels")
            pixels = image.convert("RGB").tobytes()
    except _DECODE_ERRORS as error:
        # Pillow's message for unknown content holds an address in memory.
        detail = "not a JPEG" if isinstance(error, UnidentifiedImageError) else str(error)
        raise MalformedError(Kind.BROKEN_IMAGE, detail or type(error).__name__) from error
    digest = hashlib.blake2b(pixels, digest_size=16, salt=struct.pack("<II", width, height))
    return digest.hexdigest(), width, height


def look(store: Store, copies: Iterable[Copy]) -> Looked:
    """Return the first whole picture among copies of one image, validation's first.

    Copies of equal length and checksum are not decoded again. Thread-safe.
    """
    looked = Looked()
    seen: set[tuple[int, int]] = set()
    ordered = sorted(copies, key=lambda copy: copy.part is not Official.VALIDATION)
    for copy in ordered:
        if copy.checksum is not None and (copy.size, copy.checksum) in seen:
            continue
        try:
            content = store.read(copy.place, MAX_IMAGE_BYTES)
            mark = (len(content), zlib.crc32(content))
            if mark in seen:
                continue
            pixels, width, height = decoded(content)
        except MalformedError as error:
            looked.faults.append((error.kind, copy.place, error.detail))
            continue
        seen.add(mark)
        if looked.picture is None:
            looked.picture = Picture(copy.place, pixels, width, height)
        elif looked.picture.pixels != pixels:
            detail = f"another picture than {looked.picture.place}; neither is used"
            looked.faults.append((Kind.ONE_NAME_TWO_PICTURES, copy.place, detail))
    if any(kind is Kind.ONE_NAME_TWO_PICTURES for kind, _, _ in looked.faults):
        looked.picture = None
    return looked


def equal_pictures(records: Sequence[ImageRecord], findings: Findings) -> list[EqualPictures]:
    """Return sets of equal pictures under several names, each with the one to keep.

    That is one from validation where there is one, then the first by name; none where their grades
    differ: which are right is unknown.
    """
    by_pixels: dict[str, list[ImageRecord]] = defaultdict(list)
    for record in records:
        by_pixels[record.pixels].append(record)
    sets = []
    for same in by_pixels.values():
        if len(same) == 1:
            continue
        first, *others = sorted(
            same, key=lambda one: (one.official_part is not Official.VALIDATION, one.name)
        )
        if all(other.grades == first.grades for other in others):
            sets.append(EqualPictures(first, tuple(others)))
            continue
        for record in (first, *others):
            names = ", ".join(other.name for other in same if other is not record)
            detail = f"same pixels as {names}, other grades"
            findings.report(Kind.EQUAL_PICTURES_DISAGREE, Place(record.file, record.member), detail)
        sets.append(EqualPictures(None, (first, *others)))
    return sets
