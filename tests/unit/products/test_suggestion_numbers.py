"""Which products and sponsored slots a person is shown, exactly."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest

from scalp_core.care.conditions import Findings
from scalp_core.care.guide import CareGuide
from scalp_core.deployed_files import load_deployed
from scalp_core.errors import AssessmentNotFinishedError
from scalp_core.products.repository import ProductRepository
from scalp_core.products.suggest import Person, suggest_products
from scalp_core.products.visitor_buckets import visitor_bucket
from scalp_core.vocabulary import AgeGroup, Grade, Sex, Status, Symptom
from scalp_deployment.paths import CARE_GUIDE
from support.offline_aws import OfflineDynamo, changes, condition, refused
from support.offline_products import (
    FIRST_OF_DAY,
    LAST_OF_DAY,
    NETWORK,
    SALT,
    WOMAN,
    catalogue,
    traffic,
)
from support.products import campaign, product
from support.results import pending, result

# ── Campaigns ────────────────────────────────────────────────────────────────────────────────────


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


# ── Suggesting ───────────────────────────────────────────────────────────────────────────────────


def suggested(dynamo: OfflineDynamo, person: Person = WOMAN, **changes: object) -> list[str]:
    options = {"limit": 20, "sponsored": True, "now": LAST_OF_DAY, "rng": Random(1)} | changes
    found = suggest_products(
        person,
        guide=load_deployed(CARE_GUIDE, CareGuide),
        network=NETWORK,
        products=ProductRepository(dynamo.client, "table"),
        traffic=traffic(dynamo),
        **options,  # type: ignore[arg-type]
    )
    return [f"{one.product.id}{'!' * bool(one.campaign)}" for one in found.products]


def test_slots_are_sponsored_only_where_enabled_and_no_visit_is_due() -> None:
    def asked(person: Person = WOMAN, **changes: object) -> list[str]:
        seven = [product(number) for number in range(1, 8)]
        return suggested(catalogue(seven, [campaign(1, "P007")]), person, **changes)

    severe = Person(Findings({Symptom.DANDRUFF: Grade.SEVERE}), None, None)
    thin = {Symptom.DANDRUFF: Grade.MILD, Symptom.HAIR_LOSS: Grade.MODERATE}
    assert asked()[4] == "P007!"
    assert asked(sponsored=False)[4] == "P005"
    assert asked(Person(Findings(thin), None, None))[4] == "P005"
    assert asked(severe) == []
    assert asked(limit=4) == ["P001", "P002", "P003", "P004"]


@pytest.mark.parametrize(("now", "place"), [(LAST_OF_DAY, "P007!"), (FIRST_OF_DAY, "P005")])
def test_a_campaign_ends_with_its_last_day_in_korea(now: datetime, place: str) -> None:
    ending = campaign(1, "P007", ends=date(2026, 11, 22))
    dynamo = catalogue([product(number) for number in range(1, 8)], [ending])

    assert suggested(dynamo, now=now)[4] == place


def test_equal_products_come_by_lot_and_in_one_order_during_a_visit() -> None:
    def visited(visit: str) -> list[str]:
        eight = catalogue([product(number) for number in range(1, 9)])
        return suggested(eight, replace(WOMAN, visit=visit), sponsored=False)

    orders = [visited(f"visit {number}") for number in range(6)]

    assert orders[0] == visited("visit 0")
    assert len({order[0] for order in orders}) > 1
    assert all(sorted(order) == sorted(orders[0]) for order in orders)


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

    assert finished.finished_result() is finished.result
    for change in ({"status": Status.FAILED}, {"result": None}):
        with pytest.raises(AssessmentNotFinishedError):
            finished.model_copy(update=change).finished_result()
    with pytest.raises(AssessmentNotFinishedError):
        pending().finished_result()
