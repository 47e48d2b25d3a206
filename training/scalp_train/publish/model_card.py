"""The model card: what the shipped networks are, how they were trained, and their limits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import fill

from scalp_core.vision.manifest import Calibration, InitialWeights, Manifest, Metrics
from scalp_core.vocabulary import TrainedOn
from scalp_train.evaluate.report import Report, read_report
from scalp_train.evaluate.tables import (
    CERTAINTY_HEADINGS,
    HEADINGS,
    baseline_cells,
    certainty_rows,
    metric_cells,
)
from scalp_train.fit.phases import Phase
from scalp_train.fit.recipe import AnyRecipe, Recipe
from scalp_train.publish.comparison import IncomparableError, RecipeResult, compare, read_result
from scalp_train.publish.gate_report import read_gate_report
from scalp_train.publish.model_card_text import (
    CERTAINTY,
    COMPARISON,
    EVALUATION,
    GATE,
    TEMPLATE,
    TEXTS,
)
from scalp_train.publish.study_sections import study_sections, table_rows
from scalp_train.publish.training_record import TrainingRecord

FILE = "MODEL_CARD.md"
WIDTH = 100
LABELS = {
    "balanced": "every grade equally frequent",
    "natural": "grades by the natural law",
    "mixed": "half of the grades equally frequent, half by the natural law",
}


def write_card(
    manifest: Manifest, recipe: AnyRecipe, folder: Path, *, beside: Sequence[Path] = ()
) -> None:
    """Write ``MODEL_CARD.md`` from manifest, recipe, evaluation and training record.

    Sections whose file is missing are left out.

    Args:
        manifest: of the networks.
        recipe: that they were trained by.
        folder: of the evaluation and the training record, and for the card.
        beside: folders of other recipes' artifacts, to compare with.

    Raises:
        IncomparableError: a recipe has no evaluation on the same pictures.
    """
    texts = TEXTS[manifest.trained_on]
    first = next(iter(manifest.models.values()))
    options = _options(manifest, recipe)
    facts = {
        "pictures": manifest.evaluation.pictures,
        "seed": manifest.evaluation.seed,
        "techniques": ", ".join(recipe.train.drawers),
        "labels": LABELS[recipe.train.labels],
        "train": recipe.train.count,
        "train_seed": recipe.train.seed,
        "validation": recipe.validation.count,
        "validation_seed": recipe.validation.seed,
        "data": first.training_data,
        "options": options,
    }
    text = TEMPLATE.format(
        version=manifest.version,
        trained_on=texts.trained_on,
        architecture=", ".join(dict.fromkeys(m.architecture for m in manifest.models.values())),
        width=first.input.width,
        height=first.input.height,
        held_out=texts.held_out.format(**facts),
        command=manifest.evaluation.command,
        rows=table_rows({s: _stated(m.metrics) for s, m in manifest.models.items()}),
        evaluation=_evaluation(manifest, folder)
        + _gate(manifest, folder)
        + _comparison(manifest, recipe, folder, beside),
        sets=texts.sets.format(**facts),
        recipe_text=_wrap(_recipe_text(recipe, options, TrainingRecord.read(folder))),
        mix=_mix(manifest.calibration),
        coverage=manifest.calibration.coverage,
        options=options,
        calibration=table_rows(
            {
                symptom: [
                    f"{entry.temperature:g}",
                    f"{entry.plausible_mass:g}",
                    " / ".join(f"{share:.3f}" for share in entry.prior.assumed),
                ]
                for symptom, entry in manifest.models.items()
            }
        ),
        weights=_weights(manifest),
        limits=texts.limits,
        grading=texts.grading,
    )
    (folder / FILE).write_text(text)


def _options(manifest: Manifest, recipe: AnyRecipe) -> str:
    """Return the options of every command: another recipe than the default one, and photos."""
    photos = manifest.trained_on is TrainedOn.AIHUB
    return recipe.options + (" --index INDEX --root ROOT" if photos else "")


def _stated(metrics: Metrics) -> list[str]:
    figures = (
        metrics.accuracy,
        metrics.macro_f1,
        metrics.quadratic_weighted_kappa,
        metrics.within_one,
        metrics.mean_absolute_error,
        metrics.expected_calibration_error,
        metrics.majority_accuracy,
    )
    return [f"{value:.4f}" for value in figures]


def _evaluation(manifest: Manifest, folder: Path) -> str:
    """Return the sections from ``evaluation.json``; none if it is missing or of other networks."""
    report = read_report(folder)
    if report is None or not report.describes(manifest):
        return ""
    found = {
        symptom.value: metric_cells(result.figures) for symptom, result in report.symptoms.items()
    }
    means = {
        "mean": metric_cells(report.mean),
        "majority (mean)": baseline_cells(report.mean_majority),
    }
    return (
        EVALUATION.format(
            level=report.bootstrap.level,
            resamples=report.bootstrap.resamples,
            bootstrap_seed=report.bootstrap.seed,
            command=report.command,
            drawn=TEXTS[manifest.trained_on].drawn,
            intervals=table_rows(found | means),
        )
        + _certainty(manifest, report)
        + study_sections(report, folder)
    )


def _gate(manifest: Manifest, folder: Path) -> str:
    """Return the section on the photo gate; none where this gate was not measured."""
    report = read_gate_report(folder, manifest)
    if report is None:
        return ""
    limits = manifest.photo_gate.familiarity
    return GATE.format(
        scalps=f"{report.share(scalp=True):.1%}",
        others=f"{report.share(scalp=False):.1%}",
        auroc=report.auroc,
        reject=limits.scalp.reject,
        warn=limits.scalp.warn,
        beyond=limits.warn_beyond,
        lines=table_rows({row.kind: row.cells() for row in report.rows}),
        packages=table_rows({used.name: used.cells() for used in report.packages}),
    )


def _comparison(manifest: Manifest, recipe: AnyRecipe, folder: Path, beside: Sequence[Path]) -> str:
    """Return the section that compares recipes; none where there is only one."""
    if not beside:
        return ""
    report = read_report(folder)
    if report is None or not report.describes(manifest):
        raise IncomparableError(f"{folder} has no evaluation of its models")
    # Networks older than the training record are compared too; their minutes are unknown.
    training = TrainingRecord.read(folder) or TrainingRecord(recipe=recipe.name, minutes=None)
    own = RecipeResult(training, manifest, report)
    lines = compare(own, [read_result(other) for other in beside])
    return COMPARISON.format(
        own=training.recipe,
        headings=" | ".join(HEADINGS),
        rules=_rules(HEADINGS),
        lines=table_rows(lines),
    )


def _certainty(manifest: Manifest, report: Report) -> str:
    """Return the section on plausible grades and on the natural law."""
    return CERTAINTY.format(
        coverage=manifest.calibration.coverage,
        lines=table_rows(certainty_rows(report)),
        headings=" | ".join(CERTAINTY_HEADINGS),
        rules=_rules(CERTAINTY_HEADINGS),
    )


def _mix(calibration: Calibration) -> str:
    """Return what the calibration was fitted on, in words."""
    parts = [f"{count:,} {name}" for name, count in calibration.pictures.items()]
    drawn = f", drawn by {', '.join(calibration.techniques)}" if calibration.techniques else ""
    return f"the validation set, as it is and seen worse ({', '.join(parts)} pictures{drawn})"


def _rules(headings: Sequence[str]) -> str:
    return "|".join("--:" for _ in headings)


def _recipe_text(recipe: AnyRecipe, options: str, training: TrainingRecord | None) -> str:
    if isinstance(recipe, Recipe):
        phases = "; then ".join(_describe(phase) for phase in recipe.trunk)
        how = (
            f"One shared trunk with six heads learns all symptoms at once: {phases}. Then each "
            f"symptom gets its own copy, which is finished alone: {_describe(recipe.finish)}."
        )
        if recipe.balance is not None:
            how += (
                " Grades weigh in the loss by their effective number of pictures, beta "
                f"{recipe.balance:g}; the networks answer by the true frequencies again."
            )
    else:
        plan = recipe.separate
        how = (
            f"Each network is trained alone by cross-entropy and Adam, learning rate "
            f"{plan.learning_rate:g} times {plan.gamma:g} every {plan.step} epochs, for up to "
            f"{plan.epochs} epochs or until {plan.patience} brought nothing."
        )
    if recipe.monitor == "val_qwk":
        how += " The best epoch is the one with the highest mean kappa on the validation set."
    took = ""
    if training is not None and training.recipe == recipe.name and training.minutes is not None:
        took = f" Trained for {training.minutes:.1f} minutes."
    fits = ""
    if training is not None and training.overfit is not None:
        fit = training.overfit
        fits = (
            f" Mean accuracy is {fit.training:.3f} on the first {fit.training_pictures:,} training "
            f"pictures and {fit.validation:.3f} on as many validation pictures: "
            f"{100 * fit.gap:.1f} points apart (`training.json`, written by `export`)."
        )
    return (
        f"* {how}{took} Recipe: `training/configs/{recipe.source}.yaml`. Reproduce with "
        f"`python -m scalp_train fit{options}`.{fits}"
    )


def _weights(manifest: Manifest) -> str:
    found: dict[InitialWeights, list[str]] = {}
    for symptom, entry in manifest.models.items():
        found.setdefault(entry.initial_weights, []).append(symptom.value)
    lines = []
    for weights, symptoms in found.items():
        whose = f"{', '.join(symptoms)}: " if len(found) > 1 else ""
        origin = f"{whose}{weights.name}, {weights.licence}, from\n{weights.source},"
        lines.append(f"{origin}\nsha256 `{weights.sha256}`.")
    return "\n\n".join(lines)


def _wrap(text: str) -> str:
    return fill(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False)


def _describe(phase: Phase) -> str:
    epochs = "1 epoch" if phase.epochs == 1 else f"{phase.epochs} epochs"
    trained = f"blocks from number {phase.from_block} on" if phase.from_block else "all blocks"
    versions = "one cached version" if phase.passes == 1 else f"{phase.passes} cached versions"
    seen = (
        f"{versions} of each picture, augmented"
        if phase.passes
        else "pictures augmented again in every epoch"
    )
    pointed = ", with the masks of the signs" if phase.localisation else ""
    ordinal = ", and the ranked probability score beside cross-entropy" if phase.ordinal else ""
    size = f"{phase.width}x{phase.height}"
    return f"{epochs} of {trained} at {size}, on {seen}{pointed}{ordinal}"
