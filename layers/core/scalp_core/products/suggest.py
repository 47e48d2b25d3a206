"""Products for one scalp, and how many people saw them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random

from scalp_core.care.guide import doctor_first
from scalp_core.clock import day_in_korea, hour_in_korea
from scalp_core.errors import BackendError
from scalp_core.products.keys import EVERYONE, cohort_label
from scalp_core.products.model import Campaign
from scalp_core.products.ranking import Suggestion, in_need, suggest
from scalp_core.products.repository import ProductRepository
from scalp_core.products.sponsorship import drawn, place, running_for
from scalp_core.products.traffic import VIEWS_PER_SAMPLE, ClickRates, Traffic
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.vocabulary import AgeGroup, Grade, Sex, Symptom


@dataclass(frozen=True)
class Person:
    """For whom products are suggested.

    Attributes:
        grades: of the symptoms that are known.
        sex, age_group: ``None`` where they were not told.
    """

    grades: Mapping[Symptom, Grade]
    sex: Sex | None
    age_group: AgeGroup | None


@dataclass(frozen=True)
class Suggestions:
    """What to show, in this order.

    Attributes:
        clinic_first: a clinic comes before everything below.
        medicines: as information, in the order of their fit; never sponsored, never counted.
    """

    clinic_first: bool
    products: list[Suggestion]
    medicines: list[Suggestion]


def suggest_products(
    person: Person,
    *,
    limit: int,
    sponsored: bool,
    network: str,
    products: ProductRepository,
    traffic: ProductTrafficRepository,
    now: datetime,
    rng: Random,
) -> Suggestions:
    """Suggest up to ``limit`` products.

    Args:
        sponsored: campaigns may take places. Where a clinic comes first they never do.
        network: who asks, and of each campaign's cap may use up a small share only.
        rng: draws between campaigns.

    Raises:
        BackendError: DynamoDB failed.
    """
    clinic_first = doctor_first(person.grades)
    needed = in_need(person.grades)
    suiting = products.suiting(needed)
    cohort = cohort_label(person.sex, person.age_group)
    rates = ClickRates(traffic.summary(EVERYONE), traffic.summary(cohort))
    ranked = suggest((one for one in suiting if not one.is_medicine), needed, rate=rates.of)
    day = day_in_korea(now)
    campaigns: list[Campaign] = []
    if sponsored and ranked and not clinic_first:
        running = running_for(
            products.campaigns(),
            day=day,
            needed=needed,
            sex=person.sex,
            age_group=person.age_group,
        )
        campaigns = drawn(running, rng)
    return Suggestions(
        clinic_first=clinic_first,
        products=place(ranked, campaigns, limit=limit, reserve=_reserve(traffic, now, network)),
        medicines=suggest((one for one in suiting if one.is_medicine), needed, rate=lambda _: 0.0),
    )


def count_views(
    shown: Iterable[Suggestion],
    *,
    person: Person,
    network: str,
    traffic: ProductTrafficRepository,
    now: datetime,
    rng: Random,
) -> None:
    """Count that these were shown, up to :data:`VIEWS_PER_SAMPLE` of them, by a sample.

    One of them is written at most, so that nobody waits for two writes. Each has a chance of one in
    20 to be it, and then counts for 20.

    Campaigns are left out: their showings are counted one by one when they take their place.

    Raises:
        BackendError: DynamoDB failed; none is counted.
    """
    counted = [one.product.id for one in shown if one.campaign is None]
    if rng.random() * VIEWS_PER_SAMPLE < len(counted):
        cohort = cohort_label(person.sex, person.age_group)
        views = Traffic(impressions=VIEWS_PER_SAMPLE)
        traffic.add(rng.choice(counted), day_in_korea(now), cohort, views, network=network)


def _reserve(
    traffic: ProductTrafficRepository, now: datetime, network: str
) -> Callable[[Campaign], bool]:
    day, hours = day_in_korea(now), hour_in_korea(now)

    def reserve(campaign: Campaign) -> bool:
        try:
            cap = campaign.cap_until(hours)
            return traffic.reserve(campaign, day, network=network, paced_cap=cap)
        except BackendError:  # an advertisement is not worth an error
            return False

    return reserve
