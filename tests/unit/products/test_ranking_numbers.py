"""The numbers that ranking, sampling and sponsoring go by, exactly."""

from base64 import b64encode
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from math import sqrt
from random import Random
from typing import Any

import pytest

from scalp_core.errors import AssessmentNotFinishedError, ProductNotFoundError
from scalp_core.products.keys import EVERYONE, PRODUCT_SHARDS, SALT_PK
from scalp_core.products.model import Category, Evidence, Functional, FunctionalReport
from scalp_core.products.ranking import ReasonKind, Suggestion, reasons, suggest, treatable_symptoms
from scalp_core.products.repository import ProductRepository
from scalp_core.products.suggest import Person, count_views, suggest_products
from scalp_core.products.traffic import ClickRates, Traffic
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.products.traffic_summary import read_report, report_traffic, summarise_traffic
from scalp_core.products.visit import Visit, visit_product
from scalp_core.products.visitor_buckets import visitor_bucket
from scalp_core.vocabulary import AgeGroup, Grade, Sex, Status, Symptom
from support.offline_aws import Answer, OfflineDynamo, Request, changes, condition, plain, refused
from support.products import campaign, medicine, product
from support.results import pending, result

# Midnight in Korea is at 15:00 UTC.
LAST_OF_DAY = datetime(2026, 11, 22, 14, 59, 59, tzinfo=UTC)
FIRST_OF_DAY = datetime(2026, 11, 22, 15, tzinfo=UTC)
WOMAN = Person({Symptom.DANDRUFF: Grade.MILD}, Sex.FEMALE, AgeGroup.FORTIES)
NETWORK = "203.0.113.9"
SALT = b"the salt of this day, whichever."


class Chance(Random):
    """Chance that always falls the same way."""

    def __init__(self, value: float) -> None:
        super().__init__(0)
        self._value = value

    def random(self) -> float:
        return self._value


def salted(answer: Callable[[Request], Answer] = lambda _: {}) -> OfflineDynamo:
    """A table in which every day has its salt, and that answers everything else like this."""

    def answered(asked: Request) -> Answer:
        if SALT_PK in str(asked):
            return {"Item": {"salt": {"B": b64encode(SALT).decode()}}}
        return answer(asked)

    return OfflineDynamo(answered)


def updates(dynamo: OfflineDynamo) -> list[dict[str, Any]]:
    """What was asked to be counted, name by name, and where."""
    found = []
    for name, request in dynamo.requests:
        if name == "UpdateItem":
            found.append(changes(request) | plain(request["Key"]))
    return found


def traffic(dynamo: OfflineDynamo) -> ProductTrafficRepository:
    return ProductTrafficRepository(dynamo.client, "table")


def shown(number: int) -> list[Suggestion]:
    return suggest([product(n) for n in range(1, number + 1)], WOMAN.grades, rate=lambda _: 0.0)


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


# ── Views and visits ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("chance", "number", "counted"),
    [(0.0499, 1, True), (0.05, 1, False), (0.2499, 5, True), (0.25, 5, False), (0.999, 20, True)],
)
def test_each_view_has_a_chance_of_one_in_twenty_to_count_for_twenty(
    chance: float, number: int, counted: bool
) -> None:
    dynamo = salted()

    count_views(
        shown(number),
        person=WOMAN,
        network=NETWORK,
        traffic=traffic(dynamo),
        now=LAST_OF_DAY,
        rng=Chance(chance),
    )

    if not counted:
        assert dynamo.requests == []
        return
    seen = updates(dynamo)[0]["PK"].removeprefix("PRODUCTSTATS#")
    assert seen in [one.product.id for one in shown(number)]
    bucket = visitor_bucket(NETWORK, seen, SALT)
    assert updates(dynamo) == [
        {
            "PK": f"PRODUCTSTATS#{seen}",
            "SK": f"DAY#2026-11-22#SHARD#{bucket % PRODUCT_SHARDS:02d}",
            "female#40s#impressions": 20,
            "female#40s#viewers": {bucket},
        }
    ]


def test_each_product_that_is_shown_may_be_the_one_that_is_counted() -> None:
    dynamo = salted()

    for seed in range(100):
        count_views(
            shown(3),
            person=WOMAN,
            network=NETWORK,
            traffic=traffic(dynamo),
            now=LAST_OF_DAY,
            rng=Random(seed),
        )

    counted = [one["PK"] for one in updates(dynamo)]
    assert set(counted) == {f"PRODUCTSTATS#P00{n}" for n in (1, 2, 3)}
    assert 5 <= len(counted) <= 25  # 100 · 3/20 = 15 expected


