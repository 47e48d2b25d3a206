"""How soon a doctor should look at a scalp."""

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from scalp_core.care.answers import Answers, Duration, Itch, Sign
from scalp_core.care.conditions import Findings, findings_of
from scalp_core.care.guide import CareGuide
from scalp_core.care.triage import Triage, triage
from scalp_core.care.triage_table import Offers, TriageLevel, Withheld
from scalp_core.deployed_files import load_deployed
from scalp_core.errors import BrokenArtifactError
from scalp_core.products.prohibited_claims import find_prohibited_claims
from scalp_core.vocabulary import Grade, PhotoWarning, Symptom
from scalp_deployment.paths import CARE_GUIDE
from support.care import ANSWERS, all_findings, shipped_guide
from support.results import result

PUSTULES, LOSS = Symptom.FOLLICULAR_ERYTHEMA_PUSTULES, Symptom.HAIR_LOSS
REDNESS, DANDRUFF = Symptom.INTERFOLLICULAR_ERYTHEMA, Symptom.DANDRUFF
HOME, MONTH = TriageLevel.CARE_AT_HOME, TriageLevel.WITHIN_A_MONTH
WEEK, TODAY = TriageLevel.THIS_WEEK, TriageLevel.TODAY


def decide(
    grades: dict[Symptom, Grade] | None = None,
    answers: str | Answers = "none",
    *,
    plausible: dict[Symptom, list[Grade]] | None = None,
    warnings: tuple[PhotoWarning, ...] = (),
) -> Triage:
    given = ANSWERS[answers] if isinstance(answers, str) else answers
    findings = None if grades is None else Findings(grades, plausible or {}, warnings)
    return triage(shipped_guide().triage, findings, given)


def urgency(level: TriageLevel | None) -> int:
    return -1 if level is None else level.urgency


@pytest.mark.parametrize(
    ("grades", "level"),
    [
        (dict.fromkeys(Symptom, Grade.NONE), HOME),
        (dict.fromkeys(Symptom, Grade.MILD), HOME),
        ({DANDRUFF: Grade.MODERATE, REDNESS: Grade.MODERATE}, HOME),
        ({LOSS: Grade.MODERATE}, MONTH),
        ({LOSS: Grade.SEVERE}, MONTH),
        ({DANDRUFF: Grade.SEVERE}, MONTH),
        ({Symptom.EXCESS_SEBUM: Grade.SEVERE}, MONTH),
        ({Symptom.FINE_SCALING: Grade.SEVERE}, MONTH),
        ({REDNESS: Grade.SEVERE}, WEEK),
        ({PUSTULES: Grade.MODERATE}, WEEK),
        ({PUSTULES: Grade.SEVERE, LOSS: Grade.SEVERE}, WEEK),
    ],
)
def test_grades_decide_the_level(grades: dict[Symptom, Grade], level: TriageLevel) -> None:
    assert decide(grades).level is level


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ("all fine", HOME),
        ("pregnant", HOME),
        ("under 18", HOME),
        ("itch", MONTH),
        ("pain", WEEK),
        ("oozing", WEEK),
        ("bald patches", WEEK),
        ("pain and oozing", TODAY),
        ("fever", TODAY),
    ],
)
def test_red_flags_raise_the_level_of_a_photo_without_findings(
    answers: str, level: TriageLevel
) -> None:
    decided = decide(dict.fromkeys(Symptom, Grade.NONE), answers)

    assert decided.level is level
    assert bool(decided.reasons) == (level is not HOME)


def test_pain_makes_moderate_pustules_a_matter_of_today() -> None:
    decided = decide({PUSTULES: Grade.MODERATE}, "pain")

    assert decided.level is TODAY
    assert [(one.symptom, one.signs) for one in decided.reasons] == [
        (PUSTULES, [Sign.PAIN_OR_SWELLING])
    ]


