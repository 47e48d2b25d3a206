"""The rates and the order of products, exactly."""

from datetime import date
from math import sqrt

import pytest

from scalp_core.products.keys import EVERYONE
from scalp_core.products.model import Category, Evidence, Functional, FunctionalReport
from scalp_core.products.ranking import ReasonKind, reasons, suggest, treatable_symptoms
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic import ClickRates, Traffic
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.vocabulary import Grade, Symptom
from support.offline_aws import OfflineDynamo, plain
from support.offline_products import WOMAN, catalogue
from support.products import campaign, product

# ── Rates ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("views", "clicks", "beyond_chance"),
    [
        (0, 0, None),
        (0, 10, None),  # visits of people who saw no list
        # 18 visits are expected. Three standard errors of 36 visits are 18, and of 18 visits 12.7.
        (900, 36, None),
        (900, 37, 37 - 3 * sqrt(37)),
        (900, 6, None),
        (900, 5, 5 + 3 * sqrt(18)),
        # 9 are expected, of which three standard errors are 9.
        (450, 0, None),
        (451, 0, 3 * sqrt(451 * 0.02)),
        # At most a fifth of the views is taken for visits.
        (100, 19, 19 - 3 * sqrt(19)),
        (100, 20, 20 - 3 * sqrt(20)),
        (100, 21, 20 - 3 * sqrt(20)),
        (100, 1000, 20 - 3 * sqrt(20)),
    ],
)
def test_only_visits_beyond_three_standard_errors_move_a_rate_which_weighs_two_hundred_views(
    views: int, clicks: int, beyond_chance: float | None
) -> None:
    rate = Traffic(views, clicks).rate(0.02)

    if beyond_chance is None:
        assert rate == 0.02, "exactly, so that ties stay ties"
    else:
        assert rate == pytest.approx((beyond_chance + 200 * 0.02) / (views + 200))


def test_a_rate_is_shrunk_to_everyones_and_that_to_the_rate_of_all_products() -> None:
    rates = ClickRates(
        {"P001": Traffic(2000, 320), "P002": Traffic(6000, 0)}, {"P001": Traffic(3000, 80)}
    )

    overall = (320 - 3 * sqrt(320) + 200 * 0.02) / (8000 + 200)
    everyone = (320 - 3 * sqrt(320) + 200 * overall) / (2000 + 200)
    assert rates.rate("P404") == pytest.approx(overall)
    margin = 3 * sqrt(3000 * everyone)
    assert rates.rate("P001") == pytest.approx((80 + margin + 200 * everyone) / (3000 + 200))


def test_fifty_visits_in_all_change_the_order_and_forty_nine_do_not() -> None:
    """They count for the rate of all products from the first on, which changes no order."""

    def liked(clicks: int) -> dict[str, Traffic]:
        return {"P001": Traffic(500, clicks - 1), "P002": Traffic(500, 1)}

    few, enough = ClickRates(liked(49), {}), ClickRates(liked(50), {})
    assert few.rate("P001") == few.rate("P002") == few.rate("P404") == Traffic(1000, 49).rate(0.02)
    assert enough.rate("P001") > enough.rate("P404") == Traffic(1000, 50).rate(0.02)

    few, enough = ClickRates({}, liked(49)), ClickRates({}, liked(50))
    assert few.rate("P001") == few.rate("P002") == few.rate("P404") == 0.02
    assert enough.rate("P001") > enough.rate("P404") == 0.02


def test_traffic_is_added_up_view_by_view_and_visit_by_visit() -> None:
    assert Traffic(3, 1) + Traffic(40, 5) == Traffic(43, 6)


# ── Order ────────────────────────────────────────────────────────────────────────────────────────


def test_equally_severe_symptoms_are_served_in_the_tie_order() -> None:
    assert " ".join(treatable_symptoms(dict.fromkeys(Symptom, Grade.MILD))) == (
        "follicular_erythema_pustules hair_loss interfollicular_erythema"
        " dandruff excess_sebum fine_scaling"
    )


def test_equal_products_are_in_the_order_of_their_ids() -> None:
    found = suggest([product(3), product(1), product(2)], WOMAN.findings.grades, rate=lambda _: 0.5)

    assert [one.product.id for one in found] == ["P001", "P002", "P003"]


