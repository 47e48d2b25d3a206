"""Sponsored slots: at most one in five, and only for products that would be suggested anyway."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from math import ceil
from random import Random

from scalp_core.products.model import Campaign
from scalp_core.products.ranking import Suggestion
from scalp_core.vocabulary import AgeGroup, Grade, Sex, Symptom

# Of any number of suggestions read from the top, at most one in this many is sponsored.
ONE_IN = 5
# Showings that even the smallest share of a cap allows.
_FEWEST = 3


def network_share(campaign: Campaign) -> int:
    """Return the most showings a day to one network: 2 % of the cap, and not below three."""
    return max(_FEWEST, ceil(campaign.daily_cap / 50))


def paced_cap(campaign: Campaign, hours: int) -> int:
    """Return how often a campaign may have been shown after so many whole hours of a day.

    The cap is spread over the day, so nobody can use it up at its beginning.
    """
    return min(campaign.daily_cap, max(_FEWEST, ceil(campaign.daily_cap * (hours + 1) / 24)))


def eligible_campaigns(
    campaigns: Iterable[Campaign],
    *,
    day: date,
    needed: Mapping[Symptom, Grade],
    sex: Sex | None,
    age_group: AgeGroup | None,
) -> list[Campaign]:
    """Return the campaigns that may be shown to this person on this day."""
    return [
        campaign
        for campaign in campaigns
        if campaign.starts <= day <= campaign.ends
        and not needed.keys().isdisjoint(campaign.symptoms)
        and (not campaign.sexes or sex in campaign.sexes)
        and (not campaign.age_groups or age_group in campaign.age_groups)
    ]


def weighted_shuffle(campaigns: Collection[Campaign], rng: Random) -> list[Campaign]:
    """Return all campaigns in a random order by weight (Efraimidis and Spirakis, 2006)."""
    return sorted(
        campaigns, key=lambda campaign: rng.random() ** (1 / campaign.weight), reverse=True
    )


def fill_slots(
    suggestions: Iterable[Suggestion],
    campaigns: Iterable[Campaign],
    *,
    limit: int,
    reserve: Callable[[Campaign], bool],
) -> list[Suggestion]:
    """Return the first ``limit`` suggestions, every fifth of which may be a campaign's.

    A campaign moves up a product that is suggested further down, and never shows one twice. Slots
    that no campaign takes are filled as if there were none.

    Args:
        campaigns: in the order in which they may take slots.
        reserve: counts a showing; false where the campaign has had its share of the day.
    """
    waiting = {suggestion.product.id: suggestion for suggestion in suggestions}
    left = list(campaigns)
    filled: list[Suggestion] = []
    while waiting and len(filled) < limit:
        is_sponsored = (len(filled) + 1) % ONE_IN == 0
        campaign = _reserve_first(left, waiting, reserve) if is_sponsored else None
        chosen = campaign.product if campaign else next(iter(waiting))
        filled.append(waiting.pop(chosen)._replace(campaign=campaign))
    return filled


def _reserve_first(
    left: list[Campaign],
    waiting: Mapping[str, Suggestion],
    reserve: Callable[[Campaign], bool],
) -> Campaign | None:
    for campaign in [campaign for campaign in left if campaign.product in waiting]:
        left.remove(campaign)
        if reserve(campaign):
            return campaign
    return None
