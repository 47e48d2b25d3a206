"""Suggest products for one scalp, and count how often they are shown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from hashlib import blake2b
from random import Random

from scalp_core.care.answers import Answers
from scalp_core.care.conditions import Findings
from scalp_core.care.contraindications import (
    Attribute,
    Contraindication,
    contraindicated,
    contraindications,
)
from scalp_core.care.guide import CareGuide
from scalp_core.care.triage import Triage, triage
from scalp_core.care.triage_table import Offers
from scalp_core.clock import day_in_korea, hour_in_korea
from scalp_core.errors import BackendError
from scalp_core.products.keys import EVERYONE, cohort_label
from scalp_core.products.model import Campaign
from scalp_core.products.ranking import Suggestion, suggest, treatable_symptoms
from scalp_core.products.repository import ProductRepository
from scalp_core.products.shop_search import SearchTerm, search_term
from scalp_core.products.sponsorship import (
    eligible_campaigns,
    fill_slots,
    paced_cap,
    weighted_shuffle,
)
from scalp_core.products.traffic import VIEWS_PER_SAMPLE, ClickRates, Traffic
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.vocabulary import AgeGroup, ScalpType, Sex


@dataclass(frozen=True)
class Person:
    """For whom products are suggested.

    Attributes:
        findings: of the symptoms that are known.
        sex, age_group: ``None`` where they are not known.
        answers: to the optional questions.
        scalp_type: ``None`` where it is not known.
        visit: what equal products are shuffled by, so that the order stays during a visit; without
            one they come by id.
    """

    findings: Findings
    sex: Sex | None
    age_group: AgeGroup | None
    answers: Answers = field(default_factory=Answers)
    scalp_type: ScalpType | None = None
    visit: str = ""

    @property
    def careful_answers(self) -> Answers:
        """The answers; who is in their teens and leaves it open counts as under 18."""
        if self.answers.under_18 is None and self.age_group is AgeGroup.TEENS:
            return self.answers.model_copy(update={"under_18": True})
        return self.answers


@dataclass(frozen=True)
class Suggestions:
    """What to show, in this order.

    Attributes:
        triage: that decides what may be suggested.
        left_out: why products that suit are left out.
        medicines: as information, in the order of their fit; never sponsored, never counted.
        search: what to search for in shops; ``None`` where nothing is to be bought.
    """

    triage: Triage
    left_out: list[Contraindication]
    products: list[Suggestion]
    medicines: list[Suggestion]
    search: SearchTerm | None = None


def suggest_products(
    person: Person,
    *,
    guide: CareGuide,
    limit: int,
    sponsored: bool,
    network: str,
    products: ProductRepository,
    traffic: ProductTrafficRepository,
    now: datetime,
    rng: Random,
) -> Suggestions:
    """Suggest up to ``limit`` products, and count the campaigns among them.

    The triage decides whether there are any: none where a doctor comes first, and until a visit
    within a month only cosmetics that are not known to irritate.

    Args:
        guide: whose triage and contraindications hold.
        sponsored: campaigns may take slots, where everything may be suggested.
        network: of the person, which may use up only a small share of each campaign's cap.
        rng: orders campaigns.

    Raises:
        BackendError: DynamoDB failed.
    """
    answers = person.careful_answers
    decided = triage(guide.triage, person.findings, answers)
    if decided.offers is Offers.NONE:
        return Suggestions(decided, [], [], [])
    rows = contraindications(guide.contraindications, person.findings, answers)
    gentle = decided.offers is Offers.GENTLE
    excluded = frozenset(Attribute) if gentle else contraindicated(rows)
    needed = treatable_symptoms(person.findings.grades)
    found = products.suiting(needed)
    suiting = [product for product in found if product.traits.isdisjoint(excluded)]
    cohort = cohort_label(person.sex, person.age_group)
    rates = ClickRates(traffic.summary(EVERYONE), traffic.summary(cohort))
    cosmetics = [product for product in suiting if not product.is_medicine]
    medicines = [product for product in suiting if product.is_medicine]
    lot = partial(_lot, person.visit) if person.visit else str
    ranked = suggest(cosmetics, needed, rate=rates.rate, lot=lot)
    day = day_in_korea(now)
    campaigns: list[Campaign] = []
    if sponsored and ranked and decided.offers is Offers.ALL:
        eligible = eligible_campaigns(
            products.campaigns(),
            day=day,
            needed=needed,
            sex=person.sex,
            age_group=person.age_group,
        )
        campaigns = weighted_shuffle(eligible, rng)
    return Suggestions(
        triage=decided,
        left_out=[
            row for row in rows if any(product.traits & {*row.attributes} for product in found)
        ],
        products=fill_slots(
            ranked, campaigns, limit=limit, reserve=_reserve(traffic, now, network)
        ),
        medicines=suggest(medicines, needed, rate=lambda _: 0.0),
        search=search_term(person.scalp_type, needed, gentle=gentle),
    )


def _lot(visit: str, product_id: str) -> str:
    """Return what orders products that fit equally: by chance, but always the same in a visit."""
    return blake2b(f"{visit}#{product_id}".encode(), digest_size=8).hexdigest()


def count_views(
    shown: Iterable[Suggestion],
    *,
    person: Person,
    network: str,
    traffic: ProductTrafficRepository,
    now: datetime,
    rng: Random,
) -> None:
    """Count views of up to :data:`VIEWS_PER_SAMPLE` suggestions by a sample.

    At most one is written, so that nobody waits for two writes. Each has a chance of one in 20 to
    be it, and then counts for 20.

    Campaigns are left out: their showings are counted one by one when they take their slot.

    Raises:
        BackendError: DynamoDB failed; nothing is counted.
    """
    counted = [suggestion.product.id for suggestion in shown if suggestion.campaign is None]
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
            cap = paced_cap(campaign, hours)
            return traffic.reserve(campaign, day, network=network, paced_cap=cap)
        except BackendError:  # an advertisement is not worth an error
            return False

    return reserve
