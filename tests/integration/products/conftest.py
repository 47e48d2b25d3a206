"""Fixtures: products and their traffic in the table of the test, and sponsored slots."""

import pytest

import scalp_api.bootstrap
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic_repository import ProductTrafficRepository
from support.cloud import Cloud


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
