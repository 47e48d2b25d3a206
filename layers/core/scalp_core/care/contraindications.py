"""Which products do not suit a person, by what is known of product and person."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from scalp_core.care.answers import Answers
from scalp_core.care.conditions import Condition, Findings
from scalp_core.care.statements import Statement


class Attribute(StrEnum):
    """What is known of a product that matters for a sore or sensitive scalp.

    Attributes:
        SCRUB: grains, salt, or a scaler of any kind.
        COOLING: menthol, mint, or sold as cooling.
        ALCOHOL: alcohol, or a tonic, whose base it usually is.
        STRONG_SURFACTANT: sold for deep cleansing.
        FRAGRANCE: rosemary, mint, tea tree or eucalyptus, whose oils count as fragrance.
        MEDICINE: an over-the-counter medicine of any kind.
    """

    SCRUB = "scrub"
    COOLING = "cooling"
    ALCOHOL = "alcohol"
    STRONG_SURFACTANT = "strong_surfactant"
    MINOXIDIL = "minoxidil"
    SALICYLIC_ACID = "salicylic_acid"
    FRAGRANCE = "fragrance"
    MEDICINE = "medicine"


class Contraindication(Statement, Condition):
    """A reason to leave out products with any of these attributes."""

    attributes: list[Attribute] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        if len(set(self.attributes)) < len(self.attributes):
            raise ValueError("an attribute is named twice")
        return self


def contraindications(
    table: Sequence[Contraindication], findings: Findings, answers: Answers
) -> list[Contraindication]:
    """Return the rows that apply to a person; the worst plausible grades count."""
    signs = answers.signs
    return [row for row in table if _applies(row, findings) and set(row.signs) <= signs]


def contraindicated(rows: Collection[Contraindication]) -> frozenset[Attribute]:
    """Return the attributes that rows exclude."""
    return frozenset(attribute for row in rows for attribute in row.attributes)


def _applies(row: Contraindication, findings: Findings) -> bool:
    if row.symptom is None or row.grade is None:
        return True
    return findings.worst(row.symptom) >= row.grade
