"""Artifacts that are not what the manifest says are refused by name."""

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from scalp_core.errors import BrokenArtifactError
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vision.ensemble import Ensemble
from scalp_core.vision.imaging import MIN_SIDE
from scalp_core.vision.loading import load_ensemble, vcpus
from scalp_core.vision.manifest import Artifacts
from scalp_core.vocabulary import Symptom
from scalp_deployment.paths import ARTIFACTS

Load = Callable[[Path], Ensemble]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ARTIFACTS, tmp_path / "artifacts"))


@pytest.fixture
def load(decoder: PhotoDecoder) -> Load:
    return partial(load_ensemble, decoder=decoder)


def edit(folder: Path, change: dict) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))


def test_the_shipped_artifacts_are_whole() -> None:
    artifacts = Artifacts(ARTIFACTS)

    for symptom in Symptom:
        assert artifacts.model_bytes(symptom)


def test_the_shipped_artifacts_stay_small() -> None:
    assert sum(path.stat().st_size for path in ARTIFACTS.iterdir()) <= 60_000_000


@pytest.mark.parametrize("name", ["dandruff.onnx", "trunk.onnx"])
def test_a_changed_model_file_is_refused_by_name(load: Load, copied: Path, name: str) -> None:
    with (copied / name).open("ab") as file:
        file.write(b"x")

    with pytest.raises(BrokenArtifactError, match=rf"{name}: sha256"):
        load(copied)


def test_a_missing_model_file_is_refused_by_name(load: Load, copied: Path) -> None:
    (copied / "hair_loss.onnx").unlink()

    with pytest.raises(BrokenArtifactError, match=r"hair_loss\.onnx: cannot be read"):
        load(copied)


def test_models_on_a_common_trunk_see_the_same_picture(load: Load, copied: Path) -> None:
    models = json.loads((copied / "manifest.json").read_text())["models"]
    models["dandruff"]["input"] |= {"width": 640, "height": 480}
    edit(copied, {"models": models})

    with pytest.raises(BrokenArtifactError, match="common trunk"):
        load(copied)


def test_a_changed_file_of_the_photo_gate_is_refused_by_name(load: Load, copied: Path) -> None:
    file = copied / Artifacts(copied).manifest.photo_gate.familiarity.file
    file.write_bytes(file.read_bytes()[:-1])

    with pytest.raises(BrokenArtifactError, match=rf"{file.name}: sha256"):
        load(copied)


@pytest.mark.parametrize(
    ("limits", "named"),
    [
        ({"sharpness": {"warn": 0.01, "reject": 0.02}}, "above warn"),
        ({"bright": {"warn": 225, "reject": 220}}, "below warn"),
        ({"warnBelowSide": MIN_SIDE - 1}, "warnBelowSide"),
    ],
)
def test_a_gate_that_rejects_before_it_warns_is_refused(
    load: Load, copied: Path, limits: dict, named: str
) -> None:
    gate = json.loads((copied / "manifest.json").read_text())["photoGate"]
    edit(copied, {"photoGate": gate | limits})

    with pytest.raises(BrokenArtifactError, match=named):
        load(copied)


def test_a_missing_manifest_is_refused_by_name(load: Load, tmp_path: Path) -> None:
    with pytest.raises(BrokenArtifactError, match=r"manifest\.json: cannot be read"):
        load(tmp_path)


def test_a_file_with_the_right_hash_that_is_no_model_is_refused_by_name(
    load: Load, copied: Path
) -> None:
    import hashlib

    (copied / "dandruff.onnx").write_bytes(b"nonsense")
    manifest = json.loads((copied / "manifest.json").read_text())
    manifest["models"]["dandruff"]["sha256"] = hashlib.sha256(b"nonsense").hexdigest()
    edit(copied, manifest)

    with pytest.raises(BrokenArtifactError, match=r"dandruff\.onnx: not a model"):
        load(copied)


ADAPTATION = {
    "baseVersion": "2026.11.2",
    "baseTrainedOn": "rendered",
    "photos": 61,
    "people": 12,
    "symptoms": ["dandruff"],
}


def test_results_of_adapted_models_say_how_many_photos_they_fitted(
    load: Load, copied: Path
) -> None:
    edit(copied, {"trainedOn": "adapted", "adaptation": ADAPTATION})

    assert load(copied).model.model_dump(by_alias=True)["adaptedPhotos"] == 61


def test_results_of_other_models_say_nothing_of_it(load: Load, copied: Path) -> None:
    assert "adaptedPhotos" not in load(copied).model.model_dump(by_alias=True)


@pytest.mark.parametrize(
    "change",
    [
        {"schemaVersion": 3},
        {"trainedOn": "people"},
        {"trainedOn": "adapted"},
        {"adaptation": ADAPTATION},
        {"models": {}},
        {"surprise": True},
    ],
)
def test_a_wrong_manifest_is_refused_by_name(load: Load, copied: Path, change: dict) -> None:
    edit(copied, change)

    with pytest.raises(BrokenArtifactError, match=r"manifest\.json"):
        load(copied)


def test_a_manifest_with_two_aspect_ratios_is_refused(load: Load, copied: Path) -> None:
    manifest = json.loads((copied / "manifest.json").read_text())
    manifest["models"]["dandruff"]["input"]["width"] *= 2
    edit(copied, manifest)

    with pytest.raises(BrokenArtifactError, match="aspect ratio"):
        load(copied)


@pytest.mark.parametrize(
    ("megabytes", "expected"),
    [(128, 1), (512, 1), (1769, 1), (2653, 1), (2654, 2), (3008, 2), (3538, 2), (10240, 6)],
)
def test_workers_follow_lambdas_memory(megabytes: int, expected: int) -> None:
    assert vcpus(megabytes) == expected
