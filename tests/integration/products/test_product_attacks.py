"""Whoever wants to push a product, push another down, or use up a campaign, by asking for it.

Attackers have one address and ask as often as they like; honest people have one address each.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

import scalp_api.bootstrap
from scalp_api.handler import handler
from scalp_core import clock
from scalp_core.clock import day_in_korea
from scalp_core.products import keys
from scalp_core.products.daily_salts import DailySalts
from scalp_core.products.load import load_products
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic import MINIMUM_VISITS, Traffic
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.products.traffic_summary import summarise_traffic
from scalp_core.products.visit import visit_product
from scalp_core.vocabulary import AgeGroup, Sex
from support.cloud import Cloud, http_event
from support.products import campaign, product

LIST = "/api/v1/products"
COHORT = "sex=female&ageGroup=40s"
DANDRUFF = f"{LIST}?symptom=dandruff&grade=1&limit=20&{COHORT}"
IDS = [f"P{number:03d}" for number in range(1, 21)]
NOON = datetime(2026, 11, 22, 3, tzinfo=UTC)  # in Korea
ATTACKER = "198.51.100.7"


@pytest.fixture
def products(cloud: Cloud) -> ProductRepository:
    repository = ProductRepository(cloud.dynamodb, cloud.table)
    load_products([product(number) for number in range(1, 21)], products=repository)
    return repository


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the time; it is noon in Korea before."""

    def set_time(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_time(NOON)
    return set_time


def ask(cloud: Cloud, path: str, address: str, **headers: str) -> Any:
    event = http_event("GET", path, None)
    event["requestContext"]["http"]["sourceIp"] = address
    event["headers"] |= headers
    context: Any = cloud.context()
    return handler(event, context)


def order(cloud: Cloud, traffic: ProductTrafficRepository, now: datetime = NOON) -> list[str]:
    """The list of the next day, after the nightly summary."""
    summarise_traffic(IDS, traffic=traffic, now=now)
    scalp_api.bootstrap.services.cache_clear()
    _, _, body = cloud.api("GET", DANDRUFF)
    return [one["id"] for one in body["products"]]


def people(number: int) -> Iterator[str]:
    for one in range(number):
        yield f"203.0.{one // 250}.{one % 250 + 1}"


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


# ── Order ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("busy", [False, True], ids=["a young service", "an old one"])
@pytest.mark.usefixtures("products", "at")
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


@pytest.mark.usefixtures("products", "at")
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


@pytest.mark.usefixtures("products", "at")
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
    assert views <= 10_000 + 20  # one sample at most


def test_an_address_that_comes_back_every_day_gains_a_few_ranks_at_most(
    cloud: Cloud, products: ProductRepository, traffic: ProductTrafficRepository
) -> None:
    """In an established cohort where every product has its own rate, for 90 days."""
    rates = {one: 0.02 + number / 1000 for number, one in enumerate(reversed(IDS))}
    long_ago(traffic, rates)
    before = order(cloud, traffic)

    for days in range(90):
        visit(products, traffic, "P015", [ATTACKER], NOON - timedelta(days=days))

    after = order(cloud, traffic)
    assert before.index("P015") - after.index("P015") <= 8


def test_what_many_people_visit_over_many_days_comes_first(
    cloud: Cloud, products: ProductRepository, traffic: ProductTrafficRepository
) -> None:
    for one in IDS:
        traffic.add(one, day_in_korea(NOON), "female#40s", Traffic(600, 12))
    assert order(cloud, traffic)[0] == "P001"

    for days in range(10):
        visit(products, traffic, "P020", people(8), NOON - timedelta(days=days))

    assert order(cloud, traffic)[0] == "P020"


def test_too_few_people_of_a_cohort_leave_the_order_as_it_is(
    cloud: Cloud, products: ProductRepository, traffic: ProductTrafficRepository
) -> None:
    for one in IDS:
        traffic.add(one, day_in_korea(NOON), "female#40s", Traffic(600, 0))
    visit(products, traffic, "P020", people(MINIMUM_VISITS - 2))
    few = traffic_visits(traffic)
    assert few < MINIMUM_VISITS
    assert order(cloud, traffic) == IDS

    visit(products, traffic, "P020", people(MINIMUM_VISITS + 30))

    assert traffic_visits(traffic) >= MINIMUM_VISITS
    assert order(cloud, traffic)[0] == "P020"


def traffic_visits(traffic: ProductTrafficRepository) -> int:
    summarise_traffic(IDS, traffic=traffic, now=NOON)
    return sum(counts.clicks for counts in traffic.summary("female#40s").values())


@pytest.mark.parametrize("header", ["sec-purpose", "purpose"])
@pytest.mark.usefixtures("products", "at")
def test_what_a_browser_loads_ahead_is_no_visit(
    cloud: Cloud, traffic: ProductTrafficRepository, header: str
) -> None:
    answer = ask(cloud, f"{LIST}/P020/visit", ATTACKER, **{header: "prefetch"})

    assert answer["statusCode"] == 302
    assert cloud.api("HEAD", f"{LIST}/P020/visit")[0] == 405
    today = day_in_korea(NOON)
    assert list(traffic.of_product("P020", first=today, last=today)) == []


# ── Networks ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("secret", "forwarded", "others"),
    [
        # CloudFront's own entry comes last; what the caller made up before it changes nothing.
        ("s" * 32, "203.0.113.9", "9.9.9.9, 203.0.113.9"),
        ("s" * 32, "203.0.113.9, 192.0.2.1", "9.9.9.9, 203.0.113.9, 192.0.2.1"),
        # Without CloudFront all of it may be made up.
        ("", "203.0.113.9", "203.0.113.10"),
    ],
)
@pytest.mark.usefixtures("products", "at")
def test_one_caller_stays_one_network_whatever_the_header_says(
    cloud: Cloud,
    traffic: ProductTrafficRepository,
    monkeypatch: pytest.MonkeyPatch,
    secret: str,
    forwarded: str,
    others: str,
) -> None:
    monkeypatch.setenv("ORIGIN_SECRET", secret)
    scalp_api.bootstrap.origin_secrets.cache_clear()

    for header in (forwarded, others):
        headers = {"x-forwarded-for": header, "x-scalp-origin": secret}
        answer = ask(cloud, f"{LIST}/P020/visit", "192.0.2.1", **headers)
        assert answer["statusCode"] == 302
    scalp_api.bootstrap.origin_secrets.cache_clear()

    today = day_in_korea(NOON)
    (found,) = traffic.of_product("P020", first=today, last=today)
    assert (found.traffic.clicks, len(found.visitors)) == (2, 1)


