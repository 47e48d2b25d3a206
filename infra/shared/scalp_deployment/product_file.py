"""Reads the files that an operator loads: products as CSV, campaigns as JSON."""

from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from scalp_core.errors import CatalogueFileError
from scalp_core.products.model import Campaign, Product
from scalp_deployment.csv_files import month, read_csv

_LISTS = ("ingredients", "symptoms", "attributes")
_COLUMNS = (
    *("id", "brand", "name", "category", "ingredients", "evidence", "functional", "symptoms"),
    *("source", "source_date", "confidence", "kr_retail", "link"),
)
_CAMPAIGNS = TypeAdapter(list[Campaign])


class _Selection(BaseModel):
    """The evidence that a row needs to enter the catalogue."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    confidence: Literal["high", "medium"]
    kr_retail: Literal["yes", "pharmacy"]


def read_products(path: Path) -> list[Product]:
    """Return the products of a CSV file.

    Raises:
        CatalogueFileError: the file cannot be read, or rows are invalid; all of those are named.
    """
    rows = read_csv(path, _COLUMNS)
    products, problems = [], []
    for number, row in rows:
        try:
            products.append(_product(row))
        except ValueError as error:
            line = f"line {number} ({row.get('id')})"
            problems += [f"{line}: {text}" for text in describe_faults(error)]
    counts = Counter(product.id for product in products)
    problems += [
        f"{product_id}: more than one row" for product_id, count in counts.items() if count > 1
    ]
    if not rows:
        problems.append(f"{path.name}: no rows")
    if problems:
        raise CatalogueFileError(problems)
    return products


def read_campaigns(path: Path, products: Collection[Product]) -> list[Campaign]:
    """Return the campaigns of a JSON file for these products.

    Raises:
        CatalogueFileError: the file cannot be read, or names something that may not be advertised.
    """
    try:
        campaigns = _CAMPAIGNS.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise CatalogueFileError([f"{path.name}: {error}"]) from error
    cosmetics = {product.id for product in products if not product.is_medicine}
    problems = [
        f"{campaign.id}: {campaign.product} is no cosmetic of the catalogue"
        for campaign in campaigns
        if campaign.product not in cosmetics
    ]
    counts = Counter(campaign.id for campaign in campaigns)
    problems += [
        f"{campaign_id}: more than one campaign"
        for campaign_id, count in counts.items()
        if count > 1
    ]
    if problems:
        raise CatalogueFileError(problems)
    return campaigns


def _product(row: dict[str, str]) -> Product:
    selection = _Selection.model_validate(
        {name: row.pop(name, "") for name in _Selection.model_fields}
    )
    values: dict[str, object] = {name: value or None for name, value in row.items()}
    values["source_date"] = month(row["source_date"]) or None
    for name in _LISTS:
        values[name] = [part for part in (row.get(name) or "").split(";") if part]
    product = Product.model_validate(values)
    if product.is_medicine != (selection.kr_retail == "pharmacy"):
        raise ValueError("medicines, and nothing else, are sold in pharmacies")
    return product


def describe_faults(error: ValueError) -> list[str]:
    """Return what is wrong with a product or campaign, field by field."""
    if isinstance(error, ValidationError):
        return [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
    return [str(error)]