def test_a_better_rate_never_outweighs_a_better_fit_or_a_claim() -> None:
    needed = {Symptom.HAIR_LOSS: Grade.MODERATE, Symptom.DANDRUFF: Grade.MILD}
    rates = {"P001": 0.9, "P002": 0.5, "P003": 0.1}
    products = [
        product(1, Symptom.HAIR_LOSS),
        product(2, Symptom.HAIR_LOSS, functional=Functional.YES),
        product(3, Symptom.HAIR_LOSS, Symptom.DANDRUFF),
    ]

    found = suggest(products, needed, rate=rates.__getitem__)

    assert [one.product.id for one in found] == ["P003", "P002", "P001"]


def test_an_ingredient_is_named_for_the_symptom_that_it_suits_only() -> None:
    both = product(
        1,
        Symptom.DANDRUFF,
        Symptom.EXCESS_SEBUM,
        ingredients=["징크피리치온", "멘톨"],
        evidence=Evidence.PRESS,
    )
    suited = ((Symptom.EXCESS_SEBUM, Grade.MILD), (Symptom.DANDRUFF, Grade.MILD))

    assert [one.label.en for one in reasons(both, suited)] == [
        "Menthol · Excess sebum",
        "Zinc pyrithione · Dandruff",
    ]


def test_a_functional_cosmetic_is_no_reason_for_another_symptom() -> None:
    functional = product(1, Symptom.DANDRUFF, functional=Functional.YES)

    (reason,) = reasons(functional, ((Symptom.DANDRUFF, Grade.MILD),))

    assert reason.kind is ReasonKind.CATEGORY


@pytest.mark.parametrize(
    ("changes", "rank"),
    [
        ({"category": Category.MEDICINE, "link": None}, "00"),
        ({"functional": Functional.YES, "evidence": Evidence.LABEL}, "10"),
        ({"functional": Functional.YES, "evidence": Evidence.UNKNOWN}, "13"),
        ({"functional": Functional.NO, "evidence": Evidence.LABEL}, "20"),
        ({"functional": Functional.UNCONFIRMED, "evidence": Evidence.PRESS}, "21"),
        ({"functional": Functional.NO, "evidence": Evidence.NAME}, "22"),
        (
            {
                "functional": Functional.UNCONFIRMED,
                "report": FunctionalReport(number="1", item="x", seen_on=date(2026, 1, 1)),
                "evidence": Evidence.NAME,
            },
            "12",
        ),
    ],
)
def test_the_best_founded_products_are_read_first(changes: dict, rank: str) -> None:
    dynamo = OfflineDynamo()

    ProductRepository(dynamo.client, "table").replace([], [product(1, **changes)])

    written = [plain(request["Item"]) for _, request in dynamo.requests]
    assert [(one["PK"], one["SK"]) for one in written] == [
        ("PRODUCT#dandruff", f"{rank}#P001"),
        ("PRODUCT#CATALOGUE", "P001"),
    ]


def test_at_most_fifty_products_are_read_for_a_symptom() -> None:
    dynamo = OfflineDynamo(lambda _: {"Items": [], "LastEvaluatedKey": {"PK": {"S": "x"}}})

    ProductRepository(dynamo.client, "table").suiting([Symptom.DANDRUFF])

    ((_, request),) = dynamo.requests
    assert request["Limit"] == 50


def test_campaigns_that_are_not_among_the_new_ones_are_deleted() -> None:
    old = [campaign(1), campaign(2)]
    dynamo = catalogue([], old)

    ProductRepository(dynamo.client, "table").replace_campaigns([campaign(2), campaign(3)])

    changes = [
        (name, plain(request["Item"] if name == "PutItem" else request["Key"])["SK"])
        for name, request in dynamo.requests
        if name != "Query"
    ]
    assert changes == [("PutItem", "C002"), ("PutItem", "C003"), ("DeleteItem", "C001")]


@pytest.mark.parametrize("seconds", [None, 10**6])
def test_products_and_rates_are_read_anew_unless_they_may_be_cached(
    seconds: int | None,
) -> None:
    options = {} if seconds is None else {"cache_ttl": seconds}
    dynamo = catalogue([product(1)])
    products = ProductRepository(dynamo.client, "table", **options)
    counted = ProductTrafficRepository(dynamo.client, "table", **options)

    for _ in range(3):
        products.suiting([Symptom.DANDRUFF])
        counted.summary(EVERYONE)

    assert len(dynamo.requests) == (6 if seconds is None else 2)
