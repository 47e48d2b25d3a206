"""Add offers of shops and entries of the register of functional cosmetics to stored products."""

from scalp_catalog.portal import Portal
from scalp_catalog.products.mfds import find_report
from scalp_catalog.products.naver import NaverShopping
from scalp_core.catalogue_diff import refuse_shrunken
from scalp_core.clock import Clock, day_in_korea
from scalp_core.products.load import difference, store
from scalp_core.products.model import Functional, Product
from scalp_core.products.repository import ProductRepository
from scalp_core.vocabulary import Symptom


def refresh_offers(
    shop: NaverShopping, *, products: ProductRepository, clock: Clock
) -> dict[str, int]:
    """Search for every cosmetic in the shop, and store the offers.

    A product that is not found any more falls back to its shop search.

    Returns:
        Numbers of products with an offer, and of those that changed.

    Raises:
        ShopError: a search failed; nothing has been written.
        ShrunkenCatalogueError: over 30 % fewer would have an offer; nothing has been written.
        BackendError: DynamoDB failed; the next run completes what this one began.
    """
    old = products.everything()
    today = day_in_korea(clock())
    new = {
        product.id: product
        if product.is_medicine
        else product.model_copy(update={"offer": shop.find_offer(product, today=today)})
        for product in old.values()
    }
    return _store(old, new, "offer", products=products)


def refresh_reports(
    portal: Portal, url: str, *, products: ProductRepository, clock: Clock
) -> dict[str, int]:
    """Look up every cosmetic that may be functional for hair loss in the register.

    An entry confirms the claim. A missing one proves nothing, because names are reported in many
    spellings; then the file of products decides.

    Returns:
        Numbers of products with a report, and of those that changed.

    Raises:
        PortalError: the register could not be read; nothing has been written.
        ShrunkenCatalogueError: over 30 % fewer would have a report; nothing has been written.
        BackendError: DynamoDB failed; the next run completes what this one began.
    """
    old = products.everything()
    today = day_in_korea(clock())
    new = {
        product.id: product.model_copy(
            update={"report": find_report(portal, url, product, today=today)}
        )
        if _may_be_functional(product)
        else product
        for product in old.values()
    }
    return _store(old, new, "report", products=products)


def _may_be_functional(product: Product) -> bool:
    return (
        not product.is_medicine
        and product.functional is not Functional.NO
        and Symptom.HAIR_LOSS in product.symptoms
    )


def _store(
    old: dict[str, Product],
    new: dict[str, Product],
    finding: str,
    *,
    products: ProductRepository,
) -> dict[str, int]:
    stored, found = _count_with(old, finding), _count_with(new, finding)
    if stored:  # before the first refresh there may be none
        refuse_shrunken(stored=stored, offered=found)
    diff = difference(old, new)
    store(old, new, diff, products=products)
    return {"found": found, "changed": len(diff.changed)}


def _count_with(products: dict[str, Product], finding: str) -> int:
    return sum(getattr(product, finding) is not None for product in products.values())
