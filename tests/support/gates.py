"""A photo gate for tests that need no networks: the shipped limits of what the camera does."""

from scalp_core.vision.manifest import CeilingLimits, FamiliarityEntry, PhotoGate
from scalp_core.vocabulary import Symptom
from scalp_train.gate import BRIGHT, DARK, SHARPNESS, SHORT_SIDE


def gate() -> PhotoGate:
    """Limits as ``calibrate`` writes them; its file does not exist."""
    return PhotoGate(
        warn_below_side=SHORT_SIDE,
        sharpness=SHARPNESS,
        dark=DARK,
        bright=BRIGHT,
        familiarity=FamiliarityEntry(
            file="none.npz",
            sha256="0" * 64,
            symptom=Symptom.FINE_SCALING,
            distance=CeilingLimits(warn=1, reject=2),
        ),
    )
