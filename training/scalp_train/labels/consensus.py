"""One label for each photo from the judgements of all raters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scalp_core.vocabulary import Symptom
from scalp_train.labels.judgements import Grades, Judgement

ADJUDICATED = "adjudicated"
"""Name of the journal whose judgements settle what raters differ on; no rater may have it."""

ByRater = Mapping[str, Mapping[str, Judgement]]
"""Judgements by rater and file."""


@dataclass(frozen=True, slots=True)
class Consensus:
    """What is known of the photos that somebody has judged.

    Attributes:
        judgements: one for each photo, by file. Of a photo that raters differ on it has the grades
            that they share, until it is adjudicated.
        open: files that raters differ on and nobody has adjudicated; those whose exclusion is
            disputed have no judgement.
    """

    judgements: dict[str, Judgement]
    open: list[str]


def raters(by_rater: ByRater) -> dict[str, Mapping[str, Judgement]]:
    """Return the judgements of all raters that have any, without the adjudicated ones."""
    return {name: found for name, found in by_rater.items() if found and name != ADJUDICATED}


def by_photo(by_rater: ByRater) -> dict[str, dict[str, Judgement]]:
    """Return each photo's judgements by rater, without the adjudicated ones, by file."""
    found: dict[str, dict[str, Judgement]] = {}
    for rater, judgements in raters(by_rater).items():
        for file, judgement in judgements.items():
            found.setdefault(file, {})[rater] = judgement
    return dict(sorted(found.items()))


def is_disputed(judgements: Iterable[Judgement]) -> bool:
    """Return whether raters differ on a photo: in a grade, in having none, or in excluding it."""
    first, *others = (judgement.answer for judgement in judgements)
    return any(other != first for other in others)


def disputed(by_rater: ByRater) -> list[str]:
    """Return the photos that raters differ on, adjudicated or not."""
    photos = by_photo(by_rater)
    return [file for file, found in photos.items() if is_disputed(found.values())]


def shared_grades(judgements: Sequence[Judgement]) -> Grades:
    """Return the grades that all judgements share; symptoms that they differ on are missing.

    Where one of them excludes the photo, none is shared.
    """
    if any(judgement.exclusion for judgement in judgements):
        return {}
    found = {
        symptom: {judgement.grades[symptom] for judgement in judgements} for symptom in Symptom
    }
    return {symptom: grades.pop() for symptom, grades in found.items() if len(grades) == 1}


def consensus(by_rater: ByRater) -> Consensus:
    """Return one judgement for each photo: the adjudicated one, or what all its raters share."""
    settled = dict(by_rater.get(ADJUDICATED, {}))
    unsettled = []
    for file, found in by_photo(by_rater).items():
        if file in settled:
            continue
        if is_disputed(found.values()):
            unsettled.append(file)
        shared = _shared(list(found.values()))
        if shared is not None:
            settled[file] = shared
    return Consensus(dict(sorted(settled.items())), unsettled)


def _shared(judgements: list[Judgement]) -> Judgement | None:
    """Return the latest judgement with the grades that all share; ``None`` if some exclude it."""
    latest = max(judgements, key=lambda judgement: judgement.at)
    if len({judgement.exclusion for judgement in judgements}) > 1:
        # Two reasons to exclude a photo are no doubt about excluding it.
        return latest if all(judgement.exclusion for judgement in judgements) else None
    if latest.exclusion:
        return latest
    grades: Grades = dict.fromkeys(Symptom)
    return latest.model_copy(update={"grades": grades | shared_grades(judgements)})
