"""Composition root of the catalog function: builds everything once per process."""

import logging
from dataclasses import dataclass
from functools import cache

import boto3
import httpx
from aws_lambda_powertools import Logger, Metrics

from scalp_catalog.access_keys import AccessKeys
from scalp_core.aws.clients import client_config
from scalp_core.hospitals.repository import HospitalRepository
from scalp_core.observability import make_logger, make_metrics
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.settings import CatalogSettings

_AWS = client_config(tries=6, connect_timeout=2, read_timeout=10)

# The registers take several seconds for a page of a thousand rows.
_HTTP = httpx.Timeout(10, read=60)


@dataclass(frozen=True)
class Services:
    """Dependencies of all refreshes."""

    settings: CatalogSettings
    logger: Logger
    metrics: Metrics
    hospitals: HospitalRepository
    products: ProductRepository
    product_traffic: ProductTrafficRepository
    access_keys: AccessKeys
    http: httpx.Client


@cache
def services() -> Services:
    """Return clients, settings and repositories.

    Raises:
        pydantic.ValidationError: an environment variable is missing or wrong; it is named.
    """
    # httpx logs the URL of every request, which holds the key.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    settings = CatalogSettings()
    dynamodb = boto3.client("dynamodb", config=_AWS)
    return Services(
        settings=settings,
        logger=make_logger("catalog"),
        metrics=make_metrics("catalog"),
        hospitals=HospitalRepository(dynamodb, settings.table_name),
        products=ProductRepository(dynamodb, settings.table_name),
        product_traffic=ProductTrafficRepository(dynamodb, settings.table_name),
        access_keys=AccessKeys(boto3.client("ssm", config=_AWS)),
        http=httpx.Client(timeout=_HTTP, headers={"User-Agent": "ScalpSpectra"}),
    )
