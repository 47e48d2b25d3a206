"""What an operator does with campaigns: create, end and report them."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from scalp_core.errors import CampaignNotFoundError, ProductNotFoundError
from scalp_core.products.model import Campaign
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic import Traffic
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.spreadsheets import text_cell

COLUMNS = (
    *("day", "campaign", "advertiser", "product", "starts", "ends", "daily_cap"),
    *("impressions", "clicks", "click_rate"),
)


@dataclass(frozen=True)
class CampaignDay:
    """What a campaign brought on one day."""

    campaign: Campaign
    day: date
    traffic: Traffic


class CampaignState(StrEnum):
    """Where a campaign stands on a day."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


def campaign_state(campaign: Campaign, today: date) -> CampaignState:
    """Return a campaign's state on a day in Korea."""
    if campaign.ends < today:
        return CampaignState.ENDED
    return CampaignState.PLANNED if campaign.starts > today else CampaignState.RUNNING


def create_campaign(values: dict[str, Any], *, products: ProductRepository) -> Campaign:
    """Store a new campaign under the next free id, and return it.

    Args:
        values: fields of :class:`Campaign` without its id.

    Raises:
        pydantic.ValidationError: a value is missing or wrong; nothing has been written.
        ProductNotFoundError: there is no such product, or it is a medicine.
        BackendError: DynamoDB failed.
    """
    numbers = [int(campaign.id[1:]) for campaign in products.campaigns()]
    campaign = Campaign.model_validate({"id": f"C{max(numbers, default=0) + 1:03d}", **values})
    advertised = products.everything().get(campaign.product)
    if advertised is None or advertised.is_medicine:
        raise ProductNotFoundError(f"{campaign.product} is no cosmetic of the catalogue.")
    products.put_campaign(campaign)
    return campaign


def end_campaign(campaign_id: str, *, today: date, products: ProductRepository) -> Campaign:
    """End a campaign now, so that its last day was yesterday, and return it.

    It stays stored, because its report names it. One that begins today or later gets yesterday as
    its only day.

    Raises:
        CampaignNotFoundError: there is none.
        BackendError: DynamoDB failed.
    """
    stored = {campaign.id: campaign for campaign in products.campaigns()}
    if campaign_id not in stored:
        raise CampaignNotFoundError(campaign_id)
    campaign = stored[campaign_id]
    yesterday = today - timedelta(days=1)
    ended = campaign.model_copy(
        update={
            "starts": min(campaign.starts, yesterday),
            "ends": min(campaign.ends, yesterday),
        }
    )
    products.put_campaign(ended)
    return ended


def campaign_days(
    *,
    first: date,
    last: date,
    products: ProductRepository,
    traffic: ProductTrafficRepository,
) -> Iterator[CampaignDay]:
    """Yield what each stored campaign brought, by campaign and day.

    Args:
        first, last: days in Korea, both included.

    Raises:
        BackendError: DynamoDB failed.
    """
    for campaign in sorted(products.campaigns(), key=lambda campaign: campaign.id):
        parts = traffic.of_product(campaign.product, first=first, last=last)
        for part in sorted(parts, key=lambda part: part.day):
            if part.campaign == campaign.id:
                yield CampaignDay(campaign, part.day, part.traffic)


def campaigns_csv(rows: Iterator[CampaignDay]) -> str:
    """Return a header, and one line for each campaign and day."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        campaign, counts = row.campaign, row.traffic
        rate = f"{counts.clicks / counts.impressions:.4f}" if counts.impressions else ""
        writer.writerow(
            [
                row.day.isoformat(),
                text_cell(campaign.id),
                text_cell(campaign.advertiser),
                text_cell(campaign.product),
                campaign.starts.isoformat(),
                campaign.ends.isoformat(),
                campaign.daily_cap,
                counts.impressions,
                counts.clicks,
                rate,
            ]
        )
    return text.getvalue()