def test_views_of_sponsored_slots_are_not_counted_by_the_sample() -> None:
    dynamo = salted()
    paid = [one._replace(campaign=campaign()) for one in shown(20)]
    options = {"person": WOMAN, "network": NETWORK, "traffic": traffic(dynamo), "now": LAST_OF_DAY}

    count_views(paid, rng=Chance(0.0), **options)  # type: ignore[arg-type]
    assert dynamo.requests == []

    count_views([*paid, *shown(1)], rng=Chance(0.05), **options)  # type: ignore[arg-type]
    assert dynamo.requests == []
    count_views([*paid, *shown(1)], rng=Chance(0.0499), **options)  # type: ignore[arg-type]
    assert [one["PK"] for one in updates(dynamo)] == ["PRODUCTSTATS#P001"]


def visit(dynamo: OfflineDynamo, now: datetime = LAST_OF_DAY, **changes: object) -> Visit:
    options: dict[str, Any] = {
        "sex": Sex.FEMALE,
        "age_group": AgeGroup.FORTIES,
        "campaign": None,
        "network": NETWORK,
    }
    return visit_product(
        "P001",
        **options | changes,
        products=ProductRepository(dynamo.client, "table"),
        traffic=traffic(dynamo),
        now=now,
    )


def of_product(found: object, *counted: Answer) -> OfflineDynamo:
    """A table with this product, whose counters answer like this, one write after the other."""
    stored = found.model_dump_json(by_alias=True, exclude_none=True)  # type: ignore[attr-defined]
    waiting = iter(counted)

    def answer(asked: Request) -> Answer:
        if asked[0] == "GetItem":
            return {"Item": {"content": {"S": stored}}}
        return next(waiting, {})

    return salted(answer)


@pytest.mark.parametrize(
    ("now", "day"), [(LAST_OF_DAY, "2026-11-22"), (FIRST_OF_DAY, "2026-11-23")]
)
def test_a_visit_counts_once_on_its_day_in_korea(now: datetime, day: str) -> None:
    dynamo = of_product(product(1))

    found = visit(dynamo, now)

    assert found == Visit(product(1).link or "", uncounted=None)
    bucket = visitor_bucket(NETWORK, "P001", SALT)
    assert updates(dynamo) == [
        {
            "PK": "PRODUCTSTATS#P001",
            "SK": f"DAY#{day}#SHARD#{bucket % PRODUCT_SHARDS:02d}",
            "female#40s#clicks": 1,
            "female#40s#visitors": {bucket},
        }
    ]


def test_a_browser_that_loads_ahead_is_led_on_and_not_counted() -> None:
    dynamo = of_product(product(1))

    assert visit(dynamo, network=None).link == product(1).link
    assert dynamo.operations == ["GetItem"]


@pytest.mark.parametrize(("ran", "writes"), [(True, 1), (False, 2)])
def test_a_visit_is_counted_for_the_campaign_or_else_for_the_cohort(ran: bool, writes: int) -> None:
    dynamo = of_product(product(1), {} if ran else refused())

    visit(dynamo, sex=None, age_group=None, campaign="C001")

    paid, *free = updates(dynamo)
    assert paid == {"PK": "PRODUCTSTATS#P001", "SK": "DAY#2026-11-22#CAMPAIGN#C001", "clicks": 1}
    assert [one["unknown#clicks"] for one in free] == [1] * (writes - 1)


def test_a_visit_that_cannot_be_counted_leads_on_and_one_to_a_medicine_nowhere() -> None:
    lost = visit(of_product(product(1), 500))

    assert lost.link == product(1).link
    assert lost.uncounted is not None
    with pytest.raises(ProductNotFoundError):
        visit(of_product(medicine(1)))


def test_a_campaign_is_shown_as_long_as_it_has_been_shown_less_often_than_its_cap() -> None:
    dynamo = OfflineDynamo([{}, refused()])

    first = traffic(dynamo).reserve(campaign(daily_cap=7), date(2026, 11, 22))
    second = traffic(dynamo).reserve(campaign(daily_cap=7), date(2026, 11, 22))

    assert (first, second) == (True, False)
    request = dynamo.requests[0][1]
    assert condition(request) == "(attribute_not_exists(impressions) OR impressions < 7)"
    assert changes(request) == {"impressions": 1}


