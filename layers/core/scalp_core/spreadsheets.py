"""CSV that spreadsheets read correctly."""

_FORMULA_SIGNS = ("=", "+", "-", "@")


def text_cell(text: str) -> str:
    """Return text for one cell, on one line and never evaluated as a formula."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA_SIGNS) else shown


def for_spreadsheets(table: str) -> bytes:
    """Return a table with a byte order mark, without which Excel takes Korean for code page 949.

    ASCII tables need none and get none: pandas and Tableau skip the mark, but other readers would
    find it in the first column's name.
    """
    return table.encode("utf-8-sig")
