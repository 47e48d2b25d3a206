"""Products through the API's Lambda handler: ranking, visits, counters, paid places."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

import scalp_api.bootstrap
from scalp_api.handler import handler
from scalp_core.clock import day_in_korea
from scalp_core.products import keys
from scalp_core.products.load import load_products
from scalp_core.products.model import Functional, Offer, Product
from scalp_core.products.repository import ProductRepository
from scalp_core.products.suggest import VIEWS_PER_SAMPLE
from scalp_core.products.traffic import Traffic
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.products.traffic_summary import summarise_traffic
from scalp_core.vocabulary import Grade, Symptom
from scalp_deployment.paths import PRODUCTS
from scalp_deployment.product_file import read_products
from support.cloud import Cloud, answer_with, http_event
from support.products import SHOP, campaign, product
from support.results import finish, result

LIST = "/api/v1/products"
DANDRUFF = f"{LIST}?symptom=dandruff&grade=2&sex=female&ageGroup=40s"
UNKNOWN = "0123456789abcdef" * 2


@pytest.fixture
def shipped(products: ProductRepository) -> list[Product]:
    listed = read_products(PRODUCTS)
    load_products(listed, products=products)
    return listed


@pytest.fixture
def rng(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chance that is the same in every run of a test."""
    same = Random(216)
    monkeypatch.setattr("scalp_api.products.routes.SystemRandom", lambda: same)


def assessed(cloud: Cloud, **grades: int) -> str:
    """A finished assessment of a woman in her forties with these grades, without any photo."""
    found = result({Symptom(name): Grade(grade) for name, grade in grades.items()})
    return finish(scalp_api.bootstrap.services().assessments, found=found)


def read(cloud: Cloud, path: str) -> Any:
    status, _, body = cloud.api("GET", path)
    assert status == 200, body
    return body


def ids(body: Any) -> list[str]:
    return [one["id"] for one in body["products"]]


def traffic_of(traffic: ProductTrafficRepository, product_id: str) -> dict[str, Traffic]:
    """Today's traffic of a product by cohort, or by campaign."""
    today = day_in_korea(datetime.now(UTC))
    found: dict[str, Traffic] = {}
    for one in traffic.of_product(product_id, first=today, last=today):
        name = one.cohort or one.campaign
        found[name] = found.get(name, Traffic()) + one.traffic
    return found


# ── List ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("symptom", list(Symptom))
def test_every_symptom_is_answered_from_the_shipped_catalogue(
    cloud: Cloud, shipped: list[Product], symptom: str
) -> None:
    body = read(cloud, f"{LIST}?symptom={symptom}&grade=1")

    assert body["clinicFirst"] is None
    assert body["products"]
    for one in body["products"]:
        assert [reason["symptom"] for reason in one["reasons"]] == [symptom]
        assert one["advertisement"] is None
        assert one["price"] is None


def test_an_assessment_is_answered_by_all_of_its_symptoms(
    cloud: Cloud, products: ProductRepository
) -> None:
    load_products(
        [
            product(1, Symptom.DANDRUFF),
            product(2, Symptom.EXCESS_SEBUM),
            product(3, Symptom.EXCESS_SEBUM, Symptom.DANDRUFF),
            product(4, Symptom.FINE_SCALING),
        ],
        products=products,
    )
    made = assessed(cloud, dandruff=2, excess_sebum=1)

    body = read(cloud, f"{LIST}?assessment={made}")

    assert ids(body) == ["P003", "P001", "P002"]
    assert body["products"][0]["visit"] == f"{LIST}/P003/visit?sex=female&ageGroup=40s"
    assert made not in json.dumps(body)


def test_a_hospital_comes_before_any_product_at_moderate_pustules(
    cloud: Cloud, shipped: list[Product]
) -> None:
    for grades, first in [
        ({"follicular_erythema_pustules": 1}, False),
        ({"follicular_erythema_pustules": 2, "dandruff": 1}, True),
        ({"hair_loss": 3}, True),
    ]:
        body = read(cloud, f"{LIST}?assessment={assessed(cloud, **grades)}")

        assert (body["clinicFirst"] is not None) == first
        assert next(iter(body)) == "clinicFirst"
        assert body["products"]