@pytest.mark.parametrize(
    ("now", "open_by_now"),
    [
        (LAST_OF_DAY, 240),
        (FIRST_OF_DAY, 10),
        (FIRST_OF_DAY + timedelta(minutes=59, seconds=59), 10),
        (FIRST_OF_DAY + timedelta(hours=1), 20),
    ],
)
def test_a_campaign_is_shown_to_one_network_as_often_as_its_share_and_the_hour_in_korea_allow(
    now: datetime, open_by_now: int
) -> None:
    paid = campaign(1, "P007", daily_cap=240)
    dynamo = catalogue([product(number) for number in range(1, 8)], [paid])

    assert suggested(dynamo, now=now)[4] == "P007!"

    (request,) = [request for name, request in dynamo.requests if name == "UpdateItem"]
    share = f"from#{visitor_bucket(NETWORK, paid.id, SALT)}"
    assert condition(request) == (
        f"((attribute_not_exists(impressions) OR impressions < {open_by_now})"
        # 2 % of 240, rounded up
        f" AND (attribute_not_exists({share}) OR {share} < 5))"
    )
    assert changes(request) == {"impressions": 1, share: 1}


# ── Sums of days ─────────────────────────────────────────────────────────────────────────────────


def counters(day: date, kind: str = "SHARD#00", **counts: int) -> dict[str, object]:
    names = {name.replace("__", "#"): {"N": str(count)} for name, count in counts.items()}
    return {
        "PK": {"S": "PRODUCTSTATS#P001"},
        "SK": {"S": f"DAY#{day}#{kind}"},
        **names,
    }


def summaries(dynamo: OfflineDynamo) -> dict[str, str]:
    """Return what was written of each cohort, and of everyone."""
    written = [plain(request["Item"]) for name, request in dynamo.requests if name == "PutItem"]
    return {item["SK"]: item["content"] for item in written}


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
    assert summaries(dynamo) == {
        "female#40s": '{"P001": [20, 3]}',
        "unknown": '{"P001": [0, 4]}',
        EVERYONE: '{"P001": [20, 7]}',
    }


def test_a_network_counts_once_a_day_for_a_cohort_and_for_everyone_and_always_for_the_report() -> (
    None
):
    today, before = date(2026, 11, 22), date(2026, 11, 21)

    def many(day: date, kind: str, cohort: str, buckets: list[int]) -> dict[str, object]:
        networks = {"NS": [str(bucket) for bucket in buckets]}
        counts = {f"{cohort}__impressions": 400, f"{cohort}__clicks": 300}
        name = cohort.replace("__", "#")
        sets = {f"{name}#viewers": networks, f"{name}#visitors": networks}
        return counters(day, kind, **counts) | sets

    items = [
        many(today, "SHARD#00", "female__40s", [10, 20]) | {"female#40s#viewers": {"NS": ["10"]}},
        many(today, "SHARD#01", "male__30s", [20, 31]),  # 20 names another cohort, too
        many(before, "SHARD#00", "female__40s", [10]),  # another day
        counters(
            before, "SHARD#01", female__40s__impressions=20, female__40s__clicks=7
        ),  # whose, is not known
    ]
    dynamo = OfflineDynamo(lambda asked: {"Items": items} if asked[0] == "Query" else {})

    summarise_traffic(["P001"], traffic=traffic(dynamo), now=LAST_OF_DAY)

    assert summaries(dynamo) == {
        "female#40s": f'{{"P001": [{20 + 20 + 20}, {2 + 1 + 7}]}}',
        "male#30s": f'{{"P001": [{20 * 2}, {2}]}}',
        # Today networks 10, 20 and 31; before 10, and those that are not known.
        EVERYONE: f'{{"P001": [{20 * 3 + 20 + 20}, {3 + 1 + 7}]}}',
    }
    rows = report_traffic(["P001"], first=before, last=today, traffic=traffic(dynamo))
    assert [(one.day, one.cohort, one.traffic) for one in rows] == [
        (before, "female#40s", Traffic(420, 307)),
        (today, "female#40s", Traffic(400, 300)),
        (today, "male#30s", Traffic(400, 300)),
    ]


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

    return salted(answer)


def suggested(dynamo: OfflineDynamo, person: Person = WOMAN, **changes: object) -> list[str]:
    options = {"limit": 20, "sponsored": True, "now": LAST_OF_DAY, "rng": Random(1)} | changes
    found = suggest_products(
        person,
        network=NETWORK,
        products=ProductRepository(dynamo.client, "table"),
        traffic=traffic(dynamo),
        **options,  # type: ignore[arg-type]
    )
    return [f"{one.product.id}{'!' * bool(one.campaign)}" for one in found.products]


def test_slots_are_sponsored_only_where_enabled_and_no_hospital_comes_first() -> None:
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
            "result": result({Symptom.DANDRUFF: Grade.SEVERE}),
        }
    )

    assert finished.finished_grades()[Symptom.DANDRUFF] is Grade.SEVERE
    for change in ({"status": Status.FAILED}, {"result": None}):
        with pytest.raises(AssessmentNotFinishedError):
            finished.model_copy(update=change).finished_grades()
    with pytest.raises(AssessmentNotFinishedError):
        pending().finished_grades()
