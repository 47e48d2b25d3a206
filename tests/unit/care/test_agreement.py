"""Triage, advice and products agree, for all combinations of six grades and for all answers.

Advice and products of a person follow from the person's grades and from what the triage allows. So
they are worked out once for each grade of each symptom under each verdict, and not for all of the
49,152 combinations, whose verdicts are all found.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

import pytest

from scalp_core.care.advice import Care, give_advice
from scalp_core.care.answers import Answers
from scalp_core.care.conditions import Findings
from scalp_core.care.contraindications import (
    Attribute,
    contraindicated,
    contraindications,
)
from scalp_core.care.guide import Advice
from scalp_core.care.triage import Triage, triage
from scalp_core.care.triage_table import Offers, TriageLevel
from scalp_core.products.model import Category, Product
from scalp_core.products.repository import ProductRepository
from scalp_core.products.suggest import Person, suggest_products
from scalp_core.scalp_type import scalp_type
from scalp_core.vocabulary import Grade, ScalpType, Symptom
from scalp_deployment.paths import PRODUCTS
from scalp_deployment.product_file import read_products
from support.care import ANSWERS, all_findings, shipped_guide
from support.offline_products import catalogue, traffic
from support.products import campaign

Case = tuple[Findings, Answers, Triage, frozenset[Attribute]]

# What advice forbids by these words, a product that is suggested beside it must not be.
FORBIDDEN: dict[str, Attribute] = {
    "스크럽|스케일링|스케일러|각질 제거제": Attribute.SCRUB,
    "멘톨": Attribute.COOLING,
    "알코올": Attribute.ALCOHOL,
    "향이 강한": Attribute.FRAGRANCE,
    "세정력이 강한": Attribute.STRONG_SURFACTANT,
}
SUGGESTING = re.compile(
    "비듬용 샴푸(?!는 필요 없)|살리실릭|보습제|기능성 샴푸|두피용 샴푸|각질용|약국|약사"
)
REASSURING = re.compile("걱정하지|급하지 않|잘 맞는|기다려|그대로 써|그대로 지켜|드문 일은 아니")
LATER = re.compile("한 달|석 달|[0-9]주|일주일")


def _cases() -> Iterator[Case]:
    guide = shipped_guide()
    seen: set[object] = set()
    people = [(findings, _kind(findings)) for findings in all_findings()]
    for answers in {answers.signs: answers for answers in ANSWERS.values()}.values():
        for findings, kind in people:
            decided = triage(guide.triage, findings, answers)
            rows = contraindications(guide.contraindications, findings, answers)
            excluded = contraindicated(rows)
            verdict = decided.level, decided.offers, excluded
            entries = {(*verdict, item) for item in (kind, *findings.grades.items())}
            if not entries <= seen:
                seen |= entries
                yield findings, answers, decided, excluded


def _care(findings: Findings, answers: Answers) -> Care:
    kind = _kind(findings)
    return give_advice(shipped_guide(), scalp_type=kind, findings=findings, answers=answers)


def _kind(findings: Findings) -> ScalpType:
    return scalp_type([grade > Grade.NONE for grade in findings.grades.values()])


def _advices(care: Care) -> Iterator[Advice]:
    if care.type:
        yield care.type
    for one in care.symptoms:
        yield one.advice


def _texts(care: Care, *parts: str) -> list[str]:
    return [
        step.ko for advice in _advices(care) for part in parts for step in getattr(advice, part)
    ]


def test_triage_advice_and_products_agree_for_everybody() -> None:
    listed = read_products(PRODUCTS)
    shop = _Shop(listed)
    shown: set[str] = set()
    levels: set[TriageLevel | None] = set()
    for case in _cases():
        findings, answers, decided, _ = case
        care = _care(findings, answers)
        products = shop.suggested(case)
        levels.add(decided.level)
        shown |= {one.id for one in products}
        _check_products(case, care, products)
        _check_steps(case, care)
        _check_visit(decided, care)

    assert levels == set(TriageLevel)
    assert len(shown) > len(listed) * 3 // 4


class _Shop:
    """The shipped catalogue, with a campaign for every product."""

    def __init__(self, listed: list[Product]) -> None:
        campaigns = [campaign(number, one.id) for number, one in enumerate(listed, 1)]
        dynamo = catalogue(listed, campaigns)
        self._traffic = traffic(dynamo)
        self._products = ProductRepository(dynamo.client, "table", cache_ttl=600)

    def suggested(self, case: Case) -> list[Product]:
        findings, answers, decided, _ = case
        found = suggest_products(
            Person(findings, None, None, answers),
            guide=shipped_guide(),
            limit=20,
            sponsored=True,
            network="203.0.113.9",
            products=self._products,
            traffic=self._traffic,
            now=datetime(2026, 11, 22, 12, tzinfo=UTC),
            rng=Random(1),
        )
        assert not (found.medicines and decided.offers is not Offers.ALL)
        if decided.level is not TriageLevel.CARE_AT_HOME:
            assert not any(one.campaign for one in found.products)
        return [one.product for one in (*found.products, *found.medicines)]


def _check_products(case: Case, care: Care, products: list[Product]) -> None:
    """Nothing is suggested that does not suit, or that advice forbids."""
    _, _, decided, excluded = case
    assert not (products and decided.offers is Offers.NONE)
    assert all(one.traits.isdisjoint(excluded) for one in products)
    for text in _texts(care, "to_avoid") if products else ():
        assert not _forbidden(text, products), text


def _check_steps(case: Case, care: Care) -> None:
    """No advice suggests what may not be suggested."""
    _, _, decided, excluded = case
    texts = _texts(care, "to_do", "how_often")
    if decided.offers is Offers.NONE:
        assert not list(filter(SUGGESTING.search, texts))
    if decided.offers is Offers.GENTLE or Attribute.SALICYLIC_ACID in excluded:
        assert not [text for text in texts if "살리실릭" in text or "각질용" in text]


def _check_visit(decided: Triage, care: Care) -> None:
    """Nothing reassures or waits where a doctor should look, and only one time is named."""
    assert (care.doctor_first is not None) == decided.doctor_first
    assert decided.doctor_first or not any(one.doctor_first for one in care.symptoms)
    if decided.level is TriageLevel.CARE_AT_HOME:
        return
    assert not list(filter(REASSURING.search, _texts(care, *Advice.model_fields)))
    for advice in _advices(care):
        first, *more = advice.see_dermatologist
        assert first.ko == f"{decided.outcome.headline.ko}."
        assert not [step.ko for step in more if LATER.search(step.ko)]


def _forbidden(text: str, products: list[Product]) -> list[str]:
    return [
        one.id
        for one in products
        if "말고는" in text
        or ("토닉" in text and one.category is Category.TONIC)
        or any(re.search(words, text) and kind in one.traits for words, kind in FORBIDDEN.items())
    ]


# What a name or an ingredient says of a product.
SAID = {
    "멘톨|민트|쿨링": Attribute.COOLING,
    "살리실릭": Attribute.SALICYLIC_ACID,
    "미녹시딜": Attribute.MINOXIDIL,
    "솔트|해염|스크럽|스케일": Attribute.SCRUB,
    "딥클렌징": Attribute.STRONG_SURFACTANT,
    "로즈마리|로즈메리|민트|티트리|유칼립투스": Attribute.FRAGRANCE,
}


@pytest.mark.parametrize("one", read_products(PRODUCTS), ids=lambda one: one.id)
def test_a_product_has_the_attributes_that_its_name_kind_and_ingredients_say(one: Product) -> None:
    text = " ".join((one.name, *one.ingredients))
    expected = {kind for words, kind in SAID.items() if re.search(words, text)}
    if one.category is Category.TONIC:
        expected.add(Attribute.ALCOHOL)

    assert set(one.attributes) == expected


def test_the_worst_plausible_grade_decides_what_does_not_suit() -> None:
    redness = Symptom.INTERFOLLICULAR_ERYTHEMA
    open_grade = Findings({redness: Grade.NONE}, {redness: [Grade.NONE, Grade.MILD]})

    rows = contraindications(shipped_guide().contraindications, open_grade, Answers())

    assert Attribute.COOLING in contraindicated(rows)
