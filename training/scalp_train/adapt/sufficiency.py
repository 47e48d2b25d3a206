"""Whether labelled photos suffice to fit anything, and what is missing if not."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from scalp_core.vocabulary import Grade, Symptom
from scalp_train.adapt.photos import NOT_GRADED, grade_table, people_of
from scalp_train.labels.table import Label

LEAST_OF_A_GRADE = 10
"""A set of plausible grades that is to hold the true one in 90 % needs nine of each grade."""
LEAST_PEOPLE = 3
"""With each grade, because a fold that a person is held out of must still have it."""


class UnusableError(Exception):
    """Nothing can be adapted; the text says why and what to do."""


def shortage(grades: NDArray[np.int64], people: NDArray[np.int64]) -> str | None:
    """Return what is missing for a fit, in words; ``None`` if nothing is.

    Args:
        grades: of the photos of one symptom [N].
        people: the number of each one's person [N].
    """
    missing = []
    for grade in Grade:
        of_grade = grades == grade
        count = len(np.unique(people[of_grade]))
        name = f"grade {grade:d} ({grade.name.lower()})"
        if (more := LEAST_OF_A_GRADE - int(of_grade.sum())) > 0:
            missing.append(f"{more} more of {name}")
        elif count < LEAST_PEOPLE:
            more = LEAST_PEOPLE - count
            missing.append(f"{name} of {more} more {'person' if more == 1 else 'people'}")
    return "needs " + ", ".join(missing) if missing else None


def require_enough(labels: list[Label]) -> None:
    """Raise before any photo is read where labels are too few for every symptom.

    Raises:
        UnusableError: the text says how many more each symptom needs.
    """
    grades, people = grade_table(labels), people_of(labels)
    missing: dict[Symptom, str | None] = {}
    for column, symptom in enumerate(Symptom):
        known = grades[:, column] != NOT_GRADED
        missing[symptom] = shortage(grades[known, column], people[known])
    if None not in missing.values():
        raise nothing_to_adapt(missing)


def nothing_to_adapt(reasons: Mapping[Symptom, str | None]) -> UnusableError:
    """Return the error that names why each symptom cannot be adapted."""
    lines = [f"  {symptom}: {reason}" for symptom, reason in reasons.items()]
    return UnusableError("\n".join(["No symptom can be adapted, so nothing is written.", *lines]))
