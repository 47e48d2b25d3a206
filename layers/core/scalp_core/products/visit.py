"""Resolve a visit to the shop that sells a product, and count it."""

from dataclasses import dataclass
from datetime import datetime

from scalp_core.clock import day_in_korea
from scalp_core.errors import BackendError, ProductNotFoundError
from scalp_core.products.keys import cohort_label, search_counter
from scalp_core.products.repository import ProductRepository
from scalp_core.products.shop_search import SearchTerm, Shop, search_link
from scalp_core.products.traffic import Traffic
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.vocabulary import AgeGroup, Sex


@dataclass(frozen=True)
class Visit:
    """The destination of a visit.

    Attributes:
        uncounted: why it could not be counted; ``None`` where it was.
    """

    link: str
    uncounted: BackendError | None = None


def visit_product(
    product_id: str,
    *,
    sex: Sex | None,
    age_group: AgeGroup | None,
    campaign: str | None,
    network: str | None,
    products: ProductRepository,
    traffic: ProductTrafficRepository,
    now: datetime,
) -> Visit:
    """Return the product's link and count the visit, for a campaign or for the cohort.

    Visits through campaigns do not enter the cohort's counters, so no rank can be bought.

    Args:
        network: of the visitor; ``None`` for a browser's prefetch, which is not counted.

    Raises:
        ProductNotFoundError: there is none, or it is a medicine.
        BackendError: the product could not be read. A failure to count is not raised.
    """
    link = products.get(product_id).destination
    if link is None:
        raise ProductNotFoundError
    if network is None:
        return Visit(link)
    day = day_in_korea(now)
    try:
        if not (campaign and traffic.add_campaign_click(product_id, campaign, day)):
            cohort = cohort_label(sex, age_group)
            traffic.add(product_id, day, cohort, Traffic(clicks=1), network=network)
    except BackendError as error:
        return Visit(link, uncounted=error)
    return Visit(link)


def visit_shop_search(
    shop: Shop,
    term: SearchTerm,
    *,
    sex: Sex | None,
    age_group: AgeGroup | None,
    network: str | None,
    traffic: ProductTrafficRepository,
    now: datetime,
) -> Visit:
    """Return the link to a shop's search and count the visit for the cohort.

    Args:
        network: of the visitor; ``None`` for a browser's prefetch, which is not counted.
    """
    link = search_link(shop, term)
    if network is None:
        return Visit(link)
    cohort, clicks = cohort_label(sex, age_group), Traffic(clicks=1)
    try:
        traffic.add(search_counter(shop), day_in_korea(now), cohort, clicks, network=network)
    except BackendError as error:
        return Visit(link, uncounted=error)
    return Visit(link)
