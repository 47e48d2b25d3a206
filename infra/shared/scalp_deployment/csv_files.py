"""Reads CSV files in the forms in which spreadsheets save them.

Excel on a Korean Windows writes "CSV" in code page 949, "CSV UTF-8" with a byte order mark, and
"Unicode Text" in UTF-16 with tabs; where the system's list separator is a semicolon, that replaces
the commas. Encoding and delimiter are recognised by the content; plain UTF-8 is read, too.
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
_ADVICE = (
    "In Excel, choose File > Save As > CSV UTF-8 (CSV UTF-8(쉼표로 분리)), and load that file."
)
_DESCRIBED = " infra/seed/README.md describes the columns."


class Row(NamedTuple):
    """One row of a file.

    Attributes:
        number: of its last line in the file, from 1.
        cells: by column name; cells that are missing at the end of a row are empty.
    """

    number: int
    cells: dict[str, str]


def read_csv(path: Path, columns: Collection[str]) -> list[Row]:
    """Return all rows that are not empty, with text in Unicode's composed form (NFC).

    Args:
        columns: names that the header has to contain; none for tables of other tools.

    Raises:
        CatalogueFileError: the file cannot be read, or is no table with these columns.
    """
    try:
        text = unicodedata.normalize("NFC", _decode(path.read_bytes()))
        return list(_rows(text, columns))
    except OSError as error:
        raise CatalogueFileError([f"{path.name}: {error.strerror}"]) from error
    except (ValueError, csv.Error) as error:
        advice = _ADVICE + _DESCRIBED if columns else _ADVICE
        raise CatalogueFileError([f"{path.name}: {error}. {advice}"]) from error


def month(text: str) -> str:
    """Return ``YYYY-MM`` also for ``May-23``, as Excel saves what it takes for a date."""
    match = _MONTH.fullmatch(text)
    return f"20{match[2]}-{_MONTHS.index(match[1]) + 1:02d}" if match else text


def _decode(content: bytes) -> str:
    if content.startswith(_UTF_16):
        return _decode_strictly(content, "utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_strictly(content, "cp949")


def _decode_strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise ValueError("the text is not in UTF-8, UTF-16 or code page 949") from None


def _rows(text: str, columns: Collection[str]) -> Iterator[Row]:
    header, *_ = [*text.splitlines(), ""]
    delimiter = max(_DELIMITERS, key=header.count)
    rows = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=delimiter, restkey="", restval="", strict=True
    )
    missing = [name for name in columns if name not in (rows.fieldnames or ())]
    if missing:
        raise ValueError(f"the header lacks the columns {', '.join(missing)}")
    for row in rows:
        extra = row.pop("", "")  # cells without a column name remain where a column was cleared
        if any(extra):
            raise ValueError(f"line {rows.line_num} has more cells than the header")
        if any(row.values()):
            yield Row(rows.line_num, row)
