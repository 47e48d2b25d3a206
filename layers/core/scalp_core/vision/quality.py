"""Check resolution, sharpness and exposure of a photo, before any network runs."""

import numpy as np

from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.vision.imaging import Photo
from scalp_core.vision.manifest import PhotoGate
from scalp_core.vision.preprocessing import Frame
from scalp_core.vocabulary import PhotoWarning

_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)  # ITU-R BT.601


def quality_warnings(photo: Photo, frame: Frame, gate: PhotoGate) -> list[PhotoWarning]:
    """Return warnings about resolution, sharpness and exposure.

    Raises:
        PhotoRejectedError: nothing of a scalp can be seen: almost black, almost white, or without
            any detail.
    """
    luma = frame.pixels.astype(np.float32) @ _LUMA
    brightness, sharp = float(luma.mean()), sharpness(luma)
    # Light first: a black or white photo is blurred as well, but only light helps.
    rejections = {
        RejectionCode.TOO_DARK: brightness < gate.dark.reject,
        RejectionCode.TOO_BRIGHT: brightness > gate.bright.reject,
        RejectionCode.BLURRED: sharp < gate.sharpness.reject,
    }
    for code, here in rejections.items():
        if here:
            raise PhotoRejectedError(code)
    warnings = {
        PhotoWarning.LOW_RESOLUTION: min(photo.width, photo.height) < gate.warn_below_side,
        PhotoWarning.BLURRED: sharp < gate.sharpness.warn,
        PhotoWarning.TOO_DARK: brightness < gate.dark.warn,
        PhotoWarning.TOO_BRIGHT: brightness > gate.bright.warn,
    }
    return [warning for warning, here in warnings.items() if here]


def sharpness(luma: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> float:
    """Return the variance of the 4-neighbour Laplacian relative to the picture's own variance.

    Pech-Pacheco et al. 2000 ("Diatom autofocusing in brightfield microscopy") use the variance
    alone; dividing makes it independent of contrast and light.
    """
    laplacian = (
        luma[:-2, 1:-1] + luma[2:, 1:-1] + luma[1:-1, :-2] + luma[1:-1, 2:] - 4 * luma[1:-1, 1:-1]
    )
    return float(laplacian.var() / max(float(luma.var()), 1.0))
