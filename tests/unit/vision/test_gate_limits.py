"""On which side of its limits a photo that lies exactly on one is judged."""

import time
from collections.abc import Callable
from functools import partial
from math import inf, nextafter

import numpy as np
import pytest
from PIL import Image

from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vision.engine import EngineOutput
from scalp_core.vision.ensemble import Ensemble, Networks
from scalp_core.vision.familiarity import Familiarity, familiarity_warnings
from scalp_core.vision.imaging import Photo
from scalp_core.vision.manifest import (
    Artifacts,
    CeilingLimits,
    FloorLimits,
    GradePrior,
    InputSpec,
    Manifest,
    PhotoGate,
)
from scalp_core.vision.preprocessing import Frame, frame
from scalp_core.vision.quality import quality_warnings, sharpness
from scalp_core.vocabulary import Grade, PhotoWarning, Symptom
from scalp_deployment.paths import ARTIFACTS
from support import gates, photos

SPEC = InputSpec(width=320, height=240, mean=(0.5, 0.5, 0.5), std=(0.2, 0.2, 0.2))
LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
EVERYTHING_PASSES = {
    "warn_below_side": 224,
    "sharpness": FloorLimits(warn=0, reject=0),
    "dark": FloorLimits(warn=0, reject=0),
    "bright": CeilingLimits(warn=255, reject=255),
}


@pytest.fixture(scope="module")
def seen() -> Frame:
    return frame(photos.picture(), SPEC)


def judged(seen: Frame, *, short_side: int = 480, **limits: object) -> object:
    """The warnings, or the code of a rejection, by a gate with these limits alone."""
    gate = PhotoGate.model_validate(
        gates.gate().model_dump() | EVERYTHING_PASSES | limits, by_name=True
    )
    photo = Photo(Image.new("RGB", (1, 1)), 640, short_side)
    try:
        return quality_warnings(photo, seen, gate)
    except PhotoRejectedError as error:
        return error.code


def luma(seen: Frame) -> np.ndarray:
    return seen.pixels.astype(np.float32) @ LUMA


def brightness(seen: Frame) -> float:
    return float(luma(seen).mean())


def sharp(seen: Frame) -> float:
    return sharpness(luma(seen))


@pytest.mark.parametrize(
    ("name", "measure", "warning", "code"),
    [
        ("dark", brightness, PhotoWarning.TOO_DARK, RejectionCode.TOO_DARK),
        ("sharpness", sharp, PhotoWarning.BLURRED, RejectionCode.BLURRED),
    ],
)
def test_a_photo_exactly_on_a_floor_is_good_enough(
    seen: Frame,
    name: str,
    measure: Callable[[Frame], float],
    warning: PhotoWarning,
    code: RejectionCode,
) -> None:
    here = measure(seen)
    above = nextafter(here, inf)

    assert judged(seen, **{name: FloorLimits(warn=here, reject=0)}) == []
    assert judged(seen, **{name: FloorLimits(warn=above, reject=here)}) == [warning]
    assert judged(seen, **{name: FloorLimits(warn=above, reject=above)}) is code


def test_a_photo_exactly_on_a_ceiling_is_good_enough(seen: Frame) -> None:
    here = brightness(seen)
    below = nextafter(here, 0)

    assert judged(seen, bright=CeilingLimits(warn=here, reject=255)) == []
    assert judged(seen, bright=CeilingLimits(warn=below, reject=here)) == [PhotoWarning.TOO_BRIGHT]
    assert judged(seen, bright=CeilingLimits(warn=0, reject=below)) is RejectionCode.TOO_BRIGHT


def test_a_side_exactly_as_long_as_is_wished_for_is_long_enough(seen: Frame) -> None:
    assert judged(seen, short_side=480, warn_below_side=480) == []
    assert judged(seen, short_side=479, warn_below_side=480) == [PhotoWarning.LOW_RESOLUTION]


def test_the_sharpness_of_a_single_bright_point_is_what_the_formula_says() -> None:
    """Of 5 × 5 pixels the middle one is 100: its Laplacian is −400, its neighbours' 100."""
    point = np.zeros((5, 5), np.float32)
    point[2, 2] = 100
    laplacian = np.array([0, 100, 0, 100, -400, 100, 0, 100, 0])

    assert sharpness(point) == pytest.approx(laplacian.var() / point.var())


def test_what_is_nearly_flat_is_not_made_sharp_by_dividing_by_nothing() -> None:
    flat = np.zeros((5, 5), np.float32)
    flat[2, 2] = 1  # its variance is 0.0384, taken for 1

    assert sharpness(flat) == pytest.approx(np.var([0, 1, 0, 1, -4, 1, 0, 1, 0]))


@pytest.mark.parametrize(
    ("distance", "expected"),
    [
        (1.0, []),
        (nextafter(1.0, 2), [PhotoWarning.UNFAMILIAR]),
        (2.0, [PhotoWarning.UNFAMILIAR]),
        (nextafter(2.0, 3), RejectionCode.NOT_A_SCALP),
    ],
)
def test_a_photo_exactly_as_far_as_a_limit_lies_within_it(
    distance: float, expected: object
) -> None:
    try:
        found: object = familiarity_warnings(distance, CeilingLimits(warn=1, reject=2))
    except PhotoRejectedError as error:
        found = error.code

    assert found == expected


