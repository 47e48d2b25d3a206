"""``evaluation.json``: the schema of an evaluation, and reading and writing it."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from scalp_core.analysis import Record
from scalp_core.vision.manifest import Manifest
from scalp_core.vocabulary import Symptom
from scalp_train.evaluate.robustness import Condition

FILE = "evaluation.json"


class Figure(Record):
    """A metric and the bounds of its interval; all ``None`` where it is undefined."""

    value: float | None
    low: float | None
    high: float | None


class Figures(Record):
    """Metrics of one symptom, or their mean over the six."""

    accuracy: Figure
    macro_f1: Figure
    quadratic_weighted_kappa: Figure
    within_one: Figure
    mean_absolute_error: Figure
    expected_calibration_error: Figure
    presence_auroc: Figure
    """Area under the ROC curve of the probability of grade 1 or more."""


class Baseline(Record):
    """Metrics of always predicting the commonest grade, with its frequency as probability."""

    accuracy: float
    macro_f1: float
    quadratic_weighted_kappa: float
    within_one: float
    mean_absolute_error: float
    expected_calibration_error: float
    presence_auroc: float | None


class NaturalFigures(Record):
    """Metrics if each grade were as frequent as in all pictures of AI Hub data set 216."""

    accuracy: float
    quadratic_weighted_kappa: float
    expected_calibration_error: float
    coverage: float
    """Share of the sets of plausible grades that hold the true one."""
    precision_of_presence: float | None
    """Share of the predictions of grade 1 or more that are of such pictures; None without any."""


class Certainty(Record):
    """The sets of plausible grades, and the certain predictions, whose set has one grade."""

    plausible_mass: float
    coverage: Figure
    """Share of the sets that hold the true grade."""
    mean_size: Figure
    """Mean number of plausible grades."""
    kept: Figure
    """Share of the predictions that do not count as uncertain."""
    accuracy_of_kept: Figure


class Explanation(Record):
    """The pointing game on correctly graded pictures of grade 2 or 3."""

    local: bool
    """Whether the symptom's sign lies at single places rather than all over the picture."""
    pictures: int
    on_sign: Figure
    """Share whose strongest cell lies on the dilated mask."""
    chance: float | None
    """The same for a random cell: the mean share that the dilated mask covers."""


class SymptomReport(Record):
    """Evaluation of one symptom's network."""

    sha256: str
    figures: Figures
    natural: NaturalFigures
    majority: Baseline
    confusion: tuple[tuple[int, ...], ...]
    """Number of pictures by true grade (rows) and predicted grade (columns)."""
    certainty: Certainty
    explanation: Explanation | None
    """None for photos, which have no masks."""


class Bootstrap(Record):
    """Parameters of the intervals: percentiles over resampled pictures."""

    resamples: int
    seed: int
    level: float


class Pointing(Record):
    """Parameters of the pointing game."""

    dilation: int
    """In px at 640×480."""
    least_grade: int


class Report(Record):
    """The content of ``evaluation.json``."""

    schema_version: int = Field(ge=2, le=2)
    command: str
    model_version: str
    trunk: str | None = None
    """The sha256 of the shared trunk, if there is one."""
    seed: int
    pictures: int
    bootstrap: Bootstrap
    pointing: Pointing | None
    """None where no picture has masks."""
    symptoms: dict[Symptom, SymptomReport]
    mean: Figures
    mean_majority: Baseline
    conditions: dict[str, Condition] = Field(default_factory=dict)
    """Robustness by name of the condition; none for photos."""

    @property
    def rendered(self) -> bool:
        """Return whether the pictures were rendered: only those have masks."""
        return self.pointing is not None

    def describes(self, manifest: Manifest) -> bool:
        """Return whether it was made with the networks of this manifest."""
        return self.trunk == trunk_hash(manifest) and all(
            self.symptoms[symptom].sha256 == entry.sha256
            for symptom, entry in manifest.models.items()
        )


def trunk_hash(manifest: Manifest) -> str | None:
    """Return the sha256 of the shared trunk, if there is one."""
    return None if manifest.trunk is None else manifest.trunk.sha256


def read_report(folder: Path) -> Report | None:
    """Return the report in a folder of artifacts, if there is one."""
    file = folder / FILE
    return Report.model_validate_json(file.read_bytes()) if file.exists() else None


def write_report(report: Report, folder: Path) -> None:
    """Write ``evaluation.json``."""
    (folder / FILE).write_text(report.model_dump_json(by_alias=True, indent=2) + "\n")
