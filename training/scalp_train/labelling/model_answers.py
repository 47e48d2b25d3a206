"""What the exported models say of a photo, beside the features that its novelty is measured by."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scalp_core.vision.certainty import calibrated, plausible_grades
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vision.ensemble import open_photo
from scalp_core.vision.familiarity import Familiarity, View
from scalp_core.vision.manifest import Artifacts
from scalp_core.vocabulary import Grade, Symptom
from scalp_train.evaluate.inference import ExportedModels


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """Findings about one photo.

    Attributes:
        probabilities: of grades 0-3, calibrated, for each symptom.
        plausible: the conformal set of each symptom, ascending.
        features: whitened features float32 [C], of the network that the photo gate measures.
        is_scalp: the photo gate would not reject it as anything else.
    """

    probabilities: dict[Symptom, NDArray[np.float64]]
    plausible: dict[Symptom, list[Grade]]
    features: NDArray[np.float32]
    is_scalp: bool

    def grade(self, symptom: Symptom) -> Grade:
        """Return the most probable grade."""
        return Grade(int(self.probabilities[symptom].argmax()))


class Models:
    """The exported models of a folder.

    Args:
        folder: of manifest and networks.
        decoder: opens photos.

    Raises:
        BrokenArtifactError: a file is missing or damaged.
    """

    def __init__(self, folder: Path, decoder: PhotoDecoder) -> None:
        artifacts = Artifacts(folder)
        self._exported = ExportedModels(artifacts)
        gate = artifacts.manifest.photo_gate.familiarity
        self._familiarity = Familiarity.from_bytes(artifacts.familiarity_bytes(), gate.file)
        self._decoder = decoder

    def judge(self, content: bytes) -> ModelAnswer:
        """Judge one photo, as it is uploaded.

        Photos that the gate rejects are judged, too: a rater decides whether one is of use.

        Raises:
            PhotoRejectedError: it cannot be decoded.
        """
        spec, manifest = self._exported.input, self._exported.manifest
        _, frames = open_photo(self._decoder, content, [spec])
        outputs = self._exported.run([frames[spec].pixels])
        entries = manifest.models
        probabilities = {
            symptom: calibrated(
                output.logits[0], entries[symptom].temperature, entries[symptom].prior.odds
            )
            for symptom, output in outputs.items()
        }
        plausible = {
            symptom: plausible_grades(found.tolist(), entries[symptom].plausible_mass)
            for symptom, found in probabilities.items()
        }
        gate = manifest.photo_gate.familiarity
        features = outputs[gate.symptom].features
        measures = self._familiarity.measure(features)
        scalp = float(measures.probabilities[0, View.SCALP])
        accepted = scalp >= gate.scalp.reject
        return ModelAnswer(probabilities, plausible, measures.whitened[0], accepted)
