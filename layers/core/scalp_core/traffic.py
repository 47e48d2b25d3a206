"""How often products are shown and visited, and what that says about them.

A rate from few views says little, so it is drawn to what is known without it: a cohort's rate of a
product to everyone's, everyone's to the rate of all products. Each step is the mean of a Beta
distribution whose prior weighs as much as :data:`PRIOR_VIEWS` views (empirical Bayes).
"""

from collections.abc import Mapping
from dataclasses import dataclass

# Of a hundred suggestions seen two are followed, until there is something better to go by.
PRIOR_RATE = 0.02
PRIOR_VIEWS = 200


@dataclass(frozen=True)
class Traffic:
    """Views and visits of one product.

    Attributes:
        impressions: an unbiased estimate, because views are counted by a sample.
        clicks: every single one.
    """

    impressions: int = 0
    clicks: int = 0

    def __add__(self, other: "Traffic") -> "Traffic":
        return Traffic(self.impressions + other.impressions, self.clicks + other.clicks)

    def rate(self, prior: float) -> float:
        """Clicks per view, drawn to ``prior``; never above 1, even where a sample missed views."""
        seen = max(self.impressions, self.clicks)
        return (self.clicks + PRIOR_VIEWS * prior) / (seen + PRIOR_VIEWS)


class ClickRates:
    """Rates of products in a cohort.

    Args:
        everyone: traffic by product.
        cohort: that part of it which is the cohort's; empty where the cohort is not known.
    """

    def __init__(self, everyone: Mapping[str, Traffic], cohort: Mapping[str, Traffic]) -> None:
        self._everyone = everyone
        self._cohort = cohort
        self._overall = sum(everyone.values(), Traffic()).rate(PRIOR_RATE)

    def of(self, product_id: str) -> float:
        """Rate to expect for a product."""
        rate = self._overall
        for traffic in (self._everyone.get(product_id), self._cohort.get(product_id)):
            if traffic:  # nothing seen or visited would leave the rate as it is
                rate = traffic.rate(rate)
        return rate
