"""The model card: what the shipped models are, and what they are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import fill

from scalp_core.vision.manifest import InitialWeights, Manifest, Metrics
from scalp_core.vocabulary import TrainedOn
from scalp_train.evaluate.report import Report, read
from scalp_train.evaluate.tables import HEADINGS, cells, lost, number, plain, ranged
from scalp_train.fit.recipe import AnyRecipe, Phase, Recipe
from scalp_train.publish.comparison import IncomparableError, Reached, reached, side_by_side
from scalp_train.publish.model_card_text import (
    COMPARISON,
    CONDITIONS,
    EVALUATION,
    POINTING,
    TEMPLATE,
    WORDS,
)
from scalp_train.publish.training_record import Training

FILE = "MODEL_CARD.md"
WIDTH = 100


def write_card(
    manifest: Manifest, recipe: AnyRecipe, folder: Path, *, beside: Sequence[Path] = ()
) -> None:
    """Write ``MODEL_CARD.md`` from manifest, recipe and, where they are there, the other files.

    Those are the evaluation and the note on training beside the manifest in ``folder``. The folders
    of other recipes' artifacts in ``beside`` are listed next to it.

    Raises:
        IncomparableError: not every recipe has an evaluation, on the same pictures.
    """
    words = WORDS[manifest.trained_on]
    first = next(iter(manifest.models.values()))
    options = _options(manifest, recipe)
    facts = {
        "pictures": manifest.evaluation.pictures,
        "seed": manifest.evaluation.seed,
        "train": recipe.train.count,
        "train_seed": recipe.train.seed,
        "validation": recipe.validation.count,
        "validation_seed": recipe.validation.seed,
        "data": first.training_data,
        "options": options,
    }
    text = TEMPLATE.format(
        version=manifest.version,
        trained_on=words.trained_on,
        architecture=", ".join(dict.fromkeys(m.architecture for m in manifest.models.values())),
        width=first.input.width,
        height=first.input.height,
        held_out=words.held_out.format(**facts),
        command=manifest.evaluation.command,
        rows=_table({s: _stated(m.metrics) for s, m in manifest.models.items()}),
        evaluation=_evaluation(manifest, folder) + _comparison(manifest, recipe, folder, beside),
        sets=words.sets.format(**facts),
        recipe_text=_wrapped(_recipe_text(recipe, options, Training.read(folder))),
        target=recipe.calibration.target_accuracy,
        most=recipe.calibration.most_uncertain,
        options=options,
        calibration=_table(
            {
                symptom: [f"{entry.temperature:g}", f"{entry.uncertain_below:g}"]
                for symptom, entry in manifest.models.items()
            }
        ),
        weights=_weights(manifest),
        limits=words.limits,
        grading=words.grading,
    )
    (folder / FILE).write_text(text)


def _options(manifest: Manifest, recipe: AnyRecipe) -> str:
    """What every command needs to name: a recipe other than the default one, and photos."""
    named = "" if recipe.name == "default" else f" --recipe {recipe.name}"
    photos = manifest.trained_on is TrainedOn.AIHUB
    return named + (" --index INDEX --root ROOT" if photos else "")


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
    """What ``evaluation.json`` adds; nothing where it is missing or about other models."""
    report = read(folder)
    if report is None or not report.describes(manifest):
        return ""
    found = {symptom.value: cells(one.figures) for symptom, one in report.symptoms.items()}
    means = {"mean": cells(report.mean), "majority (mean)": plain(report.mean_majority)}
    return (
        EVALUATION.format(
            level=report.bootstrap.level,
            resamples=report.bootstrap.resamples,
            bootstrap_seed=report.bootstrap.seed,
            command=report.command,
            drawn=WORDS[manifest.trained_on].drawn,
            intervals=_table(found | means),
        )
        + _pointing(report)
        + _conditions(report)
    )


def _comparison(manifest: Manifest, recipe: AnyRecipe, folder: Path, beside: Sequence[Path]) -> str:
    """A line for each recipe; nothing where there is one alone."""
    if not beside:
        return ""
    report = read(folder)
    if report is None or not report.describes(manifest):
        raise IncomparableError(f"{folder} has no evaluation of its models")
    # Models older than the note are compared too, only that nobody knows their minutes.
    training = Training.read(folder) or Training(recipe=recipe.name, minutes=None)
    lines = side_by_side(Reached(training, manifest, report), [reached(one) for one in beside])
    return COMPARISON.format(
        own=training.recipe,
        headings=" | ".join(HEADINGS),
        rules="|".join("--:" for _ in HEADINGS),
        lines=_table(lines),
    )


def _conditions(report: Report) -> str:
    """What poorer pictures cost; nothing where none were rendered."""
    lines = {name: line for name, *line in lost(report)}
    return CONDITIONS.format(lines=_table(lines)) if lines else ""


def _pointing(report: Report) -> str:
    """Where the models look; nothing for photos, of which nobody has drawn masks."""
    if report.pointing is None:
        return ""
    lines = {}
    for symptom, one in report.symptoms.items():
        seen = one.explanation
        assert seen is not None
        kind = "local" if seen.local else "everywhere"
        lines[symptom.value] = [kind, ranged(seen.on_sign), number(seen.chance), str(seen.pictures)]
    return POINTING.format(
        least=report.pointing.least_grade,
        dilation=report.pointing.dilation,
        explanations=_table(lines),
    )


def _recipe_text(recipe: AnyRecipe, options: str, training: Training | None) -> str:
    if isinstance(recipe, Recipe):
        phases = "; then ".join(_described(phase) for phase in recipe.trunk)
        how = (
            f"One shared trunk with six heads learns all symptoms at once: {phases}. Then each "
            f"symptom gets its own copy, which is finished alone: {_described(recipe.finish)}."
        )
    else:
        plan = recipe.separate
        how = (
            f"Each network is trained alone by cross-entropy and Adam, learning rate "
            f"{plan.learning_rate:g} times {plan.gamma:g} every {plan.step} epochs, for up to "
            f"{plan.epochs} epochs or until {plan.patience} brought nothing."
        )
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
        f"* {how}{took} Recipe: `training/configs/{recipe.name}.yaml`. Reproduce with "
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


def _table(lines: Mapping[str, Sequence[str]]) -> str:
    """Rows of a Markdown table; each begins with its name."""
    return "\n".join(f"| {name} | {' | '.join(line)} |" for name, line in lines.items())


def _wrapped(text: str) -> str:
    return fill(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False)


def _described(phase: Phase) -> str:
    epochs = "1 epoch" if phase.epochs == 1 else f"{phase.epochs} epochs"
    taught = f"blocks from number {phase.from_block} on" if phase.from_block else "all blocks"
    versions = "one stored version" if phase.passes == 1 else f"{phase.passes} stored versions"
    seen = f"{versions} of each picture, augmented" if phase.passes else "pictures augmented anew"
    pointed = ", told where each sign is" if phase.localisation else ""
    return f"{epochs} of {taught} at {phase.width}x{phase.height}, on {seen}{pointed}"
