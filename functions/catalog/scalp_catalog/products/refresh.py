"""Stored products get prices, pictures and links of shops, and a register's word on their claim."""

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
    """Look every cosmetic up, and store what was found for it.

    A product that is not found any more falls back to its shop search.

    Returns:
        How many products have an offer now, and how many changed.

    Raises:
        ShopError: one could not be looked up; nothing has been written.
        ShrunkenCatalogueError: over 30 % fewer would have an offer; nothing has been written.
        BackendError: DynamoDB failed; the next run completes what this one began.
    """
    old = products.everything()
    today = day_in_korea(clock())
    new = {
        one.id: one
        if one.is_medicine
        else one.model_copy(update={"offer": shop.offer(one, today=today)})
        for one in old.values()
    }
    return _store(old, new, "offer", products=products)


def refresh_reports(
    portal: Portal, url: str, *, products: ProductRepository, clock: Clock
) -> dict[str, int]:
    """Ask the register about every cosmetic that may be functional for hair loss.

    An entry confirms the claim. That none was found takes nothing away, for names are reported in
    many spellings; whether a claim is made then is up to the file of products.

    Returns:
        How many products have a report now, and how many changed.

    Raises:
        PortalError: the register could not be asked; nothing has been written.
        ShrunkenCatalogueError: over 30 % fewer would have a report; nothing has been written.
        BackendError: DynamoDB failed; the next run completes what this one began.
    """
    old = products.everything()
    today = day_in_korea(clock())
    new = {
        one.id: one.model_copy(update={"report": find_report(portal, url, one, today=today)})
        if _may_be_functional(one)
        else one
        for one in old.values()
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
    stored, found = _having(old, finding), _having(new, finding)
    if stored:  # the first time there may be nothing to find
        refuse_shrunken(stored=stored, offered=found)
    diff = difference(old, new)
    store(old, new, diff, products=products)
    return {"found": found, "changed": len(diff.changed)}


def _having(products: dict[str, Product], finding: str) -> int:
    return sum(getattr(one, finding) is not None for one in products.values())
