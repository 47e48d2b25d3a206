"""Click rates of products, from views and visits.

A rate from few views is unreliable, so it is shrunk: a cohort's rate of a product towards
everyone's, everyone's towards the rate of all products. Each step is the mean of a Beta
distribution whose prior weighs as much as :data:`PRIOR_VIEWS` views (empirical Bayes).

docs/adr/0006 explains why visits by interested parties do not push a product.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

# Two clicks per hundred views, until there are data.
PRIOR_RATE = 0.02
PRIOR_VIEWS = 200
# One in this many views is written, and counts for all of them: an unbiased estimate that needs no
# state in memory. Lambda may freeze a process for good, and with it a batch.
VIEWS_PER_SAMPLE = 20
# Visits that a cohort, or everyone, must have made before they change the order of a list.
MINIMUM_VISITS = 50
# Visits beyond this share of the views are not from people who saw the list.
MAX_RATE = 0.2
# Standard errors by which visits must differ from the expected number; only the excess counts.
CERTAINTY = 3


@dataclass(frozen=True)
class Traffic:
    """Views and visits of one product.

    Attributes:
        impressions: an unbiased estimate, because views are counted by a sample.
        clicks: exact.
    """

    impressions: int = 0
    clicks: int = 0

    def __add__(self, other: "Traffic") -> "Traffic":
        return Traffic(self.impressions + other.impressions, self.clicks + other.clicks)

    def rate(self, prior: float) -> float:
        """Return clicks per view, shrunk towards ``prior``; ``prior`` itself unless significant."""
        expected = self.impressions * prior
        clicks = min(float(self.clicks), self.impressions * MAX_RATE)
        margin = CERTAINTY * sqrt(max(expected, clicks))
        if abs(clicks - expected) <= margin:
            return prior  # exactly, so that ties stay ties
        clicks += margin if clicks < expected else -margin
        return (clicks + PRIOR_VIEWS * prior) / (self.impressions + PRIOR_VIEWS)


class ClickRates:
    """Rates of products in a cohort.

    Args:
        everyone: traffic by product.
        cohort: that part of it which is the cohort's; empty where the cohort is not known.
    """

    def __init__(self, everyone: Mapping[str, Traffic], cohort: Mapping[str, Traffic]) -> None:
        self._everyone = everyone if _are_enough(everyone) else {}
        self._cohort = cohort if _are_enough(cohort) else {}
        self._overall = sum(everyone.values(), Traffic()).rate(PRIOR_RATE)

    def rate(self, product_id: str) -> float:
        """Return the rate to expect for a product."""
        rate = self._overall
        for traffic in (self._everyone.get(product_id), self._cohort.get(product_id)):
            if traffic:  # without any, the rate stays as it is
                rate = traffic.rate(rate)
        return rate


def _are_enough(traffic: Mapping[str, Traffic]) -> bool:
    return sum(traffic.values(), Traffic()).clicks >= MINIMUM_VISITS
