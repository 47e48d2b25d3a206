"""Noise that has the distribution its privacy is calculated from, and counts made whole again."""

from collections import Counter
from inspect import signature
from itertools import product
from math import exp
from random import Random, SystemRandom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalp_core.statistics.counters import TOTAL
from scalp_core.statistics.noise import (
    bernoulli_exp,
    closest_histogram,
    discrete_laplace,
    laplace_deviation,
)
from scalp_core.statistics.publication import (
    HISTOGRAMS,
    NOISE_SCALE,
    Snapshot,
    add_noise,
    contribution,
    merge_snapshots,
)
from scalp_core.statistics.publish import publish_pending_batches
from support.results import result

DRAWS = 10_000


def agrees(found: Counter[int], weights: dict[int, float]) -> bool:
    """Whether each frequency is within five standard errors of its probability."""
    whole = sum(weights.values())
    return all(
        abs(found[value] - DRAWS * weight / whole) <= 5 * (DRAWS * weight / whole) ** 0.5 + 1
        for value, weight in weights.items()
    )


@pytest.mark.parametrize(("numerator", "denominator"), [(0, 1), (1, 3), (1, 1), (5, 2), (7, 2)])
def test_a_coin_falls_with_the_probability_of_its_exponent(
    numerator: int, denominator: int
) -> None:
    rng = Random(1)

    heads = sum(bernoulli_exp(numerator, denominator, rng) for _ in range(DRAWS))

    probability = exp(-numerator / denominator)
    assert agrees(Counter({1: heads, 0: DRAWS - heads}), {1: probability, 0: 1 - probability})


@pytest.mark.parametrize("scale", [1, NOISE_SCALE])
def test_discrete_laplace_noise_has_its_distribution(scale: int) -> None:
    rng = Random(2)

    found = Counter(discrete_laplace(scale, rng) for _ in range(DRAWS))

    assert agrees(found, {x: exp(-abs(x) / scale) for x in range(-60, 61)})


@pytest.mark.parametrize("scale", [1, NOISE_SCALE])
def test_the_deviation_is_that_of_the_distribution(scale: int) -> None:
    weights = {x: exp(-abs(x) / scale) for x in range(-300, 301)}

    variance = sum(x**2 * weight for x, weight in weights.items()) / sum(weights.values())

    assert laplace_deviation(scale) == pytest.approx(variance**0.5)


histograms = st.lists(st.integers(-60, 90), min_size=2, max_size=9)


@given(histograms, st.integers(0, 200))
def test_counts_are_whole_from_zero_on_and_add_up(noisy: list[int], total: int) -> None:
    counts = closest_histogram(noisy, total)

    assert min(counts) >= 0
    assert sum(counts) == total
    for (one, noisy_one), (other, noisy_other) in product(
        zip(counts, noisy, strict=True), repeat=2
    ):
        assert one >= other - 1 or noisy_one < noisy_other  # the order is kept


@given(st.lists(st.integers(0, 90), min_size=2, max_size=9))
def test_counts_that_fit_already_stay_as_they_are(counts: list[int]) -> None:
    assert closest_histogram(counts, sum(counts)) == counts


@given(st.lists(st.integers(-9, 9), min_size=3, max_size=3), st.integers(1, 6))
def test_no_other_counts_are_closer(noisy: list[int], total: int) -> None:
    def distance(counts: tuple[int, ...]) -> int:
        return sum((one - other) ** 2 for one, other in zip(counts, noisy, strict=True))

    possible = [one for one in product(range(total + 1), repeat=3) if sum(one) == total]

    assert distance(tuple(closest_histogram(noisy, total))) == min(map(distance, possible))


def test_every_batch_brings_noise_of_its_own_and_keeps_that_of_before() -> None:
    exact = Snapshot({TOTAL: 40})
    rng = Random(4)

    first = add_noise(exact, Snapshot(), rng=rng)
    second = add_noise(exact, first, rng=rng)

    names = {name for histogram in HISTOGRAMS for name in histogram}
    assert first.noise.keys() == second.noise.keys() == names
    added = [second.noise[name] - first.noise[name] for name in sorted(names)]
    assert (first.batches, second.batches) == (1, 2)
    assert len(set(added)) > 5
    assert all(one != other for one, other in [(added, list(first.noise.values()))])
    assert merge_snapshots([first, second]).noise == {}


def test_only_known_counters_are_published_and_they_fit_together() -> None:
    live = {name: 40 * count for name, count in contribution(result()).items()} | {"someone": 1}

    public = add_noise(Snapshot(live), Snapshot(), rng=Random(5))

    assert public.counts.keys() == {TOTAL, *(name for one in HISTOGRAMS for name in one)}
    for histogram in HISTOGRAMS:
        assert sum(public.counts[name] for name in histogram) == public.total == 40


@pytest.mark.parametrize("batches", [1, 3, 12, 23])
def test_the_noise_that_is_stated_is_the_noise_that_counts_have(batches: int) -> None:
    """Of grades that are frequent enough not to be cut off at zero."""
    people = 400 * batches
    exact = {name: people // len(one) for one in HISTOGRAMS[:-1] for name in one}
    rng, errors, last = Random(6), [], Snapshot()
    for _ in range(25):
        last = Snapshot()
        for _ in range(batches):
            last = add_noise(Snapshot({TOTAL: people, **exact}), last, rng=rng)
        errors += [last.counts[name] - count for name, count in exact.items()]

    found = (sum(error**2 for error in errors) / len(errors)) ** 0.5
    assert found == pytest.approx(last.noise_deviation, rel=0.2)


def test_nobody_can_predict_the_noise_of_a_publication() -> None:
    """From a seed that is known, or from noise that has been seen, all other noise would follow."""
    add_secret_noise = signature(publish_pending_batches).parameters["add_noise"].default

    assert isinstance(add_secret_noise.keywords["rng"], SystemRandom)
