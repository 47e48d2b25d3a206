"""Plots of an evaluation: confusion, reliability, and risk against coverage, six panels each."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from scalp_core.vocabulary import Grade, Symptom
from scalp_train.evaluate.bootstrap import Floats, calibration_bins
from scalp_train.evaluate.metrics import CALIBRATION_BINS
from scalp_train.evaluate.predictions import Predictions
from scalp_train.evaluate.report import Report, SymptomReport

# Okabe & Ito's palette, which people with any colour vision can distinguish.
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#6B6B6B"
SIZE, DOTS_PER_INCH = (10.5, 7.2), 110
COLOURS = 64
FEWEST = 10
"""Bins with fewer predictions are left out: their share of correct ones is too noisy."""
SKIPPED = 20
"""The risk at a coverage below 1/20 is left out: it is too noisy."""
Panel = Callable[[Axes, Symptom, Predictions, SymptomReport], None]


def plot_evaluation(
    predictions: dict[Symptom, Predictions], report: Report, folder: Path
) -> list[Path]:
    """Write the three plots as PNG files into ``folder`` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    kind = "rendered pictures" if report.rendered else "photos"
    about = f"{report.pictures:,} {kind} not seen in training, models {report.model_version}"
    panels: dict[str, tuple[str, Panel]] = {
        "confusion.png": ("Answers by true grade (share of the row, and pictures)", _confusion),
        "reliability.png": ("How often an answer of a given confidence is right", _reliability),
        "risk-coverage.png": ("Share of wrong answers among the surest", _risk),
    }
    files = []
    for name, (title, panel) in panels.items():
        figure = Figure(figsize=SIZE, dpi=DOTS_PER_INCH, layout="constrained")
        figure.suptitle(f"{title}\n{about}", fontsize=11)
        axes = figure.subplots(2, 3, sharey=True)
        for axis, symptom in zip(axes.flat, Symptom, strict=True):
            panel(axis, symptom, predictions[symptom], report.symptoms[symptom])
        files.append(_save(figure, folder / name))
    return files


def _save(figure: Figure, file: Path) -> Path:
    """Save a PNG with a palette: a quarter of the bytes, and no visible difference."""
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png")
    with Image.open(drawn) as picture:
        flat = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    flat.save(file, optimize=True)
    return file


def _title(axis: Axes, symptom: Symptom, detail: str) -> None:
    axis.set_title(f"{symptom.replace('_', ' ')}\n{detail}", fontsize=9)


def _confusion(axis: Axes, symptom: Symptom, predicted: Predictions, found: SymptomReport) -> None:
    del predicted
    counts = np.array(found.confusion)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axis.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (row, column), share in np.ndenumerate(shares):
        colour = "white" if share > 0.5 else "black"
        text = f"{share:.0%}\n{counts[row, column]}"
        axis.text(column, row, text, ha="center", va="center", color=colour, fontsize=8)
    names = [grade.name.lower() for grade in Grade]
    axis.set_xticks(range(len(names)), names, fontsize=8)
    axis.set_yticks(range(len(names)), names, fontsize=8)
    axis.set_xlabel("answer", fontsize=8)
    axis.set_ylabel("true grade", fontsize=8)
    kappa = found.figures.quadratic_weighted_kappa.value
    _title(axis, symptom, f"accuracy {found.figures.accuracy.value:.3f}, QWK {kappa:.3f}")


def reliability(predicted: Predictions) -> Iterator[tuple[float, float, int]]:
    """Yield mean confidence, share of correct predictions and their number for each bin in use."""
    confidence = predicted.probabilities.max(axis=1)
    right = predicted.predicted_grades == predicted.grades
    bins = calibration_bins(confidence)
    for number in range(CALIBRATION_BINS):
        inside = bins == number
        if inside.any():
            yield float(confidence[inside].mean()), float(right[inside].mean()), int(inside.sum())


def wilson(share: Floats, count: Floats) -> Floats:
    """Return lengths [2, bins] of the 95 % error bars below and above shares (Wilson 1927)."""
    z = 1.96
    centre = (share + z**2 / (2 * count)) / (1 + z**2 / count)
    half = z / (1 + z**2 / count) * np.sqrt(share * (1 - share) / count + (z / (2 * count)) ** 2)
    return np.clip(np.stack([share - centre + half, centre + half - share]), 0, None)


def _reliability(
    axis: Axes, symptom: Symptom, predicted: Predictions, found: SymptomReport
) -> None:
    axis.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle="--")
    points = [point for point in reliability(predicted) if point[2] >= FEWEST]
    if points:
        sure, right, count = (np.array(part, float) for part in zip(*points, strict=True))
        axis.errorbar(
            sure, right, wilson(right, count), color=BLUE, marker="o", markersize=4, linewidth=1.2
        )
        for x, n in zip(sure, count, strict=True):
            axis.text(x, 0.02, f"{n:.0f}", fontsize=7, color=GREY, ha="center")
    low = 1 / len(Grade)
    axis.set_xlim(low, 1.02)
    axis.set_ylim(0, 1.02)
    axis.set_xlabel("confidence (below each point: number of answers)", fontsize=8)
    axis.set_ylabel("share that is right", fontsize=8)
    axis.tick_params(labelsize=8)
    error = found.figures.expected_calibration_error
    _title(axis, symptom, f"ECE {error.value:.3f} ({error.low:.3f}-{error.high:.3f})")


def risk_coverage(predicted: Predictions) -> tuple[Floats, Floats]:
    """Return coverage [N], most confident predictions first, and the share of wrong ones [N]."""
    order = np.argsort(-predicted.probabilities.max(axis=1), kind="stable")
    wrong = (predicted.predicted_grades != predicted.grades)[order]
    kept = np.arange(1, len(order) + 1)
    return kept / len(order), np.cumsum(wrong) / kept


def _risk(axis: Axes, symptom: Symptom, predicted: Predictions, found: SymptomReport) -> None:
    coverage, risk = risk_coverage(predicted)
    first = len(risk) // SKIPPED
    axis.plot(coverage[first:], risk[first:], color=BLUE, linewidth=1.5)
    certainty = found.certainty
    kept, right = certainty.kept.value, certainty.accuracy_of_kept.value
    if kept is not None and right is not None:
        axis.plot([kept], [1 - right], color=ORANGE, marker="D", markersize=6, linestyle="none")
        axis.axvline(kept, color=ORANGE, linewidth=0.8, linestyle=":")
        detail = f"kept {kept:.1%}, of these {1 - right:.1%} wrong"
    else:
        detail = "nothing is kept"
    axis.set_xlim(0, 1.02)
    axis.set_ylim(bottom=0)
    axis.set_xlabel("share of the answers kept, surest first", fontsize=8)
    axis.set_ylabel("share of these that is wrong", fontsize=8)
    axis.tick_params(labelsize=8)
    threshold = certainty.plausible_mass
    _title(axis, symptom, f"diamond: uncertain below {threshold:g}\n{detail}")
