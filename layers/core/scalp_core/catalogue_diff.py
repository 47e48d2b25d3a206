"""The difference between two catalogues, and the rule that keeps the last known good one."""

from dataclasses import dataclass

from scalp_core.errors import ShrunkenCatalogueError

_LEAST_KEPT = 0.7


def refuse_shrunken(*, stored: int, offered: int) -> None:
    """Raise if the offered rows are too few to replace the stored ones.

    Registers grow and shrink by a few per cent a year. Where a third is missing, the response is
    faulty, such as a province that was left out or a changed code.

    Raises:
        ShrunkenCatalogueError: nothing is offered, or over 30 % fewer rows than are stored.
    """
    if offered == 0 or offered < _LEAST_KEPT * stored:
        raise ShrunkenCatalogueError(stored=stored, offered=offered)


@dataclass(frozen=True)
class CatalogueDiff:
    """How a load differs from the stored catalogue, by ids."""

    added: list[str]
    changed: list[str]
    removed: list[str]
    unchanged: int

    def counts(self) -> dict[str, int]:
        """Return the number of each, for reports and logs."""
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "removed": len(self.removed),
            "unchanged": self.unchanged,
        }
