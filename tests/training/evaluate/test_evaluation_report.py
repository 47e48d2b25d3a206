from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from scalp_core.vision.manifest import (
    Calibration,
    Evaluation,
    GradePrior,
    InitialWeights,
    InputSpec,
    Manifest,
    Metrics,
    ModelEntry,
)
from scalp_core.vocabulary import Symptom, TrainedOn
from scalp_train.evaluate.plots import plot_evaluation, reliability, risk_coverage, wilson
from scalp_train.evaluate.predictions import Predictions
from scalp_train.evaluate.report import Figures, Report, read_report, write_report
from scalp_train.evaluate.summary import summarise
from support import gates

COUNT = 80
THRESHOLD = 0.6
EVEN = GradePrior(calibration=(0.25, 0.25, 0.25, 0.25), assumed=(0.25, 0.25, 0.25, 0.25))


def entry(symptom: Symptom) -> ModelEntry:
    metrics = dict.fromkeys(Metrics.model_fields, 0.5) | {"pictures": COUNT}
    weights = InitialWeights(name="none", sha256="0" * 64, licence="none", source="none")
    return ModelEntry(
        file=f"{symptom}.onnx",
        sha256=f"{list(Symptom).index(symptom)}" * 64,
        architecture="efficientnet-lite0",
        input=InputSpec(width=64, height=48, mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5)),
        classes=("none", "mild", "moderate", "severe"),
        temperature=1,
        prior=EVEN,
        plausible_mass=THRESHOLD,
        metrics=Metrics.model_validate(metrics),
        training_data="none",
        initial_weights=weights,
    )


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return Manifest(
        schema_version=2,
        version="1.2.3",
        trained_on=TrainedOn.RENDERED,
        models={symptom: entry(symptom) for symptom in Symptom},
        photo_gate=gates.gate(),
        calibration=Calibration(coverage=0.9, techniques=(), pictures={"home": 1}),
        evaluation=Evaluation(command="none", seed=5, pictures=COUNT),
    )


