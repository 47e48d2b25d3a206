"""What runs one network; its two implementations must agree (tests/training/test_parity.py)."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class EngineOutput:
    """What a network says about N pictures.

    Attributes:
        logits: float32 [N, 4], one per grade, before temperature.
        activation: float32 [N, 4, rows, columns], class activation map of each grade.
        features: float32 [N, C], by which :mod:`scalp_core.vision.familiarity` tells a scalp from
            anything else (:func:`scalp_core.vision.network_v2.pooled`).
    """

    logits: NDArray[np.float32]
    activation: NDArray[np.float32]
    features: NDArray[np.float32]


class Engine(Protocol):
    """One symptom's network."""

    def run(self, pictures: NDArray[np.float32]) -> EngineOutput:
        """Judge normalised pictures, float32 [N, 3, H, W]."""
        ...