@pytest.mark.parametrize(
    ("symptom", "grade", "too_short", "long_enough"),
    [
        (REDNESS, Grade.MILD, Duration.UNDER_TWO_WEEKS, Duration.TWO_WEEKS_TO_A_MONTH),
        (PUSTULES, Grade.MILD, Duration.UNDER_TWO_WEEKS, Duration.TWO_WEEKS_TO_A_MONTH),
        (DANDRUFF, Grade.MODERATE, Duration.TWO_WEEKS_TO_A_MONTH, Duration.ONE_TO_THREE_MONTHS),
        (LOSS, Grade.MILD, Duration.ONE_TO_THREE_MONTHS, Duration.OVER_THREE_MONTHS),
    ],
)
def test_what_lasts_should_be_seen_within_a_month(
    symptom: Symptom, grade: Grade, too_short: Duration, long_enough: Duration
) -> None:
    assert decide({symptom: grade}, Answers(duration=too_short)).level is HOME
    assert decide({symptom: grade}, Answers(duration=long_enough)).level is MONTH


@pytest.mark.parametrize(
    ("symptom", "level"),
    [(PUSTULES, WEEK), (REDNESS, MONTH), (LOSS, MONTH), (DANDRUFF, MONTH)],
)
def test_a_severe_grade_that_cannot_be_ruled_out_counts(
    symptom: Symptom, level: TriageLevel
) -> None:
    decided = decide({symptom: Grade.MILD}, plausible={symptom: [Grade.MILD, Grade.SEVERE]})

    assert decided.level is level
    assert decided.reasons[0].plausible
    assert "가능성" in decided.reasons[0].ko


def test_findings_of_a_result_are_its_grades_and_warnings() -> None:
    found = findings_of(result({LOSS: Grade.MILD}, warnings=[PhotoWarning.BLURRED]))

    assert found.grades[LOSS] is Grade.MILD
    assert found.plausible[LOSS] == [Grade.MILD]
    assert found.warnings == [PhotoWarning.BLURRED]


def test_a_photo_that_may_show_no_scalp_gets_no_verdict() -> None:
    worst = dict.fromkeys(Symptom, Grade.SEVERE)

    decided = decide(worst, warnings=(PhotoWarning.UNFAMILIAR,))

    assert decided.level is None
    assert decided.reasons == []
    assert (decided.offers, decided.withheld) == (Offers.NONE, Withheld.UNFAMILIAR_PHOTO)
    assert "두피 사진이 아닌" in decided.outcome.headline.ko
    assert decide(worst, "fever", warnings=(PhotoWarning.UNFAMILIAR,)).level is TODAY


def test_without_a_photo_only_red_flags_say_something() -> None:
    assert (decide().level, decide().withheld) == (None, Withheld.NO_FINDINGS)
    assert decide(answers="bald patches").level is WEEK
    assert decide(answers="bald patches").doctor_first


@pytest.mark.parametrize("warning", [one for one in PhotoWarning if one != "unfamiliar"])
def test_a_poor_photo_reassures_less_and_urges_as_much(warning: PhotoWarning) -> None:
    fine, poor = decide({DANDRUFF: Grade.MILD}), decide({DANDRUFF: Grade.MILD}, warnings=(warning,))

    assert poor.level is HOME
    assert poor.outcome.headline != fine.outcome.headline
    assert "다시" in poor.outcome.action.ko
    assert poor.limits == [warning]
    urgent = decide({PUSTULES: Grade.SEVERE}, warnings=(warning,))
    assert urgent.outcome == decide({PUSTULES: Grade.SEVERE}).outcome


@pytest.mark.parametrize(
    ("grades", "answers", "offers"),
    [
        ({DANDRUFF: Grade.MODERATE}, "none", Offers.ALL),
        ({LOSS: Grade.MODERATE}, "none", Offers.GENTLE),
        ({DANDRUFF: Grade.MILD}, "itch", Offers.GENTLE),
        ({DANDRUFF: Grade.SEVERE}, "none", Offers.NONE),
        ({PUSTULES: Grade.MODERATE}, "none", Offers.NONE),
        ({DANDRUFF: Grade.MILD}, "fever", Offers.NONE),
    ],
)
def test_the_level_and_any_severe_grade_decide_what_may_be_suggested(
    grades: dict[Symptom, Grade], answers: str, offers: Offers
) -> None:
    assert decide(grades, answers).offers is offers


# ── Over all combinations of grades ──────────────────────────────────────────────────────────────


