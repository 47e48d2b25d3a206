"""Reads tables in the forms in which spreadsheets save them.

Excel on a Korean Windows writes "CSV" in code page 949, "CSV UTF-8" with a byte order mark, and
"Unicode Text" in UTF-16 with tabs; where the system's list separator is a semicolon, that stands in
place of commas. All of them, and plain UTF-8, are told apart by what they hold.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from scalp_core.errors import CatalogueFileError

_DELIMITERS = (",", "\t", ";")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_MONTH = re.compile(rf"({'|'.join(_MONTHS)})-(\d\d)")
_WHAT_TO_DO = (
    "In Excel, choose File > Save As > CSV UTF-8 (CSV UTF-8(쉼표로 분리)), and load that file. "
    "infra/seed/README.md describes the columns."
)


class Line(NamedTuple):
    """One row of a table.

    Attributes:
        number: of its last line in the file, from 1.
        cells: by the names in the first row; cells that are missing at the end are empty.
    """

    number: int
    cells: dict[str, str]


def read_table(path: Path, columns: Collection[str]) -> list[Line]:
    """Return all rows that are not empty, with all text in Unicode's composed form (NFC).

    Args:
        columns: names that the first row has to hold.

    Raises:
        CatalogueFileError: there is no such file, or it is no table with these columns.
    """
    try:
        text = unicodedata.normalize("NFC", _decoded(path.read_bytes()))
        return list(_lines(text, columns))
    except OSError as error:
        raise CatalogueFileError([f"{path.name}: {error.strerror}"]) from error
    except (ValueError, csv.Error) as error:
        raise CatalogueFileError([f"{path.name}: {error}. {_WHAT_TO_DO}"]) from error


def month(text: str) -> str:
    """Return a month as it was before Excel took 2023-05 for a date and saved May-23."""
    match = _MONTH.fullmatch(text)
    return f"20{match[2]}-{_MONTHS.index(match[1]) + 1:02d}" if match else text


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF_16):
        return _strictly(content, "utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _strictly(content, "cp949")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise ValueError("this is no text in UTF-8, UTF-16 or code page 949") from None


def _lines(text: str, columns: Collection[str]) -> Iterator[Line]:
    first, *_ = [*text.splitlines(), ""]
    delimiter = max(_DELIMITERS, key=first.count)
    rows = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=delimiter, restkey="", restval="", strict=True
    )
    missing = [name for name in columns if name not in (rows.fieldnames or ())]
    if missing:
        raise ValueError(f"the first row does not name these columns: {', '.join(missing)}")
    for row in rows:
        extra = row.pop("", "")  # without a name: left over where a column was cleared
        if any(extra):
            raise ValueError(f"line {rows.line_num} has more cells than the first row has names")
        if any(row.values()):
            yield Line(rows.line_num, row)
