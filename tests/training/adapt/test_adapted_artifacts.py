"""From labelled photos to a folder that everything which reads artifacts can load."""

import hashlib
import shutil
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
import torch
from typer.testing import CliRunner, Result

from scalp_core.vision.loading import load_engine, load_ensemble
from scalp_core.vision.manifest import MANIFEST_NAME, Artifacts
from scalp_core.vision.network import LITE0, build
from scalp_core.vision.preprocessing import normalise
from scalp_core.vision.torch_engine import TorchEngine
from scalp_core.vocabulary import Grade, Symptom, TrainedOn
from scalp_deployment.paths import ARTIFACTS
from scalp_train.adapt.adaptation import Adapted, adapt
from scalp_train.adapt.networks import frozen_features, read_layer
from scalp_train.adapt.photos import folder_source
from scalp_train.adapt.sufficiency import UnusableError
from scalp_train.cli import app
from scalp_train.data.cache import CachedSet
from scalp_train.labels.table import Label, write_labels
from scalp_train.models.initial_weights import load_initial_weights
from scalp_train.publish.adapted_card import BASE_FILE, write_adapted_card
from scalp_train.publish.export import export_onnx
from scalp_train.publish.manifest import write_manifest
from support.lite0 import SIZE

PHOTOS, OLD = 60, 24
GRADED = (Symptom.INTERFOLLICULAR_ERYTHEMA, Symptom.HAIR_LOSS)
SCARCE = Symptom.HAIR_LOSS
HEIGHT, WIDTH = SIZE


@pytest.fixture(scope="module")
def base(lite0_graph: onnx.ModelProto, tmp_path_factory: pytest.TempPathFactory) -> Artifacts:
    """Six equal networks of a small input: ImageNet's features, and last layers of chance."""
    folder = tmp_path_factory.mktemp("base")
    torch.manual_seed(3)
    network = build(LITE0, image_size=SIZE)
    load_initial_weights(network, LITE0, None)
    file = folder / "network.onnx"
    export_onnx(lite0_graph, network.state_dict(), file)
    content = file.read_bytes()
    shipped = Artifacts(ARTIFACTS)
    entries = {}
    for symptom, entry in shipped.manifest.models.items():
        (folder / entry.file).write_bytes(content)
        spec = entry.input.model_copy(update={"width": WIDTH, "height": HEIGHT})
        changed = {"input": spec, "sha256": hashlib.sha256(content).hexdigest()}
        entries[symptom] = entry.model_copy(update=changed)
    gate = shipped.manifest.photo_gate.familiarity
    (folder / gate.file).write_bytes(shipped.familiarity_bytes())
    (folder / "MODEL_CARD.md").write_text("the base's\n")
    write_manifest(shipped.manifest.model_copy(update={"models": entries, "trunk": None}), folder)
    return Artifacts(folder)


def tinted(grade: int, seed: int) -> np.ndarray:
    """A texture, the redder the higher the grade, uint8 [240, 320, 3]."""
    texture = np.random.default_rng(seed).normal(120, 30, (240, 320, 3))
    texture[..., 0] += 30 * grade
    return texture.clip(0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Label]]:
    """Photos of 30 people; of one symptom severe ones are too few. The last one is withdrawn."""
    folder = tmp_path_factory.mktemp("photos")
    labels = []
    for number in range(PHOTOS):
        grade = Grade(number % 4)
        file = folder / f"{number}.png"
        cv2.imwrite(str(file), cv2.cvtColor(tinted(grade, number), cv2.COLOR_RGB2BGR))
        grades = dict.fromkeys(Symptom) | dict.fromkeys(GRADED, grade)
        grades[SCARCE] = Grade(min(grade, Grade.MODERATE))
        labels.append(Label(file.name, grades, f"person {number // 2}"))
    (folder / labels[-1].file).unlink()
    return folder, labels


