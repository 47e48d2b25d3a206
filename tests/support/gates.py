"""A photo gate for tests that need no networks: the shipped limits of what the camera does."""

import numpy as np

from scalp_core.vision.familiarity import Familiarity
from scalp_core.vision.manifest import Artifacts, FamiliarityEntry, FloorLimits, PhotoGate
from scalp_core.vocabulary import Symptom
from scalp_deployment.paths import ARTIFACTS

LIMITS = FamiliarityEntry(
    file="none.npz",
    sha256="0" * 64,
    symptom=Symptom.FINE_SCALING,
    warn_beyond=1,
    scalp=FloorLimits(warn=0.8, reject=0.4),
)


def gate() -> PhotoGate:
    """Limits as ``gate`` writes them; its file does not exist."""
    return Artifacts(ARTIFACTS).manifest.photo_gate.model_copy(update={"familiarity": LIMITS})


def known() -> Familiarity:
    """Scalps around 0 in four channels; the logarithm of each view's probability is a channel."""
    weights = np.eye(4, 3, dtype=np.float32)
    mean, bias = np.zeros(4, np.float32), np.zeros(3, np.float32)
    return Familiarity(mean, np.eye(4, dtype=np.float32), weights, bias)


def features(scalp: float, too_far: float, *, away: float = 0) -> np.ndarray:
    """Features [1, 4] of such a gate: of these probabilities, ``away`` in the last channel."""
    views = np.log(np.array([scalp, too_far, 1 - scalp - too_far]))
    return np.append(views - views.mean(), away)[None]
