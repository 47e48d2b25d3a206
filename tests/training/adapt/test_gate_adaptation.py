"""The photo gate takes labelled photos for scalps, and nothing else with them."""

import numpy as np
import pytest

from scalp_core.vision.familiarity import Familiarity, View
from scalp_core.vision.manifest import FamiliarityEntry, FloorLimits
from scalp_core.vocabulary import Symptom
from scalp_train.adapt.gate import MOST_PASSING, GatePhotos, fit_gate
from scalp_train.publish.gate_pictures import PLAIN, GateSet
from scalp_train.publish.photo_gate import fit_classifier

CHANNELS = 6
CENTRES = {View.SCALP: (0, 0, 0), View.TOO_FAR: (0, 8, 0), View.OTHER: (0, 0, 8)}
PHOTOS = (7, 0, 2)
LIMITS = FamiliarityEntry(
    file="familiarity.npz",
    sha256="0" * 64,
    symptom=Symptom.FINE_SCALING,
    warn_beyond=1.5,
    scalp=FloorLimits(warn=0.8, reject=0.3),
)


def cloud(seed: int, centre: tuple[int, ...], count: int) -> np.ndarray:
    whole = np.zeros(CHANNELS)
    whole[: len(centre)] = centre
    return np.random.default_rng(seed).normal(whole, 1, (count, CHANNELS)).astype(np.float32)


def kinds(seed: int, count: int) -> GateSet:
    clouds = [cloud(seed + view, centre, count) for view, centre in CENTRES.items()]
    names = np.repeat([PLAIN, "heads", "fur"], count)
    return GateSet(np.concatenate(clouds), np.repeat(list(CENTRES), count), names)


@pytest.fixture(scope="module")
def known() -> Familiarity:
    return fit_classifier(kinds(10, 200))


def pictures(photos: np.ndarray) -> GatePhotos:
    return GatePhotos(
        photos,
        np.arange(len(photos)) // 2,
        cloud(1, CENTRES[View.SCALP], 80),
        cloud(2, CENTRES[View.SCALP], 80),
        kinds(20, 40),
        kinds(30, 40),
    )


def test_fewer_photos_like_the_labelled_ones_are_unfamiliar(known: Familiarity) -> None:
    found = fit_gate(known, LIMITS, pictures(cloud(3, PHOTOS, 60)))

    assert found.fitted is not None
    assert found.before.unfamiliar > 0.9
    assert found.after.unfamiliar < 0.2
    fitted, limits = found.fitted
    unseen = cloud(4, PHOTOS, 300)
    warned = fitted.distances(unseen) > limits.warn_beyond
    warned |= fitted.probabilities(unseen)[:, View.SCALP] < limits.scalp.warn
    assert warned.mean() < 0.2


def test_hardly_more_of_anything_else_passes(known: Familiarity) -> None:
    found = fit_gate(known, LIMITS, pictures(cloud(3, PHOTOS, 60)))

    assert found.after.others_pass <= found.before.others_pass + MOST_PASSING
    assert found.after.others_unwarned <= found.before.others_unwarned + MOST_PASSING


def test_photos_that_look_like_anything_else_leave_the_gate_as_it_is(known: Familiarity) -> None:
    assert fit_gate(known, LIMITS, pictures(cloud(3, CENTRES[View.OTHER], 60))).fitted is None


def test_few_photos_leave_the_gate_as_it_is(known: Familiarity) -> None:
    found = fit_gate(known, LIMITS, pictures(cloud(3, PHOTOS, 10)))

    assert found.fitted is None
    assert found.before == found.after