@pytest.fixture(scope="module")
def adapted(base: Artifacts, labelled: tuple[Path, list[Label]]) -> Adapted:
    folder, labels = labelled
    grades = np.arange(OLD) // 2 % 4
    pixels = [cv2.resize(tinted(g, 100 + n), (WIDTH, HEIGHT)) for n, g in enumerate(grades)]
    old = CachedSet(np.stack(pixels), np.tile(grades[:, None], len(Symptom)))
    return adapt(base, labels, folder_source(folder), old, [], version="1-adapted", others=18)


@pytest.fixture(scope="module")
def written(
    base: Artifacts, adapted: Adapted, tmp_path_factory: pytest.TempPathFactory
) -> Artifacts:
    folder = tmp_path_factory.mktemp("adapted")
    adapted.write(base, folder)
    write_adapted_card(folder, base.folder)
    return Artifacts(folder)


def test_held_out_photos_are_graded_better_than_before(adapted: Adapted) -> None:
    change = adapted.record.symptoms[Symptom.INTERFOLLICULAR_ERYTHEMA]

    assert change.kept is None
    assert (change.photos, change.people) == (PHOTOS - 1, 30)
    assert change.after is not None
    assert change.after.value is not None
    assert change.after.value > 0.7
    assert change.gain is not None
    assert change.gain.low is not None
    assert change.gain.low > 0.3


def test_a_withdrawn_photo_has_no_part_in_it(adapted: Adapted) -> None:
    assert [each.file for each in adapted.left_out] == [f"{PHOTOS - 1}.png"]
    assert adapted.manifest.adaptation is not None
    assert adapted.manifest.adaptation.photos == PHOTOS - 1


def test_symptoms_without_enough_grades_keep_the_bases_network(
    adapted: Adapted, base: Artifacts
) -> None:
    missing = "needs 10 more of grade 3 (severe)"
    assert adapted.record.symptoms[SCARCE].kept == missing
    sentence = f"{PHOTOS - 1} photos of 30 people; kept, {missing}"
    assert adapted.record.symptoms[SCARCE].sentence() == sentence
    assert adapted.manifest.adaptation is not None
    assert adapted.manifest.adaptation.symptoms == (Symptom.INTERFOLLICULAR_ERYTHEMA,)
    for symptom in set(Symptom) - {Symptom.INTERFOLLICULAR_ERYTHEMA}:
        assert adapted.models[symptom] == base.model_bytes(symptom)
        assert adapted.manifest.models[symptom] == base.manifest.models[symptom]


@pytest.mark.parametrize("engine", ["onnx", "torch"])
def test_a_photo_is_assessed_by_the_adapted_models(
    written: Artifacts, labelled: tuple[Path, list[Label]], engine: str
) -> None:
    folder, _ = labelled
    ensemble = load_ensemble(written.folder, "torch" if engine == "torch" else "onnx")

    results = [ensemble.analyse((folder / f"{number}.png").read_bytes()) for number in range(4)]

    grades = [result.symptoms[Symptom.INTERFOLLICULAR_ERYTHEMA].grade for result in results]
    assert np.abs(np.array(grades) - np.arange(4)).max() <= 1
    assert results[0].model.trained_on is TrainedOn.ADAPTED
    assert results[0].model.adapted_photos == PHOTOS - 1


def test_both_engines_agree_on_an_adapted_network(written: Artifacts, base: Artifacts) -> None:
    symptom = Symptom.INTERFOLLICULAR_ERYTHEMA
    entry = written.manifest.models[symptom]
    pixels = np.stack([tinted(grade, 99)[:HEIGHT, :WIDTH] for grade in range(4)])

    served = load_engine(written, symptom).run(normalise(pixels, entry.input))
    reference = TorchEngine(written.model_bytes(symptom), entry).run(normalise(pixels, entry.input))

    np.testing.assert_allclose(served.logits, reference.logits, atol=1e-2)
    np.testing.assert_allclose(served.activation, reference.activation, atol=1e-2)
    layer = read_layer(written.model_bytes(symptom))
    pooled = frozen_features(base, pixels).pooled[symptom]
    np.testing.assert_allclose(layer.logits(pooled), served.logits, atol=1e-2)


