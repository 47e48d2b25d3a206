"""An evaluation as tables: for the terminal and, as cells, for the model card."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from scalp_train.evaluate.report import Baseline, Figure, Figures, Report

HEADINGS = ("accuracy", "macro-F1", "QWK", "within one", "MAE", "ECE", "AUROC")
CERTAINTY_HEADINGS = (
    "sets hold the grade", "grades in a set", "certain", "right of these",
    "natural: accuracy", "ECE", "sets hold the grade", "present is right",
)  # fmt: skip
CONDITION_HEADINGS = (
    "pictures", "mean accuracy", "points lost", "within one",
    "ECE", "sets hold the grade", "grades in a set",
)  # fmt: skip


def print_report(report: Report, console: Console) -> None:
    """Print metrics with intervals, the baseline and, if known, localisation and robustness."""
    table = Table("symptom", *HEADINGS, title=f"{report.pictures} pictures, 95 % intervals")
    for symptom, found in report.symptoms.items():
        table.add_row(symptom, *metric_cells(found.figures))
    table.add_row("mean", *metric_cells(report.mean))
    table.add_row("majority", *baseline_cells(report.mean_majority))
    console.print(table)
    certain = Table("symptom", *CERTAINTY_HEADINGS, title="plausible grades; natural law")
    for name, line in certainty_rows(report).items():
        certain.add_row(name, *line)
    console.print(certain)
    where = Table("symptom", "looks at the sign", "chance", "n")
    for symptom, found in report.symptoms.items():
        explanation = found.explanation
        looks = ("-", "-", "-")
        if explanation is not None:
            place = "" if explanation.local else " (not local)"
            looks = (
                with_interval(explanation.on_sign) + place,
                three_digits(explanation.chance),
                str(explanation.pictures),
            )
        where.add_row(symptom, *looks)
    console.print(where)
    if report.conditions:
        poorer = Table("other pictures", *CONDITION_HEADINGS)
        for line in condition_rows(report):
            poorer.add_row(*line)
        console.print(poorer)


def condition_rows(report: Report) -> list[list[str]]:
    """Return the name of each condition and the cells of ``CONDITION_HEADINGS``."""
    return [
        [
            name,
            str(condition.pictures),
            three_digits(condition.mean_accuracy),
            f"{100 * condition.lost:.1f}",
            three_digits(condition.mean_within_one),
            three_digits(condition.mean_calibration_error),
            three_digits(condition.mean_coverage),
            f"{condition.mean_set_size:.2f}",
        ]
        for name, condition in report.conditions.items()
    ]


def certainty_rows(report: Report) -> dict[str, list[str]]:
    """Return the cells of ``CERTAINTY_HEADINGS`` by symptom."""
    return {
        symptom: [
            with_interval(found.certainty.coverage),
            with_interval(found.certainty.mean_size),
            with_interval(found.certainty.kept),
            with_interval(found.certainty.accuracy_of_kept),
            three_digits(found.natural.accuracy),
            three_digits(found.natural.expected_calibration_error),
            three_digits(found.natural.coverage),
            three_digits(found.natural.precision_of_presence),
        ]
        for symptom, found in report.symptoms.items()
    }


def metric_cells(figures: Figures) -> list[str]:
    """Return each metric with its interval."""
    return [with_interval(getattr(figures, name)) for name in Figures.model_fields]


def baseline_cells(baseline: Baseline) -> list[str]:
    """Return each metric of the majority baseline."""
    return [three_digits(getattr(baseline, name)) for name in Figures.model_fields]


def with_interval(figure: Figure) -> str:
    """Return a metric and its interval, such as ``0.950 (0.938, 0.961)``."""
    return f"{three_digits(figure.value)} ({three_digits(figure.low)}, {three_digits(figure.high)})"


def three_digits(value: float | None) -> str:
    """Return a metric to three digits, or a dash where it is undefined."""
    return "-" if value is None else f"{value:.3f}"