def test_for_moderate_pustules_alone_there_is_a_hospital_and_no_product(
    cloud: Cloud, shipped: list[Product]
) -> None:
    body = read(cloud, f"{LIST}?symptom=follicular_erythema_pustules&grade=2")

    assert "피부과" in body["clinicFirst"]["message"]["ko"]
    assert body["clinicFirst"]["hospitals"] == "/api/v1/hospitals"
    assert body["products"] == body["medicines"] == []


def test_medicines_are_listed_apart_and_lead_nowhere(cloud: Cloud, shipped: list[Product]) -> None:
    body = read(cloud, DANDRUFF)

    assert {one["id"] for one in body["medicines"]} == {"P059", "P060"}
    assert not {"P059", "P060"} & set(ids(body))
    for one in body["medicines"]:
        assert "약사" in one["advice"]["ko"]
        assert "visit" not in one
        assert cloud.api("GET", f"{LIST}/{one['id']}/visit")[2]["code"] == "product_not_found"


@pytest.mark.parametrize("path", [LIST, f"{LIST}?symptom=dandruff&grade=0", f"{LIST}?sex=male"])
def test_where_nothing_is_the_matter_nothing_is_suggested(
    cloud: Cloud, shipped: list[Product], path: str
) -> None:
    body = read(cloud, path)

    assert (body["clinicFirst"], body["products"], body["medicines"]) == (None, [], [])


def test_an_assessment_without_a_result_suggests_nothing_yet(cloud: Cloud) -> None:
    status, _, problem = cloud.api("GET", f"{LIST}?assessment={cloud.create()}")

    assert (status, problem["code"]) == (409, "assessment_not_finished")
    assert cloud.api("GET", f"{LIST}?assessment={UNKNOWN}")[0] == 404


@pytest.mark.parametrize(
    "query",
    [
        "symptom=nails",
        "symptom=dandruff&grade=4",
        "sex=x",
        "limit=0",
        "limit=21",
        "assessment=x",
    ],
)
def test_other_questions_are_refused(cloud: Cloud, query: str) -> None:
    status, _, problem = cloud.api("GET", f"{LIST}?{query}")

    assert (status, problem["code"]) == (422, "invalid_request")


def test_a_price_is_shown_with_its_source_and_day_only(
    cloud: Cloud, products: ProductRepository
) -> None:
    seen = day_in_korea(datetime.now(UTC))
    link = "https://search.shopping.naver.com/catalog/1"
    load_products([product(1), product(2)], products=products)
    before = products.everything()
    priced = before["P001"].model_copy(update={"offer": Offer(link=link, won=16900, seen_on=seen)})
    products.replace([], [priced])

    first, second = read(cloud, DANDRUFF)["products"]

    assert first["price"] == {"won": 16900, "source": "네이버 쇼핑", "seenOn": seen.isoformat()}
    assert second["price"] is None
    assert cloud.api("GET", first["visit"])[1]["location"] == link


def test_only_a_functional_cosmetic_is_said_to_be_one(
    cloud: Cloud, products: ProductRepository
) -> None:
    load_products(
        [
            product(1, Symptom.HAIR_LOSS, functional=Functional.YES),
            product(2, Symptom.HAIR_LOSS, functional=Functional.UNCONFIRMED),
        ],
        products=products,
    )

    first, second = read(cloud, f"{LIST}?symptom=hair_loss&grade=1")["products"]

    assert first["functional"]["ko"] == "탈모 증상 완화에 도움을 주는 기능성화장품"
    assert second["functional"] is None


# ── Visits and counters ──────────────────────────────────────────────────────────────────────────


