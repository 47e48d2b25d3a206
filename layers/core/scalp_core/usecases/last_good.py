"""The rule that a bad refresh never replaces the last good data."""

from scalp_core.errors import ShrunkenCatalogueError

_LEAST_KEPT = 0.7


def refuse_shrunken(*, stored: int, offered: int) -> None:
    """Let pass what may replace the stored rows.

    Registers grow and shrink by a few per cent a year. A third missing is a fault of the answer,
    such as a province that was left out or a changed code.

    Raises:
        ShrunkenCatalogueError: nothing is offered, or over 30 % fewer rows than are stored.
    """
    if offered == 0 or offered < _LEAST_KEPT * stored:
        raise ShrunkenCatalogueError(stored=stored, offered=offered)
