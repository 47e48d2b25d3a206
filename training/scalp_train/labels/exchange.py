"""Labels in and out: CSV and JSON lines, of this tool or of another."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from scalp_core.errors import CatalogueFileError
from scalp_core.names import GRADE_NAMES, SYMPTOM_NAMES
from scalp_core.vocabulary import Grade, Symptom
from scalp_deployment.csv_files import read_csv
from scalp_train.labels.judgements import Exclusion, Grades, Judgement
from scalp_train.labels.table import FILE, PERSON, LabelsError, write_labels

_FILES = (FILE, "image", "photo", "path", "filename", "file_name", "file_upload")
_SYMPTOMS = {
    spelling: symptom
    for number, symptom in enumerate(Symptom, start=1)
    # value_1 … value_6 are AI Hub's fields.
    for spelling in (symptom, SYMPTOM_NAMES[symptom].ko, f"value_{number}")
}
_GRADES: dict[str, Grade | None] = dict.fromkeys(("", "x", "null", "nan")) | {
    spelling: grade
    for grade in Grade
    for spelling in (
        f"{grade:d}",
        f"{grade:d}.0",
        GRADE_NAMES[grade].en.lower(),
        GRADE_NAMES[grade].ko,
    )
}


@dataclass(frozen=True, slots=True)
class Imported:
    """Judgements of a file.

    Attributes:
        judgements: of photos that are there, by their own file names.
        unknown: names of files that are not there, or that several photos have.
    """

    judgements: list[Judgement]
    unknown: list[str]


def read_any_labels(path: Path, files: Collection[str], at: datetime) -> Imported:
    """Read labels that this or another tool has written, by the suffix of the file.

    ``.csv``: a header that names the photo and symptoms, in any encoding and with any delimiter
    that spreadsheets write. ``.jsonl``: one object a line. ``.json``: a list of objects. Columns
    and fields may have AI Hub's names or the Korean ones; others are ignored, and a symptom that is
    missing is not graded. A grade is 0-3, or its name.

    Args:
        path: of the file.
        files: the photos that there are. A photo is found by its path, or by its name alone if
            only one has it: other tools prefix the folder that they were given.
        at: when the judgements count as made.

    Raises:
        LabelsError: the file cannot be read, holds no grade, or a row is invalid or repeated; it
            lists all of them.
    """
    rows = _rows(path)
    judgements: list[Judgement] = []
    unknown: list[str] = []
    problems: list[str] = []
    places = _places(files)
    seen: dict[str, str] = {}
    for place, row in rows:
        named = _composed(next((row[name].strip() for name in _FILES if row.get(name)), ""))
        grades, wrong = _grades(row)
        if not named:
            wrong.append(f"names no photo; call the column {FILE}")
        elif not (file := places.get(named) or places.get(PurePosixPath(named).name)):
            unknown.append(named)
        elif (first := seen.setdefault(file, place)) != place:
            wrong.append(f"{named} is already on {first}; keep one of them")
        else:
            judgements.append(_judgement(file, at, grades, row))
        problems += [f"{place}: {problem}" for problem in wrong]
    if not rows:
        problems.append("holds no labels")
    elif not any(row.keys() & {*_SYMPTOMS, "exclusion"} for _, row in rows):
        problems.append(f"grades no symptom; name the columns {', '.join(Symptom)}")
    if problems:
        raise LabelsError(path, problems)
    return Imported(judgements, unknown)


def write_any_labels(judgements: Iterable[Judgement], path: Path, *, by_folder: bool) -> int:
    """Write labels as the suffix says, and return the number of photos.

    JSON lines also hold the photos that are excluded, and why; LABELS leaves them out.

    Args:
        judgements: one for each photo.
        path: ``.csv`` for LABELS, ``.jsonl`` for JSON lines.
        by_folder: the first folder of a photo's path names its person.

    Raises:
        LabelsError: another suffix.
    """
    kept = list(judgements)
    if path.suffix == ".jsonl":
        lines = [judgement.model_dump_json(by_alias=True) + "\n" for judgement in kept]
        path.write_text("".join(lines), encoding="utf-8")
        return len(kept)
    if path.suffix != ".csv":
        raise LabelsError(path, ["name the file .csv or .jsonl"])
    labels = [
        judgement.label(_first_folder(judgement.file) if by_folder else None)
        for judgement in kept
        if judgement.exclusion is None
    ]
    write_labels(labels, path)
    return len(labels)


def _judgement(file: str, at: datetime, grades: Grades, row: Mapping[str, str]) -> Judgement:
    reason = row.get("exclusion")
    known = {str(exclusion): exclusion for exclusion in Exclusion}
    return Judgement(
        file=file,
        at=at,
        grades={} if reason else grades,
        exclusion=known.get(reason, Exclusion.OTHER) if reason else None,
        person=row.get(PERSON) or None,
    )


def _first_folder(file: str) -> str | None:
    folder, slash, _ = file.partition("/")
    return folder if slash else None


def _places(files: Iterable[str]) -> dict[str, str]:
    """Return files by path, and by name where only one has it."""
    by_path = {_composed(file): file for file in files}
    by_name: dict[str, list[str]] = {}
    for path, file in by_path.items():
        by_name.setdefault(PurePosixPath(path).name, []).append(file)
    return {name: found[0] for name, found in by_name.items() if len(found) == 1} | by_path


def _composed(text: str) -> str:
    """Return text in Unicode's composed form: a Mac's file system has 두피 as six letters."""
    return unicodedata.normalize("NFC", text)


def _rows(path: Path) -> list[tuple[str, dict[str, str]]]:
    """Return each row's place in the file and its cells, by names without case and blanks."""
    try:
        if path.suffix == ".csv":
            return [(f"line {row.number}", _spelled(row.cells)) for row in read_csv(path, ())]
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".jsonl":
            lines = [
                (f"line {number}", json.loads(line))
                for number, line in enumerate(text.splitlines(), start=1)
                if line.strip()
            ]
        elif path.suffix == ".json":
            lines = [
                (f"item {number}", item) for number, item in enumerate(json.loads(text), start=1)
            ]
        else:
            raise LabelsError(path, ["name the file .csv, .jsonl or .json"])
        return [(place, _spelled(_flat(item))) for place, item in lines]
    except CatalogueFileError as error:
        raise LabelsError(path, error.problems) from error
    except OSError as error:
        raise LabelsError(path, [f"cannot be read: {error.strerror}"]) from error
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise LabelsError(path, [f"holds no list of objects: {error}"]) from error


def _flat(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object's fields, those of ``grades`` among them."""
    inner = item.get("grades")
    return {**item, **(inner if isinstance(inner, Mapping) else {})}


def _spelled(cells: Mapping[str, Any]) -> dict[str, str]:
    return {
        re.sub(r"[\s-]+", "_", name.strip().lower()): "" if cell is None else str(cell)
        for name, cell in cells.items()
    }


def _grades(row: Mapping[str, str]) -> tuple[Grades, list[str]]:
    grades: Grades = dict.fromkeys(Symptom)
    problems = []
    for name, cell in row.items():
        symptom = _SYMPTOMS.get(name)
        if symptom is None:
            continue
        spelling = cell.strip().lower()
        if spelling not in _GRADES:
            problems.append(f"{name} is {cell!r}; write 0, 1, 2, 3 or nothing")
        grades[symptom] = _GRADES.get(spelling)
    return grades, problems
