"""The model card: what the shipped models are, and what they are not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from textwrap import fill

from scalp_core.vision.manifest import InitialWeights, Manifest
from scalp_core.vocabulary import TrainedOn
from scalp_train.config import AnyRecipe, Phase, Recipe

FILE = "MODEL_CARD.md"
WIDTH = 100

TEMPLATE = """# Model card: six scalp symptom graders, {version}

{trained_on}

## What they are
Six networks ({architecture}), one per symptom, each {width}x{height} px → grade 0-3 (none, mild,
moderate, severe) with a class activation map. For self-check and demonstration; not a medical
device, and not for clinical decisions.

## Figures
{held_out} Measured on the files in this folder
through ONNX Runtime. QWK is the quadratic weighted kappa, MAE the mean absolute error in grades,
ECE the expected calibration error, majority the accuracy of always saying the commonest grade.
Reproduce with `{command}`.

| symptom | accuracy | macro-F1 | QWK | within one | MAE | ECE | majority |
|---|--:|--:|--:|--:|--:|--:|--:|
{rows}

## How they were made
{sets}
{recipe_text}
* Temperature and the threshold under which an answer counts as uncertain come from the validation
  set alone: the smallest confidence that reaches {target:.0%} accuracy on the rest, but never more
  than {most:.0%} uncertain. Reproduce with
  `python -m scalp_train export --version {version}`.

| symptom | temperature | uncertain below |
|---|--:|--:|
{calibration}

## Initial weights
{weights}

## Limits
{limits}
* Colour casts hide mild redness and mild sebum; hair hides mild follicular redness.
{grading}
"""


@dataclass(frozen=True, slots=True)
class Words:
    """What the card says of one kind of training data."""

    trained_on: str
    held_out: str
    sets: str
    limits: str
    grading: str


WORDS = {
    TrainedOn.RENDERED: Words(
        trained_on="""\
**Trained on rendered pictures, not on people.** No photo of a person was used for training or for
any figure below. The figures say how well the models read this project's own renderer; they do not
say how well they read a real scalp, and must not be quoted as if they did.""",
        held_out="""\
Held-out set: {pictures} rendered pictures, seeds from {seed}, every grade equally frequent, no
label noise, none of them seen in training or calibration.""",
        sets="""\
* Training set: {train} rendered pictures, seeds from {train_seed}; validation: {validation},
  seeds from {validation_seed}. Reproduce with `python -m scalp_train render`.""",
        limits="""\
* Real scalps vary in ways the renderer does not: expect worse, and unevenly worse, results.
* Drawn after one family of trichoscopes and dark hair; phone photos, light hair, dense curls, dyed
  scalps, wounds and skin disease other than the six signs are outside what was drawn.""",
        grading="""\
* Grades follow a four-step scale of this project's own numbers, not a clinician's rating.""",
    ),
    TrainedOn.AIHUB: Words(
        trained_on="""\
**Trained on photos of people**, AI Hub data set 216, under the terms on which AI Hub gave them;
they may not be passed on.""",
        held_out="""\
Held-out set: {pictures} pictures of the data set, whose subject groups stand in neither training
nor calibration.""",
        sets="""\
* {data}. Read and split by `python -m scalp_train audit ROOT --index INDEX`.""",
        limits="""\
* One country, one family of trichoscopes; phone photos are outside what was seen.""",
        grading="""\
* Grades are the data set's, and people agree least on 1 against 2.""",
    ),
}


def write_card(
    manifest: Manifest, recipe: AnyRecipe, folder: Path, *, minutes: float | None = None
) -> None:
    """Write ``MODEL_CARD.md`` from the manifest, the recipe and the minutes it was trained for."""
    first = next(iter(manifest.models.values()))
    rows, calibration = [], []
    for symptom, entry in manifest.models.items():
        m = entry.metrics
        figures = (
            m.accuracy,
            m.macro_f1,
            m.quadratic_weighted_kappa,
            m.within_one,
            m.mean_absolute_error,
            m.expected_calibration_error,
            m.majority_accuracy,
        )
        rows.append(f"| {symptom} | " + " | ".join(f"{value:.4f}" for value in figures) + " |")
        calibration.append(f"| {symptom} | {entry.temperature:g} | {entry.uncertain_below:g} |")
    words = WORDS[manifest.trained_on]
    figures_of_sets = {
        "pictures": manifest.evaluation.pictures,
        "seed": manifest.evaluation.seed,
        "train": recipe.train.count,
        "train_seed": recipe.train.seed,
        "validation": recipe.validation.count,
        "validation_seed": recipe.validation.seed,
        "data": first.training_data,
    }
    text = TEMPLATE.format(
        version=manifest.version,
        trained_on=words.trained_on,
        architecture=", ".join(dict.fromkeys(m.architecture for m in manifest.models.values())),
        width=first.input.width,
        height=first.input.height,
        held_out=words.held_out.format(**figures_of_sets),
        command=manifest.evaluation.command,
        rows="\n".join(rows),
        sets=words.sets.format(**figures_of_sets),
        recipe_text=_wrapped(_recipe_text(recipe, minutes)),
        target=recipe.calibration.target_accuracy,
        most=recipe.calibration.most_uncertain,
        calibration="\n".join(calibration),
        weights=_weights(manifest),
        limits=words.limits,
        grading=words.grading,
    )
    (folder / FILE).write_text(text)


def _recipe_text(recipe: AnyRecipe, minutes: float | None) -> str:
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
    took = f" Trained for {minutes:.0f} minutes." if minutes else ""
    return (
        f"* {how}{took} Recipe: `training/configs/{recipe.name}.yaml`. Reproduce with "
        f"`python -m scalp_train fit --recipe {recipe.name}`."
    )


def _weights(manifest: Manifest) -> str:
    found: dict[InitialWeights, list[str]] = {}
    for symptom, entry in manifest.models.items():
        found.setdefault(entry.initial_weights, []).append(symptom.value)
    lines = []
    for weights, symptoms in found.items():
        whose = f"{', '.join(symptoms)}: " if len(found) > 1 else ""
        origin = f"{whose}{weights.name}, {weights.licence}, from {weights.source},"
        lines.append(f"{origin}\nsha256 `{weights.sha256}`.")
    return "\n\n".join(lines)


def _wrapped(text: str) -> str:
    return fill(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False)


def _described(phase: Phase) -> str:
    epochs = "1 epoch" if phase.epochs == 1 else f"{phase.epochs} epochs"
    taught = f"blocks from number {phase.from_block} on" if phase.from_block else "all blocks"
    versions = "one stored version" if phase.passes == 1 else f"{phase.passes} stored versions"
    seen = f"{versions} of each picture, augmented" if phase.passes else "pictures augmented anew"
    return f"{epochs} of {taught} at {phase.width}x{phase.height}, on {seen}"
