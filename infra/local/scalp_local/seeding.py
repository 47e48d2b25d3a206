"""Fills the local stack with the catalogues of ``infra/seed``."""

import boto3

from scalp_core.repositories.products import ProductRepository
from scalp_core.usecases.load_products import load_products
from scalp_local.stack import Stack
from scalp_local.template import REGION
from scalp_operator.product_file import CAMPAIGNS, PRODUCTS, read_campaigns, read_products


def seed(stack: Stack, endpoint: str) -> int:
    """Load every catalogue into the stack of the moto server at ``endpoint``; gives the rows."""
    dynamodb = boto3.client(
        "dynamodb",
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 (moto takes any)
    )
    repository = ProductRepository(dynamodb, stack.physical_ids["Table"])
    products = read_products(PRODUCTS)
    load_products(products, products=repository)
    repository.replace_campaigns(read_campaigns(CAMPAIGNS, products))
    return len(products)
