"""Verbs on assessments: count journeys, put failed ones back into the queue, delete one."""

import re
from typing import Annotated

import typer

from scalp_core import clock
from scalp_core.assessments.delete import delete_assessment
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.aws.objects import PhotoStore
from scalp_core.errors import AssessmentNotFoundError
from scalp_core.ids import ID_PATTERN
from scalp_core.research.repository import ResearchRepository
from scalp_core.statistics.repository import StatsRepository
from scalp_deployment.cli import cli_errors
from scalp_deployment.stack import find_stack
from scalp_operator.errors import OperatorError
from scalp_operator.journeys import count_journeys
from scalp_operator.options import STACK, Stack
from scalp_operator.redrive import redrive_failed


@cli_errors()
def redrive_dlq(
    stack: Stack = STACK,
    at_most: Annotated[
        int | None, typer.Option(min=1, help="Largest number of messages to move; all by default.")
    ] = None,
) -> None:
    """Put photos that could not be assessed back into the queue.

    Do it within a day of their upload: after that the photos are deleted.
    """
    done = redrive_failed(find_stack(stack), at_most)
    typer.echo(f"Moved {done.moved} of {done.found} messages.")


@cli_errors()
def journeys(stack: Stack = STACK) -> None:
    """Count the journeys that began today, in Korea's time; reads the whole table.

    Deleted results and the sample photo are not counted.
    """
    counted = count_journeys(find_stack(stack), clock.now())
    for name, number in counted.steps().items():
        typer.echo(f"{name}: {number}")


@cli_errors()
def delete(
    assessment_id: Annotated[str, typer.Argument(help="32 hexadecimal digits, as in its address.")],
    stack: Stack = STACK,
) -> None:
    """Delete one assessment, its photo, its copy for research, and its count if unpublished."""
    if not re.fullmatch(ID_PATTERN, assessment_id):
        raise typer.BadParameter("an id has 32 hexadecimal digits")
    resources = find_stack(stack)
    try:
        delete_assessment(
            assessment_id,
            assessments=AssessmentRepository(resources.dynamodb, resources.table),
            photos=PhotoStore(resources.s3, resources.uploads_bucket),
            research=ResearchRepository(
                resources.dynamodb,
                resources.table,
                PhotoStore(resources.s3, resources.research_bucket),
            ),
            stats=StatsRepository(resources.dynamodb, resources.table),
            clock=clock.now,
        )
    except AssessmentNotFoundError as error:
        raise OperatorError("There is no such assessment.") from error
    typer.echo("Deleted.")
