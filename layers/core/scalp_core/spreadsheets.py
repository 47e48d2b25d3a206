"""CSV that spreadsheets read as it is meant."""

_FORMULA_SIGNS = ("=", "+", "-", "@")


def text_cell(text: str) -> str:
    """Text that a spreadsheet shows on one line; it would calculate what begins like a formula."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA_SIGNS) else shown


def for_spreadsheets(table: str) -> bytes:
    """Return a table with a byte order mark, without which Excel takes Korean for code page 949.

    Tables in ASCII need none, and have none: pandas and Tableau skip the mark, but readers that do
    not would find it in the first column's name.
    """
    return table.encode("utf-8-sig")
