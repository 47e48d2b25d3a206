"""Tables as Excel saves them, of a table that is plain CSV in UTF-8."""

import csv
import io
import unicodedata
from collections.abc import Callable


def _saved(table: str, delimiter: str = ",", line_end: str = "\r\n") -> str:
    text = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(table, newline=""))
    csv.writer(text, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return text.getvalue()


def _with_empty_cells(table: str) -> str:
    """As after a column and some rows at the end were cleared."""
    header, *rows = _saved(table).splitlines(keepends=True)
    widened = [line.removesuffix("\r\n") + ",,\r\n" for line in (header, *rows)]
    return "".join([*widened, "," * (header.count(",") + 2) + "\r\n"])


FORMS: dict[str, Callable[[str], bytes]] = {
    "plain UTF-8": lambda table: table.encode(),
    "CSV UTF-8": lambda table: _saved(table).encode("utf-8-sig"),
    "CSV, Korean Windows": lambda table: _saved(table).encode("cp949"),
    "CSV, Macintosh": lambda table: _saved(table, line_end="\r").encode("cp949"),
    "Unicode Text": lambda table: _saved(table, "\t").encode("utf-16"),
    "Unicode Text, big-endian": lambda table: b"\xfe\xff" + _saved(table, "\t").encode("utf-16-be"),
    "CSV with semicolons": lambda table: _saved(table, ";").encode("utf-8-sig"),
    "CSV with semicolons, Korean Windows": lambda table: _saved(table, ";").encode("cp949"),
    "after clearing cells": lambda table: _with_empty_cells(table).encode("cp949"),
    "decomposed Korean": lambda table: unicodedata.normalize("NFD", table).encode(),
}
