"""Whoever wants to push a product, or push another down, by asking for it.

Attackers have one address and ask as often as they like; honest people have one address each.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

import scalp_api.bootstrap
from scalp_core.clock import day_in_korea
from scalp_core.products import keys
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic import MINIMUM_VISITS, VIEWS_PER_SAMPLE, Traffic
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.products.traffic_summary import summarise_traffic
from scalp_core.products.visit import visit_product
from scalp_core.vocabulary import AgeGroup, Sex
from support.cloud import Cloud
from support.product_attacks import ATTACKER, COHORT, DANDRUFF, IDS, NOON, ask, people
from support.product_requests import LIST


def order(cloud: Cloud, traffic: ProductTrafficRepository, now: datetime = NOON) -> list[str]:
    """The list of the next day, after the nightly summary."""
    summarise_traffic(IDS, traffic=traffic, now=now)
    scalp_api.bootstrap.services.cache_clear()
    _, _, body = cloud.api("GET", DANDRUFF)
    return [one["id"] for one in body["products"]]


def visit(
    products: ProductRepository,
    traffic: ProductTrafficRepository,
    product_id: str,
    networks: Iterable[str],
    now: datetime = NOON,
) -> None:
    for network in networks:
        visit_product(
            product_id,
            sex=Sex.FEMALE,
            age_group=AgeGroup.FORTIES,
            campaign=None,
            network=network,
            products=products,
            traffic=traffic,
            now=now,
        )


def long_ago(traffic: ProductTrafficRepository, rates: dict[str, float]) -> None:
    """Ten days of a thousand views of every product, without what is known of networks."""
    for days in range(1, 11):
        day = day_in_korea(NOON - timedelta(days=days))
        for one in IDS:
            clicks = round(1000 * rates.get(one, 0.02))
            traffic.add(one, day, "female#40s", Traffic(1000, clicks))


@pytest.mark.parametrize("busy", [False, True], ids=["a young service", "an old one"])
@pytest.mark.usefixtures("twenty_products", "at")
def test_one_address_moves_nothing_on_one_day(
    cloud: Cloud, traffic: ProductTrafficRepository, busy: bool
) -> None:
    """Neither by one visit nor by a hundred."""
    if busy:
        long_ago(traffic, {"P007": 0.05, "P003": 0.01})
    before = order(cloud, traffic)

    for visits in (1, 99):
        for _ in range(visits):
            assert ask(cloud, f"{LIST}/P020/visit?{COHORT}", ATTACKER)["statusCode"] == 302
        assert order(cloud, traffic) == before

    today = day_in_korea(NOON)
    counted = [part.traffic.clicks for part in traffic.of_product("P020", first=today, last=today)]
    assert sum(counted) == 100  # the report names them all


@pytest.mark.usefixtures("twenty_products", "at")
def test_one_address_with_all_cohorts_and_all_products_moves_nothing(
    cloud: Cloud, traffic: ProductTrafficRepository
) -> None:
    """Nor does it reach the minimum of everyone by naming every cohort."""
    before = order(cloud, traffic)

    for age_group in AgeGroup:
        for sex in Sex:
            ask(cloud, f"{LIST}/P020/visit?sex={sex}&ageGroup={age_group}", ATTACKER)
    for one in IDS:
        ask(cloud, f"{LIST}/{one}/visit?{COHORT}", ATTACKER)

    assert order(cloud, traffic) == before
    everyone = traffic.summary(keys.EVERYONE)
    assert {counts.clicks for counts in everyone.values()} == {1}
    assert sum(counts.clicks for counts in everyone.values()) < MINIMUM_VISITS


@pytest.mark.usefixtures("twenty_products", "at")
def test_one_address_cannot_push_the_first_down_by_looking_at_it(
    cloud: Cloud, traffic: ProductTrafficRepository
) -> None:
    long_ago(traffic, {"P007": 0.05})
    before = order(cloud, traffic)
    assert before[0] == "P007"

    for _ in range(100):
        ask(cloud, f"{LIST}?symptom=dandruff&grade=1&limit=1&{COHORT}", ATTACKER)

    assert order(cloud, traffic) == before
    views = traffic.summary("female#40s")["P007"].impressions
    # One sample at most of the attacker's, and one of the address that looks at the order.
    assert views <= 10_000 + 2 * VIEWS_PER_SAMPLE


def test_an_address_that_comes_back_every_day_gains_a_few_ranks_at_most(
    cloud: Cloud, twenty_products: ProductRepository, traffic: ProductTrafficRepository
) -> None:
    """In an established cohort where every product has its own rate, for 90 days."""
    rates = {one: 0.02 + number / 1000 for number, one in enumerate(reversed(IDS))}
    long_ago(traffic, rates)
    before = order(cloud, traffic)

    for days in range(90):
        visit(twenty_products, traffic, "P015", [ATTACKER], NOON - timedelta(days=days))

    after = order(cloud, traffic)
    assert before.index("P015") - after.index("P015") <= 8


def test_what_many_people_visit_over_many_days_comes_first(
    cloud: Cloud, twenty_products: ProductRepository, traffic: ProductTrafficRepository
) -> None:
    for one in IDS:
        traffic.add(one, day_in_korea(NOON), "female#40s", Traffic(600, 12))
    assert order(cloud, traffic)[0] == "P001"

    for days in range(10):
        visit(twenty_products, traffic, "P020", people(8), NOON - timedelta(days=days))

    assert order(cloud, traffic)[0] == "P020"


def test_too_few_people_of_a_cohort_leave_the_order_as_it_is(
    cloud: Cloud, twenty_products: ProductRepository, traffic: ProductTrafficRepository
) -> None:
    for one in IDS:
        traffic.add(one, day_in_korea(NOON), "female#40s", Traffic(600, 0))
    visit(twenty_products, traffic, "P020", people(MINIMUM_VISITS - 2))
    few = traffic_visits(traffic)
    assert few < MINIMUM_VISITS
    assert order(cloud, traffic) == IDS

    visit(twenty_products, traffic, "P020", people(MINIMUM_VISITS + 30))

    assert traffic_visits(traffic) >= MINIMUM_VISITS
    assert order(cloud, traffic)[0] == "P020"


def traffic_visits(traffic: ProductTrafficRepository) -> int:
    summarise_traffic(IDS, traffic=traffic, now=NOON)
    return sum(counts.clicks for counts in traffic.summary("female#40s").values())


@pytest.mark.parametrize("header", ["sec-purpose", "purpose"])
@pytest.mark.usefixtures("twenty_products", "at")
def test_what_a_browser_loads_ahead_is_no_visit(
    cloud: Cloud, traffic: ProductTrafficRepository, header: str
) -> None:
    answer = ask(cloud, f"{LIST}/P020/visit", ATTACKER, **{header: "prefetch"})

    assert answer["statusCode"] == 302
    assert cloud.api("HEAD", f"{LIST}/P020/visit")[0] == 405
    today = day_in_korea(NOON)
    assert list(traffic.of_product("P020", first=today, last=today)) == []
