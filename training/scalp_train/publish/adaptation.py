"""``adaptation.json``: what an adaptation to labelled photos changed, with intervals."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from scalp_core.analysis import Record
from scalp_core.vocabulary import Symptom
from scalp_train.evaluate.figures import Figure, three_digits, with_interval

FILE = "adaptation.json"
HEADINGS = ("photos", "people", "QWK before", "after", "gain", "old pictures before", "after", "")


class HeadChange(Record):
    """One symptom; figures are quadratic weighted kappas, ``None`` where they were not measured.

    Attributes:
        photos: number of photos with a grade.
        people: number of people on them.
        kept: why the base's layer stays; ``None`` where it was replaced.
        before: of the base on the photos.
        after: of fits to other people's photos.
        gain: the difference, on the same resamples.
        old_before: of the base on pictures of the kind that it learned from.
        old_after: of the new layer on the same.
    """

    photos: int
    people: int
    kept: str | None
    before: Figure | None = None
    after: Figure | None = None
    gain: Figure | None = None
    old_before: float | None = None
    old_after: float | None = None

    def sentence(self) -> str:
        """Return all of it in words."""
        parts = [f"{self.photos} photos of {self.people} people"]
        if self.before and self.after and self.gain:
            before, after, gain = map(with_interval, (self.before, self.after, self.gain))
            parts.insert(0, f"{before} → {after}, gain {gain}")
            old_before, old_after = three_digits(self.old_before), three_digits(self.old_after)
            parts.append(f"old pictures {old_before} → {old_after}")
        parts.append(f"kept, {self.kept}" if self.kept else "adapted")
        return "; ".join(parts)

    def cells(self) -> list[str]:
        """Return the cells of :data:`HEADINGS`."""
        return [
            str(self.photos),
            str(self.people),
            *("-" if each is None else with_interval(each) for each in self._figures()),
            three_digits(self.old_before),
            three_digits(self.old_after),
            "adapted" if self.kept is None else f"kept: {self.kept}",
        ]

    def _figures(self) -> tuple[Figure | None, Figure | None, Figure | None]:
        return self.before, self.after, self.gain


class GateChange(Record):
    """The photo gate: shares of labelled photos, and of pictures that show anything else, 0-1."""

    adapted: bool
    unfamiliar_before: float
    unfamiliar_after: float
    rejected_before: float
    rejected_after: float
    others_pass_before: float
    others_pass_after: float


class AdaptationRecord(Record):
    """The content of ``adaptation.json``.

    Attributes:
        most_lost: quadratic weighted kappa that no symptom may lose on the old pictures.
        old_pictures: number of these.
    """

    symptoms: dict[Symptom, HeadChange]
    gate: GateChange
    most_lost: float
    old_pictures: int

    def write(self, folder: Path) -> None:
        """Write ``adaptation.json``."""
        (folder / FILE).write_text(self.model_dump_json(by_alias=True, indent=2) + "\n")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return the record in a folder of adapted artifacts."""
        return cls.model_validate_json((folder / FILE).read_bytes())
