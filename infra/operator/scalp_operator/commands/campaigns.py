"""Verbs on campaigns: list, create, end, report."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from scalp_core import clock
from scalp_core.products.campaigns import (
    campaign_days,
    campaign_state,
    campaigns_csv,
    create_campaign,
    end_campaign,
)
from scalp_core.products.model import Campaign
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.products.traffic_summary import report_period
from scalp_core.spreadsheets import for_spreadsheets
from scalp_core.vocabulary import AgeGroup, Sex, Symptom
from scalp_deployment.cli import cli_errors
from scalp_deployment.product_file import describe_faults
from scalp_deployment.stack import find_stack
from scalp_operator.options import STACK, Stack

_DAY = ["%Y-%m-%d"]


@cli_errors()
def list_campaigns(stack: Stack = STACK) -> None:
    """Print every campaign with its state today."""
    campaigns = _products(stack).campaigns()
    for campaign in sorted(campaigns, key=lambda campaign: campaign.id):
        typer.echo(_line(campaign))
    if not campaigns:
        typer.echo("There is no campaign.")


@cli_errors()
def create(
    product: Annotated[str, typer.Option(help="Id of a cosmetic of the catalogue, such as P038.")],
    advertiser: Annotated[str, typer.Option(help="Who pays.")],
    ends: Annotated[datetime, typer.Option(formats=_DAY, help="Last day, in Korea's time.")],
    symptoms: Annotated[
        list[Symptom], typer.Option("--symptom", help="Shown where one of these is present.")
    ],
    stack: Stack = STACK,
    starts: Annotated[
        datetime | None, typer.Option(formats=_DAY, help="First day; today by default.")
    ] = None,
    sexes: Annotated[
        list[Sex] | None, typer.Option("--sex", help="Shown to these only; to all by default.")
    ] = None,
    age_groups: Annotated[
        list[AgeGroup] | None, typer.Option("--age-group", help="As --sex, by age group.")
    ] = None,
    weight: Annotated[int, typer.Option(help="1 to 100, compared with other campaigns.")] = 1,
    daily_cap: Annotated[int, typer.Option(help="Most showings on one day.")] = 1000,
) -> None:
    """Create a campaign, and print it.

    It is shown only where the stack has SponsoredProducts=on, always labelled as an advertisement.
    """
    today = clock.day_in_korea(clock.now())
    try:
        campaign = create_campaign(
            {
                "product": product,
                "advertiser": advertiser,
                "starts": starts.date() if starts else today,
                "ends": ends.date(),
                "symptoms": symptoms,
                "sexes": sexes or [],
                "age_groups": age_groups or [],
                "weight": weight,
                "daily_cap": daily_cap,
            },
            products=_products(stack),
        )
    except ValidationError as error:
        raise typer.BadParameter("; ".join(describe_faults(error))) from error
    typer.echo(_line(campaign))


@cli_errors()
def end(
    campaign: Annotated[str, typer.Argument(help="Id, such as C001.")], stack: Stack = STACK
) -> None:
    """End a campaign at once; what it brought stays in the report."""
    today = clock.day_in_korea(clock.now())
    typer.echo(_line(end_campaign(campaign, today=today, products=_products(stack))))


@cli_errors()
def report(
    stack: Stack = STACK,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=_DAY, help="First day, in Korea's time.")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=_DAY, help="Last day, in Korea's time.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option(help="File to write instead of standard output.")
    ] = None,
) -> None:
    """Write showings and visits by campaign and day as CSV, of the last 30 days by default."""
    resources = find_stack(stack)
    begin, final = report_period(
        first.date() if first else None,
        last.date() if last else None,
        today=clock.day_in_korea(clock.now()),
    )
    rows = campaign_days(
        first=begin,
        last=final,
        products=ProductRepository(resources.dynamodb, resources.table),
        traffic=ProductTrafficRepository(resources.dynamodb, resources.table),
    )
    content = for_spreadsheets(campaigns_csv(rows))
    if file:
        file.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)


def _products(stack: str) -> ProductRepository:
    resources = find_stack(stack)
    return ProductRepository(resources.dynamodb, resources.table)


def _line(campaign: Campaign) -> str:
    today = clock.day_in_korea(clock.now())
    state = campaign_state(campaign, today)
    shown_to = ", ".join([*campaign.symptoms, *campaign.sexes, *campaign.age_groups])
    return (
        f"{campaign.id} {state}: {campaign.product} for {campaign.advertiser}, "
        f"{campaign.starts} to {campaign.ends}, {shown_to}, at most {campaign.daily_cap} a day"
    )
