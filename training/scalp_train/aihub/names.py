"""How AI Hub data set 216 spells its folders and files.

A folder or zip holds one symptom at one grade, "[원천]비듬_2.중등도" its images and
"[라벨]비듬_2.중등도" their labels, under "1.Training" or "2.Validation". Releases and people differ
in blanks, slashes, numbers, brackets and Unicode form, so only the words count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from typing import NamedTuple

from scalp_core.names import GRADE_NAMES, SYMPTOM_NAMES
from scalp_core.vocabulary import Grade, Site, Symptom
from scalp_train.aihub.records import Official

# Folder names leave out the slash of 모낭홍반/농포.
SYMPTOMS = {name.ko.replace("/", ""): symptom for symptom, name in SYMPTOM_NAMES.items()}
GRADES = {name.ko: grade for grade, name in GRADE_NAMES.items()}
SITES = {"TH": Site.TOP, "LH": Site.LEFT, "RH": Site.RIGHT, "BH": Site.BACK}
META_SUFFIX = "_META"

_CLASS = re.compile(f"({'|'.join(SYMPTOMS)})({'|'.join(GRADES)})")
_PART = re.compile(r"(?:\d+[\s._-]*)?(train|training|valid|val|validation)", re.IGNORECASE)
_META_FOLDER = re.compile(r"(?:\d+[\s._-]*)?(?:meta|meta[\s._-]*data|메타데이터)", re.IGNORECASE)
_IMAGE = re.compile(
    r"(?P<number>\d+)_(?P<device>[A-Z0-9]+)_(?P<milliseconds>\d{13})_(?P<position>\d{1,4})"
    r"_(?P<site>TH|LH|RH|BH)",
    re.ASCII,
)
_BY_SYSTEMS = re.compile(r"\..*|thumbs\.db|desktop\.ini|__macosx", re.IGNORECASE)


class FileKind(Enum):
    """The kind of a file, as its name says."""

    IMAGE = auto()
    LABEL = auto()
    META = auto()
    UNKNOWN = auto()


class FolderClass(NamedTuple):
    """What a folder's name says about every image in it."""

    symptom: Symptom
    grade: Grade


@dataclass(frozen=True, slots=True)
class Shot:
    """The parts of an image's name, "0013_A2LEBJJDE00060O_1602578303023_3_TH".

    The third token is the time of the shot in milliseconds since 1970; the meaning of the first is
    not documented, and it is no person: one number stands with people of different sex and age
    on different devices.
    """

    stem: str
    group: str
    device: str
    taken_at: datetime
    position: int
    site: Site

    @property
    def image_id(self) -> str:
        """Return the label's field of that name: the stem without the place on the head."""
        return self.stem.rpartition("_")[0]


def repaired(name: str) -> str:
    """Return a name in composed form (NFC), and in Korean where its bytes were decoded as cp437."""
    if not name.isascii():
        for encoding in ("utf-8", "cp949"):
            try:
                name = name.encode("cp437").decode(encoding)
            except UnicodeError:
                continue
            break
    return unicodedata.normalize("NFC", name)


def made_by_systems(name: str) -> bool:
    """Return whether a file is hidden, or one that Windows or macOS leaves behind."""
    return _BY_SYSTEMS.fullmatch(name) is not None


def official_part(folders: Sequence[str]) -> Official | None:
    """Return the innermost Training or Validation among repaired folder names."""
    for folder in reversed(folders):
        match = _PART.fullmatch(folder.strip())
        if match:
            trains = match[1].lower().startswith("train")
            return Official.TRAINING if trains else Official.VALIDATION
    return None


def folder_class(folders: Sequence[str]) -> FolderClass | None:
    """Return the innermost symptom with grade among repaired folder names.

    Folders are read as one text, because "모낭홍반/농포" inside a zip looks like two of them.
    """
    letters = re.sub("[^가-힣]", "", "".join(folders))
    matches = _CLASS.findall(letters)
    if not matches:
        return None
    symptom, grade = matches[-1]
    return FolderClass(SYMPTOMS[symptom], GRADES[grade])


def kind_of(parts: Sequence[str]) -> FileKind:
    """Return the kind of a file, by its repaired path."""
    *folders, name = parts
    stem, _, suffix = name.rpartition(".")
    match suffix.lower():
        case "jpg" | "jpeg":
            return FileKind.IMAGE
        case "json":
            meta = any(_META_FOLDER.fullmatch(folder.strip()) for folder in folders)
            return FileKind.META if meta or stem.upper().endswith(META_SUFFIX) else FileKind.LABEL
    return FileKind.UNKNOWN


def key_of(name: str) -> str:
    """Return the key of an image: its name without suffix, in upper case."""
    stem, _, _ = name.rpartition(".")
    return stem.upper()


def shot_of(key: str) -> Shot | None:
    """Return the parts of an image's name, or ``None`` where it has another form."""
    match = _IMAGE.fullmatch(key)
    if match is None:
        return None
    return Shot(
        stem=key,
        group=f"{match['number']}_{match['device']}",
        device=match["device"],
        taken_at=datetime.fromtimestamp(int(match["milliseconds"]) / 1000, UTC),
        position=int(match["position"]),
        site=SITES[match["site"]],
    )
