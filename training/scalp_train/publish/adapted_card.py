"""The model card of adapted models: what photos changed, and where the rest is described."""

from __future__ import annotations

import shutil
from pathlib import Path

from scalp_core.vision.manifest import Artifacts
from scalp_core.vocabulary import TrainedOn
from scalp_train.publish.adaptation import HEADINGS, AdaptationRecord
from scalp_train.publish.model_card import FILE
from scalp_train.publish.study_sections import table_rows

BASE_FILE = "BASE_MODEL_CARD.md"
BASES = {
    TrainedOn.RENDERED: "pictures drawn by a renderer, not from people",
    TrainedOn.AIHUB: "photos of AI Hub data set 216",
}
TEMPLATE = """# Model card: six scalp symptom graders, {version}

**Adapted to {photos} labelled photos of {people} people.** Only last layers, calibration and photo
gate were fitted to photos. All other layers are those of {base}, learned from {origin};
`{base_file}` describes them.

## What they are
Six networks, one per symptom, each photo → grade 0-3 (none, mild, moderate, severe) with a class
activation map. For self-check and demonstration; not a medical device, and not for clinical
decisions.

## Figures
Quadratic weighted kappa (QWK) on the photos themselves, by nested cross-validation: a photo is
judged by a fit to other people's photos, and that fit chose its strength by further ones. Intervals
are of 95 %, by a bootstrap over people. Old pictures are {old_pictures} of the kind that the base
learned from; no symptom loses more than {most_lost:g} on them.

| symptom | {headings} |
|---|{rules}|
{rows}

Photo gate, {gate}: of the photos {unfamiliar_before:.1%} were called unfamiliar and
{rejected_before:.1%} rejected by the base, now {unfamiliar_after:.1%} and {rejected_after:.1%}. Of
pictures that show anything else {others_pass_before:.1%} passed, now {others_pass_after:.1%}.

The files are written by `{command}`; the figures stand in `adaptation.json`.

## Limits
* Figures hold for people and cameras like those of the photos. Other cameras are not measured.
* Grades are those of whoever labelled the photos. Errors that raters share are learned.
* A symptom that is kept answers as the base does, and its figures in the manifest are the base's.
* Intervals are wide where photos are few.
* Maps show the weights of the new layer, and nobody has marked signs on photos to verify them.
"""


def write_adapted_card(folder: Path, base: Path) -> None:
    """Write ``MODEL_CARD.md`` from manifest and record, with the base's card beside it.

    Args:
        folder: of the adapted artifacts.
        base: of the artifacts that were adapted.
    """
    manifest, record = Artifacts(folder).manifest, AdaptationRecord.read(folder)
    adaptation = manifest.adaptation
    assert adaptation is not None
    text = TEMPLATE.format(
        version=manifest.version,
        photos=adaptation.photos,
        people=adaptation.people,
        base=adaptation.base_version,
        origin=BASES[adaptation.base_trained_on],
        base_file=BASE_FILE,
        old_pictures=record.old_pictures,
        most_lost=record.most_lost,
        headings=" | ".join(HEADINGS),
        rules="|".join("--:" for _ in HEADINGS),
        rows=table_rows({s: change.cells() for s, change in record.symptoms.items()}),
        gate="adapted" if record.gate.adapted else "kept",
        command=manifest.evaluation.command,
        **record.gate.model_dump(exclude={"adapted"}),
    )
    (folder / FILE).write_text(text)
    if (base / FILE).exists():
        shutil.copyfile(base / FILE, folder / BASE_FILE)
