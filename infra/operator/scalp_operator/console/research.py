"""The page of photos donated to research: how many, under which consent, and how to label them."""

from collections import Counter

from fastapi import APIRouter, Request, Response

from scalp_core.research.listing import list_photos, read_records
from scalp_operator.console.labelling import Labelling
from scalp_operator.console.site import Console, download
from scalp_operator.reassessment import comparison_csv


def add_pages(router: APIRouter, console: Console, labelling: Labelling) -> None:
    """Add the pages to a router."""
    resources = console.resources

    @router.get("/research")
    def research(request: Request) -> Response:
        """Show numbers only: the photos themselves are shown to who labels them."""
        photos = list(list_photos(resources.s3, resources.research_bucket))
        now = console.clock()
        consents: Counter[str] = Counter()
        models: Counter[str] = Counter()
        for _, record in read_records(resources.dynamodb, resources.table, photos):
            if record.expires_at > now:
                consents[record.consent_version] += 1
                models.update(record.opinions.keys())
        values = {
            "consents": dict(sorted(consents.items())),
            "models": dict(sorted(models.items())),
            "valid": consents.total(),
            "withdrawn": len(photos) - consents.total(),
        }
        return console.render(request, "research", values)

    @router.post("/research/label")
    def label(request: Request) -> Response:
        """Start the labelling page; it changes nothing of the stack, so no name is asked for."""
        return console.render(request, "labelling", {"address": labelling.start()})

    @router.get("/research.csv")
    def export() -> Response:
        """Return grades of the first and the latest models to save."""
        photos = list_photos(resources.s3, resources.research_bucket)
        records = read_records(resources.dynamodb, resources.table, photos)
        return download(f"{console.name}-research.csv", "".join(comparison_csv(records)))
