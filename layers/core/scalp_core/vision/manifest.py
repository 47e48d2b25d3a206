"""The contract between training and serving: ``manifest.json`` and one model file per symptom."""

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, model_validator

from scalp_core.analysis import Record
from scalp_core.errors import BrokenArtifactError
from scalp_core.vision.imaging import MIN_SIDE
from scalp_core.vocabulary import Grade, Symptom, TrainedOn

MANIFEST_NAME = "manifest.json"


class InputSpec(Record):
    """What a network takes: size in pixels; mean and deviation per channel on the 0..1 scale."""

    width: int = Field(ge=32, le=1024)
    height: int = Field(ge=32, le=1024)
    mean: tuple[float, float, float]
    std: tuple[float, float, float]


class Metrics(Record):
    """Figures on the held-out set, written by ``python -m scalp_train evaluate --write``."""

    accuracy: float = Field(ge=0, le=1)
    macro_f1: float = Field(ge=0, le=1)
    quadratic_weighted_kappa: float = Field(ge=-1, le=1)
    within_one: float = Field(ge=0, le=1)
    mean_absolute_error: float = Field(ge=0, le=3)
    expected_calibration_error: float = Field(ge=0, le=1)
    majority_accuracy: float = Field(ge=0, le=1)
    pictures: int = Field(gt=0)


class InitialWeights(Record):
    """Weights that training started from."""

    name: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    licence: str
    source: str


Share = Annotated[float, Field(gt=0, lt=1)]
Shares = tuple[Share, Share, Share, Share]


class GradePrior(Record):
    """How frequent grades 0, 1, 2, 3 of one symptom are taken to be.

    Attributes:
        calibration: their shares in the pictures that the temperature was fitted on.
        assumed: their shares among the photos to come, which nobody knows; see
            :mod:`scalp_train.evaluate.prior`.
    """

    calibration: Shares
    assumed: Shares

    @property
    def odds(self) -> tuple[float, ...]:
        """Return how much more frequent each grade is assumed to be than in calibration."""
        return tuple(
            assumed / seen for assumed, seen in zip(self.assumed, self.calibration, strict=True)
        )


class ModelEntry(Record):
    """One symptom's model.

    Attributes:
        plausible_mass: probability that the set of plausible grades has at least. A grade with less
            is uncertain, because its set has more than one grade.
    """

    file: str = Field(pattern=r"^[A-Za-z0-9_.-]+$")
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    architecture: str
    input: InputSpec
    classes: tuple[str, ...]
    temperature: float = Field(gt=0)
    prior: GradePrior
    plausible_mass: float = Field(ge=0, le=1)
    metrics: Metrics
    training_data: str
    initial_weights: InitialWeights

    @model_validator(mode="after")
    def _classes_are_the_grades(self) -> "ModelEntry":
        if self.classes != tuple(grade.name.lower() for grade in Grade):
            raise ValueError("classes must be the grades in order: none, mild, moderate, severe")
        return self


class TrunkEntry(Record):
    """The layers that all six networks share, in a file of their own."""

    file: str = Field(pattern=r"^[A-Za-z0-9_.-]+$")
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class FloorLimits(Record):
    """Lower limits: a photo below ``warn`` is warned about, below ``reject`` rejected."""

    warn: float = Field(ge=0)
    reject: float = Field(ge=0)

    @model_validator(mode="after")
    def _rejection_lies_beyond(self) -> "FloorLimits":
        if self.reject > self.warn:
            raise ValueError("reject must not lie above warn")
        return self


class CeilingLimits(Record):
    """Upper limits: a photo above ``warn`` is warned about, above ``reject`` rejected."""

    warn: float = Field(ge=0)
    reject: float = Field(ge=0)

    @model_validator(mode="after")
    def _rejection_lies_beyond(self) -> "CeilingLimits":
        if self.reject < self.warn:
            raise ValueError("reject must not lie below warn")
        return self


class FamiliarityEntry(Record):
    """Limits of what a network's features say of a photo as a whole.

    Attributes:
        file: parameters of :class:`scalp_core.vision.familiarity.Familiarity`.
        symptom: whose network's features are measured.
        warn_beyond: distance from the pictures that the networks learned from.
        scalp: probability that it shows a scalp from close up.
    """

    file: str = Field(pattern=r"^[A-Za-z0-9_.-]+$")
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    symptom: Symptom
    warn_beyond: float = Field(ge=0)
    scalp: FloorLimits


