"""The model card: what the shipped models are, and what they are not."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill

from scalp_core.vision.manifest import Manifest
from scalp_train.config import Phase, Recipe
from scalp_train.report import read
from scalp_train.show import cells, number, plain, ranged

FILE = "MODEL_CARD.md"
WIDTH = 100

TEMPLATE = """# Model card: six scalp symptom graders, {version}

**Trained on rendered pictures, not on people.** No photo of a person was used for training or for
any figure below. The figures say how well the models read this project's own renderer; they do not
say how well they read a real scalp, and must not be quoted as if they did.

## What they are
Six networks of the family {architecture}, one per symptom, each {width}x{height} px → grade 0-3
(none, mild, moderate, severe) with a class activation map. For self-check and demonstration; not a
medical device, and not for clinical decisions.

## Figures
Held-out set: {pictures} rendered pictures, seeds from {seed}, every grade equally frequent, no
label noise, none of them seen in training or calibration. Measured on the files in this folder
through ONNX Runtime. QWK is the quadratic weighted kappa, MAE the mean absolute error in grades,
ECE the expected calibration error, majority the accuracy of always saying the commonest grade.
Reproduce with `{command}`.

| symptom | accuracy | macro-F1 | QWK | within one | MAE | ECE | majority |
|---|--:|--:|--:|--:|--:|--:|--:|
{rows}

{evaluation}## How they were made
* Training set: {train} rendered pictures, seeds from {train_seed}; validation: {validation},
  seeds from {validation_seed}. Reproduce with `python -m scalp_train render`.
{recipe_text}
* Temperature and the threshold under which an answer counts as uncertain come from the validation
  set alone: the smallest confidence that reaches {target:.0%} accuracy on the rest, but never more
  than {most:.0%} uncertain. Reproduce with `python -m scalp_train calibrate`.
* The files are written by `python -m scalp_train export --version {version}`.

| symptom | temperature | uncertain below |
|---|--:|--:|
{calibration}

## Initial weights
{weights_name}, {weights_licence}, from
{weights_source},
sha256 `{weights_sha}`.

## Limits
* Real scalps vary in ways the renderer does not: expect worse, and unevenly worse, results.
* Drawn after one family of trichoscopes and dark hair; phone photos, light hair, dense curls, dyed
  scalps, wounds and skin disease other than the six signs are outside what was drawn.
* Colour casts hide mild redness and mild sebum; hair hides mild follicular redness.
* Grades follow a four-step scale of this project's own numbers, not a clinician's rating.
"""


EVALUATION = """### How sure these figures are
With the bounds of their {level:.0%} bootstrap intervals ({resamples:,} resamples of the pictures,
seed {bootstrap_seed}; percentiles). The interval of the ECE is the basic one, which takes off what
noise alone adds and so may lie below the value. AUROC is that of presence (grade 1 or more). The
majority always says the commonest grade, as surely as that grade is common. All of it stands in
`evaluation.json`; confusion matrices, reliability and risk-coverage are drawn in `docs/evaluation`.
Reproduce with `{command}`.

| symptom | accuracy | macro-F1 | QWK | within one | MAE | ECE | AUROC |
|---|--:|--:|--:|--:|--:|--:|--:|
{intervals}

### Where the models look
Of the correctly graded pictures of grade {least} or 3, the share in which the strongest point of
the answer's class activation map lies on the symptom's sign, which is the renderer's own mask
dilated by {dilation} px at 640x480. Chance is the same for a point anywhere in the picture: where
it is near 1, the sign is everywhere and the figure says nothing. Only the signs called local sit at
places one can point to. Reproduce with the same command; `python -m scalp_train explain` draws
`docs/renders/heatmap-sheet.jpg`.

| symptom | sign | on the sign | chance | pictures |
|---|---|--:|--:|--:|
{explanations}

"""


def write_card(manifest: Manifest, recipe: Recipe, folder: Path) -> None:
    """Write ``MODEL_CARD.md`` from the manifest, the recipe and, if it is there, the evaluation."""
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
    phases = "; then ".join(_described(phase) for phase in recipe.trunk)
    recipe_text = (
        f"* One shared trunk with six heads learns all symptoms at once: {phases}. Then each "
        f"symptom gets its own copy, which is finished alone: {_described(recipe.finish)}. Recipe: "
        f"`training/configs/{recipe.name}.yaml`. Reproduce with `python -m scalp_train fit`."
    )
    text = TEMPLATE.format(
        version=manifest.version,
        architecture=first.architecture,
        width=first.input.width,
        height=first.input.height,
        pictures=manifest.evaluation.pictures,
        seed=manifest.evaluation.seed,
        command=manifest.evaluation.command,
        rows="\n".join(rows),
        evaluation=_evaluation(manifest, folder),
        train=recipe.train.count,
        train_seed=recipe.train.seed,
        validation=recipe.validation.count,
        validation_seed=recipe.validation.seed,
        recipe_text=fill(
            recipe_text,
            WIDTH,
            subsequent_indent="  ",
            break_on_hyphens=False,
            break_long_words=False,
        ),
        target=recipe.calibration.target_accuracy,
        most=recipe.calibration.most_uncertain,
        calibration="\n".join(calibration),
        weights_name=first.initial_weights.name,
        weights_licence=first.initial_weights.licence,
        weights_source=first.initial_weights.source,
        weights_sha=first.initial_weights.sha256,
    )
    (folder / FILE).write_text(text)


def _evaluation(manifest: Manifest, folder: Path) -> str:
    """What ``evaluation.json`` adds; nothing where it is missing or about other models."""
    report = read(folder)
    if report is None or not report.describes(manifest):
        return ""
    found = {str(symptom): one.figures for symptom, one in report.symptoms.items()}
    lines = {name: cells(figures) for name, figures in {**found, "mean": report.mean}.items()}
    lines["majority (mean)"] = plain(report.mean_majority)
    explanations = []
    for symptom, one in report.symptoms.items():
        seen = one.explanation
        share = (
            ranged(seen.on_sign),
            number(seen.chance),
            str(seen.pictures),
        )
        kind = "local" if seen.local else "everywhere"
        explanations.append(f"| {symptom} | {kind} | " + " | ".join(share) + " |")
    return EVALUATION.format(
        level=report.bootstrap.level,
        resamples=report.bootstrap.resamples,
        bootstrap_seed=report.bootstrap.seed,
        command=report.command,
        intervals="\n".join(f"| {name} | {' | '.join(line)} |" for name, line in lines.items()),
        least=report.pointing.least_grade,
        dilation=report.pointing.dilation,
        explanations="\n".join(explanations),
    )


def _described(phase: Phase) -> str:
    epochs = "1 epoch" if phase.epochs == 1 else f"{phase.epochs} epochs"
    taught = f"blocks from number {phase.from_block} on" if phase.from_block else "all blocks"
    versions = "one stored version" if phase.passes == 1 else f"{phase.passes} stored versions"
    seen = f"{versions} of each picture, augmented" if phase.passes else "pictures augmented anew"
    return f"{epochs} of {taught} at {phase.width}x{phase.height}, on {seen}"
