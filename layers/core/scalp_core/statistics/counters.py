"""Names of the counters of a cohort, a day and a published batch."""

from scalp_core.vocabulary import Grade, ScalpType, Symptom

TOTAL = "total"


def grade_counter(symptom: Symptom, grade: Grade) -> str:
    """Return the counter of assessments with this grade of a symptom."""
    return f"{symptom}#{grade:d}"


def type_counter(scalp_type: ScalpType) -> str:
    """Return the counter of assessments with this scalp type."""
    return f"type#{scalp_type}"
