"""From labelled photos and exported networks to adapted artifacts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scalp_core.vision.familiarity import Familiarity
from scalp_core.vision.loading import load_engine
from scalp_core.vision.manifest import Adaptation, Artifacts, Evaluation, Manifest, ModelEntry
from scalp_core.vocabulary import Symptom, TrainedOn
from scalp_train.adapt.gate import FittedGate, GatePhotos, fit_gate
from scalp_train.adapt.heads import (
    MOST_LOST,
    SEED,
    FittedHead,
    Graded,
    OldPictures,
    fit_head,
    kappa,
)
from scalp_train.adapt.networks import FrozenFeatures, frozen_features, read_layer, replace_layer
from scalp_train.adapt.photos import (
    NOT_GRADED,
    LeftOut,
    PhotoSource,
    framed_photos,
    grade_table,
    people_of,
)
from scalp_train.adapt.sufficiency import UnusableError, nothing_to_adapt, shortage
from scalp_train.data.cache import CachedSet, Progress, no_progress
from scalp_train.evaluate.bootstrap import Floats, bootstrap_weights, weighted_metrics
from scalp_train.evaluate.figures import RESAMPLES, figure
from scalp_train.evaluate.figures import SEED as BOOTSTRAP_SEED
from scalp_train.evaluate.inference import shared_input
from scalp_train.evaluate.metrics import compute_metrics
from scalp_train.labels.table import Label
from scalp_train.negatives.packages import Source
from scalp_train.publish.adaptation import AdaptationRecord, GateChange, HeadChange
from scalp_train.publish.gate_pictures import drawn_and_photographed, gate_set
from scalp_train.publish.manifest import write_manifest

OTHERS, OTHERS_SEED = 120, 12_500_000
"""Photographs of anything but scalps for the gate; about as many drawings come with them."""
COMMAND = "python -m scalp_train adapt LABELS --root FOLDER"
QWK = "quadratic_weighted_kappa"


@dataclass(frozen=True, slots=True)
class Photos:
    """Features of the usable photos, their grades [N, 6], and the number of each one's person."""

    features: FrozenFeatures
    grades: NDArray[np.int64]
    people: NDArray[np.int64]

    def of(self, symptom: Symptom) -> Graded:
        """Return the photos in which a symptom is graded."""
        grades = self.grades[:, list(Symptom).index(symptom)]
        known = grades != NOT_GRADED
        return Graded(self.features.pooled[symptom][known], grades[known], self.people[known])


