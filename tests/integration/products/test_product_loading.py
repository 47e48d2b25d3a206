"""Products of a file take the place of those that are stored."""

from datetime import UTC, datetime
from typing import Any

import pytest

from scalp_core.clock import day_in_korea
from scalp_core.errors import BackendError, ShrunkenCatalogueError
from scalp_core.products import keys
from scalp_core.products.load import load_products
from scalp_core.products.model import Functional, Offer
from scalp_core.products.repository import ProductRepository
from scalp_core.vocabulary import Symptom
from scalp_deployment.paths import PRODUCTS
from scalp_deployment.product_file import read_products
from support.cloud import Cloud, answer_with
from support.products import SHOP, medicine, product


def everything(cloud: Cloud) -> list[Any]:
    items = cloud.dynamodb.scan(TableName=cloud.table)["Items"]
    return sorted(items, key=lambda one: (one["PK"]["S"], one["SK"]["S"]))


def test_loading_twice_changes_nothing(cloud: Cloud, products: ProductRepository) -> None:
    listed = read_products(PRODUCTS)
    first = load_products(listed, products=products)
    stored = everything(cloud)

    second = load_products(listed, products=products)

    assert first.counts() == {"added": 43, "changed": 0, "removed": 0, "unchanged": 0}
    assert second.counts() == {"added": 0, "changed": 0, "removed": 0, "unchanged": 43}
    assert everything(cloud) == stored


def test_a_load_returns_and_writes_the_difference(
    cloud: Cloud, products: ProductRepository
) -> None:
    load_products([product(number) for number in range(1, 6)], products=products)
    changed = product(2, Symptom.HAIR_LOSS, functional=Functional.YES)
    new = [product(1), changed, product(3), product(4), product(6)]

    diff = load_products(new, products=products, dry_run=True)

    assert products.everything()["P002"] == product(2)
    assert load_products(new, products=products) == diff
    assert (diff.added, diff.changed, diff.removed) == (["P006"], ["P002"], ["P005"])
    assert products.everything() == {one.id: one for one in new}
    assert {one.id for one in products.suiting([Symptom.DANDRUFF])} == {
        "P001",
        "P003",
        "P004",
        "P006",
    }
    assert [one.id for one in products.suiting([Symptom.HAIR_LOSS])] == ["P002"]


def test_a_far_smaller_file_replaces_nothing_unless_a_person_says_so(
    cloud: Cloud, products: ProductRepository
) -> None:
    load_products([product(number) for number in range(1, 11)], products=products)
    stored = everything(cloud)
    fewer = [product(number) for number in range(1, 7)]

    with pytest.raises(ShrunkenCatalogueError, match="6 rows offered, 10 stored"):
        load_products(fewer, products=products)

    assert everything(cloud) == stored
    load_products(fewer, products=products, allow_shrinking=True)
    assert len(products.everything()) == 6


@pytest.mark.parametrize("writes", range(1, 10, 2))
def test_an_interrupted_load_is_completed_by_the_next(
    cloud: Cloud, products: ProductRepository, writes: int
) -> None:
    same = [product(number) for number in (5, 6, 7)]
    load_products([product(1), product(2), medicine(900), *same], products=products)
    new = [product(1, Symptom.HAIR_LOSS, Symptom.EXCESS_SEBUM), product(3), *same]
    left = [writes]

    def fail(**_: object) -> Any:
        left[0] -= 1
        return answer_with(400, b'{"__type": "AccessDenied"}')() if left[0] < 0 else None

    events = cloud.dynamodb.meta.events
    events.register("before-send.dynamodb.*", fail, unique_id="fail")
    with pytest.raises(BackendError, match="catalogue"):
        load_products(new, products=products)
    events.unregister("before-send.dynamodb.*", unique_id="fail")

    load_products(new, products=products)

    copies = [item for item in everything(cloud) if item["PK"]["S"] != keys.CATALOGUE_PK]
    assert products.everything() == {one.id: one for one in new}
    assert len(copies) == 6


def test_what_a_refresh_found_survives_a_load(cloud: Cloud, products: ProductRepository) -> None:
    load_products([product(1)], products=products)
    offer = Offer(link=SHOP, won=1000, seen_on=day_in_korea(datetime.now(UTC)))
    products.replace([], [product(1, offer=offer)])

    diff = load_products([product(1)], products=products)

    assert diff.unchanged == 1
    assert products.everything()["P001"].offer == offer


def test_one_symptom_costs_one_query_however_large_the_catalogue(
    cloud: Cloud, products: ProductRepository
) -> None:
    load_products([product(number) for number in range(1, 121)], products=products)
    asked: list[Any] = []
    cloud.dynamodb.meta.events.register(
        "provide-client-params.dynamodb.Query", lambda params, **_: asked.append(params)
    )

    found = products.suiting([Symptom.DANDRUFF])

    assert len(asked) == 1
    assert len(found) == 50
