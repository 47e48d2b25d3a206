"""ONNX Runtime and PyTorch agree on the shipped models; torch is the reference."""

import io

import numpy as np
import pytest
from PIL import Image

from scalp_core.vision.certainty import calibrated
from scalp_core.vision.familiarity import Familiarity
from scalp_core.vision.loading import load_engine, load_ensemble
from scalp_core.vision.manifest import Artifacts
from scalp_core.vision.preprocessing import frame, normalise
from scalp_core.vision.torch_engine import TorchEngine
from scalp_core.vocabulary import Symptom
from scalp_deployment.paths import ARTIFACTS
from scalp_train.render.layers.picture import render
from support.negatives import negatives

PICTURES = 6
SEED = 77_000_000  # outside the seeds of training, validation and evaluation


@pytest.fixture(scope="module")
def rendered() -> list[Image.Image]:
    return [Image.fromarray(render(SEED + number).pixels) for number in range(PICTURES)]


@pytest.mark.parametrize("symptom", list(Symptom))
def test_both_engines_give_the_same_probabilities_and_grades(
    symptom: Symptom, rendered: list[Image.Image]
) -> None:
    artifacts = Artifacts(ARTIFACTS)
    entry = artifacts.manifest.models[symptom]
    content, trunk = artifacts.model_bytes(symptom), artifacts.trunk_bytes()
    batch = np.concatenate(
        [normalise(frame(one, entry.input).pixels, entry.input) for one in rendered]
    )

    served = load_engine(artifacts, symptom).run(batch)
    reference = TorchEngine(content, entry, trunk).run(batch)

    ours = calibrated(served.logits, entry.temperature, entry.prior.odds)
    theirs = calibrated(reference.logits, entry.temperature, entry.prior.odds)
    assert np.abs(ours - theirs).max() < 1e-3
    assert np.array_equal(ours.argmax(1), theirs.argmax(1))
    assert np.allclose(served.activation, reference.activation, atol=1e-2)
    assert np.allclose(served.features, reference.features, atol=1e-2)


def test_the_torch_engine_serves_a_photo_like_the_default_one(
    rendered: list[Image.Image],
) -> None:
    file = io.BytesIO()
    rendered[0].save(file, "PNG")

    default = load_ensemble(ARTIFACTS, "onnx").analyse(file.getvalue())
    torch = load_ensemble(ARTIFACTS, "torch").analyse(file.getvalue())

    assert default.type.scalp_type == torch.type.scalp_type
    for symptom in Symptom:
        assert default.symptoms[symptom].grade == torch.symptoms[symptom].grade
        assert default.symptoms[symptom].probabilities == pytest.approx(
            torch.symptoms[symptom].probabilities, abs=1e-3
        )
    assert default.warnings == torch.warnings


def test_both_engines_measure_the_same_distance(rendered: list[Image.Image]) -> None:
    artifacts = Artifacts(ARTIFACTS)
    gate = artifacts.manifest.photo_gate.familiarity
    entry = artifacts.manifest.models[gate.symptom]
    content, trunk = artifacts.model_bytes(gate.symptom), artifacts.trunk_bytes()
    known = Familiarity.from_bytes(artifacts.familiarity_bytes(), gate.file)
    pictures = [*rendered[:5], *(picture for _, picture in negatives()[:5])]
    batch = np.concatenate(
        [normalise(frame(one, entry.input).pixels, entry.input) for one in pictures]
    )

    served = known.distances(load_engine(artifacts, gate.symptom).run(batch).features)
    reference = known.distances(TorchEngine(content, entry, trunk).run(batch).features)

    np.testing.assert_allclose(served, reference, atol=1e-2)