# ── Certainty ────────────────────────────────────────────────────────────────────────────────────


EVEN = GradePrior(calibration=(0.25, 0.25, 0.25, 0.25), assumed=(0.25, 0.25, 0.25, 0.25))


class SteadyNetwork:
    """A network that says the same of every photo."""

    def __init__(self, logits: list[float], features: np.ndarray, step: float) -> None:
        self._output = EngineOutput(
            logits=np.array([logits], np.float32),
            activation=(step * np.outer(range(4), range(6)).astype(np.float32).reshape(1, 4, 2, 3)),
            features=features[None],
        )

    def run(self, _: object, _shared: object) -> EngineOutput:
        return self._output


MakeEnsemble = Callable[..., Ensemble]


@pytest.fixture(scope="module")
def ensemble(decoder: PhotoDecoder) -> MakeEnsemble:
    """Six such networks, whose entries in the shipped manifest are changed as is asked for."""
    return partial(_ensemble, decoder)


def _ensemble(
    decoder: PhotoDecoder, logits: list[float], *, step: float = 1, **entry: object
) -> Ensemble:
    shipped = Artifacts(ARTIFACTS)
    known = Familiarity.from_bytes(shipped.familiarity_bytes(), "gate")
    models = {
        symptom: one.model_copy(update={"prior": EVEN} | entry)
        for symptom, one in shipped.manifest.models.items()
    }
    manifest: Manifest = shipped.manifest.model_copy(update={"models": models})
    heads = {symptom: SteadyNetwork(logits, known.mean, step) for symptom in Symptom}
    return Ensemble(manifest, Networks(heads, workers=1), known, decoder=decoder)


@pytest.mark.parametrize(
    ("threshold", "uncertain"),
    [(nextafter(0.25, 0), False), (0.25, False), (nextafter(0.25, 1), True)],
)
def test_a_grade_exactly_as_probable_as_the_threshold_is_certain(
    ensemble: MakeEnsemble, threshold: float, uncertain: bool
) -> None:
    undecided = ensemble([0.0, 0.0, 0.0, 0.0], plausible_mass=threshold)

    finding = undecided.analyse(photos.sample()).symptoms[Symptom.DANDRUFF]

    assert finding.confidence == 0.25
    assert finding.uncertain is uncertain
    assert finding.plausible_grades == ([0, 1] if uncertain else [0])


def test_of_equally_probable_grades_the_mildest_is_given(ensemble: MakeEnsemble) -> None:
    found = ensemble([0.0, 3.0, 3.0, 0.0]).analyse(photos.sample())

    assert {one.grade for one in found.symptoms.values()} == {Grade.MILD}


def test_probabilities_are_those_of_the_temperature_to_four_digits(ensemble: MakeEnsemble) -> None:
    found = ensemble([0.0, 2.0, 0.0, 0.0], temperature=2.0).analyse(photos.sample())

    finding = found.symptoms[Symptom.HAIR_LOSS]
    # softmax of 0, 1, 0, 0
    assert finding.probabilities == (0.1749, 0.4754, 0.1749, 0.1749)
    assert finding.confidence == 0.4754


@pytest.mark.parametrize("step", [100, 1, 0.01])
def test_a_map_shows_the_grade_that_was_given_from_0_to_255(
    ensemble: MakeEnsemble, step: float
) -> None:
    found = ensemble([0.0, 0.0, 5.0, 0.0], step=step).analyse(photos.sample())

    grid = found.symptoms[Symptom.DANDRUFF].activation
    assert (grid.rows, grid.columns) == (2, 3)
    assert grid.values == [0, 51, 102, 153, 204, 255]


def test_an_absent_symptom_has_no_map(ensemble: MakeEnsemble) -> None:
    found = ensemble([5.0, 0.0, 0.0, 0.0], step=100).analyse(photos.sample())

    assert set(found.symptoms[Symptom.DANDRUFF].activation.values) == {0}


def test_an_assumed_law_moves_the_grade(ensemble: MakeEnsemble) -> None:
    rare = GradePrior(calibration=EVEN.calibration, assumed=(0.7, 0.1, 0.1, 0.1))

    found = ensemble([0.0, 1.0, 0.0, 0.0], temperature=1, prior=rare).analyse(photos.sample())

    # e⁰ · 0.7 beats e¹ · 0.1.
    assert {one.grade for one in found.symptoms.values()} == {Grade.NONE}


def test_a_map_without_any_difference_shows_nothing(ensemble: MakeEnsemble) -> None:
    found = ensemble([0.0, 0.0, 5.0, 0.0], step=0).analyse(photos.sample())

    assert set(found.symptoms[Symptom.DANDRUFF].activation.values) == {0}


def test_timings_are_the_milliseconds_of_two_parts_of_the_whole(ensemble: MakeEnsemble) -> None:
    steady = ensemble([0.0, 0.0, 0.0, 0.0])

    started = time.perf_counter()
    timings = steady.analyse(photos.sample()).timings
    whole = 1000 * (time.perf_counter() - started)

    assert min(timings.decode, timings.inference) >= 0
    assert timings.decode + timings.inference <= whole + 1  # each is rounded
