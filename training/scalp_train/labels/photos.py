"""Where the photos come from that are labelled."""

from __future__ import annotations

from typing import Protocol


class Photos(Protocol):
    """A folder's photos or a stack's consented copies.

    Attributes:
        files: their names, in a fixed order.
    """

    files: list[str]

    def is_available(self, file: str, /) -> bool:
        """Return whether a photo may be shown and labelled now."""
        ...

    def read(self, file: str, /) -> bytes:
        """Return a photo's content.

        Raises:
            PhotoNotFoundError: it is gone, or has been withdrawn.
        """
        ...
