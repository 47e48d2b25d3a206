"""What every page of the console needs: the stack, the pages' frame, and confirmations."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates

from scalp_core.clock import Clock
from scalp_core.names import SYMPTOM_NAMES
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.spreadsheets import for_spreadsheets
from scalp_core.statistics.repository import StatsRepository
from scalp_deployment.stack import StackResources
from scalp_operator.errors import OperatorError

FOLDER = Path(__file__).parent / "page"
# The pages in the order of the menu.
MENU = {
    "/": "Today",
    "/failed": "Failed photos",
    "/products": "Products",
    "/campaigns": "Campaigns",
    "/report": "Product report",
    "/statistics": "Statistics",
    "/research": "Research",
}

_templates = Jinja2Templates(FOLDER)

Form = Mapping[str, list[str]]


class NotConfirmedError(OperatorError):
    """The stack's name has not been typed."""

    def __init__(self) -> None:
        super().__init__("That is not the stack's name. Nothing has been changed.")


@dataclass(frozen=True)
class Console:
    """The stack that the console works on.

    Attributes:
        name: of the stack; typed to confirm a change.
    """

    name: str
    resources: StackResources
    clock: Clock

    @property
    def products(self) -> ProductRepository:
        """Return the catalogue and the campaigns."""
        return ProductRepository(self.resources.dynamodb, self.resources.table)

    @property
    def traffic(self) -> ProductTrafficRepository:
        """Return the counters of products."""
        return ProductTrafficRepository(self.resources.dynamodb, self.resources.table)

    @property
    def statistics(self) -> StatsRepository:
        """Return counters and published statistics."""
        return StatsRepository(self.resources.dynamodb, self.resources.table)

    def render(
        self, request: Request, template: str, values: Mapping[str, object], status: int = 200
    ) -> Response:
        """Return a page within the console's frame."""
        frame = {
            "stack": self.name,
            "menu": MENU,
            "symptoms": SYMPTOM_NAMES,
            "region": self.resources.dynamodb.meta.region_name,
            "is_local": "localhost" in self.resources.dynamodb.meta.endpoint_url,
        }
        return _templates.TemplateResponse(
            request, f"{template}.html", frame | dict(values), status_code=status
        )

    def confirm(self, form: Form) -> None:
        """Refuse a change unless the stack's name has been typed.

        Raises:
            NotConfirmedError: another name has been typed, or none.
        """
        if form.get("confirm", [""])[0].strip() != self.name:
            raise NotConfirmedError


async def read_form(request: Request) -> Form:
    """Return the fields of a form; empty ones are left out."""
    return parse_qs((await request.body()).decode(errors="replace"))


def download(name: str, table: str) -> Response:
    """Return a CSV file to save, as the verbs write it: marked as UTF-8 where it is not ASCII."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = table.encode() if table.isascii() else for_spreadsheets(table)
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)
