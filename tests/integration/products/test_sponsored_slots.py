"""Sponsored slots through the API's handler: labelled, capped and counted."""

import scalp_api.bootstrap
from scalp_core.products.load import load_products
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic import Traffic
from scalp_core.products.traffic_repository import ProductTrafficRepository
from support.cloud import Cloud, answer_with
from support.product_requests import DANDRUFF, LIST, read, traffic_of
from support.products import campaign, product


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
    assert body["products"] == []


def test_an_advertisement_that_cannot_be_counted_is_not_shown(
    cloud: Cloud, products: ProductRepository, sponsored: None
) -> None:
    fill(products, campaign(1, "P012"))
    client = scalp_api.bootstrap.services().product_traffic._client
    client.meta.events.register("before-send.dynamodb.UpdateItem", answer_with(500))

    assert all(one["advertisement"] is None for one in read(cloud, DANDRUFF)["products"])
