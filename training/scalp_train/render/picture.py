"""What every drawing technique returns, and the cameras it can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

HEIGHT, WIDTH = 480, 640
"""Size of the trichoscope's pictures in px."""

LookName = Literal["scope", "phone", "harsh"]
"""Cameras: a trichoscope, a phone, and one with every nuisance beyond what training shows."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendered scalp.

    Attributes:
        pixels: uint8 [480, 640, 3], RGB, after JPEG.
        masks: bool [6, 480, 640], where each symptom's sign was drawn, whether or not something in
            front hides it; in the vocabulary's order.
        grades: the six grades in the vocabulary's order.
    """

    pixels: NDArray[np.uint8]
    masks: NDArray[np.bool_]
    grades: tuple[int, ...]
