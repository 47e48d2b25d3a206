"""An evaluation as tables: for the terminal and, as cells, for the model card."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from scalp_train.evaluate.figures import Figures, three_digits, with_interval
from scalp_train.evaluate.left_out import LeaveOneOutTable
from scalp_train.evaluate.report import Baseline, Report
from scalp_train.evaluate.study_tables import (
    LEFT_OUT_HEADINGS,
    left_out_rows,
    study_tables,
)

HEADINGS = ("accuracy", "macro-F1", "QWK", "within one", "MAE", "ECE", "AUROC")


def print_report(report: Report, console: Console) -> None:
    """Print metrics with intervals, the baseline and, if known, localisation and robustness."""
    table = Table("symptom", *HEADINGS, title=f"{report.pictures} pictures, 95 % intervals")
    for symptom, found in report.symptoms.items():
        table.add_row(symptom, *metric_cells(found.figures))
    table.add_row("mean", *metric_cells(report.mean))
    table.add_row("majority", *baseline_cells(report.mean_majority))
    console.print(table)
    where = Table("symptom", "kept as sure", "right of these", "looks at the sign", "chance", "n")
    for symptom, found in report.symptoms.items():
        certainty, explanation = found.certainty, found.explanation
        looks = ("-", "-", "-")
        if explanation is not None:
            place = "" if explanation.local else " (not local)"
            looks = (
                with_interval(explanation.on_sign) + place,
                three_digits(explanation.chance),
                str(explanation.pictures),
            )
        where.add_row(
            symptom,
            with_interval(certainty.kept),
            with_interval(certainty.accuracy_of_kept),
            *looks,
        )
    console.print(where)
    for title, headings, rows in study_tables(report):
        study = Table(*headings, title=title)
        for name, cells in rows.items():
            study.add_row(name, *cells)
        console.print(study)


def print_left_out(table: LeaveOneOutTable, console: Console) -> None:
    """Print the figures on each technique left out, beside those on the others' drawings."""
    shown = Table(*LEFT_OUT_HEADINGS, title="techniques never seen in training")
    for name, cells in left_out_rows(table).items():
        shown.add_row(name, *cells)
    console.print(shown)


def metric_cells(figures: Figures) -> list[str]:
    """Return each metric with its interval."""
    return [with_interval(getattr(figures, name)) for name in Figures.model_fields]


def baseline_cells(baseline: Baseline) -> list[str]:
    """Return each metric of the majority baseline."""
    return [three_digits(getattr(baseline, name)) for name in Figures.model_fields]
