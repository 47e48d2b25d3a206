"""Labelled photos as serving sees them: decoded, checked and framed by the same code."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scalp_core.errors import PhotoNotFoundError, PhotoRejectedError
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vision.ensemble import open_photo
from scalp_core.vision.manifest import InputSpec, PhotoGate
from scalp_core.vision.quality import quality_warnings
from scalp_core.vocabulary import MAX_PHOTO_BYTES, Symptom
from scalp_train.labels.table import Label

PhotoSource = Callable[[str], bytes]
"""Returns a photo's content by its name in LABELS; raises ``PhotoNotFoundError`` without it."""
GONE = "not there: moved, deleted or withdrawn"
NOT_GRADED = -1


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A labelled photo that is not fitted, and why."""

    file: str
    reason: str


def folder_source(root: Path) -> PhotoSource:
    """Return the source of the photos below a folder."""
    top = root.resolve()

    def read(file: str) -> bytes:
        if "\0" in file:
            raise PhotoNotFoundError
        path = (top / file).resolve()
        if not path.is_relative_to(top) or not path.is_file():
            raise PhotoNotFoundError
        with path.open("rb") as opened:
            return opened.read(MAX_PHOTO_BYTES + 1)

    return read


def framed_photos(
    labels: Sequence[Label],
    source: PhotoSource,
    spec: InputSpec,
    gate: PhotoGate,
    left_out: list[LeftOut],
) -> Iterator[tuple[Label, NDArray[np.uint8]]]:
    """Yield each usable photo, uint8 [H, W, 3] in the networks' size; no copy is stored.

    Args:
        labels: of the photos.
        source: of their content.
        spec: the networks' input.
        gate: whose limits of sharpness and light a photo must pass; whether it shows a scalp is not
            asked, as somebody graded it.
        left_out: to which the others are added.

    Raises:
        DecoderStoppedError: the decoder was stopped from outside; try again.
    """
    decoder = PhotoDecoder()
    seen: dict[bytes, str] = {}
    try:
        for label in labels:
            if all(grade is None for grade in label.grades.values()):
                left_out.append(LeftOut(label.file, "no symptom is graded"))
                continue
            try:
                content = source(label.file)
                # Copies under other names would be on both sides of the validation.
                first = seen.setdefault(hashlib.sha256(content).digest(), label.file)
                if first != label.file:
                    left_out.append(LeftOut(label.file, f"a copy of {first}"))
                    continue
                photo, frames = open_photo(decoder, content, [spec])
                quality_warnings(photo, frames[spec], gate)
            except PhotoNotFoundError:
                left_out.append(LeftOut(label.file, GONE))
                continue
            except (PhotoRejectedError, OSError) as error:
                left_out.append(LeftOut(label.file, str(error)))
                continue
            yield label, frames[spec].pixels
    finally:
        decoder.close()


def grade_table(labels: Sequence[Label]) -> NDArray[np.int64]:
    """Return grades [N, 6], :data:`NOT_GRADED` where there is none."""
    rows = [
        [NOT_GRADED if grade is None else int(grade) for grade in map(label.grades.get, Symptom)]
        for label in labels
    ]
    return np.array(rows, np.int64).reshape(-1, len(Symptom))


def people_of(labels: Sequence[Label]) -> NDArray[np.int64]:
    """Return the number of each photo's person [N]; a photo of nobody named is one of its own."""
    names = [("person", label.person) if label.person else ("file", label.file) for label in labels]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([numbers[name] for name in names], np.int64)
