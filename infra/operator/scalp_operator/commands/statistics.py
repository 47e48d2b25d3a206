"""Verbs on statistics: repair the counters, publish, export."""

import sys
from typing import Annotated

import typer

from scalp_core import clock
from scalp_core.statistics.publish import publish_pending_batches
from scalp_core.statistics.repository import StatsRepository
from scalp_deployment.cli import cli_errors
from scalp_deployment.stack import find_stack
from scalp_operator import counter_repair
from scalp_operator.counter_repair_repository import CounterRepairRepository
from scalp_operator.options import STACK, Stack
from scalp_operator.statistics_export import Exported, export_csv

_DRIFT = 3


@cli_errors()
def rebuild(
    stack: Stack = STACK,
    write: Annotated[bool, typer.Option("--write", help="Add the lost counts.")] = False,
) -> None:
    """Recount the stored assessments, and report counters that have lost any.

    Ends with exit code 3 if drift remains. Reads the whole table, twice if it writes.
    """
    resources = find_stack(stack)
    repository = CounterRepairRepository(resources.dynamodb, resources.table)
    stats = StatsRepository(resources.dynamodb, resources.table)
    report = counter_repair.recount(repository, stats)
    _print(report)
    if write and report.losses:
        repaired = counter_repair.repair(report, repository)
        typer.echo(f"Repaired {repaired} of {len(report.losses)} items; counting again.")
        report = counter_repair.recount(repository, stats)
        _print(report)
    if report.has_drift:
        raise typer.Exit(_DRIFT)


@cli_errors()
def publish(stack: Stack = STACK) -> None:
    """Publish the batches that are pending, as the schedule does; for a day on which it failed."""
    resources = find_stack(stack)
    stats = StatsRepository(resources.dynamodb, resources.table)
    published = publish_pending_batches(stats=stats, clock=clock.now)
    typer.echo(f"Published {len(published)} batches.")


@cli_errors()
def export(
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
    resources = find_stack(stack)
    stats = StatsRepository(resources.dynamodb, resources.table)
    sys.stdout.write(export_csv(what, stats, clock.now))


def _print(report: counter_repair.Report) -> None:
    typer.echo(f"{report.assessments} finished assessments are stored, {report.counted} counted.")
    if report.uncounted:
        typer.echo(f"{report.uncounted} are of unfamiliar photos, which are not counted.")
    if report.counted > report.assessments - report.uncounted:
        typer.echo("More may be counted than stored: assessments expire and are deleted.")
    if not report.has_drift:
        typer.echo("No drift.")
        return
    for loss in report.losses:
        for name, lost in loss.lost.items():
            stored = loss.stored.get(name, 0)
            typer.echo(f"{' '.join(loss.item)} {name}: {stored} stored, {stored + lost} recounted")
    for item in report.inconsistent:
        typer.echo(f"{' '.join(item)}: grades or types do not add up to the total")
