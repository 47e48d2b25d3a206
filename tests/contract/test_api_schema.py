"""What the API documents and what it does are the same: schemathesis asks about everything."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case

from scalp_api.app import create_app
from scalp_api.openapi import PREFIX
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.products.load import load_products
from scalp_core.products.repository import ProductRepository
from scalp_core.statistics.publication import MINIMUM
from scalp_core.vocabulary import AgeGroup, Sex
from scalp_deployment.hospital_file import read_hospitals
from scalp_deployment.paths import PRODUCTS
from scalp_deployment.product_file import read_products
from support.cloud import Cloud
from support.hospitals import load
from support.results import count_many, finish
from support.statistics import publish

_BATCH = 25  # DynamoDB takes no more at once

schema = schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", create_app())


@pytest.fixture(scope="module")
def kept() -> list[dict[str, Any]]:
    """The items of the first stack that was filled, for those after it."""
    return []


@pytest.fixture
def filled(cloud: Cloud, kept: list[dict[str, Any]]) -> Cloud:
    """A stack that has something of everything to answer with."""
    if not kept:
        _fill(cloud)
        kept += cloud.dynamodb.scan(TableName=cloud.table)["Items"]
    for at in range(0, len(kept), _BATCH):
        puts = [{"PutRequest": {"Item": item}} for item in kept[at : at + _BATCH]]
        cloud.dynamodb.batch_write_item(RequestItems={cloud.table: puts})
    return cloud


def _fill(cloud: Cloud) -> None:
    load(cloud, *read_hospitals()[:20])
    load_products(read_products(PRODUCTS), products=ProductRepository(cloud.dynamodb, cloud.table))
    finish(AssessmentRepository(cloud.dynamodb, cloud.table))
    count_many(cloud.dynamodb, cloud.table, MINIMUM, Sex.FEMALE, AgeGroup.FORTIES)
    publish(cloud)


@schema.parametrize()
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_operation_keeps_to_its_description(case: Case, filled: Cloud) -> None:
    if case.path == f"{PREFIX}/hospitals" and not (
        case.meta and case.meta.generation.mode.is_negative
    ):
        _ask_one_thing(case)
    case.call_and_validate()


def _ask_one_thing(case: Case) -> None:
    """Region or cell, and no page before: its description says so, OpenAPI has no words for it."""
    around = "cell" in case.query
    names = {"cell", "limit"} if around else {"region", "sigungu", "q", "limit"}
    asked = case.query if around else {"region": "11"} | case.query
    case.query = {name: value for name, value in asked.items() if name in names}
