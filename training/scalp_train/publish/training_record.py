"""``training.json``: which recipe the models of a folder come from, and how long it took.

Neither concerns serving, whose contract is the manifest; the model card needs both, also when it is
written anew where the checkpoints are gone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field

from scalp_core.models import Record

FILE = "training.json"


class Overfit(Record):
    """Mean accuracy over the six symptoms of what was learnt, and of what was not."""

    training: float = Field(ge=0, le=1)
    """On the first pictures of the training set, not augmented."""
    training_pictures: int
    validation: float = Field(ge=0, le=1)
    validation_pictures: int

    @property
    def gap(self) -> float:
        """By how much the models know their own training pictures better."""
        return self.training - self.validation


class Training(Record):
    """The whole file."""

    recipe: str
    minutes: float | None = Field(gt=0)
    """Wall time of ``fit``; unknown for checkpoints older than its record."""
    overfit: Overfit | None = None

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """The note in a folder of artifacts, if there is one."""
        file = folder / FILE
        return cls.model_validate_json(file.read_bytes()) if file.exists() else None

    def write(self, folder: Path) -> None:
        """Write ``training.json``."""
        (folder / FILE).write_text(self.model_dump_json(by_alias=True, indent=2) + "\n")