def test_a_visit_leads_to_the_products_own_link_and_is_counted_for_its_cohort(
    cloud: Cloud, products: ProductRepository, traffic: ProductTrafficRepository
) -> None:
    load_products([product(1)], products=products)

    status, headers, _ = cloud.api("GET", read(cloud, DANDRUFF)["products"][0]["visit"])

    assert (status, headers["location"]) == (302, SHOP)
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert traffic_of(traffic, "P001")["female#40s"].clicks == 1


def test_visits_of_all_kinds_of_people_are_counted_apart(
    cloud: Cloud, products: ProductRepository, traffic: ProductTrafficRepository
) -> None:
    load_products([product(1)], products=products)

    some, complete = ["", "?sex=male"], ["?sex=male&ageGroup=30s"] * 3
    for query in [*some, *complete, "?sex=undisclosed&ageGroup=20s"]:
        assert cloud.api("GET", f"{LIST}/P001/visit{query}")[0] == 302

    assert traffic_of(traffic, "P001") == {
        "male#30s": Traffic(clicks=3),
        "unknown": Traffic(clicks=2),
        "undisclosed#20s": Traffic(clicks=1),
    }


@pytest.mark.parametrize(
    "query", ["?url=https://evil.example", "?link=//evil.example&next=https://evil.example"]
)
def test_nobody_can_choose_where_a_visit_leads(
    cloud: Cloud, products: ProductRepository, query: str
) -> None:
    load_products([product(1)], products=products)

    assert cloud.api("GET", f"{LIST}/P001/visit{query}")[1]["location"] == SHOP


def test_a_link_that_was_tampered_with_in_the_table_is_not_followed(
    cloud: Cloud, products: ProductRepository
) -> None:
    load_products([product(1)], products=products)
    stored = products.everything()["P001"].model_dump_json(by_alias=True)
    cloud.dynamodb.put_item(
        TableName=cloud.table,
        Item={
            "PK": {"S": keys.CATALOGUE_PK},
            "SK": {"S": "P001"},
            "content": {"S": stored.replace(SHOP, "https://evil.example/")},
        },
    )

    status, headers, problem = cloud.api("GET", f"{LIST}/P001/visit")

    assert (status, problem["code"]) == (500, "internal_error")
    assert "location" not in headers


@pytest.mark.parametrize("bad", ["P1", "p001", "P001%0d%0aX", "..%2fP001", "H001"])
def test_an_id_of_another_shape_is_refused(cloud: Cloud, bad: str) -> None:
    assert cloud.api("GET", f"{LIST}/{bad}/visit")[0] in (404, 422)


def test_a_visit_goes_on_when_it_cannot_be_counted(
    cloud: Cloud, products: ProductRepository, logged: Callable[[str], str]
) -> None:
    load_products([product(1)], products=products)
    client = scalp_api.bootstrap.services().product_traffic._client
    client.meta.events.register("before-send.dynamodb.UpdateItem", answer_with(500))

    status, headers, _ = cloud.api("GET", f"{LIST}/P001/visit")

    assert (status, headers["location"]) == (302, SHOP)
    assert "visit not counted" in logged("api")


