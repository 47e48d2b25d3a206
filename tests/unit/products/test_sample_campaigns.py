"""The sample campaigns of `make run DEMO_ADS=1`."""

from dataclasses import replace
from random import Random

from scalp_core.care.guide import CareGuide
from scalp_core.deployed_files import load_deployed
from scalp_core.products.repository import ProductRepository
from scalp_core.products.suggest import suggest_products
from scalp_core.vocabulary import Symptom
from scalp_deployment.paths import CARE_GUIDE, PRODUCTS, SAMPLE_CAMPAIGNS
from scalp_deployment.product_file import read_campaigns, read_products
from support.offline_products import LAST_OF_DAY, NETWORK, WOMAN, catalogue, traffic


def test_the_samples_advertise_products_that_suit_and_name_nobody() -> None:
    products = {product.id: product for product in read_products(PRODUCTS)}

    campaigns = read_campaigns(SAMPLE_CAMPAIGNS, list(products.values()))

    assert campaigns
    for campaign in campaigns:
        assert {*campaign.symptoms} <= {*products[campaign.product].symptoms}, campaign.id
        assert campaign.advertiser.startswith("예시")


def test_every_visit_with_mild_dandruff_shows_a_sample() -> None:
    products = read_products(PRODUCTS)
    against = [product for product in products if Symptom.DANDRUFF in product.symptoms]
    dynamo = catalogue(against, read_campaigns(SAMPLE_CAMPAIGNS, products))

    for visit in ("", "a", "b", "c", "d"):
        found = suggest_products(
            replace(WOMAN, visit=visit),
            guide=load_deployed(CARE_GUIDE, CareGuide),
            limit=6,
            sponsored=True,
            network=NETWORK,
            products=ProductRepository(dynamo.client, "table"),
            traffic=traffic(dynamo),
            now=LAST_OF_DAY,
            rng=Random(1),
        )
        assert [bool(shown.campaign) for shown in found.products][4], visit
