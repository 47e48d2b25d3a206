"""Fixtures: the table's products, traffic and sponsored slots, and the time."""

from collections.abc import Callable
from datetime import datetime

import pytest

import scalp_api.bootstrap
from scalp_core import clock
from scalp_core.products.load import load_products
from scalp_core.products.model import Product
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_deployment.paths import PRODUCTS
from scalp_deployment.product_file import read_products
from support.cloud import Cloud
from support.product_attacks import NOON
from support.products import product


@pytest.fixture
def products(cloud: Cloud) -> ProductRepository:
    return ProductRepository(cloud.dynamodb, cloud.table)


@pytest.fixture
def traffic(cloud: Cloud) -> ProductTrafficRepository:
    return ProductTrafficRepository(cloud.dynamodb, cloud.table)


@pytest.fixture
def sponsored(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPONSORED_PRODUCTS", "on")
    scalp_api.bootstrap.services.cache_clear()


@pytest.fixture
def shipped(products: ProductRepository) -> list[Product]:
    listed = read_products(PRODUCTS)
    load_products(listed, products=products)
    return listed


@pytest.fixture
def twenty_products(cloud: Cloud) -> ProductRepository:
    repository = ProductRepository(cloud.dynamodb, cloud.table)
    load_products([product(number) for number in range(1, 21)], products=repository)
    return repository


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Return what sets the time; it is noon in Korea before."""

    def set_time(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_time(NOON)
    return set_time
