"""How views and visits of products are sampled and counted, exactly."""

from datetime import datetime
from random import Random
from typing import Any

import pytest

from scalp_core.errors import ProductNotFoundError
from scalp_core.products.keys import PRODUCT_SHARDS
from scalp_core.products.ranking import Suggestion, suggest
from scalp_core.products.repository import ProductRepository
from scalp_core.products.suggest import count_views
from scalp_core.products.visit import Visit, visit_product
from scalp_core.products.visitor_buckets import visitor_bucket
from scalp_core.vocabulary import AgeGroup, Sex
from support.offline_aws import Answer, OfflineDynamo, Request, changes, plain, refused
from support.offline_products import (
    FIRST_OF_DAY,
    LAST_OF_DAY,
    NETWORK,
    SALT,
    WOMAN,
    salted,
    traffic,
)
from support.products import campaign, medicine, product


class Chance(Random):
    """Chance that always falls the same way."""

    def __init__(self, value: float) -> None:
        super().__init__(0)
        self._value = value

    def random(self) -> float:
        return self._value


def updates(dynamo: OfflineDynamo) -> list[dict[str, Any]]:
    """What was asked to be counted, name by name, and where."""
    found = []
    for name, request in dynamo.requests:
        if name == "UpdateItem":
            found.append(changes(request) | plain(request["Key"]))
    return found


def shown(number: int) -> list[Suggestion]:
    return suggest(
        [product(n) for n in range(1, number + 1)], WOMAN.findings.grades, rate=lambda _: 0.0
    )


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
