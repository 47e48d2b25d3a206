"""Ids are capabilities, so as hard to guess as 128 bits of the operating system's randomness."""

import os
import re
import secrets

import pytest

from scalp_core.ids import ID_PATTERN, fingerprint, new_id

BITS = 128
# A random matrix of 256 × 128 bits has a lower rank once in 2^128 times.
SAMPLES = 2 * BITS


def rank(rows: list[int]) -> int:
    """Rank of a matrix over the two numbers 0 and 1; each row is a number of so many bits."""
    found = 0
    left = list(rows)
    while left:
        pivot = left.pop()
        if pivot:
            found += 1
            lowest = pivot & -pivot
            left = [row ^ pivot if row & lowest else row for row in left]
    return found


def test_all_128_bits_of_an_id_are_independent_of_each_other() -> None:
    """Bits that are constant, repeated or put together from others lower the rank."""
    first, *others = (int(new_id(), 16) for _ in range(SAMPLES + 1))

    assert rank([first ^ other for other in others]) == BITS


def test_an_id_takes_16_bytes_of_the_operating_systems_randomness(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    requested = 0

    def count(draw: object) -> object:
        def counted(number: int) -> bytes:
            nonlocal requested
            requested += number
            return draw(number)  # type: ignore[operator, no-any-return]

        return counted

    # Both ways to it that the standard library has; neither calls the other.
    monkeypatch.setattr(secrets, "token_bytes", count(secrets.token_bytes))
    monkeypatch.setattr(os, "urandom", count(os.urandom))

    made = new_id()

    assert requested >= BITS // 8, made


def test_an_id_has_the_form_that_the_api_takes() -> None:
    assert re.fullmatch(ID_PATTERN, new_id())
    for wrong in ("", "a" * 31, "a" * 33, "A" * 32, "g" * 32):
        assert not re.match(ID_PATTERN, wrong)


def test_a_fingerprint_is_short_and_the_same_in_every_log() -> None:
    """SHA-256 of the text "0" * 32, by ``printf %032d 0 | sha256sum``."""
    assert fingerprint("0" * 32) == "84e0c0eafaa9"
