"""Everything end to end on a handful of tiny pictures: fit, resume, export, evaluate."""

import hashlib
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

from scalp_core.vision.manifest import Artifacts
from scalp_core.vocabulary import Symptom
from scalp_train.cli import app
from scalp_train.data import rendered
from scalp_train.data.cache import cached_rendered_set
from scalp_train.data.rendered import RenderedSet
from scalp_train.evaluate import pointing_game
from scalp_train.evaluate.heatmaps import heatmap_sheet
from scalp_train.evaluate.left_out import LeaveOneOutTable, write_table
from scalp_train.evaluate.report import read_report
from scalp_train.evaluate.robustness import condition_sets
from scalp_train.fit.losses import grading_loss, ordinal_targets
from scalp_train.fit.recipe import Recipe, load_recipe
from scalp_train.fit.run import Run
from scalp_train.fit.train import fit
from scalp_train.models.trunk import run_early, run_late, split_head
from scalp_train.negatives.packages import python_sources
from scalp_train.publish.artifacts import publish
from scalp_train.publish.gate_report import read_gate_report
from scalp_train.publish.leave_one_out import judge_left_out
from scalp_train.publish.model_card import FILE, write_card
from scalp_train.publish.training_record import TrainingRecord
from scalp_train.render.techniques import TECHNIQUES

SMOKE = load_recipe(Path("smoke"))
assert isinstance(SMOKE, Recipe)
COUNTS = {"train": 12, "validation": 4, "test": 4}  # one batch; a picture of each grade to measure
RECIPE = SMOKE.model_copy(
    update={"leave_one_out": None}
    | {
        part: getattr(SMOKE, part).model_copy(update={"count": count})
        for part, count in COUNTS.items()
    }
)

pytestmark = pytest.mark.filterwarnings("ignore")  # Lightning's and the exporter's advice


@pytest.fixture(scope="module", autouse=True)
def _pictures_are_rendered_once() -> Iterator[None]:
    """Every evaluation renders its pictures again, which was most of this module's time."""
    once = lru_cache(maxsize=64)(rendered.render_job)
    with pytest.MonkeyPatch.context() as patch:
        for module in (rendered, pointing_game):
            patch.setattr(module, "render_job", once)
        yield


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run[Recipe]:
    work = tmp_path_factory.mktemp("work")
    train, validation = (
        cached_rendered_set(part.rendered, RECIPE.input, work / "pictures", workers=1)
        for part in (RECIPE.train, RECIPE.validation)
    )
    run = Run(RECIPE, train, validation, work / "runs" / RECIPE.name)
    fit(run)
    return run


