"""Which photos to label next: those that the models are least sure of and know least."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from scalp_core.vocabulary import Grade
from scalp_train.labelling.model_answers import ModelAnswer


def uncertainty(answer: ModelAnswer) -> float:
    """Return how little the models know a photo's grades, 0 … 1: the mean over the symptoms.

    Of each symptom it is the mean of two measures: 1 minus the margin between the two most probable
    grades (Scheffer et al. 2001, "Active Hidden Markov Models for Information Extraction"), and the
    share of further grades in the conformal set.
    """
    margins = []
    for found in answer.probabilities.values():
        second, first = np.sort(found)[-2:]
        margins.append(1 - (first - second))
    sets = [(len(grades) - 1) / (len(Grade) - 1) for grades in answer.plausible.values()]
    return float((np.mean(margins) + np.mean(sets)) / 2)


def next_photos(answers: Mapping[str, ModelAnswer], labelled: Collection[str]) -> list[str]:
    """Return the photos that are not labelled yet, most informative first.

    Each is the one with the highest product of uncertainty and novelty. Novelty is the distance of
    whitened features to the nearest photo that is labelled or earlier in the order, and to the mean
    of the pictures that the networks learned from. So two nearly equal photos do not follow each
    other (farthest-first traversal as in Sener & Savarese 2018, "Active Learning for Convolutional
    Neural Networks: A Core-Set Approach", weighted by uncertainty). Photos that the gate takes for
    something else come last: they are far from everything, and nothing is learned from them.

    Args:
        answers: of the models, by file.
        labelled: files that have labels; those without an answer do not count.
    """
    waiting = [file for file in answers if file not in labelled]
    if not waiting:
        return []
    features = np.stack([answers[file].features for file in waiting])
    doubt = np.array([uncertainty(answers[file]) for file in waiting])
    scalp = np.array([answers[file].is_scalp for file in waiting])
    known = [answers[file].features for file in answers if file in labelled]
    novelty = np.linalg.norm(features, axis=1)  # whitened features have their mean at the origin
    for other in known:
        novelty = np.minimum(novelty, _distances(features, other))
    order = []
    left = np.ones(len(waiting), np.bool_)
    while left.any():
        candidates = left & scalp if (left & scalp).any() else left
        best = int(np.argmax(np.where(candidates, doubt * novelty, -1)))
        left[best] = False
        order.append(waiting[best])
        novelty = np.minimum(novelty, _distances(features, features[best]))
    return order


def _distances(features: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    distances: NDArray[np.float32] = np.linalg.norm(features - other, axis=1)
    return distances
