"""The sample campaigns of `make run DEMO_ADS=1`."""

from scalp_deployment.paths import PRODUCTS, SAMPLE_CAMPAIGNS
from scalp_deployment.product_file import read_campaigns, read_products


def test_the_samples_advertise_products_that_suit_and_name_nobody() -> None:
    products = {product.id: product for product in read_products(PRODUCTS)}

    campaigns = read_campaigns(SAMPLE_CAMPAIGNS, list(products.values()))

    assert campaigns
    for campaign in campaigns:
        assert {*campaign.symptoms} <= {*products[campaign.product].symptoms}, campaign.id
        assert campaign.advertiser.startswith("예시")
