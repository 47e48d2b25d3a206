"""The studies of an evaluation as rows of cells, for the terminal and the model card."""

from __future__ import annotations

from collections.abc import Iterator

from scalp_core.vocabulary import Symptom
from scalp_train.evaluate.figures import Figures, three_digits, with_interval
from scalp_train.evaluate.left_out import LeaveOneOutTable
from scalp_train.evaluate.report import Report

Rows = dict[str, list[str]]
"""Cells by the name of the row."""
CONDITION_HEADINGS = (
    "pictures of", "n", "accuracy", "points lost", "within one", "QWK", "ECE",
    "sets hold the grade", "grades in a set",
)  # fmt: skip
NATURAL_HEADINGS = (
    "symptom", "prevalence", "accuracy", "QWK", "precision", "recall", "precision of ≥ 2",
)  # fmt: skip
FAIRNESS_HEADINGS = ("group", "n", "accuracy", "QWK", "best minus worst")
RETEST_HEADINGS = ("symptom", "share of grades that flip")
LEFT_OUT_HEADINGS = (
    "left out", "accuracy", "QWK", "ECE", "sets hold the grade", "grades in a set",
    "accuracy at home", "QWK at home", "ECE at home",
)  # fmt: skip


def study_tables(report: Report) -> Iterator[tuple[str, tuple[str, ...], Rows]]:
    """Yield title, headings and rows of each study that the report has."""
    if report.conditions:
        yield "other cameras", CONDITION_HEADINGS, condition_rows(report)
    if report.natural is not None:
        yield (
            f"natural law, {report.natural.pictures} pictures",
            NATURAL_HEADINGS,
            (natural_rows(report)),
        )
    if report.fairness:
        yield "hair and skin", FAIRNESS_HEADINGS, fairness_rows(report)
    if report.retest is not None:
        yield f"two photos of {report.retest.scalps} scalps", RETEST_HEADINGS, retest_rows(report)


def condition_rows(report: Report) -> Rows:
    """Return the means of each condition."""
    return {
        name: [
            str(condition.pictures),
            three_digits(condition.mean_accuracy),
            f"{100 * condition.lost:.1f}",
            three_digits(condition.mean_within_one),
            *(_agreement(condition.mean) if condition.mean else ("-", "-")),
            three_digits(condition.mean_coverage),
            f"{condition.mean_set_size:.2f}",
        ]
        for name, condition in report.conditions.items()
    }


def natural_rows(report: Report) -> Rows:
    """Return each symptom's figures on grades by the natural law."""
    if report.natural is None:
        return {}
    return {
        symptom.value: [
            three_digits(found.prevalence),
            with_interval(found.figures.accuracy),
            with_interval(found.figures.quadratic_weighted_kappa),
            with_interval(found.precision),
            with_interval(found.recall),
            with_interval(found.precision_of_moderate),
        ]
        for symptom, found in report.natural.symptoms.items()
    }


def fairness_rows(report: Report) -> Rows:
    """Return the groups of each trait; the worst one's row holds the gap."""
    return {
        f"{trait}: {name}": [
            str(found.pictures),
            with_interval(group.accuracy),
            with_interval(group.quadratic_weighted_kappa),
            f"{with_interval(found.gap)} ({found.best})" if name == found.worst else "",
        ]
        for trait, found in report.fairness.items()
        for name, group in found.groups.items()
    }


def retest_rows(report: Report) -> Rows:
    """Return how often each symptom's grade flips between two photos of a scalp."""
    if report.retest is None:
        return {}
    flipped = {symptom.value: figure for symptom, figure in report.retest.flipped.items()}
    return {
        name: [with_interval(figure)]
        for name, figure in (flipped | {"mean": report.retest.mean}).items()
    }


def left_out_rows(table: LeaveOneOutTable) -> Rows:
    """Return each symptom's figures on each technique left out, and beside them those at home."""
    rows: Rows = {}
    for technique, found in table.techniques.items():
        for symptom, figures in found.left_out.items():
            rows[f"{technique}: {symptom}"] = [
                *_short(figures),
                three_digits(found.coverage[symptom]),
                f"{found.set_size[symptom]:.2f}",
                *_short(found.home[symptom]),
            ]
        rows[f"{technique}: mean"] = [
            *_short(found.left_out_mean),
            three_digits(_mean(found.coverage)),
            f"{_mean(found.set_size):.2f}",
            *_short(found.home_mean),
        ]
    return rows


def _short(figures: Figures) -> list[str]:
    return [with_interval(figures.accuracy), *_agreement(figures)]


def _agreement(figures: Figures) -> tuple[str, str]:
    return (
        with_interval(figures.quadratic_weighted_kappa),
        with_interval(figures.expected_calibration_error),
    )


def _mean(by_symptom: dict[Symptom, float]) -> float:
    return sum(by_symptom.values()) / len(by_symptom)
