"""Pages of products, campaigns and what they bring."""

from collections import defaultdict
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from scalp_core.clock import day_in_korea
from scalp_core.errors import CampaignNotFoundError, ProductNotFoundError
from scalp_core.names import SYMPTOM_NAMES
from scalp_core.products.campaigns import (
    campaign_days,
    campaign_state,
    campaigns_csv,
    create_campaign,
    end_campaign,
)
from scalp_core.products.load import load_products
from scalp_core.products.traffic import Traffic
from scalp_core.products.traffic_summary import read_report, read_totals, report_period
from scalp_core.vocabulary import AgeGroup, Sex
from scalp_deployment.paths import PRODUCTS
from scalp_deployment.product_file import describe_faults, read_products
from scalp_operator.console.site import Console, Form, NotConfirmedError, download, read_form

_SEVERAL = ("symptoms", "sexes", "age_groups")
_SINGLE = ("product", "advertiser", "starts", "ends", "weight", "daily_cap")


def add_pages(router: APIRouter, console: Console) -> None:
    """Add the pages to a router."""

    def today() -> date:
        return day_in_korea(console.clock())

    @router.get("/products")
    def products(request: Request) -> Response:
        """List the catalogue."""
        listed = sorted(console.products.everything().values(), key=lambda product: product.id)
        return console.render(request, "products", {"products": listed})

    @router.get("/products/load")
    def compare_products(request: Request) -> Response:
        """Show what loading the catalogue's file would change."""
        diff = load_products(read_products(PRODUCTS), products=console.products, dry_run=True)
        return console.render(request, "load", {"diff": diff, "file": PRODUCTS.name})

    @router.post("/products/load")
    def load(form: Annotated[Form, Depends(read_form)]) -> Response:
        """Load the catalogue's file."""
        console.confirm(form)
        load_products(read_products(PRODUCTS), products=console.products)
        return _see("/products")

    @router.get("/campaigns")
    def campaigns(request: Request) -> Response:
        """List campaigns with what they brought in the last 30 days."""
        first, last = report_period(None, None, today=today())
        brought: dict[str, Traffic] = defaultdict(Traffic)
        for row in campaign_days(
            first=first, last=last, products=console.products, traffic=console.traffic
        ):
            brought[row.campaign.id] += row.traffic
        listed = [
            (campaign, campaign_state(campaign, today()), brought[campaign.id])
            for campaign in sorted(console.products.campaigns(), key=lambda one: one.id)
        ]
        return console.render(request, "campaigns", {"campaigns": listed})

    @router.get("/campaigns.csv")
    def export_campaigns(first: date | None = None, last: date | None = None) -> Response:
        """Return showings and visits of campaigns to save."""
        begin, end = report_period(first, last, today=today())
        rows = campaign_days(
            first=begin, last=end, products=console.products, traffic=console.traffic
        )
        return download(f"{console.name}-campaigns.csv", campaigns_csv(rows))

    def form_page(request: Request, form: Form, faults: list[str]) -> Response:
        everything = console.products.everything().values()
        values = {
            "cosmetics": sorted(
                (product for product in everything if not product.is_medicine),
                key=lambda product: product.id,
            ),
            "symptom_names": {symptom: name.en for symptom, name in SYMPTOM_NAMES.items()},
            "sexes": {sex: sex.value for sex in Sex},
            "age_groups": {group: group.replace("_", " ") for group in AgeGroup},
            "form": form,
            "faults": faults,
        }
        return console.render(request, "new_campaign", values, 422 if faults else 200)

    @router.get("/campaigns/new")
    def new_campaign(request: Request) -> Response:
        """Ask for a new campaign."""
        defaults = {"starts": today().isoformat(), "weight": "1", "daily_cap": "1000"}
        return form_page(request, {name: [value] for name, value in defaults.items()}, [])

    @router.post("/campaigns/new")
    def create(request: Request, form: Annotated[Form, Depends(read_form)]) -> Response:
        """Create a campaign, or ask again."""
        values: dict[str, object] = {name: form.get(name, []) for name in _SEVERAL}
        values |= {name: form[name][0] for name in _SINGLE if name in form}
        try:
            console.confirm(form)
            create_campaign(values, products=console.products)
        except ValidationError as error:
            return form_page(request, form, describe_faults(error))
        except (NotConfirmedError, ProductNotFoundError) as error:
            return form_page(request, form, [str(error)])
        return _see("/campaigns")

    @router.get("/campaigns/{campaign_id}/end")
    def ask_to_end(request: Request, campaign_id: str) -> Response:
        """Ask whether to end a campaign."""
        stored = {campaign.id: campaign for campaign in console.products.campaigns()}
        if campaign_id not in stored:
            raise CampaignNotFoundError(campaign_id)
        return console.render(request, "end_campaign", {"campaign": stored[campaign_id]})

    @router.post("/campaigns/{campaign_id}/end")
    def end(campaign_id: str, form: Annotated[Form, Depends(read_form)]) -> Response:
        """End a campaign at once."""
        console.confirm(form)
        end_campaign(campaign_id, today=today(), products=console.products)
        return _see("/campaigns")

    @router.get("/report")
    def report(request: Request, first: date | None = None, last: date | None = None) -> Response:
        """Show views and visits of products, most visits first."""
        begin, end = report_period(first, last, today=today())
        totals = read_totals(
            first=begin, last=end, products=console.products, traffic=console.traffic
        )
        return console.render(request, "report", {"first": begin, "last": end, "totals": totals})

    @router.get("/report.csv")
    def export_report(first: date | None = None, last: date | None = None) -> Response:
        """Return views and visits by product, day and cohort to save."""
        table = read_report(
            first=first,
            last=last,
            today=today(),
            products=console.products,
            traffic=console.traffic,
        )
        return download(f"{console.name}-products.csv", table)


def _see(path: str) -> Response:
    return RedirectResponse(path, 303)
