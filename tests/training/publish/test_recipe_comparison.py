"""The model card lists recipes side by side, and only what can be compared."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scalp_core.vision.manifest import MANIFEST_NAME
from scalp_deployment.paths import ARTIFACTS
from scalp_train.cli import app
from scalp_train.evaluate import report as reports
from scalp_train.publish.model_card import FILE
from scalp_train.publish.training_record import TrainingRecord

BEGAN = "EfficientNet-Lite0, ImageNet"


def folder(path: Path, training: TrainingRecord | None) -> Path:
    """The texts of the shipped models, as if another recipe had made them."""
    path.mkdir()
    for name in (MANIFEST_NAME, reports.FILE):
        shutil.copy(ARTIFACTS / name, path)
    if training is not None:
        training.write(path)
    return path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return folder(tmp_path / "own", TrainingRecord(recipe="default", minutes=41.25))


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return folder(tmp_path / "other", TrainingRecord(recipe="seed", minutes=60))


def card(own: Path, *others: Path) -> Result:
    beside = [part for other in others for part in ("--beside", str(other))]
    return CliRunner().invoke(app, ["card", "--artifacts", str(own), *beside])


def test_each_recipe_has_a_line_with_its_minutes(own: Path, other: Path) -> None:
    assert card(own, other).exit_code == 0

    text = (own / FILE).read_text()
    report = reports.read_report(own)
    assert report is not None
    accuracy = report.mean.accuracy
    figure = (
        f"{report.pictures} | - | {accuracy.value:.3f} ({accuracy.low:.3f}, {accuracy.high:.3f})"
    )
    for name, minutes in (("default", "41.2"), ("seed", "60.0")):
        assert f"| {name} | efficientnet-lite0 | {BEGAN} | 320x240 | {minutes} | {figure} |" in text
    assert "those of `default`" in text


def test_one_recipe_alone_is_not_compared(own: Path) -> None:
    assert card(own).exit_code == 0

    assert "side by side" not in (own / FILE).read_text()


def test_models_older_than_the_note_are_compared_without_minutes(
    tmp_path: Path, other: Path
) -> None:
    older = folder(tmp_path / "older", None)

    assert card(older, other).exit_code == 0
    assert f"| default | efficientnet-lite0 | {BEGAN} | 320x240 | - |" in (older / FILE).read_text()


def test_what_cannot_be_compared_is_refused(own: Path, other: Path, tmp_path: Path) -> None:
    unnamed = folder(tmp_path / "unnamed", None)
    elsewhere = folder(tmp_path / "elsewhere", TrainingRecord(recipe="seed", minutes=1))
    report = reports.read_report(elsewhere)
    assert report is not None
    reports.write_report(report.model_copy(update={"seed": report.seed + 1}), elsewhere)
    unmeasured = folder(tmp_path / "unmeasured", TrainingRecord(recipe="seed", minutes=1))
    (unmeasured / reports.FILE).unlink()

    for others in ([unnamed], [elsewhere], [unmeasured], [other, other]):
        assert card(own, *others).exit_code == 2
    assert card(unmeasured, other).exit_code == 2
