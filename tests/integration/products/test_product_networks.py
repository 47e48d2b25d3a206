"""What is known of a caller's network, and campaigns that one network cannot use up."""

from collections.abc import Callable
from datetime import datetime, timedelta

import boto3
import pytest

import scalp_api.bootstrap
from scalp_core.clock import day_in_korea
from scalp_core.products import keys
from scalp_core.products.daily_salts import DailySalts
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic_repository import ProductTrafficRepository
from support.cloud import Cloud
from support.product_attacks import ATTACKER, COHORT, DANDRUFF, IDS, NOON, ask, people
from support.product_requests import LIST
from support.products import campaign

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
@pytest.mark.usefixtures("twenty_products", "at")
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


@pytest.mark.usefixtures("twenty_products", "at")
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


@pytest.mark.usefixtures("twenty_products")
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


@pytest.mark.usefixtures("twenty_products")
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


# ── Sponsored slots ──────────────────────────────────────────────────────────────────────────────


def paid(cloud: Cloud, address: str) -> bool:
    return "광고" in ask(cloud, DANDRUFF, address)["body"]


@pytest.mark.usefixtures("sponsored", "at")
def test_one_address_cannot_use_up_a_campaign(
    cloud: Cloud, twenty_products: ProductRepository
) -> None:
    twenty_products.replace_campaigns([campaign(1, "P012", daily_cap=100)])

    taken = sum(paid(cloud, ATTACKER) for _ in range(40))

    assert taken == 3
    assert sum(paid(cloud, one) for one in people(20)) >= 15


@pytest.mark.usefixtures("sponsored")
def test_many_addresses_cannot_use_up_a_campaign_in_an_hour(
    cloud: Cloud, twenty_products: ProductRepository, at: Callable[[datetime], None]
) -> None:
    twenty_products.replace_campaigns([campaign(1, "P012", daily_cap=24)])
    midnight = NOON - timedelta(hours=12)

    at(midnight)
    assert sum(paid(cloud, one) for one in people(8)) == 3
    at(midnight + timedelta(hours=11, minutes=59))
    assert sum(paid(cloud, one) for one in people(20)) == 12 - 3
    at(midnight + timedelta(hours=23, minutes=59))
    assert sum(paid(cloud, one) for one in people(30)) == 24 - 12
