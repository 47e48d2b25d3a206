"""Networks and the buckets they fall into, and what a campaign's cap leaves for one of them."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalp_core.products.sponsorship import network_share, paced_cap
from scalp_core.products.visitor_buckets import BUCKETS, parse_network, visitor_bucket
from support.products import campaign


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.9", "203.0.113.9", True),
        ("203.0.113.9", "203.0.113.10", False),
        ("203.0.113.9", "::ffff:203.0.113.9", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("", "made up", True),
        ("made up", "203.0.113.9, 203.0.113.10", True),
    ],
)
def test_a_network_is_what_one_subscriber_has(one: str, other: str, same: bool) -> None:
    assert (parse_network(one) == parse_network(other)) is same


@given(st.text(max_size=60))
def test_any_text_is_some_network(text: str) -> None:
    assert parse_network(text)


def test_networks_are_spread_over_all_buckets() -> None:
    found = Counter(visitor_bucket(f"{number}", "P001", b"salt") for number in range(20 * BUCKETS))

    assert set(found) == set(range(BUCKETS))
    assert max(found.values()) < 60  # 20 ± 4.5 expected


@pytest.mark.parametrize(
    ("cap", "share"), [(1, 3), (3, 3), (150, 3), (151, 4), (1000, 20), (10_001, 201)]
)
def test_one_network_has_two_percent_of_a_cap_and_three_showings_at_least(
    cap: int, share: int
) -> None:
    assert network_share(campaign(daily_cap=cap)) == share


@pytest.mark.parametrize(
    ("cap", "hours", "open_until_then"),
    [(240, 0, 10), (240, 11, 120), (240, 23, 240), (2, 0, 2), (25, 0, 3), (25, 23, 25)],
)
def test_a_cap_is_spread_over_the_hours_of_a_day(
    cap: int, hours: int, open_until_then: int
) -> None:
    assert paced_cap(campaign(daily_cap=cap), hours) == open_until_then