def test_a_higher_grade_or_an_answer_more_never_lowers_the_level() -> None:
    """And never allows more to be suggested."""
    freedom = [Offers.NONE, Offers.GENTLE, Offers.ALL]
    table = shipped_guide().triage
    found: dict[tuple[str, tuple[Grade, ...]], tuple[int, int]] = {}
    for name in ("none", "itch", "three months", "pain"):
        for findings in all_findings():
            decided = triage(table, findings, ANSWERS[name])
            key = name, tuple(findings.grades.values())
            found[key] = urgency(decided.level), -freedom.index(decided.offers)

    for (name, grades), (level, strictness) in found.items():
        assert found["none", grades] <= (level, strictness)
        for place, grade in enumerate(grades):
            if grade < Grade.SEVERE:
                worse = (*grades[:place], Grade(grade + 1), *grades[place + 1 :])
                assert found[name, worse][0] >= level
                assert found[name, worse][1] >= strictness


@pytest.mark.parametrize("symptom", list(Symptom))
def test_a_plausible_grade_more_never_lowers_the_level(symptom: Symptom) -> None:
    for given in Grade:
        for size in range(len(Grade)):
            for fewer in combinations(Grade, size):
                before = decide({symptom: given}, plausible={symptom: list(fewer)})
                for more in Grade:
                    after = decide({symptom: given}, plausible={symptom: [*fewer, more]})
                    assert urgency(after.level) >= urgency(before.level)


def test_a_fact_more_never_lowers_the_level() -> None:
    changes: list[dict[str, Any]] = [
        {"itch": Itch.SEVERE},
        *({"duration": duration} for duration in Duration),
        *({name: True} for name in ("pain_or_swelling", "oozing_or_bleeding", "fever")),
        *({name: True} for name in ("sudden_bald_patches", "pregnant_or_breastfeeding")),
    ]
    for grade in Grade:
        grades = dict.fromkeys(Symptom, grade)
        for answers in ANSWERS.values():
            before = decide(grades, answers)
            for change in changes:
                more = answers.model_copy(update=change)
                if more.signs >= answers.signs:
                    assert urgency(decide(grades, more).level) >= urgency(before.level)


# ── The table ────────────────────────────────────────────────────────────────────────────────────


def test_no_text_of_the_table_claims_what_only_a_doctor_may() -> None:
    table = shipped_guide().triage
    outcomes = [*table.levels.values(), table.limited, *table.no_verdict.values()]
    texts = [one for outcome in outcomes for one in (outcome.headline, outcome.action)]
    for text in (*texts, *table.rules, *table.withheld.values(), *table.warnings.values()):
        assert find_prohibited_claims(text.ko) == []
        assert find_prohibited_claims(text.en) == []


@pytest.mark.parametrize("level", [level for level in TriageLevel if level is not HOME])
def test_what_to_do_does_not_repeat_by_when(level: TriageLevel) -> None:
    outcome = shipped_guide().triage.levels[level]
    assert outcome.when is not None
    assert outcome.when.ko in outcome.headline.ko
    assert outcome.when.ko not in outcome.action.ko
    assert outcome.when.en.lower() not in outcome.action.en.lower()


def drop_level(raw: Any) -> None:
    del raw["levels"]["today"]


def drop_time(raw: Any) -> None:
    del raw["levels"]["this_week"]["when"]


def drop_given_grade(raw: Any) -> None:
    raw["rules"] = [one for one in raw["rules"] if one.get("plausible") or "symptom" not in one]


def reassure_by_rule(raw: Any) -> None:
    raw["rules"][0]["level"] = "care_at_home"


def forget_the_sign(raw: Any) -> None:
    raw["rules"][0]["signs"] = []


def forget_the_grade(raw: Any) -> None:
    raw["rules"][-1]["grade"] = None


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (drop_level, "no text for today"),
        (drop_time, "no time for this_week"),
        (drop_given_grade, "outranks the grade given"),
        (reassure_by_rule, "it is what is left"),
        (forget_the_sign, "needs a sign"),
        (forget_the_grade, "or neither"),
    ],
)
def test_a_table_with_a_gap_is_refused(tmp_path: Path, damage: Any, message: str) -> None:
    raw = json.loads(CARE_GUIDE.read_text(encoding="utf-8"))
    damage(raw["triage"])
    file = tmp_path / "guide.json"
    file.write_text(json.dumps(raw), encoding="utf-8")

    with pytest.raises(BrokenArtifactError, match=message):
        load_deployed(file, CareGuide)
