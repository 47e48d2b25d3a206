"""``evaluation.json``: every figure of the shipped models with its interval and its baseline."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from scalp_core.models import Record
from scalp_core.vision.manifest import Manifest
from scalp_core.vocabulary import Symptom, TrainedOn
from scalp_train.evaluate.bootstrap import (
    LEVEL,
    PIVOTAL,
    Floats,
    confusions,
    figures,
    interval,
    ratio,
    resampled,
)
from scalp_train.evaluate.metrics import CLASSES, DIGITS
from scalp_train.evaluate.pointing_game import LEAST_GRADE, LOCAL, TOLERANCE, counted, hits
from scalp_train.evaluate.predictions import Answers
from scalp_train.evaluate.robustness import Condition

FILE = "evaluation.json"
COMMANDS = {
    TrainedOn.RENDERED: "python -m scalp_train evaluate --write --figures docs/evaluation",
    TrainedOn.AIHUB: "python -m scalp_train evaluate --index INDEX --root ROOT --write",
}
RESAMPLES = 1000
SEED = 20201


class Figure(Record):
    """A figure and the bounds of its interval; none of them where it is undefined."""

    value: float | None
    low: float | None
    high: float | None


class Figures(Record):
    """Figures of one symptom, or their mean over the six."""

    accuracy: Figure
    macro_f1: Figure
    quadratic_weighted_kappa: Figure
    within_one: Figure
    mean_absolute_error: Figure
    expected_calibration_error: Figure
    presence_auroc: Figure
    """Area under the ROC curve of the probability of grade 1 or more."""


class Baseline(Record):
    """The same figures of always saying the commonest grade, as surely as it is common."""

    accuracy: float
    macro_f1: float
    quadratic_weighted_kappa: float
    within_one: float
    mean_absolute_error: float
    expected_calibration_error: float
    presence_auroc: float | None


class Certainty(Record):
    """What the shipped threshold keeps."""

    uncertain_below: float
    kept: Figure
    """Share of the answers that are not called uncertain."""
    accuracy_of_kept: Figure


class Explanation(Record):
    """The pointing game on correctly graded pictures of grade 2 or 3."""

    local: bool
    """Whether the symptom's sign sits at places one can point to."""
    pictures: int
    on_sign: Figure
    """Share whose strongest point lies on the dilated mask."""
    chance: float | None
    """The same for a point anywhere in the picture: the mean share that the dilated mask covers."""


class SymptomReport(Record):
    """Everything about one symptom's model."""

    sha256: str
    figures: Figures
    majority: Baseline
    confusion: tuple[tuple[int, ...], ...]
    """Number of pictures by true grade (rows) and answer (columns)."""
    certainty: Certainty
    explanation: Explanation | None
    """None for photos, of which nobody has drawn masks."""


class Bootstrap(Record):
    """How the intervals were made: percentiles over resampled pictures."""

    resamples: int
    seed: int
    level: float


class Pointing(Record):
    """The rules of the pointing game."""

    dilation: int
    """Pixels at 640×480."""
    least_grade: int


class Report(Record):
    """The whole file."""

    schema_version: int = Field(ge=1, le=1)
    command: str
    model_version: str
    trunk: str | None = None
    """The sha256 of what the six networks share, if they do."""
    seed: int
    pictures: int
    bootstrap: Bootstrap
    pointing: Pointing | None
    """None where no picture has masks."""
    symptoms: dict[Symptom, SymptomReport]
    mean: Figures
    mean_majority: Baseline
    conditions: dict[str, Condition] = Field(default_factory=dict)
    """Poorer pictures, by name; none for photos."""

    @property
    def rendered(self) -> bool:
        """Whether the pictures were rendered: only those have masks to point at."""
        return self.pointing is not None

    def describes(self, manifest: Manifest) -> bool:
        """Whether it was made with these very models."""
        return self.trunk == _trunk(manifest) and all(
            self.symptoms[symptom].sha256 == entry.sha256
            for symptom, entry in manifest.models.items()
        )


def _trunk(manifest: Manifest) -> str | None:
    return None if manifest.trunk is None else manifest.trunk.sha256