def test_the_card_says_how_few_photos_it_was(written: Artifacts) -> None:
    card = (written.folder / "MODEL_CARD.md").read_text()

    assert f"Adapted to {PHOTOS - 1} labelled photos of 30 people" in card
    assert "kept: needs 10 more of grade 3 (severe)" in card
    assert (written.folder / BASE_FILE).read_text() == "the base's\n"


def test_adapted_models_are_not_adapted_again(
    written: Artifacts, labelled: tuple[Path, list[Label]]
) -> None:
    folder, labels = labelled
    nothing = CachedSet(np.zeros((0, HEIGHT, WIDTH, 3), np.uint8), np.zeros((0, 6), np.int64))

    with pytest.raises(UnusableError, match="adapted already"):
        adapt(written, labels, folder_source(folder), nothing, [], version="2")


def release(adapted: Path, shipped: Path) -> Result:
    arguments = ["release", "--adapted", str(adapted), "--artifacts", str(shipped)]
    return CliRunner().invoke(app, [*arguments, "--least-kappa", "-1"])


def test_adapted_models_replace_their_base_once_and_no_other_models(
    written: Artifacts, base: Artifacts, tmp_path: Path
) -> None:
    shipped, other = (Path(shutil.copytree(base.folder, tmp_path / name)) for name in "ab")
    manifest = base.manifest.model_copy(update={"version": "another"})
    write_manifest(manifest, other)

    first, again = (release(written.folder, shipped) for _ in range(2))
    refused, unadapted = release(written.folder, other), release(base.folder, tmp_path / "c")

    assert first.exit_code == 0, first.output
    assert Artifacts(shipped).manifest == written.manifest
    assert (shipped / BASE_FILE).read_text() == "the base's\n"
    assert load_engine(Artifacts(shipped), Symptom.HAIR_LOSS)
    assert [done.exit_code for done in (again, refused, unadapted)] == [1, 1, 1]
    assert "is the shipped one" in " ".join(again.output.split())
    assert Artifacts(other).manifest == manifest
    assert "a record of the adaptation" in unadapted.output


def test_the_command_refuses_faulty_labels_by_line(tmp_path: Path) -> None:
    file = tmp_path / "labels.csv"
    file.write_text(f"file,{','.join(Symptom)}\na.jpg,0,0,0,0,0,5\n")

    found = CliRunner().invoke(app, ["adapt", str(file), "--root", str(tmp_path)])

    assert found.exit_code == 1
    assert "line 2: hair_loss is '5'; write 0, 1, 2, 3 or nothing" in " ".join(found.output.split())


def test_too_few_labels_are_refused_before_anything_is_read(tmp_path: Path) -> None:
    labels, work = tmp_path / "labels.csv", tmp_path / "work"
    write_labels([Label("a.jpg", dict.fromkeys(Symptom, Grade.MILD), None)], labels)

    done = CliRunner().invoke(
        app, ["adapt", str(labels), "--root", str(tmp_path), "--work", str(work)]
    )

    assert done.exit_code == 1
    for symptom in Symptom:
        missing = f"{symptom}: needs 10 more of grade 0 (none), 9 more of grade 1 (mild)"
        assert missing in " ".join(done.output.split())
    assert not work.exists()


def test_the_command_overwrites_no_models_but_adapted_ones(base: Artifacts, tmp_path: Path) -> None:
    file = tmp_path / "labels.csv"
    write_labels([Label("a.jpg", dict.fromkeys(Symptom), None)], file)
    before = (base.folder / MANIFEST_NAME).read_bytes()

    arguments = ["adapt", str(file), "--root", str(tmp_path), "--artifacts", str(base.folder)]
    found = CliRunner().invoke(app, arguments)

    assert found.exit_code == 1
    assert "would be overwritten" in " ".join(found.output.split())
    assert (base.folder / MANIFEST_NAME).read_bytes() == before
