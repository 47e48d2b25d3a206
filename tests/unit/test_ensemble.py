"""Six models as one, on the shipped artifacts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalp_core.scalp_type import scalp_type
from scalp_core.vision.ensemble import Ensemble, calibrated
from scalp_core.vision.loading import load_ensemble
from scalp_core.vision.manifest import Artifacts
from scalp_core.vocabulary import Grade, Symptom
from scalp_local.system import ARTIFACTS
from support import photos


@pytest.fixture(scope="module")
def ensemble() -> Ensemble:
    return load_ensemble(ARTIFACTS)


def test_a_photo_gets_six_consistent_findings(ensemble: Ensemble) -> None:
    result = ensemble.analyse(photos.sample())
    entries = Artifacts(ARTIFACTS).manifest.models

    assert list(result.symptoms) == list(Symptom)
    for symptom, finding in result.symptoms.items():
        assert sum(finding.probabilities) == pytest.approx(1, abs=1e-3)
        assert finding.confidence == finding.probabilities[finding.grade]
        assert finding.confidence == max(finding.probabilities)
        assert finding.uncertain == (finding.confidence < entries[symptom].uncertain_below)
        grid = finding.activation
        assert len(grid.values) == grid.rows * grid.columns
        assert (min(grid.values), max(grid.values)) == (0, 255)
    presence = [finding.grade > Grade.NONE for finding in result.symptoms.values()]
    assert result.type.scalp_type is scalp_type(presence)


def test_a_turned_photo_gets_a_turned_grid(ensemble: Ensemble) -> None:
    portrait = photos.encoded(photos.picture().rotate(90, expand=True), "PNG")

    grid = ensemble.analyse(portrait).symptoms[Symptom.DANDRUFF].activation

    assert grid.rows > grid.columns


def test_the_same_photo_gives_the_same_answer_in_any_format(ensemble: Ensemble) -> None:
    picture = photos.picture()

    first = ensemble.analyse(photos.encoded(picture, "PNG"))
    second = ensemble.analyse(photos.encoded(picture, "WEBP", lossless=True))

    assert first.symptoms == second.symptoms


def test_blank_photos_are_warned_about(ensemble: Ensemble) -> None:
    from PIL import Image

    black = ensemble.analyse(photos.encoded(Image.new("RGB", (230, 230), "black"), "PNG"))
    white = ensemble.analyse(photos.encoded(Image.new("RGB", (640, 480), "white"), "PNG"))

    assert set(black.warnings) == {"low_resolution", "blurred", "too_dark"}
    assert set(white.warnings) == {"blurred", "too_bright"}


@given(
    st.lists(st.floats(-50, 50, width=32), min_size=4, max_size=4),
    st.floats(0.1, 10),
)
def test_calibration_keeps_the_order_and_sums_to_one(logits: list[float], t: float) -> None:
    probabilities = calibrated(np.array(logits, np.float32), t)

    assert probabilities.sum() == pytest.approx(1)
    assert probabilities[int(np.argmax(logits))] == probabilities.max()
