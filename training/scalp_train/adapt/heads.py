"""A symptom's last layer fitted to labelled photos, within a bound on what old pictures may lose.

The logits of the frozen layer move by one number of the pooled features, which counts -1.5, -0.5,
0.5 and 1.5 times for grades 0, 1, 2 and 3, and by a free bias: the adjacent-category model of
ordinal regression (Agresti 2010, "Analysis of Ordinal Categorical Data", chapter 4), with the old
layer as its offset. Renders are mixed in, so that the layer stays good at them.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from scalp_core.vision.certainty import calibrated
from scalp_core.vision.manifest import GradePrior, ModelEntry
from scalp_core.vocabulary import Grade
from scalp_train.adapt.networks import Layer
from scalp_train.adapt.regression import Examples, Floats, fit_change, log_odds
from scalp_train.evaluate.bootstrap import weighted_metrics
from scalp_train.evaluate.calibration import fit_plausible_mass, fit_temperature

GRADES = len(Grade)
SCORES = np.arange(GRADES, dtype=np.float64)[:, None] - (GRADES - 1) / 2
EVEN = (1 / GRADES, 1 / GRADES, 1 / GRADES, 1 / GRADES)

DIMENSIONS = 64
"""Main directions of the pooled features that a fit moves along; 150 pictures have hardly more."""
PENALTIES = (3.0, 30.0, 300.0)
OLD_SHARES = (0.3, 3.0)
"""Weight of all old pictures together, relative to that of the photos. The folds choose among pairs
of penalty and share; on another renderer's pictures each symptom asked for others."""
OUTER_FOLDS, INNER_FOLDS, SEED = 5, 4, 17
LEAST_CHANNEL_DEVIATION = 1e-3
"""Added to each feature's deviation, as some features never vary."""

MOST_LOST = 0.03
"""Quadratic weighted kappa that a symptom may lose on the old pictures."""


@dataclass(frozen=True, slots=True)
class Graded:
    """Features float32 [N, C] of one network, grades [N], and the number of each one's person."""

    features: NDArray[np.float32]
    grades: NDArray[np.int64]
    people: NDArray[np.int64]

    def take(self, rows: NDArray[np.int64] | NDArray[np.bool_] | slice) -> Graded:
        """Return some of the pictures."""
        return Graded(self.features[rows], self.grades[rows], self.people[rows])


@dataclass(frozen=True, slots=True)
class OldPictures:
    """Pictures of the kind that the base learned from: some to mix in, others to measure on."""

    mixed_in: Graded
    measured: Graded


@dataclass(frozen=True, slots=True)
class FittedHead:
    """A last layer, and what it did to photos that it was not fitted to.

    Attributes:
        layer: the new one; ``None`` where none was better within the bound.
        entry: with the temperature, prior and mass that belong to the layer.
        before: probabilities [N, 4] of the photos by the base.
        after: the same by fits to other people's photos.
        old_before: quadratic weighted kappa of the base on the old pictures.
        old_after: that of the new layer.
    """

    layer: Layer | None
    entry: ModelEntry
    before: Floats
    after: Floats
    old_before: float
    old_after: float


def fit_head(
    entry: ModelEntry, layer: Layer, photos: Graded, old: OldPictures, coverage: float
) -> FittedHead:
    """Fit a layer to photos; figures come from nested cross-validation by person.

    Args:
        entry: of the base's network.
        layer: its last one.
        photos: with no :func:`scalp_train.adapt.sufficiency.shortage`.
        old: of the kind that the base learned from.
        coverage: of the sets of plausible grades, 0-1.
    """
    fitting = _Fitting(entry, layer, photos, old)
    before = calibrated(layer.logits(photos.features), entry.temperature, entry.prior.odds)
    after = before.copy()
    for train, test in _folds(photos, OUTER_FOLDS):
        found = fitting.select(train)
        if found is not None:
            after[test] = fitting.probabilities(fitting.photos.take(test), found)
    chosen = fitting.select(np.arange(len(photos.grades)))
    if chosen is None or kappa(after, photos.grades) <= kappa(before, photos.grades):
        return FittedHead(None, entry, before, after, fitting.old_before, fitting.old_before)
    odds = fitting.prior.odds
    held_out = calibrated(chosen.held_out, chosen.temperature, odds)
    fitted = {
        "temperature": chosen.temperature,
        "prior": fitting.prior,
        "plausible_mass": fit_plausible_mass(held_out, photos.grades, coverage=coverage),
    }
    return FittedHead(
        fitting.layer(chosen.change),
        entry.model_copy(update=fitted),
        before,
        after,
        fitting.old_before,
        fitting.old_kappa(chosen),
    )


def kappa(probabilities: Floats, grades: NDArray[np.int64]) -> float:
    """Return the quadratic weighted kappa of the most probable grades."""
    once = np.ones((1, len(grades)))
    metrics = weighted_metrics(probabilities, grades, once)
    return float(metrics["quadratic_weighted_kappa"][0])


