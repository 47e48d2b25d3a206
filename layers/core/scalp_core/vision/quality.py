"""Warnings about a photo that can be assessed, but less surely."""

from dataclasses import dataclass

import numpy as np

from scalp_core.imaging import Photo
from scalp_core.vision.preprocessing import Frame
from scalp_core.vocabulary import PhotoWarning

_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)  # ITU-R BT.601


@dataclass(frozen=True)
class Thresholds:
    """Limits beyond which a warning is given.

    Attributes:
        short_side: pixels; the models see 240 rows, below that detail is interpolated.
        sharpness: variance of the Laplacian over the variance of the frame's luma. Rendered scope
            pictures lie above it, the same pictures blurred by 4 px below
            (``tests/unit/test_quality.py``).
        dark, bright: mean luma, 0..255.
    """

    short_side: int = 240
    sharpness: float = 0.01
    dark: float = 50
    bright: float = 225


def photo_warnings(
    photo: Photo, frame: Frame, thresholds: Thresholds = Thresholds()
) -> list[PhotoWarning]:
    """What to tell the person about resolution, sharpness and exposure."""
    luma = frame.pixels.astype(np.float32) @ _LUMA
    found = {
        PhotoWarning.LOW_RESOLUTION: min(photo.width, photo.height) < thresholds.short_side,
        PhotoWarning.BLURRED: sharpness(luma) < thresholds.sharpness,
        PhotoWarning.TOO_DARK: float(luma.mean()) < thresholds.dark,
        PhotoWarning.TOO_BRIGHT: float(luma.mean()) > thresholds.bright,
    }
    return [warning for warning, here in found.items() if here]


def sharpness(luma: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> float:
    """Variance of the 4-neighbour Laplacian relative to the picture's own variance.

    Pech-Pacheco et al. 2000 ("Diatom autofocusing in brightfield microscopy") use the variance
    alone; dividing makes it independent of contrast and light.
    """
    laplacian = (
        luma[:-2, 1:-1] + luma[2:, 1:-1] + luma[1:-1, :-2] + luma[1:-1, 2:] - 4 * luma[1:-1, 1:-1]
    )
    return float(laplacian.var() / max(float(luma.var()), 1.0))
