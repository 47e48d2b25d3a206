"""Replace the stored products by those of a file."""

from collections.abc import Iterable

from scalp_core.catalogue_diff import CatalogueDiff, refuse_shrunken
from scalp_core.products.model import Product
from scalp_core.products.repository import ProductRepository


def load_products(
    offered: Iterable[Product],
    *,
    products: ProductRepository,
    allow_shrinking: bool = False,
    dry_run: bool = False,
) -> CatalogueDiff:
    """Store ``offered`` in place of everything stored, writing only what differs.

    Offer and report of a stored product stay with it. Idempotent; a load that was interrupted is
    completed by the next one.

    Args:
        offered: each id once.
        allow_shrinking: an operator has confirmed that there are fewer.
        dry_run: return the difference and write nothing.

    Raises:
        ShrunkenCatalogueError: implausibly few; nothing has been written.
        BackendError: DynamoDB failed; try again.
    """
    old = products.everything()
    new = {product.id: _with_findings(product, old.get(product.id)) for product in offered}
    if not allow_shrinking:
        refuse_shrunken(stored=len(old), offered=len(new))
    diff = difference(old, new)
    if not dry_run:
        store(old, new, diff, products=products)
    return diff


def difference(old: dict[str, Product], new: dict[str, Product]) -> CatalogueDiff:
    """Compare two catalogues by id."""
    both = [product_id for product_id in new if product_id in old]
    changed = [product_id for product_id in both if old[product_id] != new[product_id]]
    return CatalogueDiff(
        added=[product_id for product_id in new if product_id not in old],
        changed=changed,
        removed=[product_id for product_id in old if product_id not in new],
        unchanged=len(both) - len(changed),
    )


def store(
    old: dict[str, Product],
    new: dict[str, Product],
    diff: CatalogueDiff,
    *,
    products: ProductRepository,
) -> None:
    """Write the difference."""
    products.replace(
        before=[old[product_id] for product_id in (*diff.changed, *diff.removed)],
        after=[new[product_id] for product_id in (*diff.added, *diff.changed)],
    )


def _with_findings(product: Product, stored: Product | None) -> Product:
    if stored is None or product.is_medicine:
        return product
    return product.model_copy(update={"offer": stored.offer, "report": stored.report})
