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
* **Prior**: what visitors have is unknown. The odds are moved from the law of the calibration
  pictures to an assumed one, the mean of the balanced law and of that of all 91,156 pictures of AI
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

CONDITIONS = """### Other cameras
Means over the six symptoms where a phone took the picture (wider, softer, unevenly lit; a quarter
of the training pictures look so), and under every nuisance beyond what a camera does (light, colour
cast, blur, noise, JPEG, hairs across the field). Reproduce with the same command.

{table}

"""

NATURAL = """### Natural law
{pictures:,} pictures from seed {seed}, whose grades are as frequent as in AI Hub data set 216, and
in which fine scaling and sebum nearly exclude each other. Precision is the share of the pictures
called mild or more that are; recall the share of those that are which are called so. Where few
people have a symptom, some of the calls are wrong even if most grades are right. Reproduce with the
same command.

{table}

"""

FAIRNESS = """### Hair and skin
The same {pictures} scalps with every grade equally frequent, drawn with other hair or skin; what is
not named is black, straight and of medium tone. Means over the six symptoms. The last column has
the distance between the best group and the worst. Reproduce with the same command.

{table}

"""

RETEST = """### Two photos of one scalp
Share of the grades that differ between two pictures of the same scalp under other light, focus and
noise and a little moved: {scalps} scalps by the natural law. Reproduce with the same command.

{table}

"""

LEFT_OUT = """### Techniques never seen
The drawing techniques share no drawing code. For each of them, networks by the same recipe, from
fewer pictures ({trained:,}), learnt from all others only and were calibrated on those; here are
their figures on {pictures} scalps as drawn by the technique left out, and on the same scalps as the
others draw them ("at home"). **This table matters most**: it is the loss on drawings by another
hand, and photos of people differ even more. The shipped networks have learnt from all techniques.
The table stands in `leave_one_out.json`; reproduce with `{command}`.
A command that checks a commit out was run on the drawings of that commit, before the last change.

{table}

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

GATE = """### What the photo gate lets through
The gate rejects photos that are hardly a scalp from close up, those of a whole head with advice of
their own, and warns of photos unlike the training pictures; their grades are no verdict. Measured
on pictures that no fit saw: renders of other seeds, drawings of other seeds, and photographs of
packages divided by picture. *Left out* is what passes a gate fitted without that kind, a hint at
what passes of kinds that nobody thought of. Scalps from close up and heads from afar are drawn:
photos of either were not to be had. Mean over the kinds: {scalps} of the scalps pass, {others} of
everything else; area under the ROC curve {auroc:.4f} (`docs/evaluation/gate.png`).
Rejected below a probability of {reject:g}; warned below {warn:g}, or beyond a distance of
{beyond:g}. Reproduce with `python -m scalp_train negatives` and `python -m scalp_train gate`.

| pictures | number | pass | with a warning | too far | left out |
|---|--:|--:|--:|--:|--:|
{lines}

Photographs come from these packages. They are fetched for training and not passed on.

| package | version | licence | pictures fitted to | held out |
|---|---|---|--:|--:|
{packages}

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
* Training set: {train} rendered pictures, seeds from {train_seed}, {labels};
  validation: {validation}, seeds from {validation_seed}. Drawing techniques that take turns:
  {techniques}.
  Reproduce with `python -m scalp_train render{options}`.
* Every picture is moved, zoomed, recoloured, lit, blurred or sharpened, made noisy and compressed
  at random beyond what cameras do: `training/scalp_train/data/randomisation.py`.""",
        limits="""\
* Real scalps vary in ways the renderer does not: expect worse, and unevenly worse, results.
* Drawn after one family of trichoscopes; how a phone sees a scalp is guessed, not measured. Dyed
  scalps, wounds and skin disease other than the six signs are
  outside what was drawn.
* On 310 real trichoscope pictures shown in public repositories, 2026.11.2 read redness well and
  other symptoms poorly. Later versions have not been measured on real pictures here.""",
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