@pytest.mark.usefixtures("products", "at")
def test_nothing_that_is_kept_leads_to_an_address(cloud: Cloud) -> None:
    """One byte of a hash, and a salt that is forgotten after two days."""
    ask(cloud, f"{LIST}/P020/visit?{COHORT}", ATTACKER)

    items = cloud.dynamodb.scan(TableName=cloud.table)["Items"]
    kept = [item for item in items if item["PK"]["S"].startswith("PRODUCTSTATS#")]
    (salt,) = [item for item in kept if item["PK"]["S"] == keys.SALT_PK]
    (visited,) = [item for item in kept if item is not salt]
    assert ATTACKER not in str(items)
    lasts = int(salt["expiresAt"]["N"]) - NOON.timestamp()
    assert 0 < lasts <= timedelta(days=2).total_seconds()
    (bucket,) = visited["female#40s#visitors"]["NS"]
    assert 0 <= int(bucket) < 256


@pytest.mark.usefixtures("products")
def test_an_address_has_another_bucket_each_day_and_for_each_product(
    traffic: ProductTrafficRepository,
) -> None:
    days = [day_in_korea(NOON) + timedelta(days=ahead) for ahead in range(8)]

    by_day = {traffic._bucket(day, ATTACKER, "P001") for day in days}
    by_product = {traffic._bucket(days[0], ATTACKER, one) for one in IDS}

    # 8 and 20 of 256: that all were equal by chance has a probability below 10⁻¹⁶.
    assert min(len(by_day), len(by_product)) > 1
    # Another process finds the same salt.
    again = ProductTrafficRepository(traffic._client, traffic._table)
    assert again._bucket(days[0], ATTACKER, "P001") == traffic._bucket(days[0], ATTACKER, "P001")


@pytest.mark.usefixtures("products")
def test_two_processes_that_make_a_salt_at_once_use_the_same(cloud: Cloud) -> None:
    day = day_in_korea(NOON)
    client = boto3.client("dynamodb")
    slower, faster = DailySalts(client, cloud.table), DailySalts(cloud.dynamodb, cloud.table)
    found: list[bytes] = []

    def overtake(**_: object) -> None:
        client.meta.events.unregister("before-call.dynamodb.PutItem", overtake)
        found.append(faster.of(day))

    client.meta.events.register("before-call.dynamodb.PutItem", overtake)

    assert slower.of(day) == found[0]


# ── Paid places ──────────────────────────────────────────────────────────────────────────────────


def paid(cloud: Cloud, address: str) -> bool:
    return "광고" in ask(cloud, DANDRUFF, address)["body"]


@pytest.mark.usefixtures("sponsored", "at")
def test_one_address_cannot_use_up_a_campaign(cloud: Cloud, products: ProductRepository) -> None:
    products.replace_campaigns([campaign(1, "P012", daily_cap=100)])

    taken = sum(paid(cloud, ATTACKER) for _ in range(40))

    assert taken == 3
    assert sum(paid(cloud, one) for one in people(20)) >= 15


@pytest.mark.usefixtures("sponsored")
def test_many_addresses_cannot_use_up_a_campaign_in_an_hour(
    cloud: Cloud, products: ProductRepository, at: Callable[[datetime], None]
) -> None:
    products.replace_campaigns([campaign(1, "P012", daily_cap=24)])
    midnight = NOON - timedelta(hours=12)

    at(midnight)
    assert sum(paid(cloud, one) for one in people(8)) == 3
    at(midnight + timedelta(hours=11, minutes=59))
    assert sum(paid(cloud, one) for one in people(20)) == 12 - 3
    at(midnight + timedelta(hours=23, minutes=59))
    assert sum(paid(cloud, one) for one in people(30)) == 24 - 12
