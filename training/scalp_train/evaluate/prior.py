"""How frequent the grades are taken to be among the photos to come: a stated assumption.

The networks learn from balanced grades, and nobody knows what the visitors of the site have. The
people of AI Hub data set 216 came to a shop because of their scalp; visitors may be curious and
have less, or worried and have more. So the assumed share of a grade is the mean of its shares in
the balanced and in the natural law. Severe is the exception: it is never rarer than moderate, so
that the prior does not turn evidence for grade 3 into grade 2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scalp_core.vision.manifest import GradePrior, Shares
from scalp_core.vocabulary import Grade, Symptom
from scalp_train.render.labels import COUNTS

DIGITS = 4
Floats = NDArray[np.float64]


def natural_law(symptom: Symptom) -> Floats:
    """Return the shares [4] of a symptom's grades in all pictures of AI Hub data set 216."""
    counts = np.array(COUNTS[list(Symptom).index(symptom)], np.float64)
    shares: Floats = counts / counts.sum()
    return shares


def assumed_law(symptom: Symptom) -> Floats:
    """Return the shares [4] of a symptom's grades that are assumed among the photos to come."""
    shares = (natural_law(symptom) + 1 / len(Grade)) / 2
    shares[Grade.SEVERE] = max(shares[Grade.SEVERE], shares[Grade.MODERATE])
    assumed: Floats = shares / shares.sum()
    return assumed


def grade_prior(symptom: Symptom, grades: NDArray[np.int64]) -> GradePrior:
    """Return the manifest's entry for a calibration on pictures of these true grades [N].

    A grade that none of them has counts as if one had it.
    """
    counts = np.maximum(np.bincount(grades, minlength=len(Grade)), 1)
    return GradePrior(
        calibration=_rounded(counts / counts.sum()), assumed=_rounded(assumed_law(symptom))
    )


def _rounded(shares: Floats) -> Shares:
    first, second, third, fourth = (round(float(share), DIGITS) for share in shares)
    return first, second, third, fourth
