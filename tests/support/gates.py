"""A photo gate for tests that need no networks: the shipped limits of what the camera does."""

from scalp_core.vision.manifest import Artifacts, CeilingLimits, FamiliarityEntry, PhotoGate
from scalp_core.vocabulary import Symptom
from scalp_deployment.paths import ARTIFACTS


def gate() -> PhotoGate:
    """Limits as ``calibrate`` writes them; its file does not exist."""
    familiarity = FamiliarityEntry(
        file="none.npz",
        sha256="0" * 64,
        symptom=Symptom.FINE_SCALING,
        distance=CeilingLimits(warn=1, reject=2),
    )
    return Artifacts(ARTIFACTS).manifest.photo_gate.model_copy(update={"familiarity": familiarity})
