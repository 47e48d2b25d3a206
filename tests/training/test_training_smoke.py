"""Everything end to end on a handful of tiny pictures: fit, resume, export, evaluate."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

from scalp_core.vision.manifest import Artifacts
from scalp_core.vocabulary import Symptom
from scalp_train.artifacts import publish
from scalp_train.card import FILE, write_card
from scalp_train.cli import app
from scalp_train.config import load
from scalp_train.dataset import cached
from scalp_train.fit import Run, fit, split
from scalp_train.lessons import early, late, loss, ordinal_targets

RECIPE = load(Path("smoke"))

pytestmark = pytest.mark.filterwarnings("ignore")  # Lightning's and the exporter's advice


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    work = tmp_path_factory.mktemp("work")
    train, validation = (
        cached(part.rendered, RECIPE.input, work / "pictures", workers=1)
        for part in (RECIPE.train, RECIPE.validation)
    )
    run = Run(RECIPE, train, validation, work / "runs" / RECIPE.name)
    fit(run)
    return run


@pytest.fixture(scope="module")
def artifacts(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("artifacts")
    write_card(publish(run, folder, "0.0.1"), RECIPE, folder)
    return folder


def test_training_makes_six_networks_and_a_second_call_does_nothing(run: Run) -> None:
    before = {s: hashlib.sha256(run.checkpoint(s).read_bytes()).hexdigest() for s in Symptom}

    fit(run)

    after = {s: hashlib.sha256(run.checkpoint(s).read_bytes()).hexdigest() for s in Symptom}
    assert before == after
    assert len(set(before.values())) == len(Symptom)


def test_smoke_run_is_of_sixty_pictures() -> None:
    assert RECIPE.train.count + RECIPE.validation.count + RECIPE.test.count == 60


def test_early_blocks_are_those_of_the_trunk(run: Run) -> None:
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
    assert CliRunner().invoke(app, arguments).exit_code == 0


def test_splitting_keeps_a_symptoms_logits() -> None:
    from scalp_core.vision.network import build

    torch.manual_seed(2)
    trunk = build(RECIPE.architecture, classes=24, image_size=(64, 96)).eval()
    single = build(RECIPE.architecture, image_size=(64, 96))
    pictures = torch.randn(2, 3, 64, 96)

    split(trunk, single, Symptom.DANDRUFF)
    single.eval()

    with torch.inference_mode():
        expected, _ = trunk(pictures)
        whole, _ = single(pictures)
        parts = late(single, early(single, early(single, pictures, 0, 5), 5, 11), 11)
    torch.testing.assert_close(whole, expected[:, 16:20])
    torch.testing.assert_close(parts, whole)


def test_targets_give_some_probability_to_the_neighbouring_grades() -> None:
    targets = ordinal_targets(torch.tensor([0, 2]), smoothing=0.1)

    expected = np.array([[0.9, 0.1, 0, 0], [0, 0.05, 0.9, 0.05]])
    np.testing.assert_allclose(targets.numpy(), expected, rtol=1e-6)


def test_loss_of_even_logits_is_the_entropy_of_guessing() -> None:
    value = loss(torch.zeros(2, 6, 4), torch.zeros(2, 6, dtype=torch.long), smoothing=0.1)

    assert float(value) == pytest.approx(np.log(4))
