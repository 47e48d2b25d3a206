"""Sponsored slots: few, capped, for the right people, and never before a hospital."""

from collections import Counter
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from scalp_core.products.ranking import Suggestion, suggest
from scalp_core.products.sponsorship import (
    ONE_IN,
    eligible_campaigns,
    fill_slots,
    weighted_shuffle,
)
from scalp_core.vocabulary import AgeGroup, Grade, Sex, Symptom
from support.products import campaign, product

NEEDED = {Symptom.DANDRUFF: Grade.MODERATE}
DAY = date(2026, 11, 22)

campaigns = st.lists(
    st.builds(
        lambda number, advertised, cap: campaign(number, f"P{advertised:03d}", daily_cap=cap),
        st.integers(1, 999),
        st.integers(1, 30),
        st.integers(1, 5),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


def ranked(number: int) -> list[Suggestion]:
    return suggest([product(n) for n in range(1, number + 1)], NEEDED, rate=lambda _: 0.0)


class Caps:
    """Counts showings as the store does."""

    def __init__(self) -> None:
        self.shown: Counter[str] = Counter()

    def reserve(self, one: object) -> bool:
        if self.shown[one.id] >= one.daily_cap:  # type: ignore[attr-defined]
            return False
        self.shown[one.id] += 1  # type: ignore[attr-defined]
        return True


@given(st.integers(0, 25), campaigns, st.integers(1, 20))
def test_read_from_the_top_at_most_one_slot_in_five_is_sponsored(
    number: int, running: list, limit: int
) -> None:
    filled = fill_slots(ranked(number), running, limit=limit, reserve=Caps().reserve)

    paid = [one.campaign is not None for one in filled]
    for read in range(len(paid) + 1):
        assert sum(paid[:read]) <= read / ONE_IN


@given(st.integers(0, 25), campaigns, st.integers(1, 20))
def test_nothing_is_shown_twice_and_nothing_is_lost(number: int, running: list, limit: int) -> None:
    filled = fill_slots(ranked(number), running, limit=limit, reserve=Caps().reserve)

    ids = [one.product.id for one in filled]
    assert len(ids) == len(set(ids)) == min(number, limit)
    assert set(ids) <= {one.product.id for one in ranked(number)}


@given(st.integers(0, 25), campaigns, st.integers(1, 20))
def test_a_sponsored_slot_shows_its_campaigns_product_with_the_reasons_for_it(
    number: int, running: list, limit: int
) -> None:
    for one in fill_slots(ranked(number), running, limit=limit, reserve=Caps().reserve):
        assert one.suited
        if one.campaign:
            assert one.campaign.product == one.product.id


@given(campaigns, st.integers(1, 30))
def test_no_campaign_is_shown_more_often_than_its_cap(running: list, people: int) -> None:
    caps = Caps()

    shown: Counter[str] = Counter()
    for _ in range(people):
        for one in fill_slots(ranked(20), running, limit=20, reserve=caps.reserve):
            if one.campaign:
                shown[one.campaign.id] += 1

    assert shown == caps.shown
    assert all(shown[one.id] <= one.daily_cap for one in running)


@given(st.integers(0, 25), st.integers(1, 20))
def test_without_campaigns_the_order_is_untouched(number: int, limit: int) -> None:
    assert (
        fill_slots(ranked(number), [], limit=limit, reserve=Caps().reserve)
        == ranked(number)[:limit]
    )


def test_a_slot_whose_campaigns_are_used_up_is_filled_as_if_there_were_none() -> None:
    filled = fill_slots(ranked(6), [campaign(1, "P006")], limit=6, reserve=lambda _: False)

    assert filled == ranked(6)


def test_the_fifth_slot_goes_to_the_campaign() -> None:
    filled = fill_slots(ranked(8), [campaign(1, "P008")], limit=6, reserve=lambda _: True)

    assert [one.product.id for one in filled] == ["P001", "P002", "P003", "P004", "P008", "P005"]
    assert [one.campaign is not None for one in filled] == [False] * 4 + [True, False]


def running(**changes: object) -> bool:
    """Whether a campaign with these changes runs for a man in his thirties with dandruff."""
    found = eligible_campaigns(
        [campaign(**changes)],
        day=DAY,
        needed=NEEDED,
        sex=Sex.MALE,
        age_group=AgeGroup.THIRTIES,
    )
    return bool(found)


def test_a_campaign_runs_from_its_first_to_its_last_day() -> None:
    day = timedelta(days=1)

    assert running(starts=DAY, ends=DAY)
    assert not running(starts=DAY + day, ends=DAY + 9 * day)
    assert not running(starts=DAY - 9 * day, ends=DAY - day)


def test_a_campaign_is_shown_to_its_sexes_ages_and_symptoms_only() -> None:
    assert running(sexes=["male"], age_groups=["30s", "40s"])
    assert not running(sexes=["female"])
    assert not running(age_groups=["20s"])
    assert not running(symptoms=["hair_loss"])


def test_a_targeted_campaign_is_not_shown_to_people_of_unknown_cohort() -> None:
    for changes in ({"sexes": ["male"]}, {"age_groups": ["30s"]}):
        assert not eligible_campaigns(
            [campaign(**changes)], day=DAY, needed=NEEDED, sex=None, age_group=None
        )


def test_a_campaign_of_three_times_the_weight_comes_first_three_times_as_often() -> None:
    rng = Random(216)
    heavy, light = campaign(1, weight=3), campaign(2, weight=1)

    first = Counter(weighted_shuffle([heavy, light], rng)[0].id for _ in range(4000))

    assert 0.72 < first[heavy.id] / 4000 < 0.78
