"""Which products are suggested, in what order, and with what reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalp_core.products.model import Category, Evidence, Functional, FunctionalReport
from scalp_core.products.ranking import ReasonKind, reasons, suggest, treatable_symptoms
from scalp_core.products.traffic import PRIOR_RATE, ClickRates, Traffic
from scalp_core.vocabulary import Grade, Symptom
from support.products import product

DANDRUFF, SEBUM, HAIR_LOSS = Symptom.DANDRUFF, Symptom.EXCESS_SEBUM, Symptom.HAIR_LOSS
PUSTULES, SCALING = Symptom.FOLLICULAR_ERYTHEMA_PUSTULES, Symptom.FINE_SCALING

counts = st.builds(Traffic, st.integers(0, 10_000), st.integers(0, 10_000))


def order(*products: object, **needed: Grade) -> list[str]:
    grades = {Symptom(name): grade for name, grade in needed.items()}
    found = suggest(products, grades, rate=lambda _: 0.0)  # type: ignore[arg-type]
    return [one.product.id for one in found]


def test_a_product_for_all_symptoms_comes_before_one_for_the_worst_only() -> None:
    both, worst = product(2, DANDRUFF, SEBUM), product(1, DANDRUFF)

    assert order(worst, both, dandruff=Grade.MODERATE, excess_sebum=Grade.MILD) == ["P002", "P001"]


def test_the_graver_symptom_weighs_more() -> None:
    mild, severe = product(1, SEBUM), product(2, DANDRUFF)

    assert order(mild, severe, dandruff=Grade.SEVERE, excess_sebum=Grade.MILD) == ["P002", "P001"]


def test_of_equal_fit_the_functional_cosmetic_comes_first_where_hair_loss_is_present() -> None:
    plain = product(1, HAIR_LOSS, SEBUM)
    functional = product(2, HAIR_LOSS, SEBUM, functional=Functional.YES)
    grade = Grade.MILD

    assert order(plain, functional, hair_loss=grade) == ["P002", "P001"]
    assert order(plain, functional, excess_sebum=grade) == ["P001", "P002"]


def test_a_claim_confirmed_by_the_register_counts_like_a_known_one() -> None:
    report = FunctionalReport(number="2024001", item="샴푸", seen_on=date(2026, 11, 22))
    plain = product(1, HAIR_LOSS, functional=Functional.UNCONFIRMED)
    confirmed = product(2, HAIR_LOSS, functional=Functional.UNCONFIRMED, report=report)

    assert order(plain, confirmed, hair_loss=Grade.MILD) == ["P002", "P001"]


def test_of_equal_fit_and_claim_the_one_that_is_visited_more_comes_first() -> None:
    rates = {"P001": 0.01, "P002": 0.03, "P003": 0.02}
    products = [product(number) for number in (1, 2, 3)]

    found = suggest(products, {DANDRUFF: Grade.MILD}, rate=rates.__getitem__)

    assert [one.product.id for one in found] == ["P002", "P003", "P001"]


def test_what_suits_nothing_is_not_suggested() -> None:
    assert order(product(1, SEBUM), product(2, DANDRUFF), dandruff=Grade.MILD) == ["P002"]
    assert order(product(1)) == []


def test_moderate_pustules_are_no_reason_for_a_product() -> None:
    assert treatable_symptoms({PUSTULES: Grade.MODERATE, DANDRUFF: Grade.NONE}) == {}
    assert treatable_symptoms({PUSTULES: Grade.MILD}) == {PUSTULES: Grade.MILD}
    assert treatable_symptoms({PUSTULES: Grade.SEVERE, DANDRUFF: Grade.MILD}) == {
        DANDRUFF: Grade.MILD
    }


def test_the_most_severe_symptom_is_the_first_reason() -> None:
    both = product(1, DANDRUFF, SEBUM)

    (found,) = suggest(
        [both],
        treatable_symptoms({DANDRUFF: Grade.MILD, SEBUM: Grade.MODERATE}),
        rate=lambda _: 0.0,
    )

    assert [(one.symptom, one.grade) for one in reasons(found.product, found.suited)] == [
        (SEBUM, Grade.MODERATE),
        (DANDRUFF, Grade.MILD),
    ]


@pytest.mark.parametrize(
    ("changes", "symptom", "kind", "ko", "en"),
    [
        (
            {"ingredients": ["비오틴", "살리실릭애씨드"], "evidence": Evidence.LABEL},
            SCALING,
            ReasonKind.INGREDIENT,
            "살리실릭애씨드 · 미세각질",
            "Salicylic acid · Fine scaling",
        ),
        (
            {"ingredients": ["살리실릭애씨드"], "evidence": Evidence.NAME},
            SCALING,
            ReasonKind.CATEGORY,
            "샴푸 · 미세각질",
            "Shampoo · Fine scaling",
        ),
        (
            {"category": Category.SCALER},
            SCALING,
            ReasonKind.CATEGORY,
            "스케일러 · 미세각질",
            "Scaler · Fine scaling",
        ),
        (
            {"functional": Functional.YES},
            HAIR_LOSS,
            ReasonKind.FUNCTIONAL,
            "탈모 증상 완화 기능성 · 탈모",
            "Functional for hair-loss symptoms · Hair loss",
        ),
        (
            {"functional": Functional.UNCONFIRMED},
            HAIR_LOSS,
            ReasonKind.CATEGORY,
            "샴푸 · 탈모",
            "Shampoo · Hair loss",
        ),
    ],
)
def test_the_reason_is_the_strongest_that_is_known(
    changes: dict, symptom: Symptom, kind: ReasonKind, ko: str, en: str
) -> None:
    (found,) = suggest([product(1, symptom, **changes)], {symptom: Grade.MILD}, rate=lambda _: 0.0)

    (reason,) = reasons(found.product, found.suited)
    assert (reason.kind, reason.label.ko, reason.label.en) == (kind, ko, en)


# ── Click-through ────────────────────────────────────────────────────────────────────────────────


def test_without_any_views_all_products_have_the_same_rate() -> None:
    rates = ClickRates({}, {})

    assert rates.rate("P001") == rates.rate("P002") == pytest.approx(PRIOR_RATE)


def test_one_lucky_click_does_not_beat_a_thousand_views() -> None:
    everyone = {"P001": Traffic(1, 1), "P002": Traffic(10_000, 500), "P003": Traffic(10_000, 50)}

    rates = ClickRates(everyone, {})

    assert rates.rate("P002") > rates.rate("P001")


def test_what_a_cohort_visits_outweighs_everyone_once_it_has_seen_enough() -> None:
    everyone = {"P001": Traffic(20_000, 400), "P002": Traffic(20_000, 800)}

    few = ClickRates(everyone, {"P001": Traffic(20, 1), "P002": Traffic(20, 0)})
    many = ClickRates(everyone, {"P001": Traffic(2000, 100), "P002": Traffic(2000, 40)})

    assert few.rate("P001") < few.rate("P002")
    assert many.rate("P001") > many.rate("P002")


@given(counts, counts)
def test_a_rate_is_a_probability_however_the_sample_fell(everyone: Traffic, own: Traffic) -> None:
    assert 0 < ClickRates({"P001": everyone}, {"P001": own}).rate("P001") < 1


@given(counts, st.integers(1, 1000))
def test_more_clicks_of_the_same_views_never_lower_a_rate(own: Traffic, more: int) -> None:
    clicked = own + Traffic(clicks=more)

    assert clicked.rate(0.02) >= own.rate(0.02)
