"""Products of a file take the place of those that are stored."""

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

    What a refresh found for a product stays with it. The same load a second time writes nothing,
    and one that was interrupted is completed by the next.

    Args:
        offered: each id once.
        allow_shrinking: a person has looked at it and wants fewer.
        dry_run: tell the difference and write nothing.

    Raises:
        ShrunkenCatalogueError: too few to be true; nothing has been written.
        BackendError: DynamoDB failed; do it again.
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
    both = [one for one in new if one in old]
    changed = [one for one in both if old[one] != new[one]]
    return CatalogueDiff(
        added=[one for one in new if one not in old],
        changed=changed,
        removed=[one for one in old if one not in new],
        unchanged=len(both) - len(changed),
    )


def store(
    old: dict[str, Product],
    new: dict[str, Product],
    diff: CatalogueDiff,
    *,
    products: ProductRepository,
) -> None:
    """Write what differs."""
    products.replace(
        before=[old[one] for one in (*diff.changed, *diff.removed)],
        after=[new[one] for one in (*diff.added, *diff.changed)],
    )


def _with_findings(product: Product, stored: Product | None) -> Product:
    if stored is None or product.is_medicine:
        return product
    return product.model_copy(update={"offer": stored.offer, "report": stored.report})
