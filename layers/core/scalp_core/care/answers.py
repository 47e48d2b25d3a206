"""Answers to the optional questions, which a photo cannot answer. They are never stored."""

from collections.abc import Iterator
from enum import StrEnum

from pydantic import Field

from scalp_core.analysis import Record


class Itch(StrEnum):
    """How much the scalp itches; ``severe`` disturbs sleep or the day."""

    NONE = "none"
    SOME = "some"
    SEVERE = "severe"


class Duration(StrEnum):
    """How long the complaint has lasted."""

    UNDER_TWO_WEEKS = "under_two_weeks"
    TWO_WEEKS_TO_A_MONTH = "two_weeks_to_a_month"
    ONE_TO_THREE_MONTHS = "one_to_three_months"
    OVER_THREE_MONTHS = "over_three_months"


class Sign(StrEnum):
    """What answers say, one fact each: rules ask for facts that hold, never for absent ones.

    So one answer more can only raise the urgency of a triage.
    """

    SEVERE_ITCH = "severe_itch"
    PAIN_OR_SWELLING = "pain_or_swelling"
    OOZING_OR_BLEEDING = "oozing_or_bleeding"
    FEVER = "fever"
    SUDDEN_BALD_PATCHES = "sudden_bald_patches"
    OVER_TWO_WEEKS = "over_two_weeks"
    OVER_A_MONTH = "over_a_month"
    OVER_THREE_MONTHS = "over_three_months"
    PREGNANT_OR_BREASTFEEDING = "pregnant_or_breastfeeding"
    UNDER_18 = "under_18"


# From the shortest duration on, what each adds to the one before.
_LASTING = (None, Sign.OVER_TWO_WEEKS, Sign.OVER_A_MONTH, Sign.OVER_THREE_MONTHS)


class Answers(Record):
    """Answers of one person; ``None`` where a question is left open."""

    itch: Itch | None = Field(None, description="severe: it disturbs sleep or the day")
    pain_or_swelling: bool | None = Field(
        None, strict=True, description="the scalp hurts or is swollen"
    )
    oozing_or_bleeding: bool | None = Field(
        None, strict=True, description="the scalp oozes or bleeds"
    )
    fever: bool | None = Field(
        None, strict=True, description="fever or chills together with the complaint"
    )
    sudden_bald_patches: bool | None = Field(
        None, strict=True, description="a bald patch has appeared within days or weeks"
    )
    duration: Duration | None = Field(None, description="how long the complaint has lasted")
    pregnant_or_breastfeeding: bool | None = Field(
        None, strict=True, description="matters for medicines only"
    )
    under_18: bool | None = Field(
        None,
        strict=True,
        description="matters for medicines only; a person of the age group 10s who leaves it open "
        "counts as under 18",
    )

    @property
    def signs(self) -> frozenset[Sign]:
        """The facts that hold; an open question states none."""
        return frozenset(self._signs())

    def _signs(self) -> Iterator[Sign]:
        if self.itch is Itch.SEVERE:
            yield Sign.SEVERE_ITCH
        if self.duration is not None:
            reached = list(Duration).index(self.duration)
            yield from (sign for sign in _LASTING[: reached + 1] if sign)
        for sign, answer in (
            (Sign.PAIN_OR_SWELLING, self.pain_or_swelling),
            (Sign.OOZING_OR_BLEEDING, self.oozing_or_bleeding),
            (Sign.FEVER, self.fever),
            (Sign.SUDDEN_BALD_PATCHES, self.sudden_bald_patches),
            (Sign.PREGNANT_OR_BREASTFEEDING, self.pregnant_or_breastfeeding),
            (Sign.UNDER_18, self.under_18),
        ):
            if answer:
                yield sign
