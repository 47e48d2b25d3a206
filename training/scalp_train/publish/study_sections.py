"""Sections of the model card on the studies: cameras, natural law, fairness, retest, techniques."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scalp_train.evaluate.left_out import LeaveOneOutTable, read_table
from scalp_train.evaluate.report import Report
from scalp_train.evaluate.study_tables import (
    CONDITION_HEADINGS,
    FAIRNESS_HEADINGS,
    LEFT_OUT_HEADINGS,
    NATURAL_HEADINGS,
    RETEST_HEADINGS,
    Rows,
    condition_rows,
    fairness_rows,
    left_out_rows,
    natural_rows,
    retest_rows,
)
from scalp_train.publish.model_card_text import (
    CONDITIONS,
    FAIRNESS,
    LEFT_OUT,
    NATURAL,
    RETEST,
)


def study_sections(report: Report, folder: Path) -> str:
    """Return the sections that the report, or ``leave_one_out.json`` in ``folder``, has."""
    return (
        _left_out(read_table(folder))
        + _conditions(report)
        + _natural(report)
        + _fairness(report)
        + _retest(report)
    )


def markdown(headings: Sequence[str], rows: Rows) -> str:
    """Return a Markdown table; all columns but the first are aligned to the right."""
    lines = [headings, ["---", *["--:"] * (len(headings) - 1)]]
    lines += [[name, *cells] for name, cells in rows.items()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _left_out(table: LeaveOneOutTable | None) -> str:
    if table is None:
        return ""
    found = list(table.techniques.values())
    return LEFT_OUT.format(
        trained=max(result.trained_pictures for result in found),
        pictures=max(result.pictures for result in found),
        command=table.command,
        table=markdown(LEFT_OUT_HEADINGS, left_out_rows(table)),
    )


def _conditions(report: Report) -> str:
    if not report.conditions:
        return ""
    return CONDITIONS.format(table=markdown(CONDITION_HEADINGS, condition_rows(report)))


def _natural(report: Report) -> str:
    if report.natural is None:
        return ""
    return NATURAL.format(
        pictures=report.natural.pictures,
        seed=report.natural.seed,
        table=markdown(NATURAL_HEADINGS, natural_rows(report)),
    )


def _fairness(report: Report) -> str:
    if not report.fairness:
        return ""
    return FAIRNESS.format(
        pictures=next(iter(report.fairness.values())).pictures,
        table=markdown(FAIRNESS_HEADINGS, fairness_rows(report)),
    )


def _retest(report: Report) -> str:
    if report.retest is None:
        return ""
    return RETEST.format(
        scalps=report.retest.scalps, table=markdown(RETEST_HEADINGS, retest_rows(report))
    )
