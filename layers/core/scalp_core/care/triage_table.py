"""The table of triage: levels, the rules that lead to them, and what is said of each."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from scalp_core.analysis import Message, Record
from scalp_core.care.conditions import Condition
from scalp_core.care.statements import Statement
from scalp_core.vocabulary import PhotoWarning


class TriageLevel(StrEnum):
    """How soon a doctor should look at the scalp, the least urgent first."""

    CARE_AT_HOME = "care_at_home"
    WITHIN_A_MONTH = "within_a_month"
    THIS_WEEK = "this_week"
    TODAY = "today"

    @property
    def urgency(self) -> int:
        """0 … 3, for comparisons."""
        return _URGENCY[self]


_URGENCY = {level: urgency for urgency, level in enumerate(TriageLevel)}


class Offers(StrEnum):
    """What may be suggested beside a triage.

    Attributes:
        GENTLE: cosmetics that are not known to irritate; no medicine, no advertisement.
    """

    ALL = "all"
    GENTLE = "gentle"
    NONE = "none"


class Withheld(StrEnum):
    """Why not everything may be suggested."""

    DOCTOR_FIRST = "doctor_first"
    DOCTOR_SOON = "doctor_soon"
    UNFAMILIAR_PHOTO = "unfamiliar_photo"
    NO_FINDINGS = "no_findings"


class Outcome(Record):
    """What is said of a level, or of a photo without a verdict.

    Attributes:
        headline: the answer in one short sentence.
        when: by when to act; ``None`` without a verdict.
        action: what to do until then, or whom to see; adds to the headline.
        sources: of the time and the action; empty without a verdict.
    """

    headline: Message
    when: Message | None = None
    action: Message
    sources: list[str] = Field(default_factory=list)


class TriageRule(Statement, Condition):
    """A reason to see a doctor: it holds where its symptom and all its signs are there.

    Attributes:
        plausible: the grade need not be the one given, only be plausible. The rule then holds
            below that grade alone, as a rule of the grade itself takes over from there.
    """

    level: TriageLevel
    plausible: bool = False

    @model_validator(mode="after")
    def _raises_the_level(self) -> Self:
        if self.plausible and self.symptom is None:
            raise ValueError("only a grade can be plausible")
        if self.level is TriageLevel.CARE_AT_HOME:
            raise ValueError("care at home needs no rule: it is what is left")
        return self


class TriageTable(Record):
    """The whole table.

    Attributes:
        levels: one outcome each.
        limited: outcome in place of care at home where the photo is of poor quality.
        no_verdict: outcome of a photo that may show no scalp, and of no photo at all.
        warnings: what each flaw of a photo means for the verdict.
        rules: in no particular order.
        withheld: why products are withheld.
    """

    levels: dict[TriageLevel, Outcome]
    limited: Outcome
    no_verdict: dict[Withheld, Outcome]
    warnings: dict[PhotoWarning, Message]
    rules: list[TriageRule]
    withheld: dict[Withheld, Message]

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        missing = [
            *(level for level in TriageLevel if level not in self.levels),
            *(warning for warning in PhotoWarning if warning not in self.warnings),
            *(reason for reason in Withheld if reason not in self.withheld),
            *(
                reason
                for reason in (Withheld.UNFAMILIAR_PHOTO, Withheld.NO_FINDINGS)
                if reason not in self.no_verdict
            ),
        ]
        if missing:
            raise ValueError(f"no text for {', '.join(missing)}")
        silent = [level for level, outcome in self.levels.items() if outcome.when is None]
        if silent:
            raise ValueError(f"no time for {', '.join(silent)}")
        return self

    @model_validator(mode="after")
    def _given_grades_count_for_more(self) -> Self:
        for rule in self.rules:
            if rule.plausible and not any(_covers(other, rule) for other in self.rules):
                raise ValueError(f"{rule.symptom}:{rule.grade} plausible outranks the grade given")
        return self


def _covers(given: TriageRule, plausible: TriageRule) -> bool:
    """Whether a rule holds, at least as urgently, once the plausible grade is the one given."""
    return (
        not given.plausible
        and given.symptom is plausible.symptom
        and given.grade is not None
        and plausible.grade is not None
        and given.grade <= plausible.grade
        and set(given.signs) <= set(plausible.signs)
        and given.level.urgency >= plausible.level.urgency
    )
