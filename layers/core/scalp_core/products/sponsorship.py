"""Paid places among suggestions: at most one in five, only for what would be suggested anyway."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from random import Random

from scalp_core.products.model import Campaign
from scalp_core.products.ranking import Suggestion
from scalp_core.vocabulary import AgeGroup, Grade, Sex, Symptom

# Of any number of suggestions read from the top, at most one in this many is paid for.
ONE_IN = 5


def running_for(
    campaigns: Iterable[Campaign],
    *,
    day: date,
    needed: Mapping[Symptom, Grade],
    sex: Sex | None,
    age_group: AgeGroup | None,
) -> list[Campaign]:
    """Campaigns that may be shown to this person on this day."""
    return [
        one
        for one in campaigns
        if one.starts <= day <= one.ends
        and not needed.keys().isdisjoint(one.symptoms)
        and (not one.sexes or sex in one.sexes)
        and (not one.age_groups or age_group in one.age_groups)
    ]


def drawn(campaigns: Collection[Campaign], rng: Random) -> list[Campaign]:
    """All campaigns in an order drawn by weight (Efraimidis and Spirakis, 2006)."""
    return sorted(campaigns, key=lambda one: rng.random() ** (1 / one.weight), reverse=True)


def place(
    suggestions: Iterable[Suggestion],
    campaigns: Iterable[Campaign],
    *,
    limit: int,
    reserve: Callable[[Campaign], bool],
) -> list[Suggestion]:
    """The first ``limit`` suggestions, every fifth place of which may be a campaign's.

    A campaign moves a product that is suggested further down, and never shows one twice. Places
    that no campaign takes are filled as if there were none.

    Args:
        campaigns: in the order in which they may take places.
        reserve: counts a showing; false where the campaign has had its share of the day.
    """
    waiting = {one.product.id: one for one in suggestions}
    left = list(campaigns)
    placed: list[Suggestion] = []
    while waiting and len(placed) < limit:
        paid = (len(placed) + 1) % ONE_IN == 0
        campaign = _take(left, waiting, reserve) if paid else None
        chosen = campaign.product if campaign else next(iter(waiting))
        placed.append(waiting.pop(chosen)._replace(campaign=campaign))
    return placed


def _take(
    left: list[Campaign],
    waiting: Mapping[str, Suggestion],
    reserve: Callable[[Campaign], bool],
) -> Campaign | None:
    for campaign in [one for one in left if one.product in waiting]:
        left.remove(campaign)
        if reserve(campaign):
            return campaign
    return None