class PhotoGate(Record):
    """Which photos are warned about or rejected, written by ``python -m scalp_train gate``.

    Attributes:
        warn_below_side: pixels of the shorter side. Photos below
            :data:`scalp_core.vision.imaging.MIN_SIDE` are rejected before anything is decoded.
        sharpness: as :func:`scalp_core.vision.quality.sharpness` measures.
        dark: mean luma, 0..255.
        bright: mean luma, 0..255.
    """

    warn_below_side: int = Field(ge=MIN_SIDE)
    sharpness: FloorLimits
    dark: FloorLimits
    bright: CeilingLimits
    familiarity: FamiliarityEntry


class Calibration(Record):
    """What temperatures and sets of plausible grades were fitted on.

    Attributes:
        coverage: least share of those pictures whose set holds the true grade, whichever it is.
        techniques: who drew them; none for photos.
        pictures: number of pictures by condition.
    """

    coverage: float = Field(gt=0, lt=1)
    techniques: tuple[str, ...]
    pictures: dict[str, int] = Field(min_length=1)


class Adaptation(Record):
    """What an operator's labelled photos changed (``python -m scalp_train adapt``).

    Attributes:
        base_version: of the models whose last layers were replaced.
        base_trained_on: what these were trained on.
        photos: number of photos that were fitted.
        people: number of people on them; a photo of nobody named counts as one.
        symptoms: whose network was changed. The others are those of the base.
    """

    base_version: str
    base_trained_on: TrainedOn
    photos: int = Field(gt=0)
    people: int = Field(gt=0)
    symptoms: tuple[Symptom, ...]


class Evaluation(Record):
    """How to reproduce the metrics."""

    command: str
    seed: int
    pictures: int


class Manifest(Record):
    """All six models and their provenance."""

    schema_version: int = Field(ge=2, le=2)
    version: str
    trained_on: TrainedOn
    trunk: TrunkEntry | None = None
    models: dict[Symptom, ModelEntry]
    photo_gate: PhotoGate
    calibration: Calibration
    evaluation: Evaluation
    adaptation: Adaptation | None = None

    @model_validator(mode="after")
    def _one_model_for_each_symptom(self) -> "Manifest":
        if tuple(self.models) != tuple(Symptom):
            raise ValueError("models must hold the six symptoms in the vocabulary's order")
        return self

    @model_validator(mode="after")
    def _adapted_models_name_their_photos(self) -> "Manifest":
        if (self.trained_on is TrainedOn.ADAPTED) != (self.adaptation is not None):
            raise ValueError("adapted models, and only these, have an entry adaptation")
        return self

    @model_validator(mode="after")
    def _all_look_at_the_same_region(self) -> "Manifest":
        if len({entry.input.width / entry.input.height for entry in self.models.values()}) > 1:
            raise ValueError("all models must have the same aspect ratio of width to height")
        return self

    @model_validator(mode="after")
    def _a_trunk_sees_one_picture(self) -> "Manifest":
        if self.trunk and len({entry.input for entry in self.models.values()}) > 1:
            raise ValueError("models with a common trunk must have the same input")
        return self


class Artifacts:
    """A folder with a manifest and the files it names.

    Raises:
        BrokenArtifactError: manifest or model file is missing, malformed or of another sha256; the
            message names the file.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def manifest(self) -> Manifest:
        """Return the parsed manifest."""
        path = self.folder / MANIFEST_NAME
        try:
            return Manifest.model_validate_json(path.read_bytes())
        except OSError as error:
            raise BrokenArtifactError(f"{path}: cannot be read: {error.strerror}") from error
        except ValidationError as error:
            raise BrokenArtifactError(f"{path}: {error}") from error

    def model_bytes(self, symptom: Symptom) -> bytes:
        """Return a model file's content, checked against the manifest's sha256."""
        entry = self.manifest.models[symptom]
        return self._checked(entry.file, entry.sha256)

    def trunk_bytes(self) -> bytes | None:
        """Return the trunk file's content, likewise checked; ``None`` without a trunk."""
        entry = self.manifest.trunk
        return None if entry is None else self._checked(entry.file, entry.sha256)

    def familiarity_bytes(self) -> bytes:
        """Return the photo gate file's content, likewise checked."""
        entry = self.manifest.photo_gate.familiarity
        return self._checked(entry.file, entry.sha256)

    def _checked(self, file: str, sha256: str) -> bytes:
        path = self.folder / file
        try:
            content = path.read_bytes()
        except OSError as error:
            raise BrokenArtifactError(f"{path}: cannot be read: {error.strerror}") from error
        found = hashlib.sha256(content).hexdigest()
        if found != sha256:
            raise BrokenArtifactError(f"{path}: sha256 is {found}, the manifest says {sha256}")
        return content
