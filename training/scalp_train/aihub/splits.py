"""Our own split: no subject group stands on two sides.

AI Hub's official parts share images, devices and subjects, so figures on them are optimistic.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum

from scalp_train.aihub.records import ImageRecord, Official, Split
from scalp_train.aihub.stratified import stratified_sides

Fractions = tuple[float, float, float]
FRACTIONS: Fractions = (0.7, 0.2, 0.1)
"""Train, validation and test, as announced for AI Hub data set 216."""


class Policy(StrEnum):
    """What decides the split of a group.

    ``stratified``: the grades, and the seed: every side gets its share of each, and none lacks one
    that enough groups have (:mod:`scalp_train.aihub.stratified`). Data sets that are too small for
    that are split as by ``groups``.
    ``groups``: the seed alone; neither grades nor the official parts play a role.
    ``official``: an image that stands in the official validation part, in training too or not,
    stays out of training: its whole group goes to validation or test, in the proportion of their
    fractions, and the group's training images are left out. Comparable with published figures
    on the official validation part, at the cost of training images.
    """

    STRATIFIED = "stratified"
    GROUPS = "groups"
    OFFICIAL = "official"


def split(
    records: Sequence[ImageRecord],
    *,
    fractions: Fractions = FRACTIONS,
    seed: int = 0,
    policy: Policy = Policy.GROUPS,
) -> list[ImageRecord]:
    """Return the records with their split, which does not depend on their order.

    By ``groups`` and ``official`` larger groups come first, those of about one size in an order
    drawn from the seed, and each goes to the side that lacks most images: the fractions are met as
    closely as groups allow.
    """
    if any(fraction < 0 for fraction in fractions) or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError(f"fractions must be 0 or more and add up to 1, not {fractions}")
    if policy is not Policy.OFFICIAL:
        shares_of = dict(zip(Split, fractions, strict=True))
        side_of = None
        if policy is Policy.STRATIFIED:
            side_of = stratified_sides(records, shares_of, seed)
        if side_of is None:
            side_of = _deal(records, shares_of, seed)
        return [record.model_copy(update={"split": side_of[record.group]}) for record in records]
    held_out = {r.group for r in records if r.official_part is Official.VALIDATION}
    counted = [
        r for r in records if r.group not in held_out or r.official_part is Official.VALIDATION
    ]
    _, validation, test = fractions
    total = validation + test
    shares = (validation / total, test / total) if total else (1.0, 0.0)
    side_of = _deal(
        [r for r in counted if r.group in held_out],
        {Split.VALIDATION: shares[0], Split.TEST: shares[1]},
        seed,
    )
    used = {r.name for r in counted}
    return [
        record.model_copy(
            update={
                "split": side_of.get(record.group, Split.TRAIN) if record.name in used else None
            }
        )
        for record in records
    ]


def _deal(
    records: Iterable[ImageRecord], fractions: dict[Split, float], seed: int
) -> dict[str, Split]:
    sizes = Counter(record.group for record in records)
    lacks = {side: fraction * sizes.total() for side, fraction in fractions.items()}
    dealt: dict[str, Split] = {}
    order = sorted(sizes, key=lambda one: (-sizes[one].bit_length(), _draw(seed, one), one))
    for group in order:
        side = max(lacks, key=lambda one: lacks[one])
        dealt[group] = side
        lacks[side] -= sizes[group]
    return dealt


def _draw(seed: int, group: str) -> bytes:
    return hashlib.blake2b(f"{seed}:{group}".encode(), digest_size=8).digest()


def straddling(records: Iterable[ImageRecord]) -> tuple[str, ...]:
    """Return groups that stand in both official parts."""
    parts: dict[str, set[Official]] = defaultdict(set)
    for record in records:
        parts[record.group].update(record.official)
    return tuple(sorted(group for group, found in parts.items() if len(found) > 1))
