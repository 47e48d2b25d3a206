"""What runs networks; both implementations must agree (tests/training/test_parity.py)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Pictures = NDArray[np.float32]
"""Normalised pictures, float32 [N, 3, H, W]."""

Tensors = Mapping[str, NDArray[np.float32]]
"""Outputs of a trunk by name."""


@dataclass(frozen=True)
class EngineOutput:
    """A network's output for N pictures.

    Attributes:
        logits: float32 [N, 4], one per grade, before temperature.
        activation: float32 [N, 4, rows, columns], class activation map of each grade.
        features: float32 [N, C], from which :mod:`scalp_core.vision.familiarity` measures the
            distance to the training pictures (:func:`scalp_core.vision.network_v2.pooled`).
    """

    logits: NDArray[np.float32]
    activation: NDArray[np.float32]
    features: NDArray[np.float32]


class Trunk(Protocol):
    """The layers that all six networks share."""

    def run(self, pictures: Pictures, /) -> Tensors:
        """Compute what the heads take besides the pictures."""
        ...


class Head(Protocol):
    """One symptom's network, from where it differs from the others; a whole one without a trunk."""

    def run(self, pictures: Pictures, shared: Tensors, /) -> EngineOutput:
        """Judge pictures, of which the trunk has made ``shared``."""
        ...
