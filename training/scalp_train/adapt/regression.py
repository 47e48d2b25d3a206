"""Multinomial logistic regression that stays near the layer it starts from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scalp_train.adapt.networks import Layer

MAX_STEPS, MAX_HALVINGS, ENOUGH = 30, 10, 1e-4
"""Newton's method takes some six steps until one would lower the loss by less than the last."""
BIAS_PENALTY = 1e-6
"""Only so that adding one number to all biases, which changes nothing, has a solution."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Examples:
    """N pictures to fit to.

    Attributes:
        inputs: features [N, C], each with a deviation near 1.
        logits: of the layer to start from [N, K].
        offsets: [N, K], added to all logits while fitting: the log-odds by which each class is more
            frequent where the picture comes from than it is taken to be, so that the fit does not
            learn how frequent it is ("balanced softmax", Ren et al. 2020, arXiv:2007.10740).
        classes: true classes [N].
        weights: how much each picture counts [N].
    """

    inputs: Floats
    logits: Floats
    offsets: Floats
    classes: NDArray[np.int64]
    weights: Floats

    def take(self, rows: NDArray[np.int64]) -> Examples:
        """Return some of the pictures."""
        return Examples(
            self.inputs[rows],
            self.logits[rows],
            self.offsets[rows],
            self.classes[rows],
            self.weights[rows],
        )

    def weighing(self, total: float) -> Examples:
        """Return the pictures, equally weighted so that the weights' sum is ``total``."""
        count = len(self.classes)
        return replace(self, weights=np.full(count, total / count))

    def __add__(self, other: Examples) -> Examples:
        """Return the pictures of both."""
        return Examples(
            np.concatenate([self.inputs, other.inputs]),
            np.concatenate([self.logits, other.logits]),
            np.concatenate([self.offsets, other.offsets]),
            np.concatenate([self.classes, other.classes]),
            np.concatenate([self.weights, other.weights]),
        )


def fit_change(examples: Examples, scores: Floats, penalty: float) -> Layer:
    """Return the layer to add, with the least weighted log-loss plus a penalty on its weights.

    The weights are ``scores · V``: each column of the scores is a direction in which the logits may
    move with the inputs. The penalty is half of ``penalty`` times the sum of the squares of V; the
    bias is free. So few examples change little, and the more there are, the less the start matters.

    Args:
        examples: to fit to.
        scores: [K, P], such as one column that ascends with the grade.
        penalty: above 0, on the scale of the examples' summed weights.
    """
    design = _design(examples.inputs, scores)
    classes = len(scores)
    ridge = np.full(design.shape[2], penalty)
    ridge[-classes:] = BIAS_PENALTY
    found = np.zeros_like(ridge)
    loss = _loss(examples, design, ridge, found)
    for _ in range(MAX_STEPS):
        step = _newton_step(examples, design, ridge, found)
        for _ in range(MAX_HALVINGS):
            reached = _loss(examples, design, ridge, found - step)
            if reached <= loss:
                break
            step = step / 2
        else:
            break
        found, gain, loss = found - step, loss - reached, reached
        if gain < ENOUGH:
            break
    values = found[:-classes].reshape(scores.shape[1], -1)
    return Layer(scores @ values, found[-classes:])


def _design(inputs: Floats, scores: Floats) -> Floats:
    """Return how each logit depends on each number of V, row by row, and of the bias: [N, K, M]."""
    count, classes = len(inputs), len(scores)
    moved = np.einsum("kp,nc->nkpc", scores, inputs).reshape(count, classes, -1)
    free = np.broadcast_to(np.eye(classes), (count, classes, classes))
    return np.concatenate([moved, free], axis=2)


def _log_chances(examples: Examples, design: Floats, parameters: Floats) -> Floats:
    logits = examples.logits + examples.offsets + design @ parameters
    logits -= logits.max(axis=1, keepdims=True)
    found: Floats = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return found


def _loss(examples: Examples, design: Floats, ridge: Floats, parameters: Floats) -> float:
    rows = np.arange(len(examples.classes))
    likely = _log_chances(examples, design, parameters)[rows, examples.classes]
    return float(ridge @ parameters**2 / 2 - examples.weights @ likely)


def _newton_step(examples: Examples, design: Floats, ridge: Floats, parameters: Floats) -> Floats:
    chances = np.exp(_log_chances(examples, design, parameters))
    classes = chances.shape[1]
    weights: Floats = examples.weights[:, None]
    flat = design.reshape(-1, design.shape[2])
    residual = weights * (chances - np.eye(classes)[examples.classes])
    gradient = flat.T @ residual.ravel() + ridge * parameters
    bend = chances[:, :, None] * (np.eye(classes) - chances[:, None, :]) * weights[:, :, None]
    hessian: Floats = flat.T @ (bend @ design).reshape(flat.shape) + np.diag(ridge)
    return np.asarray(np.linalg.solve(hessian, gradient), np.float64)


def log_odds(classes: NDArray[np.int64], count: int) -> Floats:
    """Return how much more frequent each class is [K] than if all were equally so, as logarithm.

    A class without a picture counts as if it had one.
    """
    shares = np.maximum(np.bincount(classes, minlength=count), 1)
    found: Floats = np.log(count * shares / shares.sum())
    return found
