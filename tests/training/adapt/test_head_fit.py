"""One symptom's layer fitted to features that are drawn from a law, without networks."""

import numpy as np
import pytest

from scalp_core.vision.certainty import calibrated, plausible_grades
from scalp_core.vision.manifest import Artifacts, ModelEntry
from scalp_core.vocabulary import Symptom
from scalp_deployment.paths import ARTIFACTS
from scalp_train.adapt.heads import (
    EVEN,
    MOST_LOST,
    SCORES,
    FittedHead,
    Graded,
    OldPictures,
    fit_head,
    kappa,
)
from scalp_train.adapt.networks import Layer
from scalp_train.adapt.sufficiency import LEAST_OF_A_GRADE, shortage

CHANNELS = 20
COVERAGE = 0.9
# The sign that the layer reads, one that shows on photos alone, and what marks a photo.
OLD_SIGN, NEW_SIGN, PHOTO = 0, 1, 2
LAYER = Layer(SCORES * 2.5 * np.eye(CHANNELS)[OLD_SIGN], np.array([-1.0, 1.2, 1.2, -1.0]))


def drawn(seed: int, count: int, *, photo: bool, sign: int | None = None) -> Graded:
    """Pictures whose grade shows in one feature, by default the sign of their kind."""
    rng = np.random.default_rng(seed)
    grades = rng.permutation(np.arange(count) % 4)
    features = rng.normal(0, 0.4, (count, CHANNELS))
    if not photo:
        features[:, NEW_SIGN] /= 10  # the old pictures have nothing of it
    shown = (NEW_SIGN if photo else OLD_SIGN) if sign is None else sign
    features[:, shown] += grades - 1.5
    features[:, PHOTO] += 3.0 * photo
    return Graded(features.astype(np.float32), grades, np.arange(count) // 2)


@pytest.fixture(scope="module")
def entry() -> ModelEntry:
    shipped = Artifacts(ARTIFACTS).manifest.models[Symptom.DANDRUFF]
    prior = shipped.prior.model_copy(update={"calibration": EVEN})
    return shipped.model_copy(update={"temperature": 1.0, "prior": prior})


@pytest.fixture(scope="module")
def old() -> OldPictures:
    return OldPictures(drawn(1, 100, photo=False), drawn(2, 200, photo=False))


@pytest.fixture(scope="module")
def fitted(entry: ModelEntry, old: OldPictures) -> FittedHead:
    return fit_head(entry, LAYER, drawn(3, 60, photo=True), old, COVERAGE)


def judged(layer: Layer, entry: ModelEntry, pictures: Graded) -> np.ndarray:
    return calibrated(layer.logits(pictures.features), entry.temperature, entry.prior.odds)


def test_sixty_photos_teach_a_sign_that_the_old_layer_never_read(
    fitted: FittedHead, entry: ModelEntry
) -> None:
    unseen = drawn(4, 500, photo=True)
    assert fitted.layer is not None

    before = kappa(judged(LAYER, entry, unseen), unseen.grades)
    after = kappa(judged(fitted.layer, fitted.entry, unseen), unseen.grades)

    assert before < 0.3
    assert after > before + 0.4
    assert kappa(fitted.after, drawn(3, 60, photo=True).grades) == pytest.approx(after, abs=0.12)


def test_old_pictures_lose_no_more_than_is_said(
    fitted: FittedHead, entry: ModelEntry, old: OldPictures
) -> None:
    assert fitted.layer is not None
    grades = old.measured.grades
    before = kappa(judged(LAYER, entry, old.measured), grades)

    assert kappa(judged(fitted.layer, fitted.entry, old.measured), grades) > before - MOST_LOST
    assert fitted.old_before == pytest.approx(before)
    assert fitted.old_before - fitted.old_after <= MOST_LOST


def test_sets_of_plausible_grades_hold_the_grades_of_unseen_photos(fitted: FittedHead) -> None:
    unseen = drawn(5, 500, photo=True)
    assert fitted.layer is not None
    likely = judged(fitted.layer, fitted.entry, unseen)
    mass = fitted.entry.plausible_mass

    held = [
        grade in plausible_grades(chances, mass)
        for chances, grade in zip(likely.tolist(), unseen.grades, strict=True)
    ]
    assert np.mean(held) > COVERAGE - 0.07


def test_grades_by_chance_leave_the_layer_as_it_is(entry: ModelEntry, old: OldPictures) -> None:
    photos = drawn(6, 60, photo=True, sign=OLD_SIGN)
    shuffled = np.random.default_rng(7).permutation(photos.grades)

    found = fit_head(entry, LAYER, Graded(photos.features, shuffled, photos.people), old, COVERAGE)

    assert found.layer is None or kappa(found.after, shuffled) < 0.25


def test_a_person_alone_cannot_carry_a_figure(entry: ModelEntry, old: OldPictures) -> None:
    """Features that mark the person, with one grade each, help only on photos of that person."""
    rng = np.random.default_rng(8)
    people = np.repeat(np.arange(12), 5)
    grades = (people % 4).astype(np.int64)
    features = rng.normal(0, 0.4, (60, CHANNELS)) + 2 * rng.normal(0, 1, (12, CHANNELS))[people]
    photos = Graded(features.astype(np.float32), grades, people)

    found = fit_head(entry, LAYER, photos, old, COVERAGE)

    assert kappa(found.after, grades) < 0.5


def test_what_is_missing_is_said_by_grade() -> None:
    grades = np.repeat([0, 1, 2, 3], [40, LEAST_OF_A_GRADE, LEAST_OF_A_GRADE - 4, 0])
    people = np.arange(len(grades))

    missing = "needs 4 more of grade 2 (moderate), 10 more of grade 3 (severe)"
    assert shortage(grades, people) == missing


def test_many_photos_of_two_people_do_not_suffice() -> None:
    grades = np.repeat([0, 1, 2, 3], 20)
    people = np.where(grades == 3, np.arange(80) % 2, np.arange(80))

    assert shortage(grades, people) == "needs grade 3 (severe) of 1 more person"
