"""Networks are released only if they pass every check; else the shipped ones stay."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scalp_core.vision.manifest import Artifacts, Manifest
from scalp_core.vocabulary import Symptom
from scalp_train.cli import app
from scalp_train.cli.options import ARTIFACTS
from scalp_train.publish.manifest import with_metrics, write_manifest
from scalp_train.publish.release import check_release, check_version, install

ALWAYS = -1.0
"""A kappa that every network has: how good the shipped ones are is not asked here."""


@pytest.fixture
def candidate(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ARTIFACTS, tmp_path / "candidate"))


def failed(folder: Path, shipped: Path = ARTIFACTS, least_kappa: float = ALWAYS) -> list[str]:
    checks = check_release(folder, shipped, least_kappa=least_kappa)
    return [f"{check.name}: {check.found}" for check in checks if not check.passed]


def with_kappa(manifest: Manifest, symptom: Symptom, change: float) -> Manifest:
    metrics = {each: entry.metrics for each, entry in manifest.models.items()}
    kappa = metrics[symptom].quadratic_weighted_kappa + change
    update = {"quadratic_weighted_kappa": kappa}
    return with_metrics(manifest, metrics | {symptom: metrics[symptom].model_copy(update=update)})


def test_whole_networks_pass_and_a_damaged_one_is_named(candidate: Path) -> None:
    whole = failed(candidate)
    file = candidate / "dandruff.onnx"
    file.write_bytes(file.read_bytes()[:-1])

    assert not [line for line in whole if "plausible" not in line]
    assert "dandruff.onnx" in next(line for line in failed(candidate) if "engine" in line)


def test_a_kappa_below_the_least_is_named(candidate: Path) -> None:
    (line,) = [line for line in failed(candidate, least_kappa=1.1) if "kappa of at least" in line]

    for symptom in Symptom:
        assert symptom in line


@pytest.mark.parametrize(("lost", "lines"), [(0.06, 1), (0.04, 0)])
def test_a_symptom_may_not_lose_against_the_shipped_networks(
    candidate: Path, lost: float, lines: int
) -> None:
    manifest = Artifacts(candidate).manifest
    write_manifest(with_kappa(manifest, Symptom.HAIR_LOSS, -lost), candidate)

    worse = [line for line in failed(candidate) if "against the shipped" in line]

    assert len(worse) == lines
    assert all(f"hair_loss {lost:.3f}" in line for line in worse)


def test_an_evaluation_of_other_networks_does_not_count(candidate: Path) -> None:
    (candidate / "evaluation.json").unlink()

    assert failed(candidate) == ["an evaluation of these networks: none"]


@pytest.mark.parametrize("version", ["", "../up", "a b", Artifacts(ARTIFACTS).manifest.version])
def test_a_version_that_is_taken_or_no_version_is_refused_before_anything(
    tmp_path: Path, version: str
) -> None:
    assert not check_version(version, ARTIFACTS).passed
    arguments = ["release", "--version", version, "--work", str(tmp_path / "work")]

    done = CliRunner().invoke(app, arguments)

    assert done.exit_code == 1
    assert "not released" in done.output
    assert not (tmp_path / "work").exists()


def test_a_new_version_can_be_released_into_an_empty_folder(tmp_path: Path) -> None:
    assert check_version("2030.1.1", ARTIFACTS).passed
    assert check_version("1.0.0+aihub", tmp_path).passed


def test_installing_replaces_the_shipped_files_and_deletes_networks_that_are_gone(
    tmp_path: Path,
) -> None:
    new, shipped = tmp_path / "new", tmp_path / "shipped"
    for folder, files in ((new, ("manifest.json", "a.onnx")), (shipped, ("a.onnx", "b.onnx"))):
        folder.mkdir()
        for name in files:
            (folder / name).write_text(folder.name)
    (shipped / "leave_one_out.json").write_text("kept")
    (shipped / "adaptation.json").write_text("of the networks before")

    install(new, shipped)

    found = {file.name: file.read_text() for file in shipped.iterdir()}
    assert found == {"manifest.json": "new", "a.onnx": "new", "leave_one_out.json": "kept"}
