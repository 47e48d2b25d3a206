"""A data set in the layout of AI Hub data set 216 with every fault that the reader must survive.

Kinds of faults are those of the audit; all counts follow from what is built here.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from support.aihub_tree import (
    IMAGES,
    LABELS,
    META,
    TRAINING,
    VALIDATION,
    files_of,
    folder,
    jpeg,
    label,
    meta,
    stem,
    write,
    write_zip,
)


@dataclass
class Planted:
    """A data set with faults, and what is wrong with it.

    Attributes:
        faults: (kind, place, whether the file is skipped) of each.
        kept: names of the images that training may see, with their grades.
    """

    root: Path
    faults: set[tuple[str, str, bool]] = field(default_factory=set)
    kept: dict[str, str] = field(default_factory=dict)


def plant(root: Path) -> Planted:
    """A data set with every fault in it: Training in zips, Validation in folders."""
    planted = Planted(root)
    training: dict[str, bytes] = {}
    validation: dict[str, bytes] = {}
    faults = planted.faults

    def zipped(symptom: int, grade: int, file: str, *, of: str = IMAGES) -> str:
        return f"{TRAINING}/{of}{folder(symptom, grade)}.zip:{file}"

    def loose(symptom: int, grade: int, file: str, *, of: str = IMAGES) -> str:
        return f"{VALIDATION}/{of}{folder(symptom, grade)}/{file}"

    def good(name: str, grades: str, seed: int, *, held_out: bool = False) -> str:
        part = VALIDATION if held_out else TRAINING
        files = files_of(name, grades, picture=jpeg(seed), part=part)
        (validation if held_out else training).update(files)
        planted.kept[name] = grades
        return name

    # Nothing wrong: one without symptoms (six folders), one in two folders, one in one.
    good(stem(1), "000000", 1)
    good(stem(2, number="0100"), "021000", 2)
    good(stem(3, number="0200", site="BH"), "000003", 3)
    good(stem(4, number="0300"), "000000", 4, held_out=True)
    good(stem(5, number="0400"), "000120", 5, held_out=True)

    # In Training and, the same, in Validation. Its group is in both parts therefore.
    both = good(stem(10, number="0500"), "100000", 10)
    validation.update(files_of(both, "100000", picture=jpeg(10), part=VALIDATION))
    # One group in both parts, by two images.
    good(stem(11, number="0600"), "010000", 11)
    good(stem(12, number="0600"), "020000", 12, held_out=True)

    # Equal pictures under other names: across the parts Validation's stays; within, the first name.
    twin = stem(20, number="0700")
    training.update(files_of(twin, "000010", picture=jpeg(20)))
    good(stem(21, number="0800"), "000010", 20, held_out=True)
    good(stem(22, number="0900"), "001000", 22)
    training.update(files_of(stem(23, number="0900"), "001000", picture=jpeg(22)))
    # Equal pictures that are graded differently: neither is to be trusted.
    for shot, grades in ((24, "300000"), (25, "200000")):
        training.update(files_of(stem(shot), grades, picture=jpeg(24)))
        place = zipped(1, int(grades[0]), f"{stem(shot)}.jpg")
        faults.add(("equal_pictures_disagree", place, True))

    # Two labels of one image differ, where neither contradicts its folder.
    name = stem(30)
    training.update(files_of(name, "002020", picture=jpeg(30)))
    path = f"{TRAINING}/{LABELS}{folder(5, 2)}/{name}.json"
    training[path] = label(name, "002021")
    faults.add(("labels_disagree", zipped(3, 2, f"{name}.jpg"), True))
    # A folder says grade 1, the label 2: image and label stand there.
    name = stem(31)
    training.update(files_of(name, "000002", picture=jpeg(31), folders=(folder(6, 1),)))
    faults.add(("folder_disagrees", zipped(6, 1, f"{name}.jpg"), True))
    faults.add(("folder_disagrees", zipped(6, 1, f"{name}.json", of=LABELS), True))
    # In "비듬_0.양호", which is for those without any symptom, and has one: reported, but used.
    name = stem(32)
    training.update(files_of(name, "010000", picture=jpeg(32), folders=(folder(5, 0),)))
    planted.kept[name] = "010000"
    faults.add(("healthy_folder_with_symptoms", zipped(5, 0, f"{name}.jpg"), False))
    # One name, two pictures; the second to be read is named.
    name = stem(33)
    training.update(files_of(name, "010010", picture=jpeg(33)))
    training[f"{TRAINING}/{IMAGES}{folder(5, 1)}/{name}.jpg"] = jpeg(34)
    faults.add(("one_name_two_pictures", zipped(2, 1, f"{name}.jpg"), True))

    # Labels that are none. Their images are left without one.
    broken_labels = {
        40: ("bad_json", label(stem(40), "010000")[:-20]),
        41: ("bad_json", b"[]"),
        42: ("bad_json", b""),
        43: ("bad_json", '{"글": "'.encode("utf-16")),
        44: ("value_out_of_range", label(stem(44), "040000")),
        45: ("value_out_of_range", label(stem(45), "010000", value_5="")),
        46: ("missing_key", label(stem(46), "010000", value_6=None)),
        47: ("missing_key", label(stem(47), "010000", image_file_name=None)),
        48: ("label_of_another_image", label(stem(99), "010000")),
    }
    for shot, (kind, content) in broken_labels.items():
        name = stem(shot)
        training.update(files_of(name, "010000", picture=jpeg(shot)))
        training[f"{TRAINING}/{LABELS}{folder(2, 1)}/{name}.json"] = content
        faults.add((kind, zipped(2, 1, f"{name}.json", of=LABELS), True))
        faults.add(("image_without_label", zipped(2, 1, f"{name}.jpg"), True))
    # One of two labels is broken, the other has the grades.
    name = good(stem(49), "010001", 49)
    training[f"{TRAINING}/{LABELS}{folder(6, 1)}/{name}.json"] = b"{"
    faults.add(("bad_json", zipped(6, 1, f"{name}.json", of=LABELS), True))
    faults.add(("image_without_label", zipped(6, 1, f"{name}.jpg"), False))

    # Without label, without image, and the same where another folder has it.
    name = stem(50)
    validation.update(files_of(name, "010000", picture=jpeg(50), part=VALIDATION))
    del validation[loose(2, 1, f"{name}.json", of=LABELS)]
    faults.add(("image_without_label", loose(2, 1, f"{name}.jpg"), True))
    name = stem(51)
    validation.update(files_of(name, "010000", picture=b"", part=VALIDATION))
    del validation[loose(2, 1, f"{name}.jpg")]
    faults.add(("label_without_image", loose(2, 1, f"{name}.json", of=LABELS), True))
    name = good(stem(52), "010010", 52, held_out=True)
    del validation[loose(5, 1, f"{name}.jpg")]
    faults.add(("label_without_image", loose(5, 1, f"{name}.json", of=LABELS), False))

    # Pictures that are none, and one with a whole copy elsewhere.
    for shot, content in ((60, jpeg(60)[:600]), (61, b"no picture"), (62, b"")):
        validation.update(files_of(stem(shot), "030000", picture=content, part=VALIDATION))
        faults.add(("broken_image", loose(2, 3, f"{stem(shot)}.jpg"), True))
    name = good(stem(63), "030030", 63, held_out=True)
    validation[loose(2, 3, f"{name}.jpg")] = jpeg(63)[:600]
    faults.add(("broken_image", loose(2, 3, f"{name}.jpg"), True))
    # A name without device and place.
    validation[loose(2, 3, "두피.jpg")] = jpeg(64)
    faults.add(("unknown_image_name", loose(2, 3, "두피.jpg"), True))

    # META files: broken, of impossible content, of another image, incomplete, missing; one is of
    # an image of the withheld test part, which is no fault.
    broken_meta = {
        70: ("bad_json", b"{"),
        71: ("value_out_of_range", meta(stem(71), gender="?")),
        72: ("value_out_of_range", meta(stem(72), age="45대")),
        73: ("value_out_of_range", meta(stem(73), location="XX")),
        74: ("questionnaire_of_another_image", meta(stem(74), location="BH")),
        75: ("missing_key", b"{}"),
    }
    for shot, (kind, content) in broken_meta.items():
        name = good(stem(shot), "000030", shot)
        training[f"{META}/{name}_META.json"] = content
        faults.add((kind, f"{META}/{name}_META.json", True))
        faults.add(("no_questionnaire", zipped(5, 3, f"{name}.jpg"), False))
    name = good(stem(76), "000030", 76)
    training[f"{META}/{name}_META.json"] = meta(name, answers7=None)
    faults.add(("missing_key", f"{META}/{name}_META.json", False))
    name = good(stem(77), "000030", 77)
    del training[f"{META}/{name}_META.json"]
    faults.add(("no_questionnaire", zipped(5, 3, f"{name}.jpg"), False))
    withheld = stem(78)
    training[f"{META}/{withheld}_META.json"] = meta(withheld)

    # Names that would leave the zip when extracted.
    for escape in ("../../escaped.jpg", "/etc/escaped.jpg", "C:\\escaped.jpg", "a\\..\\..\\b.jpg"):
        training[f"{TRAINING}/{IMAGES}{folder(4, 3)}/{escape}"] = jpeg(80)
        faults.add(("unsafe_name", zipped(4, 3, escape), True))
    # Beside the data: one file that is none of it, and what systems leave, which nobody cares for.
    validation["README.txt"] = b"hello"
    faults.add(("unknown_file", "README.txt", True))
    validation.update({".DS_Store": b"", f"{VALIDATION}/Thumbs.db": b""})

    _lay(planted, training, validation)
    return planted


def _lay(planted: Planted, training: dict[str, bytes], validation: dict[str, bytes]) -> None:
    """Write it, with zips that are damaged as a whole or in one member."""
    root, faults = planted.root, planted.faults
    write(root, validation)
    write(root, {path: content for path, content in training.items() if path.startswith(META)})
    zips: dict[str, dict[str, bytes]] = {}
    for path, content in training.items():
        if not path.startswith(META):
            part, place, name = path.split("/", 2)
            zips.setdefault(f"{part}/{place}.zip", {})[name] = content
    for file, members in zips.items():
        write_zip(root / file, members)

    cut = root / TRAINING / f"{IMAGES}{folder(4, 1)}.zip"
    write_zip(cut, {f"{stem(90)}.jpg": jpeg(90)})
    cut.write_bytes(cut.read_bytes()[:-30])
    faults.add(("broken_zip", cut.relative_to(root).as_posix(), True))
    unfinished = root / TRAINING / f"{IMAGES}{folder(4, 2)}.zip.part0"
    unfinished.write_bytes(b"PK")
    faults.add(("broken_zip", unfinished.relative_to(root).as_posix(), True))
    # Their labels are there.
    for grade, shot in ((1, 90), (2, 91)):
        grades = f"000{grade}00"
        labels = root / TRAINING / f"{LABELS}{folder(4, grade)}.zip"
        write_zip(labels, {f"{stem(shot)}.json": label(stem(shot), grades)})
        place = f"{labels.relative_to(root).as_posix()}:{stem(shot)}.json"
        faults.add(("label_without_image", place, True))

    # One member is damaged: its checksum is wrong.
    name = stem(92)
    images = root / TRAINING / f"{IMAGES}{folder(3, 3)}.zip"
    content = jpeg(92)
    with zipfile.ZipFile(images, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(f"{name}.jpg", content)
    images.write_bytes(images.read_bytes().replace(content, content[:-40] + bytes(40)))
    write_zip(
        root / TRAINING / f"{LABELS}{folder(3, 3)}.zip", {f"{name}.json": label(name, "003000")}
    )
    place = f"{images.relative_to(root).as_posix()}:{name}.jpg"
    faults.add(("unreadable_file", place, True))
