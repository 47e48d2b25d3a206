"""Visits and views of products through the API's handler, and how they are counted."""

import csv
import io
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
from scalp_core.products.model import Product
from scalp_core.products.repository import ProductRepository
from scalp_core.products.suggest import VIEWS_PER_SAMPLE
from scalp_core.products.traffic import Traffic
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.products.traffic_summary import read_report, summarise_traffic
from support.cloud import Cloud, answer_with, http_event
from support.product_requests import DANDRUFF, LIST, ids, read, traffic_of
from support.products import SHOP, campaign, product


@pytest.fixture
def rng(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chance that is the same in every run of a test."""
    same = Random(216)
    monkeypatch.setattr("scalp_api.products.routes.SystemRandom", lambda: same)


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


def test_a_shops_search_fits_the_scalp_is_counted_and_reported(
    cloud: Cloud, products: ProductRepository, traffic: ProductTrafficRepository
) -> None:
    load_products([product(1)], products=products)
    searches = read(cloud, DANDRUFF)["searches"]
    assert [one["shop"] for one in searches] == ["oliveyoung", "naver"]

    status, headers, _ = cloud.api("GET", searches[0]["visit"])

    assert status == 302
    assert headers["location"].startswith("https://www.oliveyoung.co.kr/store/search/")
    assert headers["referrer-policy"] == "no-referrer"
    counted = traffic_of(traffic, keys.search_counter("oliveyoung"))
    assert counted == {"female#40s": Traffic(clicks=1)}
    today = day_in_korea(datetime.now(UTC))
    table = read_report(first=None, last=None, today=today, products=products, traffic=traffic)
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["brand"], row["sex"], row["clicks"]) == ("올리브영", "female", "1")
    for other in ("elsewhere/dandruff", "oliveyoung/anything"):
        assert cloud.api("GET", f"{LIST}/searches/{other}/visit")[0] == 422


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


# ── The report ───────────────────────────────────────────────────────────────────────────────────


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
