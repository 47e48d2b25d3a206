"""MFDS's register of functional cosmetics (기능성화장품 보고품목정보, data.go.kr 15095680)."""

import re
from datetime import date

from scalp_catalog.portal import Portal
from scalp_catalog.products.names import comparable_name
from scalp_core.products.model import FunctionalReport, Product

_PER_PAGE = 100
# The register does not list the function of a cosmetic. For hair and scalp it is hair loss, apart
# from dyes, perms and hair removal.
_OTHER_FUNCTIONS = re.compile("염모|염색|탈염|탈색|컬러|칼라|새치|제모|펌|퍼머")


def find_report(
    portal: Portal, url: str, product: Product, *, today: date
) -> FunctionalReport | None:
    """Return the newest entry that names this product.

    Raises:
        PortalError: the register could not be read.
    """
    found = [
        FunctionalReport(number=row["COSMETIC_REPORT_SEQ"], item=row["ITEM_NAME"], seen_on=today)
        for row in portal.rows(url, {"item_name": product.name, "type": "json"}, per_page=_PER_PAGE)
        if "COSMETIC_REPORT_SEQ" in row and _is_entry_of(row.get("ITEM_NAME", ""), product)
    ]
    # Numbers begin with the year.
    return max(found, key=lambda report: report.number, default=None)


def _is_entry_of(item: str, product: Product) -> bool:
    """Return whether an entry is this product: the same name, with or without its brand."""
    if _OTHER_FUNCTIONS.search(item):
        return False
    name, whole = comparable_name(product.name), comparable_name(product.brand + product.name)
    return comparable_name(item) in (name, whole)
