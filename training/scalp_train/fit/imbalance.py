"""Weights of rare grades in the loss.

In AI Hub data set 216, 95 % of the grades of pustules are 0 and .5 % are 3: without weights a
network that never answers 3 loses next to nothing.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from scalp_core.vision.network import Network
from scalp_train.models.trunk import GRADES


def effective_number_weights(grades: NDArray[np.int64], beta: float) -> torch.Tensor:
    """Return weights float32 [S, 4] of grades [N, S] by the effective number of pictures.

    A grade that n pictures have weighs (1 - beta) / (1 - beta^n) (Cui et al. 2019,
    arXiv:1901.05555): between 1 for all (beta 0) and 1/n (beta towards 1). Scaled so that the mean
    over the pictures is 1 for each symptom; a grade without pictures weighs 1.

    Args:
        grades: true grades of the training set.
        beta: 0 to 1, exclusive.
    """
    weights = np.ones((grades.shape[1], GRADES))
    for row, column in zip(weights, grades.T, strict=True):
        counts = np.bincount(column, minlength=GRADES)
        seen = counts > 0
        row[seen] = (1 - beta) / (1 - beta ** counts[seen])
        row[seen] *= counts.sum() / (counts[seen] * row[seen]).sum()
    return torch.from_numpy(weights.astype(np.float32))


@torch.no_grad()
def remove_weights(network: Network, weights: torch.Tensor) -> None:
    """Make a network of one symptom answer as if its grades had not been weighted.

    Weighted cross-entropy and ranked probability score are least at probabilities proportional to
    weight times frequency, so the logarithm of the weights is subtracted from the logits' bias
    (Menon et al. 2021, arXiv:2007.07314). The calibration then sees the true frequencies, and the
    assumed prior (:mod:`scalp_train.evaluate.prior`) decides how readily rare grades are named.

    Args:
        network: of 4 logits.
        weights: of its symptom's grades [4].
    """
    network._fc.bias -= weights.log().to(network._fc.bias.device)
