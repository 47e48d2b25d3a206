"""LABELS: a CSV file with one row for each labelled photo.

The columns are ``file``, the six symptoms by their names in the vocabulary, and, where known,
``person``. A grade is 0-3, or empty where nobody graded that symptom.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scalp_core.spreadsheets import for_spreadsheets
from scalp_core.vocabulary import Grade, Symptom

FILE, PERSON = "file", "person"
REQUIRED = (FILE, *Symptom)
COLUMNS = (*REQUIRED, PERSON)
# Tables with empty cells hold whole numbers as floats: pandas writes 2.0 for 2.
_GRADES = {text: grade for grade in Grade for text in (f"{grade:d}", f"{grade:d}.0")}


class LabelsError(Exception):
    """LABELS cannot be used.

    Attributes:
        problems: what to change, each with its line number.
    """

    def __init__(self, path: Path, problems: list[str]) -> None:
        super().__init__("\n".join(f"{path}: {problem}" for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Label:
    """One photo's grades.

    Attributes:
        file: path below the photos' folder, or the id of a photo in the research bucket.
        grades: of all six symptoms; ``None`` is not graded.
        person: whose scalp it is, by any name; photos of one person are never divided between
            fitting and validation. ``None`` is unknown: the photo counts as a person of its own.
    """

    file: str
    grades: dict[Symptom, Grade | None]
    person: str | None


def read_labels(path: Path) -> list[Label]:
    """Return the labels of a file, in its order.

    Raises:
        LabelsError: the file cannot be read, or a column or row is invalid; it lists all of them.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LabelsError(path, [f"cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise LabelsError(path, ['is not UTF-8; save it as "CSV UTF-8"']) from error
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        if problems := _column_problems(reader.fieldnames or []):
            raise LabelsError(path, problems)
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        problem = f"line {reader.reader.line_num}: not CSV ({error}); check its quotation marks"
        raise LabelsError(path, [problem]) from error
    return _labels(path, rows)


def write_labels(labels: Iterable[Label], path: Path) -> None:
    """Write a file that :func:`read_labels` reads; a crash leaves the former one whole.

    The column ``person`` is written if any label has one.
    """
    kept = list(labels)
    columns = COLUMNS if any(label.person for label in kept) else REQUIRED
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for label in kept:
        grades = {
            symptom: "" if grade is None else f"{grade:d}"
            for symptom, grade in label.grades.items()
        }
        writer.writerow({FILE: label.file, PERSON: label.person or "", **grades})
    text = table.getvalue()
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(text.encode() if text.isascii() else for_spreadsheets(text))
    unfinished.replace(path)


def _column_problems(columns: Iterable[str]) -> list[str]:
    found = list(columns)
    if not found:
        return [f"is empty; its first line names the columns {', '.join(COLUMNS)}"]
    for delimiter, name in ((";", "semicolons"), ("\t", "tabs")):
        if delimiter in found[0]:
            return [f"line 1: cells are separated by {name}; separate them by commas"]
    problems = [f"line 1: column {name} is missing" for name in REQUIRED if name not in found]
    problems += [
        f"line 1: column {name!r} is unknown; the columns are {', '.join(COLUMNS)}"
        for name in found
        if name not in COLUMNS
    ]
    twice = dict.fromkeys(name for name in found if found.count(name) > 1)
    return problems + [f"line 1: column {name} occurs more than once" for name in twice]


def _labels(path: Path, rows: list[tuple[int, dict[str, str]]]) -> list[Label]:
    labels: list[Label] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for line, row in rows:
        if None in row or None in row.values():
            problems.append(f"line {line}: has not as many cells as line 1")
            continue
        file = row[FILE].strip()
        if not file:
            problems.append(f"line {line}: names no file")
        elif file in seen:
            problems.append(f"line {line}: {file} is already on line {seen[file]}; keep one row")
        seen.setdefault(file, line)
        grades, wrong = _grades(row)
        problems += [f"line {line}: {problem}" for problem in wrong]
        labels.append(Label(file, grades, row.get(PERSON, "").strip() or None))
    if not rows:
        problems.append("holds no row below its header")
    if problems:
        raise LabelsError(path, problems)
    return labels


def _grades(row: Mapping[str, str]) -> tuple[dict[Symptom, Grade | None], list[str]]:
    grades: dict[Symptom, Grade | None] = {}
    problems = []
    for symptom in Symptom:
        text = row[symptom].strip()
        grades[symptom] = _GRADES.get(text)
        if text and text not in _GRADES:
            problems.append(f"{symptom} is {text!r}; write 0, 1, 2, 3 or nothing")
    return grades, problems