def summarise(
    manifest: Manifest,
    answers: dict[Symptom, Answers],
    *,
    conditions: dict[str, Condition] | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Report:
    """All figures of all models; the intervals of all come from the same resamples."""
    pictures = len(next(iter(answers.values())).grades)
    weights = resampled(pictures, resamples, seed)
    once = np.ones((1, pictures))
    values = {s: _values(a, once) for s, a in answers.items()}
    samples = {s: figures(a.probabilities, a.grades, weights) for s, a in answers.items()}
    baselines = {s: _majority(a.grades, once) for s, a in answers.items()}
    symptoms = {
        symptom: SymptomReport(
            sha256=manifest.models[symptom].sha256,
            figures=_figures(values[symptom], samples[symptom]),
            majority=_baseline(baselines[symptom]),
            confusion=_confusion(asked),
            certainty=_certainty(asked, manifest.models[symptom].uncertain_below, weights),
            explanation=_explanation(asked, weights, local=symptom in LOCAL),
        )
        for symptom, asked in answers.items()
    }
    names = list(Figures.model_fields)
    masked = any(asked.on_sign is not None for asked in answers.values())
    return Report(
        schema_version=1,
        command=COMMANDS[manifest.trained_on],
        model_version=manifest.version,
        trunk=_trunk(manifest),
        seed=manifest.evaluation.seed,
        pictures=pictures,
        bootstrap=Bootstrap(resamples=resamples, seed=seed, level=LEVEL),
        pointing=Pointing(dilation=TOLERANCE, least_grade=LEAST_GRADE) if masked else None,
        symptoms=symptoms,
        mean=_figures(
            {name: float(np.mean([one[name] for one in values.values()])) for name in names},
            {name: np.mean([one[name] for one in samples.values()], axis=0) for name in names},
        ),
        mean_majority=_baseline(
            {name: float(np.mean([one[name] for one in baselines.values()])) for name in names}
        ),
        conditions=conditions or {},
    )


def read(folder: Path) -> Report | None:
    """The report in a folder of artifacts, if there is one."""
    file = folder / FILE
    return Report.model_validate_json(file.read_bytes()) if file.exists() else None


def write(report: Report, folder: Path) -> None:
    """Write ``evaluation.json``."""
    (folder / FILE).write_text(report.model_dump_json(by_alias=True, indent=2) + "\n")


def _values(asked: Answers, once: Floats) -> dict[str, float]:
    """Figures of the pictures themselves; where the manifest states one, to its digits."""
    own = {n: float(v[0]) for n, v in figures(asked.probabilities, asked.grades, once).items()}
    stated = asked.metrics.model_dump()
    return {name: float(stated.get(name, value)) for name, value in own.items()}


def _majority(grades: NDArray[np.int64], once: Floats) -> dict[str, float]:
    shares = np.bincount(grades, minlength=CLASSES) / len(grades)
    always = np.tile(shares, (len(grades), 1))
    return {name: float(v[0]) for name, v in figures(always, grades, once).items()}


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), DIGITS)


def _figure(value: float, samples: Floats, *, pivotal: bool = False) -> Figure:
    low, high = interval(value, samples, pivotal=pivotal)
    return Figure(value=_rounded(value), low=_rounded(low), high=_rounded(high))


def _figures(values: dict[str, float], samples: dict[str, Floats]) -> Figures:
    return Figures(
        **{
            name: _figure(value, samples[name], pivotal=name in PIVOTAL)
            for name, value in values.items()
        }
    )


def _baseline(values: dict[str, float]) -> Baseline:
    return Baseline.model_validate({name: _rounded(value) for name, value in values.items()})


def _confusion(asked: Answers) -> tuple[tuple[int, ...], ...]:
    matrix = confusions(asked.grades, asked.predicted, np.ones((1, len(asked.grades))))[0]
    return tuple(tuple(int(count) for count in row) for row in matrix)


def _share(part: NDArray[np.bool_], whole: NDArray[np.bool_], weights: Floats) -> Figure:
    """Share of the pictures in ``whole`` [N] that are also in ``part`` [N]."""
    once = np.ones((1, len(whole)))
    value, samples = (
        ratio(rows @ (part & whole).astype(float), rows @ whole.astype(float))
        for rows in (once, weights)
    )
    return _figure(float(value[0]), samples)


def _certainty(asked: Answers, threshold: float, weights: Floats) -> Certainty:
    kept = asked.probabilities.max(axis=1) >= threshold
    return Certainty(
        uncertain_below=threshold,
        kept=_share(kept, np.ones_like(kept), weights),
        accuracy_of_kept=_share(asked.predicted == asked.grades, kept, weights),
    )


def _explanation(asked: Answers, weights: Floats, *, local: bool) -> Explanation | None:
    if asked.on_sign is None:
        return None
    taking_part = counted(asked.predicted, asked.grades)
    covered = asked.on_sign[taking_part]
    return Explanation(
        local=local,
        pictures=int(taking_part.sum()),
        on_sign=_share(
            hits(asked.activation, asked.predicted, asked.on_sign), taking_part, weights
        ),
        chance=_rounded(float(covered.mean())) if len(covered) else None,
    )
