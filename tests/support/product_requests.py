"""Requests about products to the API, and the traffic that they leave."""

from datetime import UTC, datetime
from typing import Any

from scalp_core.clock import day_in_korea
from scalp_core.products.traffic import Traffic
from scalp_core.products.traffic_repository import ProductTrafficRepository
from support.cloud import Cloud

LIST = "/api/v1/products"
DANDRUFF = f"{LIST}?symptom=dandruff&grade=2&sex=female&ageGroup=40s"


def read(cloud: Cloud, path: str) -> Any:
    """Return the body of an answer that is no problem."""
    status, _, body = cloud.api("GET", path)
    assert status == 200, body
    return body


def ids(body: Any) -> list[str]:
    """Return the ids of the products in an answer, in order."""
    return [one["id"] for one in body["products"]]


def traffic_of(traffic: ProductTrafficRepository, product_id: str) -> dict[str, Traffic]:
    """Return today's traffic of a product by cohort, or by campaign."""
    today = day_in_korea(datetime.now(UTC))
    found: dict[str, Traffic] = {}
    for one in traffic.of_product(product_id, first=today, last=today):
        name = one.cohort or one.campaign
        found[name] = found.get(name, Traffic()) + one.traffic
    return found