def test_a_list_is_shown_when_its_views_cannot_be_counted(
    cloud: Cloud,
    products: ProductRepository,
    logged: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scalp_core.products.suggest.VIEWS_PER_SAMPLE", 1)
    load_products([product(1)], products=products)
    client = scalp_api.bootstrap.services().product_traffic._client
    client.meta.events.register("before-send.dynamodb.UpdateItem", answer_with(500))

    assert ids(read(cloud, DANDRUFF)) == ["P001"]
    assert "views not counted" in logged("api")


def test_views_are_counted_by_a_sample_that_adds_up(
    cloud: Cloud, products: ProductRepository, traffic: ProductTrafficRepository, rng: None
) -> None:
    load_products([product(1), product(2)], products=products)
    writes = Counter[str]()
    client = scalp_api.bootstrap.services().product_traffic._client
    client.meta.events.register(
        "before-call.dynamodb.UpdateItem", lambda **_: writes.update(["UpdateItem"])
    )

    for _ in range(100):
        read(cloud, DANDRUFF)

    counted = [traffic_of(traffic, one).get("female#40s", Traffic()) for one in ("P001", "P002")]
    assert sum(one.impressions for one in counted) == VIEWS_PER_SAMPLE * writes["UpdateItem"]
    # 200 showings with a chance of 1 in 20 each: 10 ± 3.1 writes.
    assert 3 <= writes["UpdateItem"] <= 20


def test_a_list_waits_for_one_write_at_most(
    cloud: Cloud, products: ProductRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scalp_core.products.suggest.VIEWS_PER_SAMPLE", 4)
    load_products([product(number) for number in range(1, 5)], products=products)
    writes: list[str] = []
    client = scalp_api.bootstrap.services().product_traffic._client
    client.meta.events.register(
        "before-call.dynamodb.UpdateItem", lambda params, **_: writes.append(str(params["body"]))
    )

    for _ in range(40):
        assert len(ids(read(cloud, DANDRUFF))) == 4

    assert len(writes) == 40
    # Each of four has a chance of 1 in 4 each time; missing one 40 times has one of 10⁻⁵.
    assert all(any(one in write for write in writes) for one in ("P001", "P002", "P003", "P004"))


def test_what_a_cohort_visits_moves_up_for_that_cohort(
    cloud: Cloud, products: ProductRepository, traffic: ProductTrafficRepository
) -> None:
    load_products([product(1), product(2)], products=products)
    now = datetime.now(UTC)
    today = day_in_korea(now)
    for name, clicks in (("P001", 10), ("P002", 200)):
        traffic.add(name, today, "female#40s", Traffic(2000, clicks))
    for name, clicks in (("P001", 2000), ("P002", 100)):
        traffic.add(name, today, "male#20s", Traffic(20_000, clicks))

    assert summarise_traffic(["P001", "P002"], traffic=traffic, now=now) == 2

    assert ids(read(cloud, DANDRUFF)) == ["P002", "P001"]
    for others in ("sex=male&ageGroup=20s", "sex=male&ageGroup=60s", ""):
        assert ids(read(cloud, f"{LIST}?symptom=dandruff&{others}")) == ["P001", "P002"]


def test_views_of_long_ago_and_of_campaigns_do_not_count_for_the_rank(
    cloud: Cloud, products: ProductRepository, traffic: ProductTrafficRepository
) -> None:
    now = datetime.now(UTC)
    today = day_in_korea(now)
    traffic.add("P002", today - timedelta(days=90), "female#40s", Traffic(1000, 900))
    assert traffic.reserve(campaign(1, "P002"), today)
    assert traffic.add_campaign_click("P002", "C001", today)

    assert summarise_traffic(["P002"], traffic=traffic, now=now) == 0

    assert traffic.summary(keys.EVERYONE) == {}


# ── Paid places ──────────────────────────────────────────────────────────────────────────────────


def fill(products: ProductRepository, *campaigns: object) -> None:
    load_products([product(number) for number in range(1, 13)], products=products)
    products.replace_campaigns(campaigns)  # type: ignore[arg-type]


def test_sponsored_slots_are_off_unless_the_operator_turns_them_on(
    cloud: Cloud, products: ProductRepository
) -> None:
    fill(products, campaign(1, "P012"))

    assert all(one["advertisement"] is None for one in read(cloud, DANDRUFF)["products"])


def test_a_sponsored_slot_is_labelled_and_one_in_five(
    cloud: Cloud, products: ProductRepository, sponsored: None
) -> None:
    fill(products, campaign(1, "P011"), campaign(2, "P012"))

    shown = read(cloud, DANDRUFF)["products"]

    labels = [one["advertisement"] for one in shown]
    assert [index for index, label in enumerate(labels, 1) if label] == [5, 10]
    assert labels[4] == {"ko": "광고", "en": "Ad"}
    assert {shown[4]["id"], shown[9]["id"]} == {"P011", "P012"}
    assert "campaign=C00" in shown[4]["visit"]


def test_a_campaign_stops_exactly_at_its_cap(
    cloud: Cloud,
    products: ProductRepository,
    traffic: ProductTrafficRepository,
    sponsored: None,
) -> None:
    fill(products, campaign(1, "P012", daily_cap=3))

    paid = [
        sum(one["advertisement"] is not None for one in read(cloud, DANDRUFF)["products"])
        for _ in range(5)
    ]

    assert paid == [1, 1, 1, 0, 0]
    assert traffic_of(traffic, "P012")["C001"] == Traffic(impressions=3)


def test_paid_visits_are_counted_for_the_campaign_and_not_for_the_rank(
    cloud: Cloud,
    products: ProductRepository,
    traffic: ProductTrafficRepository,
    sponsored: None,
) -> None:
    fill(products, campaign(1, "P012"))

    assert cloud.api("GET", read(cloud, DANDRUFF)["products"][4]["visit"])[0] == 302
    assert cloud.api("GET", f"{LIST}/P012/visit?campaign=C999")[0] == 302

    counted = traffic_of(traffic, "P012")
    assert counted["C001"] == Traffic(impressions=1, clicks=1)
    assert "C999" not in counted
    assert counted["unknown"] == Traffic(clicks=1)


def test_no_slot_is_sponsored_where_a_hospital_comes_first(
    cloud: Cloud, products: ProductRepository, sponsored: None
) -> None:
    fill(products, campaign(1, "P012"))

    body = read(cloud, f"{LIST}?symptom=dandruff&grade=3")

    assert body["clinicFirst"] is not None
    assert all(one["advertisement"] is None for one in body["products"])


def test_an_advertisement_that_cannot_be_counted_is_not_shown(
    cloud: Cloud, products: ProductRepository, sponsored: None
) -> None:
    fill(products, campaign(1, "P012"))
    client = scalp_api.bootstrap.services().product_traffic._client
    client.meta.events.register("before-send.dynamodb.UpdateItem", answer_with(500))

    assert all(one["advertisement"] is None for one in read(cloud, DANDRUFF)["products"])


def as_operator(cloud: Cloud, query: str = "") -> Any:
    """The report, asked for by somebody whom API Gateway knows by IAM."""
    event = http_event("GET", f"{LIST}/report.csv{query}", None)
    event["requestContext"]["authorizer"] = {"iam": {"userArn": "arn:aws:iam::123456789012:user/a"}}
    context: Any = cloud.context()
    return handler(event, context)


def test_only_operators_read_the_report(cloud: Cloud, shipped: list[Product]) -> None:
    status, headers, problem = cloud.api("GET", f"{LIST}/report.csv")
    assert (status, problem["code"]) == (403, "operators_only")
    assert headers["cache-control"] == "no-store"

    assert as_operator(cloud)["statusCode"] == 200


def test_the_report_lists_views_and_visits_of_the_requested_days(
    cloud: Cloud, shipped: list[Product], traffic: ProductTrafficRepository
) -> None:
    today = day_in_korea(datetime.now(UTC))
    traffic.add("P038", today, "female#40s", Traffic(200, 10))
    traffic.add("P038", today - timedelta(days=40), "female#40s", Traffic(20, 1))
    traffic.add("P038", today - timedelta(days=60), "unknown", Traffic(20, 1))

    recent = as_operator(cloud)
    earlier = as_operator(
        cloud, f"?from={today - timedelta(days=50)}&to={today - timedelta(days=30)}"
    )

    assert recent["headers"]["content-type"].startswith("text/csv")
    assert recent["body"].startswith("\ufeffday,")  # Excel takes Korean for CP949 without it
    (row,) = csv.DictReader(io.StringIO(recent["body"].removeprefix("\ufeff")))
    assert (row["product"], row["sex"], row["age_group"]) == ("P038", "female", "40s")
    assert (row["impressions"], row["clicks"], row["click_rate"]) == ("200", "10", "0.0500")
    (row,) = csv.DictReader(io.StringIO(earlier["body"].removeprefix("\ufeff")))
    assert row["day"] == (today - timedelta(days=40)).isoformat()
