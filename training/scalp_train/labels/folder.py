"""Photos of a folder, to be labelled."""

from __future__ import annotations

from pathlib import Path

from scalp_core.errors import PhotoNotFoundError

_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"})


class FolderPhotos:
    """The photos below a folder; a file's name is its path below it, with slashes.

    Args:
        root: of all photos; hidden files and folders are left out.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        below = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
        self.files = sorted(
            path.as_posix()
            for path in below
            if path.suffix.lower() in _SUFFIXES
            and not any(part.startswith(".") for part in path.parts)
        )

    def is_available(self, file: str) -> bool:
        """Return whether the photo is still there."""
        return (self._root / file).is_file()

    def read(self, file: str) -> bytes:
        """Return the content of one of ``files``.

        Raises:
            PhotoNotFoundError: it is not there any more.
        """
        try:
            return (self._root / file).read_bytes()
        except FileNotFoundError as error:
            raise PhotoNotFoundError from error
