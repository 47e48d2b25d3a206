"""Views and visits of products as a tidy table, for operators only."""

import csv
import io
from collections.abc import Iterable, Mapping

from scalp_core.products.traffic_repository import DailyTraffic
from scalp_core.spreadsheets import text_cell

COLUMNS = (
    "day",
    "product",
    "brand",
    "name",
    "sex",
    "age_group",
    "campaign",
    "impressions",
    "clicks",
    "click_rate",
)


def traffic_csv(rows: Iterable[DailyTraffic], names: Mapping[str, tuple[str, str]]) -> str:
    """Return a header, and one line for each product, day and cohort or campaign.

    Args:
        names: brand and name by product id.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        (brand, name), counts = names[row.product_id], row.traffic
        sex, _, age_group = row.cohort.partition("#")
        rate = f"{counts.clicks / counts.impressions:.4f}" if counts.impressions else ""
        writer.writerow(
            [
                row.day.isoformat(),
                text_cell(row.product_id),
                text_cell(brand),
                text_cell(name),
                text_cell(sex),
                text_cell(age_group),
                text_cell(row.campaign),
                counts.impressions,
                counts.clicks,
                rate,
            ]
        )
    return text.getvalue()
