"""Summary of predictions: every metric with its interval and its baseline."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scalp_core.vision.manifest import Manifest
from scalp_core.vocabulary import Grade, Symptom, TrainedOn
from scalp_train.evaluate.bootstrap import (
    LEVEL,
    PIVOTAL,
    Floats,
    bootstrap_weights,
    confidence_interval,
    confusion_matrices,
    ratio,
    weighted_metrics,
)
from scalp_train.evaluate.metrics import CLASSES, DIGITS
from scalp_train.evaluate.pointing_game import LEAST_GRADE, LOCAL, TOLERANCE, eligible, hits
from scalp_train.evaluate.predictions import Predictions
from scalp_train.evaluate.prior import natural_law
from scalp_train.evaluate.report import (
    Baseline,
    Bootstrap,
    Certainty,
    Explanation,
    Figure,
    Figures,
    NaturalFigures,
    Pointing,
    Report,
    SymptomReport,
    trunk_hash,
)
from scalp_train.evaluate.robustness import Condition

COMMANDS = {
    TrainedOn.RENDERED: "python -m scalp_train evaluate --write --figures docs/evaluation",
    TrainedOn.AIHUB: "python -m scalp_train evaluate --index INDEX --root ROOT --write",
}
RESAMPLES = 1000
SEED = 20201


def summarise(
    manifest: Manifest,
    predictions: dict[Symptom, Predictions],
    *,
    conditions: dict[str, Condition] | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Report:
    """Return the report of all networks; their intervals come from the same resamples.

    Args:
        manifest: of the networks.
        predictions: of each network, on the same pictures.
        conditions: robustness, by name.
        resamples: of the bootstrap.
        seed: of the bootstrap.
    """
    pictures = len(next(iter(predictions.values())).grades)
    weights = bootstrap_weights(pictures, resamples, seed)
    once = np.ones((1, pictures))
    values = {s: _values(p, once) for s, p in predictions.items()}
    samples = {
        s: weighted_metrics(p.probabilities, p.grades, weights) for s, p in predictions.items()
    }
    baselines = {s: _majority(p.grades, once) for s, p in predictions.items()}
    symptoms = {
        symptom: SymptomReport(
            sha256=manifest.models[symptom].sha256,
            figures=_figures(values[symptom], samples[symptom]),
            natural=_natural(symptom, predicted),
            majority=_baseline(baselines[symptom]),
            confusion=_confusion(predicted),
            certainty=_certainty(predicted, manifest.models[symptom].plausible_mass, weights),
            explanation=_explanation(predicted, weights, local=symptom in LOCAL),
        )
        for symptom, predicted in predictions.items()
    }
    names = list(Figures.model_fields)
    masked = any(predicted.on_sign is not None for predicted in predictions.values())
    return Report(
        schema_version=2,
        command=COMMANDS[manifest.trained_on],
        model_version=manifest.version,
        trunk=trunk_hash(manifest),
        seed=manifest.evaluation.seed,
        pictures=pictures,
        bootstrap=Bootstrap(resamples=resamples, seed=seed, level=LEVEL),
        pointing=Pointing(dilation=TOLERANCE, least_grade=LEAST_GRADE) if masked else None,
        symptoms=symptoms,
        mean=_figures(
            {name: float(np.mean([value[name] for value in values.values()])) for name in names},
            {name: np.mean([s[name] for s in samples.values()], axis=0) for name in names},
        ),
        mean_majority=_baseline(
            {name: float(np.mean([b[name] for b in baselines.values()])) for name in names}
        ),
        conditions=conditions or {},
    )


def _values(predicted: Predictions, once: Floats) -> dict[str, float]:
    """Return the metrics of the pictures themselves, rounded as the manifest rounds them."""
    own = {
        n: float(v[0])
        for n, v in weighted_metrics(predicted.probabilities, predicted.grades, once).items()
    }
    stated = predicted.metrics.model_dump()
    return {name: float(stated.get(name, value)) for name, value in own.items()}


def _majority(grades: NDArray[np.int64], once: Floats) -> dict[str, float]:
    shares = np.bincount(grades, minlength=CLASSES) / len(grades)
    always = np.tile(shares, (len(grades), 1))
    return {name: float(v[0]) for name, v in weighted_metrics(always, grades, once).items()}


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), DIGITS)


def _figure(value: float, samples: Floats, *, pivotal: bool = False) -> Figure:
    low, high = confidence_interval(value, samples, pivotal=pivotal)
    return Figure(value=_rounded(value), low=_rounded(low), high=_rounded(high))


def _figures(values: dict[str, float], samples: dict[str, Floats]) -> Figures:
    return Figures(
        **{
            name: _figure(value, samples[name], pivotal=name in PIVOTAL)
            for name, value in values.items()
        }
    )


def _baseline(values: dict[str, float]) -> Baseline:
    return Baseline.model_validate({name: _rounded(value) for name, value in values.items()})


def _confusion(predicted: Predictions) -> tuple[tuple[int, ...], ...]:
    matrix = confusion_matrices(
        predicted.grades, predicted.predicted_grades, np.ones((1, len(predicted.grades)))
    )[0]
    return tuple(tuple(int(count) for count in row) for row in matrix)


def _share(part: NDArray[np.bool_], whole: NDArray[np.bool_], weights: Floats) -> Figure:
    """Return the share of the pictures in ``whole`` [N] that are also in ``part`` [N]."""
    once = np.ones((1, len(whole)))
    value, samples = (
        ratio(rows @ (part & whole).astype(float), rows @ whole.astype(float))
        for rows in (once, weights)
    )
    return _figure(float(value[0]), samples)


def _certainty(predicted: Predictions, mass: float, weights: Floats) -> Certainty:
    kept = predicted.set_sizes == 1
    everywhere = np.ones_like(kept)
    sizes = predicted.set_sizes.astype(np.float64)
    return Certainty(
        plausible_mass=mass,
        coverage=_share(predicted.covered, everywhere, weights),
        mean_size=_figure(float(sizes.mean()), weights @ sizes / weights.sum(axis=1)),
        kept=_share(kept, everywhere, weights),
        accuracy_of_kept=_share(predicted.predicted_grades == predicted.grades, kept, weights),
    )


def _natural(symptom: Symptom, predicted: Predictions) -> NaturalFigures:
    """Return metrics of the same pictures, each weighted by how frequent its grade is in nature."""
    own = np.bincount(predicted.grades, minlength=CLASSES) / len(predicted.grades)
    weights = (natural_law(symptom) / np.maximum(own, 1 / len(predicted.grades)))[predicted.grades]
    found = weighted_metrics(predicted.probabilities, predicted.grades, weights[None])
    present = weights * (predicted.predicted_grades > Grade.NONE)
    right = present * (predicted.grades > Grade.NONE)
    return NaturalFigures(
        accuracy=round(float(found["accuracy"][0]), DIGITS),
        quadratic_weighted_kappa=round(float(found["quadratic_weighted_kappa"][0]), DIGITS),
        expected_calibration_error=round(float(found["expected_calibration_error"][0]), DIGITS),
        coverage=round(float((weights * predicted.covered).sum() / weights.sum()), DIGITS),
        precision_of_presence=_rounded(float(ratio(right.sum(), present.sum()))),
    )


def _explanation(predicted: Predictions, weights: Floats, *, local: bool) -> Explanation | None:
    if predicted.on_sign is None:
        return None
    taking_part = eligible(predicted.predicted_grades, predicted.grades)
    covered = predicted.on_sign[taking_part]
    return Explanation(
        local=local,
        pictures=int(taking_part.sum()),
        on_sign=_share(
            hits(predicted.activation, predicted.predicted_grades, predicted.on_sign),
            taking_part,
            weights,
        ),
        chance=_rounded(float(covered.mean())) if len(covered) else None,
    )
