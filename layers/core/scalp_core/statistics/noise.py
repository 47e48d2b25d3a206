"""Random noise that hides one person's result in published counts, and its rounding.

Discrete Laplace noise (the geometric mechanism of Ghosh, Roughgarden and Sundararajan, STOC 2009),
drawn as by Canonne, Kamath and Steinke, "The Discrete Gaussian for Differential Privacy" (NeurIPS
2020, arXiv:2004.00010): with whole numbers alone, so nothing leaks by floating-point rounding.
docs/adr/0022 has its purpose and cost.
"""

from collections.abc import Sequence
from math import exp, sqrt
from random import Random


def laplace_deviation(scale: int) -> float:
    """Return the standard deviation of :func:`discrete_laplace`; 5.6 for a scale of 4."""
    ratio = exp(-1 / scale)
    return sqrt(2 * ratio) / (1 - ratio)


def discrete_laplace(scale: int, rng: Random) -> int:
    """Return a whole number with probability proportional to exp(-|x| / scale) (algorithm 2)."""
    while True:
        rest = rng.randrange(scale)
        if not bernoulli_exp(rest, scale, rng):
            continue
        whole = 0
        while bernoulli_exp(1, 1, rng):
            whole += 1
        magnitude = rest + scale * whole
        negative = rng.randrange(2) == 1
        if negative and magnitude == 0:
            continue
        return -magnitude if negative else magnitude


def bernoulli_exp(numerator: int, denominator: int, rng: Random) -> bool:
    """Return true with probability exp(-numerator / denominator) (algorithm 1)."""
    while numerator > denominator:
        if not bernoulli_exp(1, 1, rng):
            return False
        numerator -= denominator
    draws = 1
    while rng.randrange(denominator * draws) < numerator:
        draws += 1
    return draws % 2 == 1


def closest_histogram(noisy: Sequence[int], total: int) -> list[int]:
    """Return the whole numbers from 0 on that add up to ``total`` and are closest to ``noisy``.

    Least squares: all numbers are lowered by the same amount, and none below zero (Duchi et al.,
    ICML 2008). It only looks at published numbers, so it costs no privacy.

    Args:
        total: 0 or more.
    """
    left = sorted(noisy, reverse=True)
    excess, kept = 0, 0
    for number, value in enumerate(left, 1):
        surplus = sum(left[:number]) - total
        if value * number > surplus:
            excess, kept = surplus, number
    if not kept:  # total is 0, and nothing is above it
        return [0] * len(noisy)
    # Every number that stays above zero has the same fraction; the first ones are rounded up.
    lowered = [max(value * kept - excess, 0) for value in noisy]
    counts = [value // kept for value in lowered]
    missing = total - sum(counts)
    for index in [index for index, value in enumerate(lowered) if value][:missing]:
        counts[index] += 1
    return counts
