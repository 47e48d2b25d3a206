"""Verbs about products: load the catalogue, report what people looked at, refresh the ranking."""

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
from scalp_operator.product_file import CAMPAIGNS, PRODUCTS, read_campaigns, read_products
from scalp_operator.target import STACK, AllowShrinking, DryRun, Stack, find, told


@told()
def load_products_verb(
    stack: Stack = STACK,
    file: Annotated[Path, typer.Option(help="CSV, see infra/seed/README.md")] = PRODUCTS,
    campaigns: Annotated[Path, typer.Option(help="JSON list of sponsored slots")] = CAMPAIGNS,
    dry_run: DryRun = False,
    allow_shrinking: AllowShrinking = False,
) -> None:
    """Replace the stored products and campaigns by those of files, and print what changed."""
    target = find(stack)
    repository = ProductRepository(target.dynamodb, target.table)
    products = read_products(file)
    slots = read_campaigns(campaigns, products)
    diff = load_products(
        products, products=repository, allow_shrinking=allow_shrinking, dry_run=dry_run
    )
    for name in ("added", "changed", "removed"):
        ids = getattr(diff, name)
        typer.echo(f"{name}: {len(ids)}" + (f" ({', '.join(ids)})" if ids else ""))
    typer.echo(f"unchanged: {diff.unchanged}")
    typer.echo(f"campaigns: {len(slots)}")
    if dry_run:
        typer.echo("Nothing has been written.")
    else:
        repository.replace_campaigns(slots)


@told()
def product_report_verb(
    stack: Stack = STACK,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="day in Korea")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="day in Korea")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="instead of standard output")] = None,
) -> None:
    """Write views and visits by product, day and cohort as CSV: the last 30 days if not told.

    Views are estimated from a sample of one in twenty; visits and campaigns are counted one by one.
    """
    target = find(stack)
    text = read_report(
        first=first.date() if first else None,
        last=last.date() if last else None,
        today=clock.day_in_korea(clock.now()),
        products=ProductRepository(target.dynamodb, target.table),
        traffic=ProductTrafficRepository(target.dynamodb, target.table),
    )
    content = for_spreadsheets(text)
    if file:
        file.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)


@told()
def summarise_products_verb(stack: Stack = STACK) -> None:
    """Add up the last 90 days of views and visits now, as the schedule does every night."""
    target = find(stack)
    cohorts = summarise_traffic(
        ProductRepository(target.dynamodb, target.table).everything(),
        traffic=ProductTrafficRepository(target.dynamodb, target.table),
        now=clock.now(),
    )
    typer.echo(f"cohorts: {cohorts}")
