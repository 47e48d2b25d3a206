"""An evaluation as tables on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from scalp_train.evaluate.report import Baseline, Figure, Figures, Report

HEADINGS = ("accuracy", "macro-F1", "QWK", "within one", "MAE", "ECE", "AUROC")


def show(report: Report, console: Console) -> None:
    """Print figures with their intervals, the baseline, and where models look if known."""
    table = Table("symptom", *HEADINGS, title=f"{report.pictures} pictures, 95 % intervals")
    for symptom, found in report.symptoms.items():
        table.add_row(symptom, *cells(found.figures))
    table.add_row("mean", *cells(report.mean))
    table.add_row("majority", *plain(report.mean_majority))
    console.print(table)
    where = Table("symptom", "kept as sure", "right of these", "looks at the sign", "chance", "n")
    for symptom, found in report.symptoms.items():
        sure, seen = found.certainty, found.explanation
        looks = ("-", "-", "-")
        if seen is not None:
            place = "" if seen.local else " (not local)"
            looks = (ranged(seen.on_sign) + place, number(seen.chance), str(seen.pictures))
        where.add_row(symptom, ranged(sure.kept), ranged(sure.accuracy_of_kept), *looks)
    console.print(where)
    if report.conditions:
        poorer = Table("other pictures", "pictures", "mean accuracy", "points lost", "within one")
        for line in lost(report):
            poorer.add_row(*line)
        console.print(poorer)


def lost(report: Report) -> list[list[str]]:
    """A line for each condition: name, pictures, mean accuracy, points lost, within one."""
    return [
        [
            name,
            str(one.pictures),
            number(one.mean_accuracy),
            f"{100 * one.lost:.1f}",
            number(one.mean_within_one),
        ]
        for name, one in report.conditions.items()
    ]


def cells(figures: Figures) -> list[str]:
    """Each figure with its interval."""
    return [ranged(getattr(figures, name)) for name in Figures.model_fields]


def plain(baseline: Baseline) -> list[str]:
    """Each figure of the majority baseline."""
    return [number(getattr(baseline, name)) for name in Figures.model_fields]


def ranged(figure: Figure) -> str:
    """A figure and its interval, such as ``0.950 (0.938, 0.961)``."""
    return f"{number(figure.value)} ({number(figure.low)}, {number(figure.high)})"


def number(value: float | None) -> str:
    """A figure to three digits, or a dash where it is undefined."""
    return "-" if value is None else f"{value:.3f}"
