"""Small sets of noise, for tests of what surrounds the networks."""

import numpy as np

from scalp_core.vision.manifest import InputSpec
from scalp_core.vocabulary import Symptom
from scalp_train.data.cache import CachedSet


def pictures_of(spec: InputSpec, count: int, seed: int = 0) -> CachedSet:
    """Noise in the size of a network's input, and grades that take turns."""
    rng = np.random.default_rng(seed)
    grades = (np.arange(count)[:, None] + np.arange(len(Symptom))) % 4
    pixels = rng.integers(0, 255, (count, spec.height, spec.width, 3), dtype=np.uint8)
    return CachedSet(pixels, grades.astype(np.int64))
