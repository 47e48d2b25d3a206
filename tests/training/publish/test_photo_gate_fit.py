"""The photo gate on pictures: the shipped one, and one fitted to a few renders.

The pictures of anything else are the test set: nothing was fitted to them.
"""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from PIL import Image

from scalp_core.errors import PhotoRejectedError
from scalp_core.vision.ensemble import Ensemble
from scalp_core.vision.familiarity import Familiarity
from scalp_core.vision.loading import load_engine, load_ensemble
from scalp_core.vision.manifest import Artifacts
from scalp_core.vision.preprocessing import frame
from scalp_deployment.paths import ARTIFACTS
from scalp_train.data.cache import CachedSet
from scalp_train.data.domain_shift import shift_domain
from scalp_train.data.rendered import RenderedSet, render_samples
from scalp_train.evaluate import second_renderer
from scalp_train.publish.photo_gate import SYMPTOM, extract_features, fit_photo_gate
from scalp_train.render.picture import LookName
from support.negatives import negatives
from support.other_scalps import Kind, other_scalp

SEED = 78_000_000  # outside the seeds of training, validation and evaluation
EACH = 20
FITTED_TO = 60
ENTRY = Artifacts(ARTIFACTS).manifest.models[SYMPTOM]


class Verdict(NamedTuple):
    """The gate's objections to a picture."""

    rejected: bool
    reasons: frozenset[str]


def verdict(ensemble: Ensemble, picture: Image.Image) -> Verdict:
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    try:
        return Verdict(False, frozenset(ensemble.analyse(file.getvalue()).warnings))
    except PhotoRejectedError as error:
        return Verdict(True, frozenset({error.code}))


def shares(verdicts: Iterable[Verdict]) -> tuple[float, float]:
    """Share of the rejected pictures, and of those rejected or warned about."""
    found = [(one.rejected, bool(one.reasons)) for one in verdicts]
    rejected, caught = np.mean(found, axis=0)
    return float(rejected), float(caught)


def rendered(seed: int, count: int, look: LookName) -> CachedSet:
    pictures = RenderedSet(seed, count, look=look)
    drawn = [one.pixels for one in render_samples(pictures, ENTRY.input)]
    return CachedSet(np.stack(drawn), pictures.grades())


@pytest.fixture(scope="module")
def ensemble() -> Ensemble:
    return load_ensemble(ARTIFACTS)


@pytest.mark.parametrize("look", ["scope", "phone", "harsh"])
def test_rendered_scalps_pass(ensemble: Ensemble, look: LookName) -> None:
    pictures = rendered(SEED, EACH, look).pixels

    rejected, caught = shares(verdict(ensemble, Image.fromarray(one)) for one in pictures)

    assert rejected <= 0.02
    assert caught <= 0.05


def test_scalps_of_the_second_renderer_pass(ensemble: Ensemble) -> None:
    grades = RenderedSet(SEED, EACH // 2).grades()
    drawn = [Image.fromarray(second_renderer.draw(SEED + n, row)) for n, row in enumerate(grades)]

    rejected, caught = shares(verdict(ensemble, one) for one in drawn)

    assert rejected <= 0.02
    assert caught <= 0.2


@pytest.mark.parametrize("kind", ["scope", "parting"])
def test_crude_scalps_are_hardly_ever_rejected(ensemble: Ensemble, kind: Kind) -> None:
    rejected, _ = shares(verdict(ensemble, other_scalp(seed, kind)) for seed in range(EACH))

    assert rejected <= 0.02


def test_pictures_of_anything_else_are_caught(ensemble: Ensemble) -> None:
    assert len(negatives()) >= 60

    found = {name: verdict(ensemble, picture) for name, picture in negatives()}

    rejected, caught = shares(found.values())
    assert caught >= 0.95, [name for name, verdict in found.items() if not verdict.reasons]
    assert rejected >= 0.5


def test_a_gate_fitted_to_a_few_renders_knows_others_and_nothing_else(tmp_path: Path) -> None:
    engine = load_engine(Artifacts(ARTIFACTS), SYMPTOM)
    train, validation = (
        rendered(SEED + 10_000, FITTED_TO, "scope"),
        rendered(SEED + 20_000, FITTED_TO // 3, "scope"),
    )

    gate = fit_photo_gate(engine, ENTRY.input, tmp_path, train, validation).familiarity

    known = Familiarity.from_bytes((tmp_path / gate.file).read_bytes(), gate.file)
    others = rendered(SEED + 30_000, FITTED_TO // 3, "scope").pixels
    strangers = [frame(picture, ENTRY.input).pixels for _, picture in negatives()]
    familiar = known.distances(extract_features(engine, ENTRY.input, others))
    distant = known.distances(extract_features(engine, ENTRY.input, strangers))
    assert (familiar > gate.distance.reject).mean() <= 0.02
    assert (distant > gate.distance.warn).mean() >= 0.95
    assert (tmp_path / gate.file).stat().st_size < 300_000


def test_restyling_is_reproducible_and_leaves_something_to_see() -> None:
    picture = rendered(SEED, 1, "scope").pixels[0]

    first, again = (shift_domain(picture, np.random.default_rng(5)) for _ in range(2))
    many = [shift_domain(picture, np.random.default_rng(seed)) for seed in range(20)]

    assert np.array_equal(first, again)
    assert len({one.tobytes() for one in many}) == len(many)
    assert all(one.shape == picture.shape and one.std() > 1 for one in many)