@pytest.fixture(scope="module")
def predictions() -> dict[Symptom, Predictions]:
    """Right three times in four, at 0.7; wrong at 0.4; looking at the sign half of the time.

    Sets of sure answers have one grade, those of the others all but the last, which is true there
    for 5 of the 80.
    """
    grades = np.arange(COUNT) % 4
    right = np.arange(COUNT) // 4 % 4 > 0
    sure = np.where(right, 0.7, 0.4)
    guessed = np.where(right, grades, (grades + 1) % 4)
    probabilities = np.repeat((1 - sure)[:, None] / 3, 4, axis=1)
    probabilities[np.arange(COUNT), guessed] = sure
    plausible = np.eye(4, dtype=bool)[guessed]
    plausible[~right] = [True, True, True, False]
    activation = np.zeros((COUNT, 4, 1, 2), np.float32)
    activation[: COUNT // 2, 1:, 0, 1] = 1
    on_sign = np.tile([[False, True]], (COUNT, 1, 1))
    return {
        symptom: Predictions(probabilities, plausible, grades, activation, on_sign)
        for symptom in Symptom
    }


@pytest.fixture(scope="module")
def report(manifest: Manifest, predictions: dict[Symptom, Predictions]) -> Report:
    return summarise(manifest, predictions, resamples=200)


def test_report_holds_what_was_planted(report: Report) -> None:
    found = report.symptoms[Symptom.DANDRUFF]

    assert found.figures.accuracy.value == 0.75
    assert found.certainty.kept.value == 0.75
    assert found.certainty.accuracy_of_kept.value == 1
    assert found.certainty.coverage.value == 75 / 80
    assert found.certainty.mean_size.value == 0.75 * 1 + 0.25 * 3
    assert found.explanation is not None
    assert found.explanation.pictures == COUNT // 2 * 3 // 4
    assert found.explanation.on_sign.value == pytest.approx(0.5, abs=0.05)
    assert found.explanation.chance == 0.5
    assert [sum(row) for row in found.confusion] == [COUNT // 4] * 4


def test_figures_under_the_natural_law_weigh_each_grade_by_its_frequency(
    manifest: Manifest, predictions: dict[Symptom, Predictions]
) -> None:
    mild_unseen = {
        symptom: replace(one, probabilities=np.eye(4)[np.where(one.grades == 1, 0, one.grades)])
        for symptom, one in predictions.items()
    }

    found = summarise(manifest, mild_unseen, resamples=2).symptoms[Symptom.DANDRUFF].natural

    # Mild dandruff is 21,415 of 91,156 pictures.
    assert found.accuracy == pytest.approx(1 - 21415 / 91156, abs=1e-4)
    assert found.precision_of_presence == 1


def test_every_figure_lies_within_its_interval(report: Report) -> None:
    for figures in [*(one.figures for one in report.symptoms.values()), report.mean]:
        for name in Figures.model_fields:
            figure = getattr(figures, name)
            assert figure.low <= figure.value <= figure.high, name


def test_majority_of_even_grades_is_known(report: Report) -> None:
    majority = report.mean_majority

    assert majority.accuracy == 0.25
    assert majority.macro_f1 == 0.1
    assert majority.quadratic_weighted_kappa == 0
    assert majority.within_one == 0.5
    assert majority.mean_absolute_error == 1.5
    assert majority.expected_calibration_error == 0
    assert majority.presence_auroc == 0.5


def test_only_signs_at_places_are_called_local(report: Report) -> None:
    local = {symptom for symptom, one in report.symptoms.items() if one.explanation.local}

    assert Symptom.FOLLICULAR_ERYTHEMA_PUSTULES in local
    assert Symptom.FINE_SCALING not in local


def test_report_survives_its_file(report: Report, tmp_path: Path) -> None:
    assert read_report(tmp_path) is None

    write_report(report, tmp_path)

    assert read_report(tmp_path) == report


def test_report_knows_the_models_it_is_about(report: Report, manifest: Manifest) -> None:
    other = entry(Symptom.DANDRUFF).model_copy(update={"sha256": "a" * 64})
    models = {**manifest.models, Symptom.DANDRUFF: other}

    assert report.describes(manifest)
    assert not report.describes(manifest.model_copy(update={"models": models}))


def test_an_undefined_figure_is_null_and_not_a_crash(manifest: Manifest) -> None:
    count = 4
    nothing = Predictions(
        np.tile([0.9, 0.1, 0, 0], (count, 1)),
        np.tile([True, False, False, False], (count, 1)),
        np.zeros(count, np.int64),
        np.zeros((count, 4, 1, 1), np.float32),
        np.zeros((count, 1, 1), np.bool_),
    )

    found = summarise(manifest, dict.fromkeys(Symptom, nothing), resamples=10)

    assert found.mean.presence_auroc.value is None
    assert found.symptoms[Symptom.DANDRUFF].explanation.on_sign.value is None
    assert found.symptoms[Symptom.DANDRUFF].explanation.chance is None


def test_photos_without_masks_have_figures_but_nothing_to_point_at(
    manifest: Manifest, predictions: dict[Symptom, Predictions], tmp_path: Path
) -> None:
    photos = {
        symptom: replace(predicted, on_sign=None) for symptom, predicted in predictions.items()
    }
    taken = manifest.model_copy(update={"trained_on": TrainedOn.AIHUB})

    found = summarise(taken, photos, resamples=10)
    write_report(found, tmp_path)

    assert read_report(tmp_path) == found
    assert not found.rendered
    assert "--index" in found.command
    assert found.symptoms[Symptom.DANDRUFF].figures.accuracy.value == 0.75
    assert found.symptoms[Symptom.DANDRUFF].explanation is None


def test_reliability_and_risk_of_planted_answers(predictions: dict[Symptom, Predictions]) -> None:
    predicted = predictions[Symptom.DANDRUFF]

    bins = list(reliability(predicted))
    coverage, risk = risk_coverage(predicted)

    assert bins == [(pytest.approx(0.4), 0, COUNT // 4), (pytest.approx(0.7), 1, COUNT * 3 // 4)]
    assert coverage[-1] == 1
    assert risk[COUNT * 3 // 4 - 1] == 0
    assert risk[-1] == 0.25


def test_error_bars_of_a_known_share() -> None:
    # Wilson's interval of 8 out of 10 is 0.490 to 0.943.
    below, above = wilson(np.array([0.8]), np.array([10.0]))

    assert 0.8 - below[0] == pytest.approx(0.490, abs=0.001)
    assert 0.8 + above[0] == pytest.approx(0.943, abs=0.001)


def test_figures_are_small_pictures(
    report: Report, predictions: dict[Symptom, Predictions], tmp_path: Path
) -> None:
    files = plot_evaluation(predictions, report, tmp_path / "figures")

    assert [file.name for file in files] == [
        "confusion.png",
        "reliability.png",
        "risk-coverage.png",
    ]
    for file in files:
        assert file.stat().st_size < 300_000
        with Image.open(file) as picture:
            assert picture.width > 1000
