"""What an operator does with AWS credentials, on a stack on AWS or on the local one."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from scalp_core import clock
from scalp_core.errors import AssessmentNotFoundError, ScalpSpectraError
from scalp_core.ids import ID_PATTERN
from scalp_core.repositories.assessments import AssessmentRepository
from scalp_core.repositories.photos import PhotoStore
from scalp_core.repositories.stats import StatsRepository
from scalp_core.table import published_csv
from scalp_core.usecases.delete_assessment import delete_assessment
from scalp_core.usecases.read_statistics import publish_what_is_due
from scalp_operator import export, recount
from scalp_operator.ledger import Ledger
from scalp_operator.redrive import redrive, waiting
from scalp_operator.target import find

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False)
_errors = Console(stderr=True, highlight=False)

_FAILED, _DRIFT = 1, 3

Stack = Annotated[
    str, typer.Option(envvar="STACK", help="name of the CloudFormation stack, see samconfig.toml")
]
STACK = "scalpspectra"


class Exported(StrEnum):
    """What may be exported."""

    PUBLISHED = "published"
    COHORTS = "cohorts"
    DAYS = "days"


@app.command("rebuild-stats")
def rebuild_stats(
    stack: Stack = STACK,
    write: Annotated[bool, typer.Option("--write", help="add what is missing")] = False,
) -> None:
    """Count the stored assessments again and report counters that have lost any.

    Ends with 3 if there is drift left. Reads the whole table, twice if it writes.
    """
    with _told():
        target = find(stack)
        ledger = Ledger(target.dynamodb, target.table)
        stats = StatsRepository(target.dynamodb, target.table)
        report = recount.recount(ledger, stats)
        _show(report)
        if write and report.missing:
            repaired = recount.repair(report, ledger)
            typer.echo(f"Repaired {repaired} of {len(report.missing)} items; counting again.")
            report = recount.recount(ledger, stats)
            _show(report)
    if report.drifted:
        raise typer.Exit(_DRIFT)


@app.command("export-stats")
def export_stats(
    stack: Stack = STACK,
    what: Annotated[
        Exported,
        typer.Option(
            help="published: as /api/v1/stats.csv. cohorts, days: all counters, small groups "
            "included. Keep those to yourself."
        ),
    ] = Exported.PUBLISHED,
) -> None:
    """Write statistics to standard output as CSV."""
    with _told():
        target = find(stack)
        stats = StatsRepository(target.dynamodb, target.table)
        match what:
            case Exported.PUBLISHED:
                text = published_csv(publish_what_is_due(stats=stats, clock=clock.now))
            case Exported.COHORTS:
                text = export.cohorts_csv(stats)
            case Exported.DAYS:
                text = export.days_csv(stats, clock.now().date())
    sys.stdout.write(text)


@app.command("redrive-dlq")
def redrive_dlq(
    stack: Stack = STACK,
    at_most: Annotated[int | None, typer.Option(min=1, help="all that lie there if absent")] = None,
) -> None:
    """Put photos that could not be assessed back into the queue.

    Do it within a day of their upload: after that the photos are deleted.
    """
    with _told():
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


@app.command("delete-assessment")
def delete(
    assessment_id: Annotated[str, typer.Argument(help="32 hexadecimal digits, as in its address")],
    stack: Stack = STACK,
) -> None:
    """Delete one assessment and its photo at once; statistics keep what they counted."""
    if not re.fullmatch(ID_PATTERN, assessment_id):
        raise typer.BadParameter("an id has 32 hexadecimal digits")
    with _told():
        target = find(stack)
        delete_assessment(
            assessment_id,
            assessments=AssessmentRepository(target.dynamodb, target.table),
            photos=PhotoStore(target.s3, target.uploads_bucket),
        )
    typer.echo("Deleted.")


@contextmanager
def _told() -> Iterator[None]:
    """Let faults end in one line instead of a traceback."""
    try:
        yield
    except AssessmentNotFoundError as error:
        _errors.print("[bold red]There is no such assessment.")
        raise typer.Exit(_FAILED) from error
    except ScalpSpectraError as error:
        _errors.print(f"[bold red]{error}")
        raise typer.Exit(_FAILED) from error


def _show(report: recount.Report) -> None:
    typer.echo(f"{report.assessments} finished assessments are stored, {report.counted} counted.")
    if report.counted > report.assessments:
        typer.echo("More may be counted than stored: assessments expire and are deleted.")
    if not report.drifted:
        typer.echo("No drift.")
        return
    for one in report.missing:
        for name, lost in one.lost.items():
            stored = one.stored.get(name, 0)
            typer.echo(f"{' '.join(one.item)} {name}: {stored} stored, {stored + lost} recounted")
    for item in report.inconsistent:
        typer.echo(f"{' '.join(item)}: grades or types do not add up to the total")


if __name__ == "__main__":
    app()
