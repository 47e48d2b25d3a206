"""Request and response of the triage route; a result carries the same response."""

from typing import Annotated, Self

from pydantic import BeforeValidator, ConfigDict, Field, JsonValue

from scalp_api.json_numbers import refuse_coercion
from scalp_core.analysis import Message, Record
from scalp_core.care.answers import Answers, Sign
from scalp_core.care.conditions import Findings
from scalp_core.care.guide import CareGuide
from scalp_core.care.statements import Source
from scalp_core.care.triage import Triage
from scalp_core.care.triage_table import Offers, TriageLevel, TriageRule, Withheld
from scalp_core.vocabulary import Grade, PhotoWarning, ScalpType, Symptom

_EXAMPLE: dict[str, JsonValue] = {
    "level": "within_a_month",
    "headline": {
        "ko": "한 달 안에 피부과에 가 보세요",
        "en": "See a dermatologist within a month",
    },
    "when": {"ko": "한 달 안에", "en": "Within a month"},
    "action": {
        "ko": "그때까지 부드럽게 감고 긁지 마세요. 아프거나 진물이 나면 더 서둘러 주세요.",
        "en": "Until then wash softly and do not scratch. Go sooner if it hurts or weeps.",
    },
    "reasons": [
        {
            "level": "within_a_month",
            "symptom": "hair_loss",
            "grade": 2,
            "plausible": False,
            "signs": [],
            "words": {
                "ko": "가는 머리카락이 많아 보여요. 원인을 일찍 알수록 고를 수 있는 방법이 많아요.",
                "en": "Many hairs look thin: the sooner the cause is known, the more choices there "
                "are.",
            },
            "sources": ["nhs-hair-loss"],
        }
    ],
    "limits": [],
    "offers": "gentle",
    "withheld": {
        "code": "doctor_soon",
        "message": {
            "ko": "진료 전에는 자극이 적은 제품만 보여 드려요.",
            "en": "Until your visit we show only products not known to irritate.",
        },
    },
    "sources": [
        {
            "id": "nhs-hair-loss",
            "title": "Hair loss",
            "publisher": "NHS",
            "url": "https://www.nhs.uk/conditions/hair-loss/",
        }
    ],
}


_Grade = Annotated[Grade, BeforeValidator(refuse_coercion)]


class FindingsBody(Record):
    """Findings of a photo, as an assessment's result has them."""

    grades: dict[Symptom, _Grade] = Field(
        min_length=1, description="grade of each known symptom", examples=[{"hair_loss": 2}]
    )
    plausible: dict[Symptom, Annotated[list[_Grade], Field(max_length=len(Grade))]] = Field(
        default_factory=dict, description="grades that cannot be ruled out, by symptom"
    )
    warnings: Annotated[list[PhotoWarning], Field(max_length=len(PhotoWarning))] = Field(
        default_factory=list, description="warnings of the result"
    )

    def findings(self) -> Findings:
        """Return them for the core."""
        return Findings(self.grades, self.plausible, self.warnings)


class TriageRequest(Record):
    """What a person adds to the findings of a photo. Nothing of it is stored or logged."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "findings": {"grades": {"hair_loss": 2, "dandruff": 1}},
                    "answers": {"itch": "some", "duration": "one_to_three_months"},
                }
            ]
        },
    )

    findings: FindingsBody | None = Field(None, description="null before a photo")
    answers: Answers = Field(default_factory=Answers)


class CareRequest(TriageRequest):
    """Findings and answers, and the scalp type to advise on as well."""

    scalp_type: ScalpType | None = None


class TriageReason(Record):
    """One reason to see a doctor: a grade, what the person says, or both."""

    level: TriageLevel
    symptom: Symptom | None
    grade: Grade | None = Field(description="least grade of that symptom which is such a reason")
    plausible: bool = Field(description="the grade is not the one given, but cannot be ruled out")
    signs: list[Sign] = Field(description="what the answers say")
    words: Message
    sources: list[str]

    @classmethod
    def of(cls, rule: TriageRule) -> Self:
        """Return the view of a rule that holds."""
        return cls(
            level=rule.level,
            symptom=rule.symptom,
            grade=rule.grade,
            plausible=rule.plausible,
            signs=rule.signs,
            words=Message(ko=rule.ko, en=rule.en),
            sources=rule.sources,
        )


class WithheldView(Record):
    """Why products are withheld, all or some."""

    code: Withheld
    message: Message

    @classmethod
    def of(cls, guide: CareGuide, triage: Triage) -> Self | None:
        """Return the reason of a triage, if it withholds anything."""
        if triage.withheld is None:
            return None
        return cls(code=triage.withheld, message=guide.triage.withheld[triage.withheld])


class PhotoLimit(Record):
    """A flaw of the photo for which the verdict says less."""

    warning: PhotoWarning
    message: Message


class TriageView(Record):
    """How soon a doctor should look at the scalp, and what may be suggested meanwhile."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    level: TriageLevel | None = Field(
        description="null: no verdict, as the photo may show no scalp (or there is none) and no "
        "answer is a red flag"
    )
    headline: Message = Field(description="the answer in one short sentence; display it first")
    when: Message | None = Field(description="by when to act; null without a verdict")
    action: Message = Field(
        description="what to do until then, or whom to see; does not repeat the headline"
    )
    reasons: list[TriageReason] = Field(
        description="most urgent first; empty where care at home is enough"
    )
    limits: list[PhotoLimit]
    offers: Offers = Field(
        description="what may be suggested: all; gentle cosmetics only; or no product, medicine or "
        "advertisement"
    )
    withheld: WithheldView | None = Field(description="why not all; null if all may be suggested")
    sources: list[Source] = Field(description="sources of the time, the action and the reasons")

    @classmethod
    def of(cls, guide: CareGuide, triage: Triage) -> Self:
        """Return the view of a triage by the guide's table."""
        cited = {*triage.outcome.sources, *(id_ for r in triage.reasons for id_ in r.sources)}
        return cls(
            level=triage.level,
            headline=triage.outcome.headline,
            when=triage.outcome.when,
            action=triage.outcome.action,
            reasons=[TriageReason.of(rule) for rule in triage.reasons],
            limits=[
                PhotoLimit(warning=warning, message=guide.triage.warnings[warning])
                for warning in triage.limits
            ],
            offers=triage.offers,
            withheld=WithheldView.of(guide, triage),
            sources=[source for source in guide.sources if source.id in cited],
        )
