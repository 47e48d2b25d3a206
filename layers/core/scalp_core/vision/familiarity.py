"""The photo gate: the distance of a photo from the pictures that the networks learned from."""

import io
import zipfile
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scalp_core.errors import BrokenArtifactError, PhotoRejectedError, RejectionCode
from scalp_core.vision.manifest import CeilingLimits
from scalp_core.vocabulary import PhotoWarning

_READ_ERRORS = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)


@dataclass(frozen=True)
class Familiarity:
    """Mahalanobis distance of a network's features from those of the training pictures.

    Features are those of :class:`scalp_core.vision.engine.EngineOutput`. The method is that of Lee
    et al. 2018 (arXiv:1807.03888) without classes: whether it is a scalp does not depend on its
    grades.

    Attributes:
        mean: float32 [C].
        whitening: float32 [C, C], a factor W of the precision matrix: W · Wᵀ.
    """

    mean: NDArray[np.float32]
    whitening: NDArray[np.float32]

    def distances(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return distances [N] of features [N, C], divided by √C: near 1 in distribution."""
        whitened = (features - self.mean) @ self.whitening
        found: NDArray[np.float32] = np.sqrt(np.square(whitened).mean(axis=1))
        return found

    def to_bytes(self) -> bytes:
        """Return the content of an npz file, the same bytes for the same numbers."""
        buffer = io.BytesIO()
        np.savez(buffer, mean=self.mean, whitening=self.whitening)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes, name: str) -> "Familiarity":
        """Read the content that :meth:`to_bytes` returns; ``name`` is the file's, for the error.

        Raises:
            BrokenArtifactError: it holds something else.
        """
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
                mean, whitening = arrays["mean"], arrays["whitening"]
        except _READ_ERRORS as error:
            raise BrokenArtifactError(f"{name}: not the photo gate's file: {error}") from error
        if mean.ndim != 1 or whitening.shape != (len(mean), len(mean)):
            raise BrokenArtifactError(f"{name}: shapes {mean.shape}, {whitening.shape} do not fit")
        return cls(mean, whitening)


def familiarity_warnings(distance: float, limits: CeilingLimits) -> list[PhotoWarning]:
    """Return the warning for a photo at ``distance``, if any.

    Raises:
        PhotoRejectedError: the photo is out of distribution.
    """
    if distance > limits.reject:
        raise PhotoRejectedError(RejectionCode.NOT_A_SCALP)
    return [PhotoWarning.UNFAMILIAR] if distance > limits.warn else []
