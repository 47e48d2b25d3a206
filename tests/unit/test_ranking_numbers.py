"""The numbers that ranking, sampling and sponsoring go by, exactly."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from scalp_core.errors import AssessmentNotFinishedError, ProductNotFoundError
from scalp_core.keys import EVERYONE
from scalp_core.products import Category, Evidence, Functional, FunctionalReport
from scalp_core.repositories.product_traffic import ProductTrafficRepository
from scalp_core.repositories.products import ProductRepository
from scalp_core.suggestions import ReasonKind, Suggestion, in_need, reasons, suggest
from scalp_core.traffic import ClickRates, Traffic
from scalp_core.usecases.product_traffic import read_report, report_traffic, summarise_traffic
from scalp_core.usecases.suggest_products import (
    Person,
    count_views,
    person_of,
    suggest_products,
)
from scalp_core.usecases.visit_product import visit_product
from scalp_core.vocabulary import AgeGroup, Grade, Sex, Status, Symptom
from support.offline_aws import Answer, OfflineDynamo, Request, plain, refused
from support.products import campaign, medicine, product
from support.results import pending, result

# Midnight in Korea is at 15:00 UTC.
LAST_OF_DAY = datetime(2026, 11, 22, 14, 59, 59, tzinfo=UTC)
FIRST_OF_DAY = datetime(2026, 11, 22, 15, tzinfo=UTC)
WOMAN = Person({Symptom.DANDRUFF: Grade.MILD}, Sex.FEMALE, AgeGroup.FORTIES)


class Chance(Random):
    """Chance that always falls the same way."""

    def __init__(self, value: float) -> None:
        super().__init__(0)
        self._value = value

    def random(self) -> float:
        return self._value


def traffic(dynamo: OfflineDynamo) -> ProductTrafficRepository:
    return ProductTrafficRepository(dynamo.client, "table")


def shown(number: int) -> list[Suggestion]:
    return suggest([product(n) for n in range(1, number + 1)], WOMAN.grades, rate=lambda _: 0.0)


# ── Rates ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("views", "clicks", "rate"),
    [(0, 0, 0.02), (200, 0, 0.01), (200, 12, 0.04), (0, 10, 14 / 210), (800, 96, 0.1)],
)
def test_a_rate_is_drawn_to_what_is_known_by_two_hundred_views(
    views: int, clicks: int, rate: float
) -> None:
    assert Traffic(views, clicks).rate(0.02) == pytest.approx(rate)


def test_a_product_is_drawn_to_everyones_rate_and_that_to_the_rate_of_all() -> None:
    rates = ClickRates(
        {"P001": Traffic(200, 40), "P002": Traffic(600, 0)}, {"P001": Traffic(100, 10)}
    )

    overall = (40 + 200 * 0.02) / (800 + 200)
    everyone = (40 + 200 * overall) / 400
    assert rates.of("P404") == pytest.approx(overall)
    assert rates.of("P001") == pytest.approx((10 + 200 * everyone) / 300)


def test_traffic_is_added_up_view_by_view_and_visit_by_visit() -> None:
    assert Traffic(3, 1) + Traffic(40, 5) == Traffic(43, 6)


# ── Order ────────────────────────────────────────────────────────────────────────────────────────


def test_equally_severe_symptoms_are_served_in_the_tie_order() -> None:
    assert list(in_need(dict.fromkeys(Symptom, Grade.MILD))) == [
        Symptom.FOLLICULAR_ERYTHEMA_PUSTULES,
        Symptom.HAIR_LOSS,
        Symptom.INTERFOLLICULAR_ERYTHEMA,
        Symptom.DANDRUFF,
        Symptom.EXCESS_SEBUM,
        Symptom.FINE_SCALING,
    ]


def test_products_that_nothing_tells_apart_are_in_the_order_of_their_ids() -> None:
    found = suggest([product(3), product(1), product(2)], WOMAN.grades, rate=lambda _: 0.5)

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

    assert [one.words.en for one in reasons(both, suited)] == [
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
def test_products_and_rates_are_read_anew_unless_they_may_be_remembered(
    seconds: int | None,
) -> None:
    options = {} if seconds is None else {"remember_seconds": seconds}
    dynamo = catalogue([product(1)])
    products = ProductRepository(dynamo.client, "table", **options)
    counted = ProductTrafficRepository(dynamo.client, "table", **options)

    for _ in range(3):
        products.suiting([Symptom.DANDRUFF])
        counted.summary(EVERYONE)

    assert len(dynamo.requests) == (6 if seconds is None else 2)


# ── Views and visits ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("chance", "number", "counted"),
    [(0.0499, 1, True), (0.05, 1, False), (0.2499, 5, True), (0.25, 5, False), (0.999, 20, True)],
)
def test_each_view_has_a_chance_of_one_in_twenty_to_count_for_twenty(
    chance: float, number: int, counted: bool
) -> None:
    dynamo = OfflineDynamo()

    count_views(
        shown(number), person=WOMAN, traffic=traffic(dynamo), now=LAST_OF_DAY, rng=Chance(chance)
    )

    assert dynamo.operations == ["UpdateItem"] * counted
    if counted:
        assert dynamo.values() == {":c0": 20}
        assert dynamo.requests[0][1]["ExpressionAttributeNames"] == {
            "#c0": "female#40s#impressions"
        }


def test_views_of_paid_places_are_not_counted_by_the_sample() -> None:
    dynamo = OfflineDynamo()
    paid = [one._replace(campaign=campaign()) for one in shown(20)]

    count_views(paid, person=WOMAN, traffic=traffic(dynamo), now=LAST_OF_DAY, rng=Chance(0.0))

    assert dynamo.requests == []


@pytest.mark.parametrize(
    ("now", "day"), [(LAST_OF_DAY, "2026-11-22"), (FIRST_OF_DAY, "2026-11-23")]
)
def test_a_visit_counts_once_on_its_day_in_korea(now: datetime, day: str) -> None:
    stored = product(1).model_dump_json(by_alias=True, exclude_none=True)
    dynamo = OfflineDynamo([{"Item": {"content": {"S": stored}}}])

    visit = visit_product(
        "P001",
        sex=Sex.FEMALE,
        age_group=AgeGroup.FORTIES,
        campaign=None,
        products=ProductRepository(dynamo.client, "table"),
        traffic=traffic(dynamo),
        now=now,
    )

    assert visit.link == product(1).link
    assert visit.uncounted is None
    _, request = dynamo.requests[1]
    assert plain(request["Key"])["SK"].startswith(f"DAY#{day}#SHARD#0")
    assert request["ExpressionAttributeNames"] == {"#c0": "female#40s#clicks"}
    assert dynamo.values() == {":c0": 1}


@pytest.mark.parametrize(("ran", "writes"), [(True, 1), (False, 2)])
def test_a_visit_is_counted_for_the_campaign_or_else_for_the_cohort(ran: bool, writes: int) -> None:
    stored = product(1).model_dump_json(by_alias=True, exclude_none=True)
    found = {"Item": {"content": {"S": stored}}}
    dynamo = OfflineDynamo([found, {} if ran else refused()])

    visit_product(
        "P001",
        sex=None,
        age_group=None,
        campaign="C001",
        products=ProductRepository(dynamo.client, "table"),
        traffic=traffic(dynamo),
        now=LAST_OF_DAY,
    )

    keys = [plain(request["Key"])["SK"] for _, request in dynamo.requests[1:]]
    assert keys[0] == "DAY#2026-11-22#CAMPAIGN#C001"
    assert len(keys) == writes
    assert dynamo.values() == {":c0": 1}


def test_a_visit_that_cannot_be_counted_leads_on_and_one_to_a_medicine_nowhere() -> None:
    def visit(of: object, *more: Answer) -> object:
        stored = of.model_dump_json(by_alias=True, exclude_none=True)  # type: ignore[attr-defined]
        dynamo = OfflineDynamo([{"Item": {"content": {"S": stored}}}, *more])
        return visit_product(
            "P001",
            sex=None,
            age_group=None,
            campaign=None,
            products=ProductRepository(dynamo.client, "table"),
            traffic=traffic(dynamo),
            now=LAST_OF_DAY,
        )

    lost = visit(product(1), 500)

    assert lost.link == product(1).link  # type: ignore[attr-defined]
    assert lost.uncounted is not None  # type: ignore[attr-defined]
    with pytest.raises(ProductNotFoundError):
        visit(medicine(1))


def test_a_campaign_is_shown_as_long_as_it_has_been_shown_less_often_than_its_cap() -> None:
    dynamo = OfflineDynamo([{}, refused()])

    first = traffic(dynamo).reserve(campaign(daily_cap=7), date(2026, 11, 22))
    second = traffic(dynamo).reserve(campaign(daily_cap=7), date(2026, 11, 22))

    assert (first, second) == (True, False)
    request = dynamo.requests[0][1]
    assert request["ConditionExpression"] == "attribute_not_exists(#c0) OR #c0 < :cap"
    assert request["ExpressionAttributeNames"] == {"#c0": "impressions"}
    assert dynamo.values() == {":c0": 1, ":cap": 7}


# ── Sums of days ─────────────────────────────────────────────────────────────────────────────────


def counters(day: date, kind: str = "SHARD#00", **counts: int) -> dict[str, object]:
    names = {name.replace("__", "#"): {"N": str(count)} for name, count in counts.items()}
    return {
        "PK": {"S": "PRODUCTSTATS#P001"},
        "SK": {"S": f"DAY#{day}#{kind}"},
        **names,
    }


def queried(dynamo: OfflineDynamo) -> list[tuple[str, str]]:
    return [
        (values[":first"], values[":last"])
        for number, (name, request) in enumerate(dynamo.requests)
        if name == "Query" and ":first" in request["ExpressionAttributeValues"]
        for values in [dynamo.values(number)]
    ]


def test_the_summary_is_of_ninety_days_with_today_and_without_campaigns() -> None:
    today = date(2026, 11, 22)
    items = [
        counters(today, female__40s__impressions=20, female__40s__clicks=2),
        counters(today, "CAMPAIGN#C001", impressions=50, clicks=9),
        counters(today - timedelta(days=1), female__40s__clicks=1, unknown__clicks=4),
    ]
    dynamo = OfflineDynamo(lambda asked: {"Items": items} if asked[0] == "Query" else {})

    cohorts = summarise_traffic(["P001"], traffic=traffic(dynamo), now=LAST_OF_DAY)

    assert queried(dynamo) == [("DAY#2026-08-25#", "DAY#2026-11-22#~")]
    assert cohorts == 2
    written = {
        item["SK"]: item["content"]
        for name, request in dynamo.requests
        if name == "PutItem"
        for item in [plain(request["Item"])]
    }
    assert written == {
        "female#40s": '{"P001": [20, 3]}',
        "unknown": '{"P001": [0, 4]}',
        EVERYONE: '{"P001": [20, 7]}',
    }


def test_without_any_traffic_there_is_nothing_to_sum_up() -> None:
    dynamo = OfflineDynamo(lambda _: {"Items": []})

    assert summarise_traffic(["P001"], traffic=traffic(dynamo), now=LAST_OF_DAY) == 0
    assert dynamo.operations == ["Query"]


def with_catalogue(asked: Request) -> Answer:
    """One product, which has been seen on one day."""
    if "CATALOGUE" in str(asked):
        stored = product(1).model_dump_json(by_alias=True, exclude_none=True)
        return {"Items": [{"content": {"S": stored}}]}
    return {"Items": [counters(date(2026, 11, 20), male__30s__impressions=40, male__30s__clicks=1)]}


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (None, None, ("2026-10-24", "2026-11-22")),
        (None, date(2026, 10, 31), ("2026-10-02", "2026-10-31")),
        (date(2026, 11, 1), date(2026, 11, 3), ("2026-11-01", "2026-11-03")),
    ],
)
def test_a_report_that_names_no_days_is_of_the_last_thirty(
    first: date | None, last: date | None, days: tuple[str, str]
) -> None:
    dynamo = OfflineDynamo(with_catalogue)

    report = read_report(
        first=first,
        last=last,
        today=date(2026, 11, 22),
        products=ProductRepository(dynamo.client, "table"),
        traffic=traffic(dynamo),
    )

    assert queried(dynamo) == [(f"DAY#{days[0]}#", f"DAY#{days[1]}#~")]
    assert report.splitlines()[1] == "2026-11-20,P001,상표,두피 샴푸 1,male,30s,,40,1,0.0250"


def test_a_report_has_each_product_day_and_cohort_once_in_this_order() -> None:
    early, late = date(2026, 11, 1), date(2026, 11, 2)
    items = [
        counters(late, male__30s__clicks=1),
        counters(early, "SHARD#00", unknown__impressions=20, female__40s__impressions=60),
        counters(early, "SHARD#03", unknown__impressions=40, unknown__clicks=2),
        counters(early, "CAMPAIGN#C001", impressions=5),
    ]
    dynamo = OfflineDynamo(lambda _: {"Items": items})

    rows = report_traffic(["P002", "P001"], first=early, last=late, traffic=traffic(dynamo))

    each = [
        (early, "", "C001", Traffic(5, 0)),
        (early, "female#40s", "", Traffic(60, 0)),
        (early, "unknown", "", Traffic(60, 2)),
        (late, "male#30s", "", Traffic(0, 1)),
    ]
    assert [(one.product_id, one.day, one.cohort, one.campaign, one.traffic) for one in rows] == [
        (product_id, *row) for product_id in ("P001", "P002") for row in each
    ]


# ── Suggesting ───────────────────────────────────────────────────────────────────────────────────


def catalogue(products: Iterable[object], campaigns: Iterable[object] = ()) -> OfflineDynamo:
    """A table with these products for every symptom, and these campaigns."""

    def texts(models: Iterable[object]) -> list[dict[str, dict[str, str]]]:
        return [
            {"content": {"S": one.model_dump_json(by_alias=True, exclude_none=True)}}  # type: ignore[attr-defined]
            for one in models
        ]

    stored, paid = texts(products), texts(campaigns)

    def answer(asked: Request) -> Answer:
        if asked[0] != "Query":
            return {}
        return {"Items": paid if "CAMPAIGNS" in str(asked) else stored}

    return OfflineDynamo(answer)


def suggested(dynamo: OfflineDynamo, person: Person = WOMAN, **changes: object) -> list[str]:
    options = {"limit": 20, "sponsored": True, "now": LAST_OF_DAY, "rng": Random(1)} | changes
    found = suggest_products(
        person,
        products=ProductRepository(dynamo.client, "table"),
        traffic=traffic(dynamo),
        **options,  # type: ignore[arg-type]
    )
    return [f"{one.product.id}{'!' * bool(one.campaign)}" for one in found.products]


def test_places_are_paid_for_only_where_the_operator_wants_it_and_no_clinic_comes_first() -> None:
    def asked(person: Person = WOMAN, **changes: object) -> list[str]:
        seven = [product(number) for number in range(1, 8)]
        return suggested(catalogue(seven, [campaign(1, "P007")]), person, **changes)

    severe = Person({Symptom.DANDRUFF: Grade.SEVERE}, None, None)
    assert asked()[4] == "P007!"
    assert asked(sponsored=False)[4] == "P005"
    assert asked(severe)[4] == "P005"
    assert asked(limit=4) == ["P001", "P002", "P003", "P004"]


@pytest.mark.parametrize(("now", "place"), [(LAST_OF_DAY, "P007!"), (FIRST_OF_DAY, "P005")])
def test_a_campaign_ends_with_its_last_day_in_korea(now: datetime, place: str) -> None:
    ending = campaign(1, "P007", ends=date(2026, 11, 22))
    dynamo = catalogue([product(number) for number in range(1, 8)], [ending])

    assert suggested(dynamo, now=now)[4] == place


def test_campaigns_are_not_even_read_where_nothing_suits() -> None:
    dynamo = catalogue([], [campaign()])

    assert suggested(dynamo) == []
    assert not any("CAMPAIGNS" in str(request) for request in dynamo.requests)


def test_an_advertisement_that_cannot_be_counted_is_not_shown() -> None:
    stored = [product(number) for number in range(1, 8)]
    answer = catalogue(stored, [campaign(1, "P007")]).answer
    dynamo = OfflineDynamo(lambda asked: 500 if asked[0] == "UpdateItem" else answer(asked))

    assert suggested(dynamo)[4] == "P005"


def test_products_are_suggested_to_whoever_has_a_result_and_to_nobody_else() -> None:
    finished = pending(Sex.MALE, AgeGroup.TEENS).model_copy(
        update={
            "status": Status.DONE,
            "result_json": result({Symptom.DANDRUFF: Grade.SEVERE}).model_dump_json(by_alias=True),
        }
    )

    person = person_of(finished)

    assert person.grades[Symptom.DANDRUFF] is Grade.SEVERE
    assert (person.sex, person.age_group) == (Sex.MALE, AgeGroup.TEENS)
    for changes in ({"status": Status.FAILED}, {"result_json": None}):
        with pytest.raises(AssessmentNotFinishedError):
            person_of(finished.model_copy(update=changes))
    with pytest.raises(AssessmentNotFinishedError):
        person_of(pending())
