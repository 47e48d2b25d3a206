"""The photo gate: does a photo show a scalp from close up, and one as the networks know them?"""

import io
import zipfile
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scalp_core.errors import BrokenArtifactError, PhotoRejectedError, RejectionCode
from scalp_core.vision.manifest import FamiliarityEntry
from scalp_core.vocabulary import PhotoWarning

_READ_ERRORS = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)
Floats = NDArray[np.float32]

BLURRED_SCALP = 0.05
"""Least probability of a scalp at which a blurred photo is rejected for its blur (ADR 5).

Of scalps that were blurred until the gate rejected them none had less than 0.08; drawn walls and
plain pictures have less than 0.001.
"""


class View(IntEnum):
    """What a photo shows: the columns of the classifier."""

    SCALP = 0
    TOO_FAR = 1
    OTHER = 2


class Measures(NamedTuple):
    """What the gate measures of some photos' features.

    Attributes:
        whitened: float32 [N, C].
        distances: float32 [N].
        probabilities: float32 [N, 3], by :class:`View`.
    """

    whitened: Floats
    distances: Floats
    probabilities: Floats


@dataclass(frozen=True)
class Familiarity:
    """Distance of a network's features from the training pictures', and a classifier on them.

    Features are those of :class:`scalp_core.vision.engine.EngineOutput`. The distance is that of
    Lee et al. 2018 (arXiv:1807.03888) without classes: whether it is a scalp does not depend on its
    grades. The classifier is a logistic regression on the whitened features.

    Attributes:
        mean: float32 [C].
        whitening: float32 [C, C], a factor W of the precision matrix: W · Wᵀ.
        weights: float32 [C, 3], of the whitened features, by :class:`View`.
        bias: float32 [3].
    """

    mean: Floats
    whitening: Floats
    weights: Floats
    bias: Floats

    def whitened(self, features: Floats) -> Floats:
        """Return features [N, C] without correlation, each with a deviation near 1."""
        return np.asarray((features - self.mean) @ self.whitening, np.float32)

    def distances(self, features: Floats) -> Floats:
        """Return distances [N] of features [N, C], divided by √C: near 1 in distribution."""
        return _root_mean_squares(self.whitened(features))

    def probabilities(self, features: Floats) -> Floats:
        """Return the probability of each :class:`View` [N, 3] of features [N, C]."""
        return self._softmax(self.whitened(features))

    def measure(self, features: Floats) -> Measures:
        """Return all measures of features [N, C], which are whitened once."""
        whitened = self.whitened(features)
        return Measures(whitened, _root_mean_squares(whitened), self._softmax(whitened))

    def _softmax(self, whitened: Floats) -> Floats:
        scores = whitened @ self.weights + self.bias
        exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
        found: Floats = exponentials / exponentials.sum(axis=1, keepdims=True)
        return found

    def warnings(
        self, features: Floats, limits: FamiliarityEntry, *, blurred: bool = False
    ) -> list[PhotoWarning]:
        """Return the warning for one photo's features [1, C], if any.

        Args:
            features: of the photo.
            limits: from the manifest.
            blurred: it has a warning for its sharpness.

        Raises:
            PhotoRejectedError: it is hardly a scalp, one from too far away, or one so blurred that
                the gate does not know it for one.
        """
        measures = self.measure(features)
        views = measures.probabilities[0]
        scalp = float(views[View.SCALP])
        if scalp < limits.scalp.reject:
            if views[View.TOO_FAR] > views[View.OTHER]:
                raise PhotoRejectedError(RejectionCode.TOO_FAR)
            lost = blurred and scalp >= BLURRED_SCALP
            raise PhotoRejectedError(RejectionCode.BLURRED if lost else RejectionCode.NOT_A_SCALP)
        distant = float(measures.distances[0]) > limits.warn_beyond
        return [PhotoWarning.UNFAMILIAR] if distant or scalp < limits.scalp.warn else []

    def to_bytes(self) -> bytes:
        """Return the content of an npz file, the same bytes for the same numbers."""
        buffer = io.BytesIO()
        np.savez(
            buffer,
            mean=self.mean,
            whitening=self.whitening,
            weights=self.weights,
            bias=self.bias,
        )
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes, name: str) -> "Familiarity":
        """Read the content that :meth:`to_bytes` returns; ``name`` is the file's, for the error.

        Raises:
            BrokenArtifactError: it holds something else.
        """
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
                parts = [arrays[part] for part in ("mean", "whitening", "weights", "bias")]
        except _READ_ERRORS as error:
            raise BrokenArtifactError(f"{name}: not the photo gate's file: {error}") from error
        count = len(parts[0]) if parts[0].ndim else 0
        views = len(View)
        shapes = [part.shape for part in parts]
        if shapes != [(count,), (count, count), (count, views), (views,)]:
            raise BrokenArtifactError(f"{name}: shapes {shapes} do not fit")
        return cls(*parts)


def _root_mean_squares(whitened: Floats) -> Floats:
    return np.asarray(np.sqrt(np.square(whitened).mean(axis=1)), np.float32)
