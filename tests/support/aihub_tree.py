"""Files in the layout of AI Hub data set 216, of noise instead of scalps, and records of them."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from scalp_core.vocabulary import Grade, Site
from scalp_train.aihub.records import ImageRecord, Official

TRAINING, VALIDATION = "1.Training", "2.Validation"
IMAGES, LABELS = "[원천]", "[라벨]"
META = "Meta/META_DATA"
SYMPTOMS = ("미세각질", "피지과다", "모낭사이홍반", "모낭홍반농포", "비듬", "탈모")
GRADES = ("0.양호", "1.경증", "2.중등도", "3.중증")
DEVICE, OTHER_DEVICE = "A2LEBJJDE00060O", "A2LEBJJDE00013X"
ANSWERS = {
    "gender": "여",
    "age": "40대",
    "answers1": "1일 1회",
    "answers2": "1~3회/연",
    "answers3": "하지않음",
    "answers4": "염색 모발",
    "answers5": "샴푸,린스",
    "answers6": "예",
    "answers7": "두피자극",
}


def stem(shot: int, *, number: str = "0013", device: str = DEVICE, site: str = "TH") -> str:
    """A file's name without suffix; ``shot`` distinguishes images."""
    return f"{number}_{device}_{1602578303000 + shot}_3_{site}"


def folder(symptom: int, grade: int) -> str:
    """A folder's name without its bracket; symptoms count from 1 as in value_1 … value_6."""
    return f"{SYMPTOMS[symptom - 1]}_{GRADES[grade]}"


def jpeg(seed: int, size: tuple[int, int] = (64, 48)) -> bytes:
    """Noise, different for each seed."""
    pixels = random.Random(seed).randbytes(size[0] * size[1] * 3)
    buffer = io.BytesIO()
    Image.frombytes("RGB", size, pixels).save(buffer, "JPEG", quality=60)
    return buffer.getvalue()


def label(name: str, grades: str, **changes: object) -> bytes:
    """A label file of the image ``name``; a change to ``None`` leaves the key out."""
    fields: dict[str, object] = {
        "image_id": name.rpartition("_")[0],
        "image_file_name": f"{name}.jpg",
        **{f"value_{number}": grade for number, grade in enumerate(grades, start=1)},
        **changes,
    }
    return json.dumps({k: v for k, v in fields.items() if v is not None}).encode()


def meta(name: str, **changes: object) -> bytes:
    """A META file of the image ``name``; a change to ``None`` leaves the key out."""
    fields = {**ANSWERS, "location": name.rpartition("_")[2], **changes}
    text = json.dumps({k: v for k, v in fields.items() if v is not None}, ensure_ascii=False)
    return text.encode("utf-8-sig")


def files_of(
    name: str,
    grades: str,
    *,
    picture: bytes,
    part: str = TRAINING,
    folders: tuple[str, ...] | None = None,
) -> dict[str, bytes]:
    """Image and label of one image in every folder where the data set puts it, and its META file.

    That is the folder of each symptom it has, and all six folders "0.양호" where it has none.
    """
    if folders is None:
        present = [(s, int(g)) for s, g in enumerate(grades, start=1) if g != "0"]
        folders = tuple(folder(s, g) for s, g in present or [(s, 0) for s in range(1, 7)])
    files = {f"{META}/{name}_META.json": meta(name)}
    for one in folders:
        files[f"{part}/{IMAGES}{one}/{name}.jpg"] = picture
        files[f"{part}/{LABELS}{one}/{name}.json"] = label(name, grades)
    return files


def write(root: Path, files: Mapping[str, bytes]) -> None:
    """Lay files down as they are."""
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def write_zip(file: Path, members: Mapping[str, bytes], *, encoding: str | None = None) -> None:
    """Write a zip; with ``encoding`` names are in it and unmarked, as Windows' zips have them."""
    file.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    renamed: dict[bytes, bytes] = {}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(members.items()):
            if encoding is None:
                archive.writestr(name, content)
                continue
            wanted = name.encode(encoding)
            stand_in = f"@{number:@>{len(wanted) - 2}}@".encode()
            renamed[stand_in] = wanted
            archive.writestr(stand_in.decode(), content)
    written = buffer.getvalue()
    for stand_in, wanted in renamed.items():
        assert written.count(stand_in) == 2  # before the content, and in the list at the end
        written = written.replace(stand_in, wanted)
    file.write_bytes(written)


def write_zipped(root: Path, files: Mapping[str, bytes], *, encoding: str | None = None) -> None:
    """As downloaded: a zip for each folder under Training and Validation, META files loose."""
    zips: dict[str, dict[str, bytes]] = {}
    for path, content in files.items():
        place, _, name = path.rpartition("/")
        if place == META:
            write(root, {path: content})
        else:
            zips.setdefault(place, {})[name] = content
    for place, members in zips.items():
        write_zip(root / f"{place}.zip", members, encoding=encoding)


TRAINED, HELD_OUT = stem(1, number="0100"), stem(2, number="0200", site="LH")
TRAINED_GRADES, HELD_OUT_GRADES = "020100", "000000"


def two_images() -> dict[str, bytes]:
    """One image with pustules, whose folder has most spellings, and one without symptoms."""
    trained = files_of(TRAINED, TRAINED_GRADES, picture=jpeg(1))
    held_out = files_of(HELD_OUT, HELD_OUT_GRADES, picture=jpeg(2), part=VALIDATION)
    return trained | held_out


def record(
    group: str,
    number: int,
    *official: Official,
    grades: Sequence[Grade] = (Grade.NONE,) * 6,
    file: str = "",
) -> ImageRecord:
    """The record of an image of a subject group, as the audit would make it."""
    first, second, third, fourth, fifth, sixth = grades
    return ImageRecord(
        name=f"{group}-{number}",
        file=file,
        member=None,
        grades=(first, second, third, fourth, fifth, sixth),
        site=Site.TOP,
        device=DEVICE,
        shot_at=datetime(2020, 10, 13, tzinfo=UTC),
        group=group,
        position=3,
        official=official,
        questionnaire=None,
        pixels=f"{group}-{number}",
        width=64,
        height=48,
    )
