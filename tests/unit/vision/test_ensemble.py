"""Six models as one, on the shipped artifacts."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vision.engine import EngineOutput, Pictures, Tensors
from scalp_core.vision.ensemble import Ensemble, Networks, sign_maps
from scalp_core.vision.loading import load_engine, load_ensemble, load_onnx_networks
from scalp_core.vision.manifest import Artifacts
from scalp_core.vocabulary import Grade, Symptom
from scalp_deployment.paths import ARTIFACTS
from support import photos


@pytest.fixture(scope="module")
def ensemble(decoder: PhotoDecoder) -> Ensemble:
    return load_ensemble(ARTIFACTS, decoder=decoder)


def test_a_photo_gets_six_consistent_findings(ensemble: Ensemble) -> None:
    result = ensemble.analyse(photos.sample())
    entries = Artifacts(ARTIFACTS).manifest.models

    assert list(result.symptoms) == list(Symptom)
    for symptom, finding in result.symptoms.items():
        assert sum(finding.probabilities) == pytest.approx(1, abs=1e-3)
        assert finding.confidence == finding.probabilities[finding.grade]
        assert finding.confidence == max(finding.probabilities)
        plausible = sum(finding.probabilities[grade] for grade in finding.plausible_grades)
        assert plausible > entries[symptom].plausible_mass - 1e-3
        grid = finding.activation
        assert len(grid.values) == grid.rows * grid.columns
        assert max(grid.values) == (255 if finding.grade > Grade.NONE else 0)
    first, second = result.type.most_probable
    assert result.type.scalp_type is first.scalp_type
    assert first.probability >= second.probability


def test_a_turned_photo_gets_a_turned_grid(ensemble: Ensemble) -> None:
    portrait = photos.encoded(photos.picture().rotate(90, expand=True), "PNG")

    grid = ensemble.analyse(portrait).symptoms[Symptom.DANDRUFF].activation

    assert grid.rows > grid.columns


def test_the_same_photo_gives_the_same_answer_in_any_format(ensemble: Ensemble) -> None:
    picture = photos.picture()

    first = ensemble.analyse(photos.encoded(picture, "PNG"))
    second = ensemble.analyse(photos.encoded(picture, "WEBP", lossless=True))

    assert first.symptoms == second.symptoms


@pytest.mark.parametrize(
    ("colour", "code"), [("black", "too_dark"), ("grey", "blurred"), ("white", "too_bright")]
)
def test_blank_photos_are_rejected(ensemble: Ensemble, colour: str, code: str) -> None:
    blank = photos.encoded(Image.new("RGB", (640, 480), colour), "PNG")

    with pytest.raises(PhotoRejectedError) as caught:
        ensemble.analyse(blank)

    assert caught.value.code == code


def test_what_is_no_scalp_at_all_is_rejected(ensemble: Ensemble) -> None:
    rows, columns = np.mgrid[:480, :640] // 40
    board = Image.fromarray(((rows + columns) % 2 * 200 + 20).astype(np.uint8)).convert("RGB")

    with pytest.raises(PhotoRejectedError) as caught:
        ensemble.analyse(photos.encoded(board, "PNG"))

    assert caught.value.code is RejectionCode.NOT_A_SCALP


@pytest.mark.parametrize("quality", [45, 80])
def test_a_scalp_lost_in_blur_is_rejected_for_its_blur(ensemble: Ensemble, quality: int) -> None:
    """JPEG's blocks make such a photo look sharper than the limit of rejection."""
    smooth = photos.picture(960, 720).filter(ImageFilter.GaussianBlur(14))

    with pytest.raises(PhotoRejectedError) as caught:
        ensemble.analyse(photos.encoded(smooth, "JPEG", quality=quality))

    assert caught.value.code is RejectionCode.BLURRED


def test_a_rendered_scalp_is_familiar(ensemble: Ensemble) -> None:
    assert ensemble.analyse(photos.sample()).warnings == []


class CountingTrunk:
    """A trunk that counts its runs and gives each of them a name of its own."""

    def __init__(self) -> None:
        self.runs = 0

    def run(self, pictures: Pictures, /) -> Tensors:
        self.runs += 1
        return {"shared": pictures + self.runs}


class EchoingHead:
    """A head that answers with what it was given."""

    def run(self, pictures: Pictures, shared: Tensors, /) -> EngineOutput:
        return EngineOutput(pictures, shared["shared"], pictures)


def test_the_trunk_runs_once_and_all_six_heads_get_what_it_made() -> None:
    trunk = CountingTrunk()
    networks = Networks(dict.fromkeys(Symptom, EchoingHead()), trunk, workers=6)
    pictures = np.zeros((1, 3, 2, 2), np.float32)

    first, second = (networks.run(dict.fromkeys(Symptom, pictures)) for _ in range(2))

    assert trunk.runs == 2
    assert list(first) == list(Symptom)
    assert {float(output.activation.max()) for output in first.values()} == {1.0}
    assert {float(output.activation.max()) for output in second.values()} == {2.0}


def test_the_heads_of_a_folder_answer_as_each_network_does_alone() -> None:
    artifacts = Artifacts(ARTIFACTS)
    spec = artifacts.manifest.models[Symptom.DANDRUFF].input
    pictures = np.random.default_rng(0).random((2, 3, spec.height, spec.width), np.float32)

    together = load_onnx_networks(artifacts, 2).run(dict.fromkeys(Symptom, pictures))

    for symptom, output in together.items():
        alone = load_engine(artifacts, symptom).run(pictures)
        np.testing.assert_allclose(output.logits, alone.logits, atol=1e-4)
        np.testing.assert_allclose(output.features, alone.features, atol=1e-4)


def test_the_map_of_a_sign_leaves_out_what_speaks_for_absence() -> None:
    maps = np.zeros((2, 4, 1, 3), np.float32)
    maps[:, Grade.NONE] = [[0, 2, 5]]
    maps[:, Grade.MODERATE] = [[3, 1, -2]]

    moderate, absent = sign_maps(maps, np.array([Grade.MODERATE, Grade.NONE]))

    assert moderate.tolist() == [[3, 1, 0]]
    assert absent.tolist() == [[0, 0, 0]]
