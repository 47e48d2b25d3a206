"""A split by subject group that also shares rare grades out among the sides."""

from __future__ import annotations

import warnings
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from scalp_train.aihub.records import ImageRecord, Split

FOLDS = 20
"""Each side gets whole folds, so fractions are met to a twentieth at best."""
Finding = tuple[int, int]
"""Number of a symptom, and a grade of it."""


def stratified_sides(
    records: Sequence[ImageRecord], fractions: dict[Split, float], seed: int
) -> dict[str, Split] | None:
    """Return the side of each group; ``None`` for data sets too small to be stratified.

    Groups are dealt into folds by scikit-learn's ``StratifiedGroupKFold``. An image counts as the
    rarest of its six findings, since the folds are stratified by one label. Then each side that
    lacks a finding which several groups have gets one of these groups, test first.

    Args:
        records: images with grades and groups; their order does not matter.
        fractions: of the sides, adding up to 1.
        seed: of the folds.
    """
    ordered = sorted(records, key=lambda record: record.name)
    groups = [record.group for record in ordered]
    labels = _rarest_findings(ordered)
    if len(set(groups)) < FOLDS or max(Counter(labels).values()) < FOLDS:
        return None
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The least populated class")  # ``_complete`` sees to it
        parts = [test for _, test in folds.split(np.zeros(len(groups)), labels, groups)]
    sides: dict[str, Split] = {}
    for fold, side in zip(parts, _sides_of_folds(fractions), strict=True):
        sides.update({groups[row]: side for row in fold})
    _complete(ordered, sides, [side for side in Split if fractions.get(side, 0) > 0])
    return sides


def _rarest_findings(records: Sequence[ImageRecord]) -> list[int]:
    """Return a number for the rarest symptom and grade of each image."""
    counts = Counter(finding for record in records for finding in _findings(record))
    numbers = {finding: number for number, finding in enumerate(sorted(counts))}
    return [
        numbers[min(_findings(record), key=lambda finding: (counts[finding], finding))]
        for record in records
    ]


def _findings(record: ImageRecord) -> list[Finding]:
    return [(symptom, int(grade)) for symptom, grade in enumerate(record.grades)]


def _sides_of_folds(fractions: dict[Split, float]) -> list[Split]:
    """Return the side of each fold; a side with a fraction gets at least one."""
    bounds = np.cumsum([0.0, *(fractions.get(side, 0.0) for side in Split)]) * FOLDS
    counts = np.diff(np.round(bounds)).astype(int)
    for number, side in enumerate(Split):
        if fractions.get(side, 0.0) > 0 and counts[number] == 0:
            counts[number] += 1
            counts[int(counts.argmax())] -= 1
    return [side for side, count in zip(Split, counts, strict=True) for _ in range(count)]


def _complete(records: Sequence[ImageRecord], sides: dict[str, Split], used: list[Split]) -> None:
    """Move the smallest groups that help to sides that lack a finding."""
    holders: dict[Finding, set[str]] = defaultdict(set)
    for record in records:
        for finding in _findings(record):
            holders[finding].add(record.group)
    sizes = Counter(record.group for record in records)

    def holding(finding: Finding, side: Split) -> list[str]:
        return [group for group in holders[finding] if sides[group] is side]

    def may_leave(group: str, side: Split) -> bool:
        """Return whether the side keeps each finding that this group has."""
        return all(
            len(holding(finding, side)) > 1
            for finding, groups in holders.items()
            if group in groups
        )

    for side in reversed(used):
        for finding in sorted(holders, key=lambda one: (len(holders[one]), one)):
            if holding(finding, side):
                continue
            spare = [
                group
                for other in used
                if other is not side
                for group in holding(finding, other)
                if may_leave(group, other)
            ]
            if spare:
                sides[min(spare, key=lambda group: (sizes[group], group))] = side
