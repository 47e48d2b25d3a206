"""Verbs on products: load the catalogue, report its traffic, refresh the ranking."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from scalp_core import clock
from scalp_core.products.load import load_products
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.products.traffic_summary import read_report, summarise_traffic
from scalp_core.spreadsheets import for_spreadsheets
from scalp_deployment.cli import cli_errors
from scalp_deployment.paths import PRODUCTS
from scalp_deployment.product_file import read_campaigns, read_products
from scalp_deployment.stack import find_stack
from scalp_operator.options import STACK, AllowShrinking, DryRun, Stack


@cli_errors()
def load(
    stack: Stack = STACK,
    file: Annotated[Path, typer.Option(help="CSV, see infra/seed/README.md.")] = PRODUCTS,
    campaigns: Annotated[
        Path | None, typer.Option(help="JSON list of campaigns, in place of those stored.")
    ] = None,
    dry_run: DryRun = False,
    allow_shrinking: AllowShrinking = False,
) -> None:
    """Replace the stored products by those of a file, and print what changed.

    Campaigns are replaced only where a file of them is given.
    """
    products = read_products(file)  # first, so that a faulty file is named without an account
    slots = read_campaigns(campaigns, products) if campaigns else None
    typer.echo(f"read: {len(products)}")
    resources = find_stack(stack)
    repository = ProductRepository(resources.dynamodb, resources.table)
    diff = load_products(
        products, products=repository, allow_shrinking=allow_shrinking, dry_run=dry_run
    )
    for name in ("added", "changed", "removed"):
        ids = getattr(diff, name)
        typer.echo(f"{name}: {len(ids)}" + (f" ({', '.join(ids)})" if ids else ""))
    typer.echo(f"unchanged: {diff.unchanged}")
    if slots is not None:
        typer.echo(f"campaigns: {len(slots)}")
    if dry_run:
        typer.echo("Nothing has been written.")
    elif slots is not None:
        repository.replace_campaigns(slots)


@cli_errors()
def report(
    stack: Stack = STACK,
    first: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="First day, in Korea's time."),
    ] = None,
    last: Annotated[
        datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], help="Last day, in Korea's time."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option(help="File to write instead of standard output.")
    ] = None,
) -> None:
    """Write views and visits by product, day and cohort as CSV, of the last 30 days by default.

    Views are estimated from a sample of one in twenty; every visit and view of a campaign counts.
    """
    resources = find_stack(stack)
    text = read_report(
        first=first.date() if first else None,
        last=last.date() if last else None,
        today=clock.day_in_korea(clock.now()),
        products=ProductRepository(resources.dynamodb, resources.table),
        traffic=ProductTrafficRepository(resources.dynamodb, resources.table),
    )
    content = for_spreadsheets(text)
    if file:
        file.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)


@cli_errors()
def summarise(stack: Stack = STACK) -> None:
    """Add up the last 90 days of views and visits now, as the schedule does every night."""
    resources = find_stack(stack)
    cohorts = summarise_traffic(
        ProductRepository(resources.dynamodb, resources.table).everything(),
        traffic=ProductTrafficRepository(resources.dynamodb, resources.table),
        now=clock.now(),
    )
    typer.echo(f"cohorts: {cohorts}")
