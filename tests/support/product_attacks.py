"""What one attacker, or many people, ask of products at noon in Korea."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from scalp_api.handler import handler
from support.cloud import Cloud, http_event
from support.product_requests import LIST

COHORT = "sex=female&ageGroup=40s"
DANDRUFF = f"{LIST}?symptom=dandruff&grade=1&limit=20&{COHORT}"
IDS = [f"P{number:03d}" for number in range(1, 21)]
NOON = datetime(2026, 11, 22, 3, tzinfo=UTC)  # in Korea
ATTACKER = "198.51.100.7"


def ask(cloud: Cloud, path: str, address: str, **headers: str) -> Any:
    """Return the handler's answer to a request from this network address."""
    event = http_event("GET", path, None)
    event["requestContext"]["http"]["sourceIp"] = address
    event["headers"] |= headers
    context: Any = cloud.context()
    return handler(event, context)


def people(number: int) -> Iterator[str]:
    """Yield a network address for each of so many people."""
    for one in range(number):
        yield f"203.0.{one // 250}.{one % 250 + 1}"
