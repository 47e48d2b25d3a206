"""Sections of the model card: where networks look, other pictures, and techniques left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from scalp_train.evaluate.figures import three_digits, with_interval
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
    POINTING,
    RETEST,
)


def study_sections(report: Report, folder: Path) -> str:
    """Return the sections that the report, or ``leave_one_out.json`` in ``folder``, has."""
    return (
        _pointing(report)
        + _left_out(read_table(folder))
        + _conditions(report)
        + _natural(report)
        + _fairness(report)
        + _retest(report)
    )


def markdown(headings: Sequence[str], rows: Rows) -> str:
    """Return a Markdown table; all columns but the first are aligned to the right."""
    head = [headings, ["---", *["--:"] * (len(headings) - 1)]]
    return "\n".join([*(f"| {' | '.join(line)} |" for line in head), table_rows(rows)])


def table_rows(rows: Mapping[str, Sequence[str]]) -> str:
    """Return the rows of a Markdown table; each begins with its name."""
    return "\n".join(f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items())


def _pointing(report: Report) -> str:
    """Return the section on the pointing game; none for photos, which have no masks."""
    if report.pointing is None:
        return ""
    lines = {}
    for symptom, result in report.symptoms.items():
        found = result.explanation
        assert found is not None
        lines[symptom.value] = [
            "local" if found.local else "everywhere",
            with_interval(found.on_sign),
            three_digits(found.chance),
            str(found.pictures),
        ]
    return POINTING.format(
        least=report.pointing.least_grade,
        dilation=report.pointing.dilation,
        explanations=table_rows(lines),
    )


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