@pytest.fixture(scope="module")
def artifacts(run: Run[Recipe], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("artifacts")
    sources = list(python_sources())
    write_card(publish(run, folder, "0.0.1", sources=sources), RECIPE, folder)
    return folder


def test_training_makes_six_networks_and_a_second_call_does_nothing(run: Run[Recipe]) -> None:
    before = {s: hashlib.sha256(run.checkpoint(s).read_bytes()).hexdigest() for s in Symptom}

    fit(run)

    after = {s: hashlib.sha256(run.checkpoint(s).read_bytes()).hexdigest() for s in Symptom}
    assert before == after
    assert len(set(before.values())) == len(Symptom)


def test_early_blocks_are_those_of_the_trunk(run: Run[Recipe]) -> None:
    trunk = torch.load(run.folder / "trunk-1.pt", weights_only=True)

    for symptom in Symptom:
        single = torch.load(run.checkpoint(symptom), weights_only=True)
        for name in ("_conv_stem.weight", "_bn0.running_mean", "_blocks.10._bn2.running_var"):
            torch.testing.assert_close(single[name], trunk[name])  # averaging rounds a little
        assert not torch.equal(single["_conv_head.weight"], trunk["_conv_head.weight"])


def test_manifest_describes_the_files_that_lie_beside_it(artifacts: Path) -> None:
    found = Artifacts(artifacts)

    for symptom in Symptom:
        assert found.model_bytes(symptom)
        assert found.manifest.models[symptom].metrics.pictures == RECIPE.test.count
        assert found.manifest.models[symptom].metrics.majority_accuracy == 0.25
    assert sum(file.stat().st_size for file in artifacts.glob("*.onnx")) < 60_000_000


def test_model_card_says_what_the_models_were_trained_on(artifacts: Path) -> None:
    card = (artifacts / FILE).read_text()

    assert "Trained on rendered pictures, not on people" in card
    assert RECIPE.name in card
    for symptom in Symptom:
        assert f"| {symptom} |" in card


def test_model_card_says_what_the_gate_lets_through(artifacts: Path) -> None:
    report = read_gate_report(artifacts, Artifacts(artifacts).manifest)

    assert report is not None
    assert {used.name for used in report.packages} == {"scikit-image", "scikit-learn", "matplotlib"}
    card = (artifacts / FILE).read_text()
    for name in (*(row.kind for row in report.rows), *(used.name for used in report.packages)):
        assert f"| {name} |" in card


def test_manifest_and_model_card_state_the_calibration(artifacts: Path) -> None:
    found = Artifacts(artifacts).manifest

    assert found.calibration.techniques == RECIPE.validation.rendered.techniques
    assert found.calibration.pictures == {"home": 4, "shifted": 2, "phone": 4, "harsh": 4}
    words = " ".join((artifacts / FILE).read_text().split())
    assert "4 home, 2 shifted, 4 phone, 4 harsh pictures" in words
    for entry in found.models.values():
        assert sum(entry.prior.assumed) == pytest.approx(1, abs=1e-3)
        assert f"{entry.prior.assumed[0]:.3f} / {entry.prior.assumed[1]:.3f}" in words


def test_model_card_says_how_long_training_took(artifacts: Path, run: Run[Recipe]) -> None:
    training = TrainingRecord.read(artifacts)

    assert training is not None
    assert training.recipe == RECIPE.name
    assert training.minutes is not None
    # The test of a second call may have added to it since.
    assert 0 < training.minutes <= sum(run.minutes_trained().values()) + 1e-3
    words = " ".join((artifacts / FILE).read_text().split())  # wherever lines break
    assert f"Trained for {training.minutes:.1f} minutes" in words


def test_poorer_pictures_are_measured_and_stated(artifacts: Path) -> None:
    report = read_report(artifacts)

    assert report is not None
    card = (artifacts / FILE).read_text()
    assert list(report.conditions) == ["phone", "harsh"]
    for name, one in report.conditions.items():
        assert one.pictures == condition_sets(RECIPE.test.count)[name].count
        assert one.lost == pytest.approx(
            (report.mean.accuracy.value or 0) - one.mean_accuracy, abs=2e-4
        )
        assert (
            f"| {name} | {one.pictures} | {one.mean_accuracy:.3f} | {100 * one.lost:.1f} |" in card
        )
    assert report.natural is not None
    assert report.retest is not None
    for heading in ("Natural law", "Hair and skin", "Two photos of one scalp"):
        assert f"### {heading}\n" in card


def test_a_technique_left_out_is_judged_once_and_stands_in_the_card(
    run: Run[Recipe], artifacts: Path, tmp_path: Path
) -> None:
    technique = TECHNIQUES[-1]
    reduced = RECIPE.without(technique)
    train, validation = (
        part.take(config.rows())
        for part, config in ((run.train, reduced.train), (run.validation, reduced.validation))
    )
    other = Run(reduced, train, validation, tmp_path / reduced.name)
    other.folder.mkdir()
    for pattern in ("*.pt", "*.weights.json"):  # as if it had been trained
        for file in run.folder.glob(pattern):
            (other.folder / file.name).hardlink_to(file)

    result = judge_left_out(other, technique)
    other.checkpoint(Symptom.DANDRUFF).unlink()

    assert judge_left_out(other, technique) == result
    assert not other.checkpoint(Symptom.DANDRUFF).exists()
    assert result.trained_pictures == len(train) < len(run.train)
    assert set(result.left_out) == set(result.home) == set(Symptom)
    for name in ("manifest.json", "evaluation.json", "training.json"):
        shutil.copy(artifacts / name, tmp_path)
    table = LeaveOneOutTable(command="none", techniques={technique: result})
    write_table(table, tmp_path)
    write_card(Artifacts(artifacts).manifest, RECIPE, tmp_path)
    assert f"| {technique}: mean |" in (tmp_path / FILE).read_text()


def test_training_says_how_far_it_overfits(artifacts: Path, run: Run[Recipe]) -> None:
    training = TrainingRecord.read(artifacts)

    assert training is not None
    assert training.overfit is not None
    assert training.overfit.training_pictures == len(run.validation)
    words = " ".join((artifacts / FILE).read_text().split())
    assert f"{100 * training.overfit.gap:.1f} points apart" in words


def test_evaluation_reproduces_the_manifest(artifacts: Path) -> None:
    result = CliRunner().invoke(app, ["evaluate", "--artifacts", str(artifacts)])

    assert result.exit_code == 0, result.output
    assert "as the manifest says" in result.output


def test_evaluation_notices_figures_that_are_not_so(artifacts: Path, tmp_path: Path) -> None:
    for file in artifacts.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    manifest = tmp_path / "manifest.json"
    figure = Artifacts(artifacts).manifest.models[Symptom.DANDRUFF].metrics.mean_absolute_error
    other = round(figure + 0.0101, 4)
    text = manifest.read_text().replace(
        f'"meanAbsoluteError": {figure}', f'"meanAbsoluteError": {other}'
    )
    manifest.write_text(text)
    arguments = ["evaluate", "--artifacts", str(tmp_path)]

    assert CliRunner().invoke(app, arguments).exit_code == 1
    assert CliRunner().invoke(app, [*arguments, "--write"]).exit_code == 0
    assert Artifacts(tmp_path).manifest.models == Artifacts(artifacts).manifest.models


def test_model_card_holds_the_evaluation_of_these_models_only(
    artifacts: Path, tmp_path: Path
) -> None:
    report = read_report(artifacts)
    assert report is not None
    manifest = Artifacts(artifacts).manifest
    for name in ("evaluation.json", "training.json", "gate.json"):
        shutil.copy(artifacts / name, tmp_path)
    others = {
        symptom: entry.model_copy(update={"sha256": "a" * 64})
        for symptom, entry in manifest.models.items()
    }

    write_card(manifest, RECIPE, tmp_path)
    with_evaluation = (tmp_path / FILE).read_text()
    write_card(manifest.model_copy(update={"models": others}), RECIPE, tmp_path)
    without = (tmp_path / FILE).read_text()

    assert with_evaluation == (artifacts / FILE).read_text()
    assert report.command in with_evaluation
    assert "### Where the models look" in with_evaluation
    assert "### Where the models look" not in without
    assert "## How they were made" in without


def test_heat_map_sheet_has_a_row_for_every_symptom(artifacts: Path) -> None:
    sheet = heatmap_sheet(artifacts, RenderedSet(6002000, 48, techniques=("layers",)))

    assert sheet.shape == (6 * (240 + 22), 4 * 320, 3)
    assert len({sheet[262 * row : 262 * (row + 1)].tobytes() for row in range(6)}) == 6


def test_splitting_keeps_a_symptoms_logits() -> None:
    from scalp_core.vision.network import build

    torch.manual_seed(2)
    trunk = build(RECIPE.architecture, classes=24, image_size=(64, 96)).eval()
    single = build(RECIPE.architecture, image_size=(64, 96))
    pictures = torch.randn(2, 3, 64, 96)

    split_head(trunk, single, Symptom.DANDRUFF)
    single.eval()

    with torch.inference_mode():
        expected = trunk(pictures).logits
        whole = single(pictures)
        parts = run_late(single, run_early(single, run_early(single, pictures, 0, 5), 5, 11), 11)
    torch.testing.assert_close(whole[0], expected[:, 16:20])
    torch.testing.assert_close(parts, whole[:2])


def test_targets_give_some_probability_to_the_neighbouring_grades() -> None:
    targets = ordinal_targets(torch.tensor([0, 2]), smoothing=0.1)

    expected = np.array([[0.9, 0.1, 0, 0], [0, 0.05, 0.9, 0.05]])
    np.testing.assert_allclose(targets.numpy(), expected, rtol=1e-6)


def test_loss_of_even_logits_is_the_entropy_of_guessing() -> None:
    value = grading_loss(torch.zeros(2, 6, 4), torch.zeros(2, 6, dtype=torch.long), smoothing=0.1)

    assert float(value) == pytest.approx(np.log(4))
