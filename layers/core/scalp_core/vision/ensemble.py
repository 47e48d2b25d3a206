"""Assess a photo: decode it, transform it once per input size, run the trunk, then six heads."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scalp_core.analysis import (
    ActivationGrid,
    AnalysisResult,
    ModelInfo,
    PhotoInfo,
    SymptomFinding,
    Timings,
)
from scalp_core.scalp_type import find_scalp_type
from scalp_core.vision.certainty import calibrated, plausible_grades
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vision.engine import EngineOutput, Head, Pictures, Trunk
from scalp_core.vision.familiarity import Familiarity
from scalp_core.vision.imaging import Photo
from scalp_core.vision.manifest import InputSpec, Manifest, ModelEntry
from scalp_core.vision.preprocessing import Frame, frame, normalise
from scalp_core.vision.quality import quality_warnings
from scalp_core.vocabulary import Grade, PhotoWarning, Symptom


class Networks:
    """The six networks: the trunk runs once, then all heads on its outputs, side by side.

    Args:
        heads: one for each symptom.
        trunk: what the heads share; ``None`` where each of them is a whole network.
        workers: how many heads run at the same time; as many as there are vCPUs.
    """

    def __init__(
        self, heads: Mapping[Symptom, Head], trunk: Trunk | None = None, *, workers: int
    ) -> None:
        self._heads = heads
        self._trunk = trunk
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="network")

    def run(self, pictures: Mapping[Symptom, Pictures]) -> dict[Symptom, EngineOutput]:
        """Judge pictures, by symptom as each network takes them; with a trunk all are the same."""
        first = pictures[next(iter(Symptom))]
        shared = {} if self._trunk is None else self._trunk.run(first)
        outputs = self._pool.map(
            lambda symptom: self._heads[symptom].run(pictures[symptom], shared), Symptom
        )
        return dict(zip(Symptom, outputs, strict=True))


def open_photo(
    decoder: PhotoDecoder, content: bytes, specs: Sequence[InputSpec]
) -> tuple[Photo, dict[InputSpec, Frame]]:
    """Decode an uploaded photo and fit it to each input, for serving and for adaptation alike.

    Raises:
        PhotoRejectedError: it cannot be decoded.
        DecoderStoppedError: its decoder was stopped from outside; try again.
    """
    wanted = 2 * max(spec.width for spec in specs), 2 * max(spec.height for spec in specs)
    photo = decoder.decode(content, wanted=wanted)
    return photo, {spec: frame(photo.image, spec) for spec in specs}


class Ensemble:
    """The six symptom models as one.

    Args:
        manifest: what the models are.
        networks: those that the manifest names.
        familiarity: what the photo gate measures of the network that the manifest names.
        decoder: opens photos.
    """

    def __init__(
        self,
        manifest: Manifest,
        networks: Networks,
        familiarity: Familiarity,
        *,
        decoder: PhotoDecoder,
    ) -> None:
        self._manifest = manifest
        self._networks = networks
        self._familiarity = familiarity
        self._decoder = decoder

    @property
    def model(self) -> ModelInfo:
        """Return version and origin, for results and logs."""
        adaptation = self._manifest.adaptation
        return ModelInfo(
            version=self._manifest.version,
            trained_on=self._manifest.trained_on,
            adapted_photos=None if adaptation is None else adaptation.photos,
        )

    @cached_property
    def _specs(self) -> list[InputSpec]:
        return list(dict.fromkeys(entry.input for entry in self._manifest.models.values()))

    def analyse(self, content: bytes) -> AnalysisResult:
        """Assess one uploaded photo.

        Raises:
            PhotoRejectedError: the photo cannot be assessed.
            DecoderStoppedError: its decoder was stopped from outside; try again.
        """
        started = time.perf_counter()
        photo, frames = open_photo(self._decoder, content, self._specs)
        decoded = time.perf_counter()
        gate, first = self._manifest.photo_gate, frames[self._specs[0]]
        warnings = quality_warnings(photo, first, gate)
        pictures = {spec: normalise(seen.pixels, spec) for spec, seen in frames.items()}
        entries = self._manifest.models
        outputs = self._networks.run(
            {symptom: pictures[entry.input] for symptom, entry in entries.items()}
        )
        measured = gate.familiarity
        warnings += self._familiarity.warnings(
            outputs[measured.symptom].features,
            measured,
            blurred=PhotoWarning.BLURRED in warnings,
        )
        findings = {
            symptom: _finding(output, entries[symptom], frames[entries[symptom].input])
            for symptom, output in outputs.items()
        }
        finished = time.perf_counter()
        return AnalysisResult(
            symptoms=findings,
            type=find_scalp_type(
                {symptom: finding.grade for symptom, finding in findings.items()},
                {symptom: finding.probabilities for symptom, finding in findings.items()},
            ),
            photo=PhotoInfo(width=photo.width, height=photo.height, region=first.region),
            warnings=warnings,
            model=self.model,
            timings=Timings(
                decode=round(1000 * (decoded - started)),
                inference=round(1000 * (finished - decoded)),
            ),
        )


def _finding(output: EngineOutput, entry: ModelEntry, seen: Frame) -> SymptomFinding:
    probabilities = calibrated(output.logits[0], entry.temperature, entry.prior.odds)
    grade = Grade(int(probabilities.argmax()))
    plausible = plausible_grades(probabilities.tolist(), entry.plausible_mass)
    return SymptomFinding(
        grade=grade,
        plausible_grades=plausible,
        probabilities=tuple(round(float(p), 4) for p in probabilities),
        confidence=round(float(probabilities[grade]), 4),
        uncertain=len(plausible) > 1,
        activation=_grid(seen.to_photo(sign_maps(output.activation, np.array([grade]))[0])),
    )


def sign_maps(activation: NDArray[np.float32], grades: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return maps [N, rows, columns] of the signs of the grades given, from 0 on.

    Each is the grade's class activation map where that is positive, so that no cell shows what
    speaks against the sign. Maps of grade 0 are 0 everywhere: absence has no place. Grade 0's map
    is not subtracted, because nothing in training says where it lies; with it, fewer strongest
    points lie on signs.

    Args:
        activation: class activation maps [N, 4, rows, columns].
        grades: 0-3 [N].
    """
    maps = activation[np.arange(len(grades)), grades]
    present = (grades > Grade.NONE)[:, None, None]
    signs: NDArray[np.float32] = np.maximum(maps, 0) * present
    return signs


def _grid(sign: NDArray[np.floating]) -> ActivationGrid:
    levels = np.rint(sign * (255 / max(float(sign.max()), 1e-6))).astype(int)
    return ActivationGrid(rows=sign.shape[0], columns=sign.shape[1], values=levels.ravel().tolist())
