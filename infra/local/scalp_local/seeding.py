"""Loads the catalogues of ``infra/seed`` into the local stack."""

from pathlib import Path

from scalp_core import clock
from scalp_core.hospitals.load import load_hospitals
from scalp_core.hospitals.repository import HospitalRepository
from scalp_core.products.load import load_products
from scalp_core.products.repository import ProductRepository
from scalp_deployment.hospital_file import read_hospitals
from scalp_deployment.paths import CAMPAIGNS, PRODUCTS
from scalp_deployment.product_file import read_campaigns, read_products
from scalp_local.stack import Stack, local_session


def load_catalogues(stack: Stack, endpoint: str, campaigns: Path = CAMPAIGNS) -> tuple[int, int]:
    """Load every catalogue into the stack of the moto server at ``endpoint``.

    Args:
        campaigns: JSON file of sponsored slots.

    Returns:
        The numbers of hospitals and of products.
    """
    dynamodb = local_session().client("dynamodb", endpoint_url=endpoint)
    table = stack.physical_ids["Table"]
    hospitals = read_hospitals()
    load_hospitals(hospitals, hospitals=HospitalRepository(dynamodb, table), clock=clock.now)
    repository = ProductRepository(dynamodb, table)
    products = read_products(PRODUCTS)
    load_products(products, products=repository)
    repository.replace_campaigns(read_campaigns(campaigns, products))
    return len(hospitals), len(products)
