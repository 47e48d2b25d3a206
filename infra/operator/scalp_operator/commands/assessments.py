"""Verbs about single assessments: assess again what failed, delete."""

import re
from typing import Annotated

import typer

from scalp_core import clock
from scalp_core.assessments.delete import delete_assessment
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.aws.objects import PhotoStore
from scalp_core.ids import ID_PATTERN
from scalp_core.research.repository import ResearchRepository
from scalp_operator.redrive import redrive, waiting
from scalp_operator.target import STACK, Stack, find, told


@told()
def redrive_dlq(
    stack: Stack = STACK,
    at_most: Annotated[int | None, typer.Option(min=1, help="all that lie there if absent")] = None,
) -> None:
    """Put photos that could not be assessed back into the queue.

    Do it within a day of their upload: after that the photos are deleted.
    """
    target = find(stack)
    lying = waiting(target.sqs, target.dead_letter_queue_url)
    # Not more than lay there at first: what fails again comes back, and would go round.
    moved = redrive(
        target.sqs,
        source=target.dead_letter_queue_url,
        target=target.queue_url,
        at_most=min(lying, at_most or lying),
    )
    typer.echo(f"Moved {moved} of {lying} messages.")


@told()
def delete(
    assessment_id: Annotated[str, typer.Argument(help="32 hexadecimal digits, as in its address")],
    stack: Stack = STACK,
) -> None:
    """Delete one assessment, its photo and what research was given; statistics stay as they are."""
    if not re.fullmatch(ID_PATTERN, assessment_id):
        raise typer.BadParameter("an id has 32 hexadecimal digits")
    target = find(stack)
    delete_assessment(
        assessment_id,
        assessments=AssessmentRepository(target.dynamodb, target.table),
        photos=PhotoStore(target.s3, target.uploads_bucket),
        research=ResearchRepository(
            target.dynamodb, target.table, PhotoStore(target.s3, target.research_bucket)
        ),
        clock=clock.now,
    )
    typer.echo("Deleted.")