@dataclass(frozen=True, slots=True)
class _Selected:
    """A change of the layer, with the logits [N, 4] of photos by fits to other people's."""

    change: Layer
    temperature: float
    held_out: Floats


class _Fitting:
    """One symptom's pictures in coordinates in which fits are fast.

    Features are divided by their deviation and turned to the main directions of all pictures that
    are fitted to.
    """

    def __init__(self, entry: ModelEntry, layer: Layer, photos: Graded, old: OldPictures) -> None:
        # The base as it is calibrated, for grades of even frequency.
        even = np.log(GRADES * np.array(entry.prior.calibration))
        self._base = Layer(layer.weights / entry.temperature, layer.bias / entry.temperature - even)
        self.prior = GradePrior(calibration=EVEN, assumed=entry.prior.assumed)
        mixed_in = old.mixed_in.features.astype(np.float64)
        self._scale = mixed_in.std(axis=0) + LEAST_CHANNEL_DEVIATION
        fitted = np.concatenate([photos.features, mixed_in]) / self._scale
        self._centre = fitted.mean(axis=0)
        _, _, directions = np.linalg.svd(fitted - self._centre, full_matrices=False)
        self._rotation = directions[:DIMENSIONS]
        self._people = photos
        self.photos = self._examples(photos)
        self._mixed_in = self._examples(old.mixed_in)
        self._measured = self._examples(old.measured)
        shown = calibrated(layer.logits(old.measured.features), entry.temperature, entry.prior.odds)
        self.old_before = kappa(shown, old.measured.grades)

    def select(self, rows: NDArray[np.int64]) -> _Selected | None:
        """Return the change that suits held-out photos best, of those that keep the bound.

        Args:
            rows: of the photos to fit to.
        """
        photos = self.photos.take(rows)
        offset = log_odds(photos.classes, GRADES)
        photos = replace(photos, offsets=np.tile(offset, (len(rows), 1)))
        folds = list(_folds(self._people.take(rows), INNER_FOLDS))
        candidates = []
        for fit in self._fits():
            held_out = photos.logits.copy()
            for train, test in folds:
                change = fit(photos.take(train))
                held_out[test] += change.logits(photos.inputs[test])
            odds = np.exp(offset).tolist()
            temperature = fit_temperature(held_out, photos.classes, odds)
            loss = _ranked_probability_score(
                calibrated(held_out, temperature, odds), photos.classes
            )
            candidates.append((loss, temperature, held_out, fit))
        for _, temperature, held_out, fit in sorted(candidates, key=lambda each: each[0]):
            selected = _Selected(fit(photos), temperature, held_out)
            if self.old_before - self.old_kappa(selected) <= MOST_LOST:
                return selected
        return None

    def probabilities(self, pictures: Examples, selected: _Selected) -> Floats:
        """Return calibrated probabilities [N, 4] under the assumed prior."""
        logits = pictures.logits + selected.change.logits(pictures.inputs)
        return calibrated(logits, selected.temperature, self.prior.odds)

    def old_kappa(self, selected: _Selected) -> float:
        """Return the quadratic weighted kappa on the old pictures."""
        return kappa(self.probabilities(self._measured, selected), self._measured.classes)

    def layer(self, change: Layer) -> Layer:
        """Return the changed layer on the features themselves."""
        weights = change.weights @ self._rotation
        return Layer(
            self._base.weights + weights / self._scale,
            self._base.bias + change.bias - weights @ self._centre,
        )

    def _fits(self) -> Iterator[Callable[[Examples], Layer]]:
        """Yield ways to fit; the first one leaves the layer as it is."""
        unchanged = Layer(np.zeros((GRADES, len(self._rotation))), np.zeros(GRADES))
        yield lambda _: unchanged
        for share, penalty in product(OLD_SHARES, PENALTIES):

            def fit(photos: Examples, share: float = share, penalty: float = penalty) -> Layer:
                old = self._mixed_in.weighing(share * len(photos.classes))
                return fit_change(photos + old, SCORES, penalty)

            yield fit

    def _examples(self, pictures: Graded) -> Examples:
        count = len(pictures.grades)
        return Examples(
            (pictures.features / self._scale - self._centre) @ self._rotation.T,
            self._base.logits(pictures.features),
            np.tile(log_odds(pictures.grades, GRADES), (count, 1)),
            pictures.grades,
            np.ones(count),
        )


def _ranked_probability_score(probabilities: Floats, grades: NDArray[np.int64]) -> float:
    """Return the mean score of Epstein 1969, which like kappa counts how far a grade is off."""
    truth = np.eye(GRADES)[grades]
    gap = probabilities.cumsum(axis=1) - truth.cumsum(axis=1)
    return float(np.square(gap).sum(axis=1).mean())


def _folds(photos: Graded, count: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield rows to fit to and rows held out, no person in both, grades as even as can be."""
    count = min(count, len(np.unique(photos.people)))
    folds = StratifiedGroupKFold(count, shuffle=True, random_state=SEED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where a grade has fewer photos than there are folds
        yield from folds.split(photos.features, photos.grades, photos.people)
