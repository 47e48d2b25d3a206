"""Names of the counters of a cohort, a day and a published batch."""

from scalp_core.vocabulary import Grade, ScalpType, Symptom

TOTAL = "total"


def grade_counter(symptom: Symptom, grade: Grade) -> str:
    """Counter of the assessments that gave a symptom this grade."""
    return f"{symptom}#{grade:d}"


def type_counter(scalp_type: ScalpType) -> str:
    """Counter of the assessments that ended in this scalp type."""
    return f"type#{scalp_type}"
