"""``training.json``: the recipe that the networks of a folder come from, and how long it took.

Serving needs neither; its contract is the manifest. The model card needs both, also where the
checkpoints no longer exist.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field

from scalp_core.analysis import Record

FILE = "training.json"


class Overfit(Record):
    """Mean accuracy over the six symptoms on training and on validation pictures, 0-1."""

    training: float = Field(ge=0, le=1)
    """On the first pictures of the training set, not augmented."""
    training_pictures: int
    validation: float = Field(ge=0, le=1)
    validation_pictures: int

    @property
    def gap(self) -> float:
        """Return training minus validation accuracy."""
        return self.training - self.validation


class TrainingRecord(Record):
    """The content of ``training.json``."""

    recipe: str
    minutes: float | None = Field(gt=0)
    """Wall time of ``fit``; ``None`` for checkpoints older than this record."""
    overfit: Overfit | None = None

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """Return the record in a folder of artifacts, if there is one."""
        file = folder / FILE
        return cls.model_validate_json(file.read_bytes()) if file.exists() else None

    def write(self, folder: Path) -> None:
        """Write ``training.json``."""
        (folder / FILE).write_text(self.model_dump_json(by_alias=True, indent=2) + "\n")
