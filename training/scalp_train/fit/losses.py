"""Losses of grading: smoothed cross-entropy, and where the activation map lies."""

from __future__ import annotations

import torch
from torch.nn import functional

from scalp_train.models.trunk import GRADES


def ordinal_targets(grades: torch.Tensor, smoothing: float) -> torch.Tensor:
    """Return target distributions [..., 4] of grades [...]; neighbours share ``smoothing``.

    Mistaking a grade for its neighbour is the smaller error, and the commoner one among people.
    """
    hot = functional.one_hot(grades, GRADES).float()
    spread = torch.zeros_like(hot)
    spread[..., 1:] += hot[..., :-1]
    spread[..., :-1] += hot[..., 1:]
    spread = spread / spread.sum(dim=-1, keepdim=True)
    return (1 - smoothing) * hot + smoothing * spread


def grading_loss(
    logits: torch.Tensor,
    grades: torch.Tensor,
    smoothing: float,
    weights: torch.Tensor | None = None,
) -> torch.Tensor:
    """Return the cross-entropy of logits [N, S, 4] against grades [N, S], mean over both.

    Weighted by the true grade where ``weights`` [S, 4] are given.
    """
    targets = ordinal_targets(grades, smoothing)
    each = -(targets * functional.log_softmax(logits.float(), dim=-1)).sum(dim=-1)
    return _weighted(each, grades, weights).mean()


def _weighted(
    each: torch.Tensor, grades: torch.Tensor, weights: torch.Tensor | None
) -> torch.Tensor:
    """Return values [N, S] times the weights [S, 4] of their grades [N, S]."""
    if weights is None:
        return each
    return each * weights.expand(len(grades), -1, -1).gather(2, grades[..., None])[..., 0]


def ranked_probability_score(
    logits: torch.Tensor,
    grades: torch.Tensor,
    smoothing: float,
    weights: torch.Tensor | None = None,
) -> torch.Tensor:
    """Return how far the cumulative probabilities are from the target's, squared and summed, mean.

    It grows with the distance between the grades, as the quadratic weighted kappa does, and is a
    proper score (Epstein 1969), so it does not spoil the calibration.

    Args:
        logits: [N, S, 4].
        grades: true grades [N, S].
        smoothing: probability mass that a target gives to its neighbours, 0-0.5.
        weights: of the true grades [S, 4]; by default all weigh the same.
    """
    targets = ordinal_targets(grades, smoothing)
    gap = functional.softmax(logits.float(), dim=-1).cumsum(dim=-1) - targets.cumsum(dim=-1)
    return _weighted(gap.square().sum(dim=-1), grades, weights).mean()


def localisation_loss(
    activation: torch.Tensor, grades: torch.Tensor, signs: torch.Tensor
) -> torch.Tensor:
    """Return how far the true grade's map lies from the sign: cross-entropy over cells, mean.

    The map's softmax over its cells is compared with the sign's share of each cell. This makes the
    network grade by the sign itself rather than by what correlates with it. Maps of absent signs
    do not count.

    Args:
        activation: activation maps [N, S, 4, h, w].
        grades: true grades [N, S].
        signs: sign masks uint8 [N, S, rows, columns].
    """
    pictures, symptoms, _, height, width = activation.shape
    chosen = grades[:, :, None, None, None].expand(-1, -1, 1, height, width)
    maps = activation.float().gather(2, chosen).reshape(pictures, symptoms, -1)
    cells = functional.adaptive_avg_pool2d(signs.float(), (height, width))
    cells = cells.reshape(pictures, symptoms, -1)
    total = cells.sum(dim=-1)
    each = -(cells * functional.log_softmax(maps, dim=-1)).sum(dim=-1) / total.clamp(min=1.0)
    present = ((grades > 0) & (total >= 1.0)).float()
    return (each * present).sum() / present.sum().clamp(min=1.0)
