"""Verbs about photos given to research: assess them again, compare models."""

import sys
from typing import Annotated

import typer

from scalp_operator import research
from scalp_operator.redrive import waiting
from scalp_operator.target import STACK, DryRun, Stack, find, told


@told()
def reassess(
    stack: Stack = STACK,
    per_second: Annotated[float, typer.Option(min=0.1, help="photos sent each second")] = 5,
    at_most: Annotated[
        int, typer.Option(min=1, help="messages in the queue, anybody's, above which none is sent")
    ] = 20,
    dry_run: DryRun = False,
) -> None:
    """Let the models of today assess every photo given to research; nothing of it is counted.

    It keeps the queue short, so that people's photos do not wait, and therefore runs as long as
    the work takes. It may be stopped and started again at any time.
    """
    target = find(stack)
    found = research.photos(target.s3, target.research_bucket)
    if dry_run:
        lying = waiting(target.sqs, target.queue_url)
        typer.echo(f"{sum(1 for _ in found)} photos would be sent; {lying} messages are waiting.")
        return
    pace = research.Pace(per_second, at_most)
    sent = 0
    for sent in research.send(target.sqs, target.queue_url, target.research_bucket, found, pace):
        if sent % 1000 == 0:
            typer.echo(f"{sent} photos sent …", err=True)
    typer.echo(f"Sent {sent} photos. export-research tells what the models said.")


@told()
def export_research(stack: Stack = STACK) -> None:
    """Write old and new grades of photos given to research to standard output as CSV.

    Rows are about single persons, though nobody knows whom: keep them to yourself.
    """
    target = find(stack)
    found = research.photos(target.s3, target.research_bucket)
    for line in research.comparison_csv(research.records(target.dynamodb, target.table, found)):
        sys.stdout.write(line)
