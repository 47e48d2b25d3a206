"""Verbs on photos donated to research: assess them again, compare models."""

import sys
from typing import Annotated

import typer

from scalp_core.research.listing import list_photos, read_records
from scalp_deployment.cli import cli_errors
from scalp_deployment.stack import find_stack
from scalp_operator import reassessment
from scalp_operator.options import STACK, DryRun, Stack
from scalp_operator.redrive import queue_length


@cli_errors()
def reassess(
    stack: Stack = STACK,
    per_second: Annotated[float, typer.Option(min=0.1, help="Photos to send each second.")] = 5,
    at_most: Annotated[
        int, typer.Option(min=1, help="Messages in the queue, anybody's, above which none is sent.")
    ] = 20,
    dry_run: DryRun = False,
) -> None:
    """Assess every photo donated to research with today's models; none of it is counted.

    It keeps the queue short, so that nobody's upload waits, and therefore runs as long as the work
    takes. It can be stopped and started again at any time.
    """
    resources = find_stack(stack)
    photos = list_photos(resources.s3, resources.research_bucket)
    if dry_run:
        length = queue_length(resources.sqs, resources.queue_url)
        number = sum(1 for _ in photos)
        typer.echo(f"{number} photos would be sent; {length} messages are waiting.")
        return
    sent = 0
    for sent in reassessment.send(
        resources.sqs,
        resources.queue_url,
        resources.research_bucket,
        photos,
        reassessment.Pace(per_second, at_most),
    ):
        if sent % 1000 == 0:
            typer.echo(f"{sent} photos sent …", err=True)
    typer.echo(f"Sent {sent} photos. export-research compares the models' grades.")


@cli_errors()
def export(stack: Stack = STACK) -> None:
    """Write old and new grades of photos donated to research to standard output as CSV.

    Each row is about one person, though nobody knows whom: keep the file to yourself.
    """
    resources = find_stack(stack)
    photos = list_photos(resources.s3, resources.research_bucket)
    records = read_records(resources.dynamodb, resources.table, photos)
    for line in reassessment.comparison_csv(records):
        sys.stdout.write(line)
