"""``leave_one_out.json``: figures of networks on drawings of a technique that they never saw."""

from __future__ import annotations

from pathlib import Path

from scalp_core.analysis import Record
from scalp_core.vocabulary import Symptom
from scalp_train.evaluate.figures import Figures

FILE = "leave_one_out.json"


class LeftOut(Record):
    """Networks trained without one technique, on its drawings and on those of the others."""

    recipe: str
    trained_pictures: int
    """Pictures of the other techniques that they learnt from."""
    pictures: int
    """Of the technique left out; as many of the others."""
    seed: int
    home: dict[Symptom, Figures]
    """On held-out drawings of the other techniques."""
    home_mean: Figures
    left_out: dict[Symptom, Figures]
    """On the same scalps as drawn by the technique left out."""
    left_out_mean: Figures
    coverage: dict[Symptom, float]
    """Share of its drawings whose set of plausible grades holds the true one, 0-1."""
    set_size: dict[Symptom, float]
    """How many grades such a set holds on average."""

    def write(self, file: Path) -> None:
        """Write the record of one technique."""
        file.write_text(self.model_dump_json(by_alias=True, indent=2) + "\n")


class LeaveOneOutTable(Record):
    """The content of ``leave_one_out.json``."""

    command: str
    techniques: dict[str, LeftOut]
    """By the technique left out."""


def read_table(folder: Path) -> LeaveOneOutTable | None:
    """Return the table in a folder of artifacts, if there is one."""
    file = folder / FILE
    return LeaveOneOutTable.model_validate_json(file.read_bytes()) if file.exists() else None


def write_table(table: LeaveOneOutTable, folder: Path) -> None:
    """Write ``leave_one_out.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(table.model_dump_json(by_alias=True, indent=2) + "\n")
