"""Decide how soon a doctor should look at a scalp, and what may be suggested meanwhile.

The only place that decides it: site, report, care and products follow.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scalp_core.care.answers import Answers, Sign
from scalp_core.care.conditions import Findings
from scalp_core.care.triage_table import (
    Offers,
    Outcome,
    TriageLevel,
    TriageRule,
    TriageTable,
    Withheld,
)
from scalp_core.scalp_type import TIE_ORDER
from scalp_core.vocabulary import Grade, PhotoWarning


@dataclass(frozen=True)
class Triage:
    """How soon a doctor should look at the scalp.

    Attributes:
        level: ``None`` where nothing can be said: neither a usable photo nor a red flag.
        reasons: why, the most urgent first; empty where care at home is enough.
        limits: flaws of the photo for which the verdict says less.
        offers: what may be suggested meanwhile; withheld: why not everything may.
    """

    level: TriageLevel | None
    outcome: Outcome
    reasons: list[TriageRule]
    limits: list[PhotoWarning]
    offers: Offers
    withheld: Withheld | None

    @property
    def doctor_first(self) -> bool:
        """Whether a doctor comes before any product and any care beyond gentle washing."""
        return self.withheld is Withheld.DOCTOR_FIRST


def triage(table: TriageTable, findings: Findings | None, answers: Answers) -> Triage:
    """Decide from a photo's findings and a person's answers.

    The level is that of the most urgent rule that holds. A higher grade, a further plausible grade
    or one sign more never lowers it.

    Args:
        findings: ``None`` without a photo.
    """
    usable = findings if findings and not findings.unfamiliar else Findings()
    signs = answers.signs
    holding = [rule for rule in table.rules if _holds(rule, usable, signs)]
    reasons = _without_repetitions(sorted(holding, key=_most_urgent_first))
    seen = bool(usable.grades)
    level = reasons[0].level if reasons else TriageLevel.CARE_AT_HOME if seen else None
    limits = [warning for warning in PhotoWarning if findings and warning in findings.warnings]
    withheld = _withheld(level, usable, findings)
    return Triage(
        level=level,
        outcome=_outcome(table, level, withheld, limited=bool(limits)),
        reasons=reasons,
        limits=limits,
        offers=_OFFERS[withheld],
        withheld=withheld,
    )


_OFFERS = {
    None: Offers.ALL,
    Withheld.DOCTOR_SOON: Offers.GENTLE,
    Withheld.DOCTOR_FIRST: Offers.NONE,
    Withheld.UNFAMILIAR_PHOTO: Offers.NONE,
    Withheld.NO_FINDINGS: Offers.NONE,
}


def _withheld(
    level: TriageLevel | None, usable: Findings, findings: Findings | None
) -> Withheld | None:
    """Return why not everything may be suggested.

    A severe grade counts like an urgent level: it may have a cause that no self-check can see.
    """
    urgent = level is not None and level.urgency >= TriageLevel.THIS_WEEK.urgency
    if urgent or Grade.SEVERE in usable.grades.values():
        return Withheld.DOCTOR_FIRST
    if findings and findings.unfamiliar:
        return Withheld.UNFAMILIAR_PHOTO
    if not usable.grades:
        return Withheld.NO_FINDINGS
    return Withheld.DOCTOR_SOON if level is TriageLevel.WITHIN_A_MONTH else None


def _outcome(
    table: TriageTable, level: TriageLevel | None, withheld: Withheld | None, *, limited: bool
) -> Outcome:
    if level is None:
        assert withheld is not None  # noqa: S101 (nothing is known, so products are withheld)
        return table.no_verdict[withheld]
    if level is TriageLevel.CARE_AT_HOME and limited:
        return table.limited
    return table.levels[level]


def _holds(rule: TriageRule, findings: Findings, signs: frozenset[Sign]) -> bool:
    return signs.issuperset(rule.signs) and _is_found(rule, findings)


def _is_found(rule: TriageRule, findings: Findings) -> bool:
    if rule.symptom is None or rule.grade is None:
        return True
    given = findings.grades.get(rule.symptom, Grade.NONE)
    if not rule.plausible:
        return given >= rule.grade
    plausible = findings.plausible.get(rule.symptom, ())
    return given < rule.grade and any(grade >= rule.grade for grade in plausible)


def _without_repetitions(rules: Sequence[TriageRule]) -> list[TriageRule]:
    """Drop each rule whose symptom or signs an earlier, more urgent one has already named."""
    kept: list[TriageRule] = []
    for rule in rules:
        if not any(_repeats(rule, earlier) for earlier in kept):
            kept.append(rule)
    return kept


def _repeats(rule: TriageRule, earlier: TriageRule) -> bool:
    if rule.symptom not in (None, earlier.symptom) or not set(rule.signs) <= set(earlier.signs):
        return False
    worse = (rule.grade or 0) > (earlier.grade or 0) and not rule.plausible
    return earlier.level is not rule.level or not worse


def _most_urgent_first(rule: TriageRule) -> tuple[int, bool, bool, int, int]:
    """Order by level; then what the person says; then what is certain; then by grade."""
    rank = TIE_ORDER.index(rule.symptom) if rule.symptom else -1
    return -rule.level.urgency, not rule.signs, rule.plausible, -(rule.grade or 0), rank
