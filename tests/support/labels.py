"""Judgements of photos, made short."""

from datetime import UTC, datetime, timedelta

from scalp_core.vocabulary import Grade, Symptom
from scalp_train.labels.judgements import Exclusion, Grades, Judgement

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def grades(digits: str) -> Grades:
    """Return six grades, such as ``0123x0``; x is "cannot grade"."""
    found = [None if digit == "x" else Grade(int(digit)) for digit in digits]
    return dict(zip(Symptom, found, strict=True))


def judged(file: str, answer: str | Exclusion, *, minutes: int = 0) -> Judgement:
    """Return a judgement: six digits, or a reason to exclude the photo."""
    excluded = isinstance(answer, Exclusion)
    return Judgement(
        file=file,
        at=NOON + timedelta(minutes=minutes),
        grades={} if excluded else grades(answer),
        exclusion=answer if excluded else None,
    )
