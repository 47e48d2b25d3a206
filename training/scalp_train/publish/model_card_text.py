"""Texts of the model card, for networks trained on rendered pictures and on photos."""

from __future__ import annotations

from dataclasses import dataclass

from scalp_core.vocabulary import TrainedOn

TEMPLATE = """# Model card: six scalp symptom graders, {version}

{trained_on}

## What they are
Six networks ({architecture}), one per symptom, each {width}x{height} px → grade 0-3 (none, mild,
moderate, severe) with a class activation map. For self-check and demonstration; not a medical
device, and not for clinical decisions.

## Figures
{held_out}
Measured on the files in this folder through ONNX Runtime. QWK is the quadratic weighted kappa, MAE
the mean absolute error in grades, ECE the expected calibration error, majority the accuracy of
always predicting the commonest grade. Reproduce with `{command}`.

| symptom | accuracy | macro-F1 | QWK | within one | MAE | ECE | majority |
|---|--:|--:|--:|--:|--:|--:|--:|
{rows}

{evaluation}## How they were made
{sets}
{recipe_text}
* Temperature and plausible mass come from {mix}; no technique left out of training draws them.
  The temperature has the least log-loss there.
* **Prior**: the networks learn from balanced grades, and what visitors have is unknown. Their odds
  are moved to an assumed law, the mean of the balanced one and of that of all 91,156 pictures of AI
  Hub data set 216, in which severe stays at least as frequent as moderate, so that evidence for
  grade 3 is never turned into grade 2. Figures under both laws are above.
* **Plausible grades**: a conformal set that begins with the most probable grade and takes in the
  more probable neighbour until it has the plausible mass (ordinal adaptive prediction sets, Lu et
  al. 2022). On the calibration pictures the sets hold the true grade in {coverage:.0%}. A grade is
  called uncertain where more than one is plausible. Reproduce with
  `python -m scalp_train calibrate{options}`.
* The files are written by `python -m scalp_train export --version {version}{options}`.

| symptom | temperature | plausible mass | assumed law of grades 0-3 |
|---|--:|--:|--:|
{calibration}

## Initial weights
{weights}

## Limits
{limits}
* Colour casts hide mild redness and mild sebum; hair hides mild follicular redness.
{grading}
"""

EVALUATION = """### How sure these figures are
With the bounds of their {level:.0%} bootstrap intervals ({resamples:,} resamples of the pictures,
seed {bootstrap_seed}; percentiles). The interval of the ECE is the basic one, which takes off what
noise alone adds and so may lie below the value. AUROC is that of presence (grade 1 or more). The
majority always predicts the commonest grade, with its frequency as probability. All of it stands in
`evaluation.json`; confusion matrices, reliability and risk-coverage {drawn}.
Reproduce with `{command}`.

| symptom | accuracy | macro-F1 | QWK | within one | MAE | ECE | AUROC |
|---|--:|--:|--:|--:|--:|--:|--:|
{intervals}

"""

CONDITIONS = """### On other pictures
Means over the six symptoms where a phone took the picture (wider, softer, unevenly lit; a quarter
of the training pictures look so), under every nuisance beyond what training shows (light, colour
cast, blur, noise, JPEG, hairs across the field;
`training/scalp_train/render/layers/camera.py` has the numbers), and on the drawings of a
second renderer that was written from the description of the signs alone and shares no code with the
first (`training/scalp_train/render/shapes`; nothing was ever trained on it). The last line matters
most: it is the loss on drawings by other code, and photos of people differ even more. Reproduce
with the same command.

| pictures of | {headings} |
|---|{rules}|
{lines}

"""

COMPARISON = """### Recipes side by side
Both learnt from the same pictures. Means over the six symptoms on held-out pictures of one
distribution, with the same intervals. Minutes are the wall time of `fit`, on whatever machine it
ran; overfit is how many points higher the accuracy on training pictures is than on validation
pictures. The files in this folder are those of `{own}`. A recipe that was stopped after given
minutes may not have come through its pictures once, above all from random weights: an accuracy of
0.25 is a guess, and says nothing about what it reaches when trained to the end.

| recipe | networks | beginning with | input | minutes | held-out pictures | overfit | {headings} |
|---|---|---|---|--:|--:|--:|{rules}|
{lines}

"""

CERTAINTY = """### Plausible grades, and the natural law of grades
How often the set of plausible grades holds the true one (meant: at least {coverage:.0%} on the
pictures of the calibration), how many grades it has, and how many answers are certain, because
their set has one grade. The last four columns weigh the same pictures as if each grade were as
frequent as in all pictures of AI Hub data set 216; there a symptom that is called present is there
in the share of the last column. Reproduce with the same command.

| symptom | {headings} |
|---|{rules}|
{lines}

"""

POINTING = """### Where the models look
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


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of the card for one kind of training data."""

    trained_on: str
    held_out: str
    drawn: str
    sets: str
    limits: str
    grading: str


TEXTS = {
    TrainedOn.RENDERED: Texts(
        trained_on="""\
**Trained on rendered pictures, not on people.** No photo of a person was used for training or for
any figure below. The figures say how well the models read this project's own renderer; they do not
say how well they read a real scalp, and must not be quoted as if they did.""",
        held_out="""\
Held-out set: {pictures} rendered pictures, seeds from {seed}, every grade equally frequent, no
label noise, none of them seen in training or calibration.""",
        drawn="are drawn in `docs/evaluation`",
        sets="""\
* Training set: {train} rendered pictures, seeds from {train_seed}; validation: {validation},
  seeds from {validation_seed}. Reproduce with `python -m scalp_train render{options}`.""",
        limits="""\
* Real scalps vary in ways the renderer does not: expect worse, and unevenly worse, results.
* Drawn after one family of trichoscopes and mostly dark hair; how a phone sees a scalp is guessed,
  not measured. Dense curls, dyed scalps, wounds and skin disease other than the six signs are
  outside what was drawn.
* On another renderer's drawings most mistakes are one grade too low: fine scaling, sebum and
  redness that are drawn more faintly are under-read.""",
        grading="""\
* Grades follow a four-step scale of this project's own numbers, not a clinician's rating.""",
    ),
    TrainedOn.AIHUB: Texts(
        trained_on="""\
**Trained on photos of people**, AI Hub data set 216, under the terms on which AI Hub gave them;
they may not be passed on.""",
        held_out="""\
Held-out set: {pictures} pictures of the data set, whose subject groups stand in neither training
nor calibration.""",
        drawn="are drawn by `--figures`",
        sets="""\
* {data}. Read and split by `python -m scalp_train audit ROOT --index INDEX`.""",
        limits="""\
* One country, one family of trichoscopes; phone photos are outside what was seen.""",
        grading="""\
* Grades are the data set's, and people agree least on 1 against 2.""",
    ),
}