@dataclass(frozen=True, slots=True)
class Adapted:
    """Adapted artifacts before they are written, and the photos that were not used."""

    manifest: Manifest
    models: dict[Symptom, bytes]
    familiarity: bytes
    record: AdaptationRecord
    left_out: list[LeftOut]

    def write(self, base: Artifacts, folder: Path) -> None:
        """Write everything that serving loads, and ``adaptation.json``, into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for symptom, entry in self.manifest.models.items():
            (folder / entry.file).write_bytes(self.models[symptom])
        trunk, content = self.manifest.trunk, base.trunk_bytes()
        if trunk is not None and content is not None:
            (folder / trunk.file).write_bytes(content)
        (folder / self.manifest.photo_gate.familiarity.file).write_bytes(self.familiarity)
        self.record.write(folder)
        write_manifest(self.manifest, folder)


def adapt(
    base: Artifacts,
    labels: list[Label],
    source: PhotoSource,
    old: CachedSet,
    sources: list[Source],
    *,
    version: str,
    others: int = OTHERS,
    on_progress: Progress = no_progress,
) -> Adapted:
    """Fit last layers, temperatures, plausible masses and the photo gate to labelled photos.

    No photo and no feature of one is stored: a photo that is withdrawn and so missing from
    ``source`` has no part in the next adaptation.

    Args:
        base: networks to start from, not adapted themselves.
        labels: of the photos.
        source: of their content.
        old: pictures of the kind that the base learned from, none of which it has seen.
        sources: photographs that show no scalp, for the gate.
        version: for the manifest.
        others: number of these photographs, which about as many drawings come with.
        on_progress: called with the number of photos read so far.

    Raises:
        UnusableError: the base is adapted already, or no symptom can be.
        DecoderStoppedError: the photos' decoder was stopped from outside; try again.
    """
    manifest = base.manifest
    if manifest.trained_on is TrainedOn.ADAPTED:
        raise UnusableError(
            f"{base.folder} is adapted already. Adapt from its base and give all labels at once."
        )
    left_out: list[LeftOut] = []
    photos = _read_photos(base, labels, source, left_out, on_progress)
    before = frozen_features(base, old.pixels)
    fitted: dict[Symptom, FittedHead] = {}
    changes: dict[Symptom, HeadChange] = {}
    for column, symptom in enumerate(Symptom):
        entry, graded = manifest.models[symptom], photos.of(symptom)
        missing = shortage(graded.grades, graded.people)
        people = len(np.unique(graded.people))
        if missing is not None:
            changes[symptom] = HeadChange(photos=len(graded.grades), people=people, kept=missing)
            continue
        everyone = np.arange(len(old))
        whole = Graded(before.pooled[symptom], old.grades[:, column], everyone)
        halves = OldPictures(whole.take(slice(0, None, 2)), whole.take(slice(1, None, 2)))
        layer = read_layer(base.model_bytes(symptom))
        found = fit_head(entry, layer, graded, halves, manifest.calibration.coverage)
        changes[symptom] = _change(found, graded)
        if found.layer is not None:
            fitted[symptom] = found
    if not fitted:
        raise nothing_to_adapt({symptom: change.kept for symptom, change in changes.items()})
    known = Familiarity.from_bytes(base.familiarity_bytes(), manifest.photo_gate.familiarity.file)
    gate = fit_gate(
        known, manifest.photo_gate.familiarity, _gate_photos(base, photos, before, sources, others)
    )
    models = {symptom: base.model_bytes(symptom) for symptom in Symptom}
    entries = dict(manifest.models)
    for symptom, found in fitted.items():
        assert found.layer is not None
        models[symptom] = replace_layer(models[symptom], found.layer)
        entries[symptom] = _entry(found, models[symptom], photos.of(symptom))
    familiarity, limits = known, manifest.photo_gate.familiarity
    if gate.fitted is not None:
        familiarity, limits = gate.fitted
    content = familiarity.to_bytes()
    limits = limits.model_copy(update={"sha256": hashlib.sha256(content).hexdigest()})
    count, people = len(photos.people), len(np.unique(photos.people))
    calibration = manifest.calibration
    adapted = manifest.model_copy(
        update={
            "version": version,
            "trained_on": TrainedOn.ADAPTED,
            "models": entries,
            "photo_gate": manifest.photo_gate.model_copy(update={"familiarity": limits}),
            "calibration": calibration.model_copy(
                update={"pictures": calibration.pictures | {"labelled photos": count}}
            ),
            "evaluation": Evaluation(command=COMMAND, seed=SEED, pictures=count),
            "adaptation": Adaptation(
                base_version=manifest.version,
                base_trained_on=manifest.trained_on,
                photos=count,
                people=people,
                symptoms=tuple(fitted),
            ),
        }
    )
    record = AdaptationRecord(
        symptoms=changes,
        gate=_gate_change(gate),
        most_lost=MOST_LOST,
        old_pictures=len(old) // 2,
    )
    return Adapted(adapted, models, content, record, left_out)


def _read_photos(
    base: Artifacts,
    labels: list[Label],
    source: PhotoSource,
    left_out: list[LeftOut],
    on_progress: Progress,
) -> Photos:
    used: list[Label] = []
    spec, gate = shared_input(base.manifest), base.manifest.photo_gate

    def pictures() -> Iterator[NDArray[np.uint8]]:
        for label, pixels in framed_photos(labels, source, spec, gate, left_out):
            used.append(label)
            yield pixels
            on_progress(len(used) + len(left_out))

    try:
        features = frozen_features(base, pictures())
    except ValueError as error:
        if used:
            raise
        first = f"{left_out[0].file}: {left_out[0].reason}" if left_out else "there is none"
        raise UnusableError(f"None of the labelled photos can be used. {first}") from error
    return Photos(features, grade_table(used), people_of(used))


def _gate_photos(
    base: Artifacts, photos: Photos, old: FrozenFeatures, sources: list[Source], count: int
) -> GatePhotos:
    manifest = base.manifest
    entry = manifest.models[manifest.photo_gate.familiarity.symptom]
    engine = load_engine(base, manifest.photo_gate.familiarity.symptom)
    shown = drawn_and_photographed(sources, entry.input, count, OTHERS_SEED)
    others = gate_set(engine, entry.input, shown)
    measured = np.arange(len(others.views)) % 2 == 1
    return GatePhotos(
        photos.features.gate,
        photos.people,
        old.gate[::2],
        old.gate[1::2],
        others.where(~measured),
        others.where(measured),
    )


def _change(found: FittedHead, photos: Graded) -> HeadChange:
    names, numbers = np.unique(photos.people, return_inverse=True)
    # Photos of one person resemble each other, so people are drawn and not photos.
    weights = bootstrap_weights(len(names), RESAMPLES, BOOTSTRAP_SEED)[:, numbers]
    values = [kappa(each, photos.grades) for each in (found.before, found.after)]
    before, after = (
        _resampled(each, photos.grades, weights) for each in (found.before, found.after)
    )
    kept = None if found.layer is not None else "no better on held-out photos within the bound"
    return HeadChange(
        photos=len(photos.grades),
        people=len(names),
        kept=kept,
        before=figure(values[0], before),
        after=figure(values[1], after),
        gain=figure(values[1] - values[0], after - before),
        old_before=round(found.old_before, 4),
        old_after=round(found.old_after, 4),
    )


def _resampled(probabilities: Floats, grades: NDArray[np.int64], weights: Floats) -> Floats:
    return weighted_metrics(probabilities, grades, weights)[QWK]


def _entry(found: FittedHead, content: bytes, photos: Graded) -> ModelEntry:
    people = len(np.unique(photos.people))
    return found.entry.model_copy(
        update={
            "sha256": hashlib.sha256(content).hexdigest(),
            "metrics": compute_metrics(found.after, photos.grades),
            "training_data": (
                f"last layer: {len(photos.grades)} labelled photos of {people} people; "
                f"all else: {found.entry.training_data}"
            ),
        }
    )


def _gate_change(gate: FittedGate) -> GateChange:
    return GateChange(
        adapted=gate.fitted is not None,
        unfamiliar_before=round(gate.before.unfamiliar, 4),
        unfamiliar_after=round(gate.after.unfamiliar, 4),
        rejected_before=round(gate.before.rejected, 4),
        rejected_after=round(gate.after.rejected, 4),
        others_pass_before=round(gate.before.others_pass, 4),
        others_pass_after=round(gate.after.others_pass, 4),
    )
