"""Pages of journeys, failed photos and statistics."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from scalp_core.clock import day_in_korea
from scalp_core.statistics.distributions import grade_counts
from scalp_core.statistics.publication import Snapshot
from scalp_core.vocabulary import Symptom
from scalp_operator.console.site import Console, Form, download, read_form
from scalp_operator.journeys import count_journeys, table_bytes
from scalp_operator.redrive import queue_length, redrive_failed
from scalp_operator.statistics_export import Exported, export_csv

# Above this size a Scan takes minutes and costs money: about $0.01 for each 500 MB read.
_LARGE_BYTES = 500_000_000


def add_pages(router: APIRouter, console: Console) -> None:
    """Add the pages to a router."""
    resources = console.resources

    def queues() -> dict[str, int]:
        return {
            "queued": queue_length(resources.sqs, resources.queue_url),
            "failed": queue_length(resources.sqs, resources.dead_letter_queue_url),
        }

    @router.get("/")
    def today(request: Request, count: bool = False) -> Response:
        """Show how far the people of today came; a large table is counted on request."""
        now = console.clock()
        size = table_bytes(resources)
        counted = count_journeys(resources, now) if count or size <= _LARGE_BYTES else None
        values = {"day": day_in_korea(now), "now": now, "size": size, "journeys": counted}
        return console.render(request, "today", values | queues())

    @router.get("/failed")
    def failed(request: Request) -> Response:
        """Show how many photos failed."""
        return console.render(request, "failed", queues())

    @router.post("/failed")
    def redrive(request: Request, form: Annotated[Form, Depends(read_form)]) -> Response:
        """Put the failed photos back into the queue."""
        console.confirm(form)
        done = redrive_failed(resources)
        return console.render(request, "failed", queues() | {"done": done})

    @router.get("/statistics")
    def statistics(request: Request) -> Response:
        """Show what is published of each group."""
        published = {
            cell: (snapshot.total, _shares(snapshot))
            for cell, snapshot in console.statistics.published().items()
            if snapshot.total
        }
        values = {"published": published, "total": sum(count for count, _ in published.values())}
        return console.render(request, "statistics", values)

    @router.get("/statistics/{what}.csv")
    def export(what: Exported) -> Response:
        """Return statistics to save."""
        table = export_csv(what, console.statistics, console.clock)
        return download(f"{console.name}-statistics-{what}.csv", table)


def _shares(snapshot: Snapshot) -> list[int]:
    """Return the percentage of people with each symptom, of any grade."""
    counts = (grade_counts(snapshot.counts, symptom) for symptom in Symptom)
    return [round(100 * sum(grades[1:]) / max(1, sum(grades))) for grades in counts]
