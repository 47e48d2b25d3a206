"""Fills the local stack with the catalogues of ``infra/seed``."""

import boto3

from scalp_core import clock
from scalp_core.hospitals.load import load_hospitals
from scalp_core.hospitals.repository import HospitalRepository
from scalp_core.products.load import load_products
from scalp_core.products.repository import ProductRepository
from scalp_local.stack import Stack
from scalp_local.template import REGION
from scalp_operator.product_file import CAMPAIGNS, PRODUCTS, read_campaigns, read_products
from scalp_operator.seeds import read_hospitals


def seed(stack: Stack, endpoint: str) -> tuple[int, int]:
    """Load every catalogue into the stack of the moto server at ``endpoint``.

    Returns:
        How many hospitals and how many products.
    """
    dynamodb = boto3.client(
        "dynamodb",
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 (moto takes any)
    )
    table = stack.physical_ids["Table"]
    hospitals = read_hospitals()
    load_hospitals(hospitals, hospitals=HospitalRepository(dynamodb, table), clock=clock.now)
    repository = ProductRepository(dynamodb, table)
    products = read_products(PRODUCTS)
    load_products(products, products=repository)
    repository.replace_campaigns(read_campaigns(CAMPAIGNS, products))
    return len(hospitals), len(products)
