"""The shipped guide, and people whose triage differs."""

from collections.abc import Iterator
from functools import cache
from itertools import product

from scalp_core.care.answers import Answers, Duration, Itch
from scalp_core.care.conditions import Findings
from scalp_core.care.guide import CareGuide
from scalp_core.deployed_files import load_deployed
from scalp_core.vocabulary import Grade, Symptom
from scalp_deployment.paths import CARE_GUIDE, CARE_QUESTIONS
from scalp_local.care_questions import CareQuestions

# From no answer on, each by itself, and together where a rule asks for two.
ANSWERS: dict[str, Answers] = {
    "none": Answers(),
    "all fine": Answers(
        itch=Itch.NONE,
        pain_or_swelling=False,
        oozing_or_bleeding=False,
        fever=False,
        sudden_bald_patches=False,
        duration=Duration.UNDER_TWO_WEEKS,
        pregnant_or_breastfeeding=False,
        under_18=False,
    ),
    "itch": Answers(itch=Itch.SEVERE),
    "pain": Answers(pain_or_swelling=True),
    "oozing": Answers(oozing_or_bleeding=True),
    "pain and oozing": Answers(pain_or_swelling=True, oozing_or_bleeding=True),
    "fever": Answers(fever=True),
    "bald patches": Answers(sudden_bald_patches=True),
    "two weeks": Answers(duration=Duration.TWO_WEEKS_TO_A_MONTH),
    "a month": Answers(duration=Duration.ONE_TO_THREE_MONTHS),
    "three months": Answers(duration=Duration.OVER_THREE_MONTHS),
    "pregnant": Answers(pregnant_or_breastfeeding=True),
    "under 18": Answers(under_18=True),
}


@cache
def shipped_guide() -> CareGuide:
    return load_deployed(CARE_GUIDE, CareGuide)


@cache
def shipped_questions() -> CareQuestions:
    return load_deployed(CARE_QUESTIONS, CareQuestions)


def all_findings() -> Iterator[Findings]:
    """Every combination of six grades."""
    for grades in product(Grade, repeat=len(Symptom)):
        yield Findings(dict(zip(Symptom, grades, strict=True)))
