"""The shipped photo gate on pictures of the sizes that people upload."""

import io
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pytest
from PIL import Image

from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.vision.ensemble import Ensemble
from scalp_core.vision.loading import load_ensemble
from scalp_core.vision.manifest import Artifacts
from scalp_deployment.paths import ARTIFACTS
from scalp_train.data.domain_shift import shift_domain
from scalp_train.data.rendered import RenderedSet, render_samples
from scalp_train.negatives.drawings import DRAWN
from scalp_train.negatives.heads import FAR, draw_close_up
from scalp_train.publish.photo_gate import SYMPTOM
from scalp_train.render.picture import LookName
from scalp_train.render.techniques import TECHNIQUES, Technique
from support.negatives import negatives
from support.other_scalps import Kind, other_scalp

SEED = 78_000_000  # outside the seeds of training, validation and evaluation
EACH = 6
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


def rendered(count: int, look: LookName, technique: Technique) -> list[np.ndarray]:
    pictures = RenderedSet(SEED, count, labels="natural", look=look, techniques=(technique,))
    return [sample.pixels for sample in render_samples(pictures, ENTRY.input)]


@pytest.fixture(scope="module")
def ensemble() -> Ensemble:
    return load_ensemble(ARTIFACTS)


@pytest.mark.parametrize(("look", "most_warned"), [("scope", 0), ("phone", 0.1), ("harsh", 0.2)])
@pytest.mark.parametrize("technique", TECHNIQUES)
def test_rendered_scalps_pass(
    ensemble: Ensemble, technique: Technique, look: LookName, most_warned: float
) -> None:
    pictures = rendered(10, look, technique)

    rejected, caught = shares(verdict(ensemble, Image.fromarray(one)) for one in pictures)

    assert rejected == 0
    assert caught <= most_warned  # of ten; gate.json has the shares of more


@pytest.mark.parametrize(("kind", "most"), [("scope", 1 / 12), ("parting", 0)])
def test_crude_scalps_that_no_fit_saw_are_hardly_ever_rejected(
    ensemble: Ensemble, kind: Kind, most: float
) -> None:
    rejected, _ = shares(verdict(ensemble, other_scalp(seed, kind)) for seed in range(2 * EACH))

    assert rejected <= most


def test_scalps_as_a_phone_sees_them_from_close_up_pass(ensemble: Ensemble) -> None:
    drawn = [draw_close_up(np.random.default_rng(SEED + n)) for n in range(2 * EACH)]

    rejected, _ = shares(verdict(ensemble, Image.fromarray(one)) for one in drawn)

    assert rejected == 0


def test_pictures_of_anything_else_are_rejected(ensemble: Ensemble) -> None:
    """Some of them were fitted to; how many others pass stands in gate.json."""
    assert len(negatives()) >= 60

    found = {name: verdict(ensemble, picture) for name, picture in negatives()}

    rejected, caught = shares(found.values())
    assert caught >= 0.99, [name for name, verdict in found.items() if not verdict.reasons]
    # The limit is set to reject few scalps; what passes it is warned about, and gets no verdict.
    assert rejected >= 0.88, [name for name, verdict in found.items() if not verdict.rejected]


@pytest.mark.parametrize("kind", ["eyes", "fingers", "fur", "cloth"])
def test_drawings_of_anything_else_are_rejected(ensemble: Ensemble, kind: str) -> None:
    drawn = [DRAWN[kind](np.random.default_rng(SEED + n)) for n in range(EACH // 2)]

    found = [verdict(ensemble, Image.fromarray(one)) for one in drawn]

    assert sum(one.rejected for one in found) >= len(found) - 1


@pytest.mark.parametrize("kind", FAR)
def test_a_head_from_afar_is_rejected_with_advice(ensemble: Ensemble, kind: str) -> None:
    drawn = [FAR[kind](np.random.default_rng(SEED + n)) for n in range(EACH)]

    found = [verdict(ensemble, Image.fromarray(one)) for one in drawn]

    assert all(one.rejected for one in found)
    advised = sum(RejectionCode.TOO_FAR in one.reasons for one in found)
    assert advised >= 0.6 * EACH


def test_restyling_is_reproducible_and_leaves_something_to_see() -> None:
    picture = rendered(1, "scope", "layers")[0]

    first, again = (shift_domain(picture, np.random.default_rng(5)) for _ in range(2))
    many = [shift_domain(picture, np.random.default_rng(seed)) for seed in range(20)]

    assert np.array_equal(first, again)
    assert len({one.tobytes() for one in many}) == len(many)
    assert all(one.shape == picture.shape and one.std() > 1 for one in many)
