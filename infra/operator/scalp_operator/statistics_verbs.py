"""Verbs about statistics: count again, export."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from scalp_core import clock
from scalp_core.statistics.export import published_csv
from scalp_core.statistics.read import publish_pending_batches
from scalp_core.statistics.repository import StatsRepository
from scalp_operator import export, recount
from scalp_operator.ledger import Ledger
from scalp_operator.target import STACK, Stack, find, told

_DRIFT = 3


class Exported(StrEnum):
    """What may be exported."""

    PUBLISHED = "published"
    COHORTS = "cohorts"
    DAYS = "days"


@told()
def rebuild_stats(
    stack: Stack = STACK,
    write: Annotated[bool, typer.Option("--write", help="add what is missing")] = False,
) -> None:
    """Count the stored assessments again and report counters that have lost any.

    Ends with 3 if there is drift left. Reads the whole table, twice if it writes.
    """
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


@told()
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
    target = find(stack)
    stats = StatsRepository(target.dynamodb, target.table)
    match what:
        case Exported.PUBLISHED:
            text = published_csv(publish_pending_batches(stats=stats, clock=clock.now))
        case Exported.COHORTS:
            text = export.cohorts_csv(stats)
        case Exported.DAYS:
            text = export.days_csv(stats, clock.now().date())
    sys.stdout.write(text)


def _show(report: recount.Report) -> None:
    typer.echo(f"{report.assessments} finished assessments are stored, {report.counted} counted.")
    if report.uncounted:
        typer.echo(f"{report.uncounted} are of unfamiliar photos, which are not counted.")
    if report.counted > report.assessments - report.uncounted:
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
