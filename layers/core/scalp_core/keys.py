"""Names of objects in S3 and of items in DynamoDB: the only place that composes or reads them."""

import re
import zlib
from datetime import date

from scalp_core.vocabulary import AgeGroup, Grade, ScalpType, Sex, Symptom

UPLOAD_PREFIX = "uploads/"
META = "META"
TOTAL = "total"

# One partition, so that one Query reads all that is published.
PUBLISHED_PK = "STATS#PUBLISHED"

# Transactions on one item cancel each other, so counters are spread over this many items.
STATS_SHARDS = 10

_UPLOAD_KEY = re.compile(rf"{UPLOAD_PREFIX}([0-9a-f]{{32}})")


def upload_key(assessment_id: str) -> str:
    """Object key of an assessment's photo."""
    return f"{UPLOAD_PREFIX}{assessment_id}"


def assessment_id_of(object_key: str) -> str | None:
    """Inverse of :func:`upload_key`; ``None`` for a key that is not ours."""
    match = _UPLOAD_KEY.fullmatch(object_key)
    return match[1] if match else None


def assessment_pk(assessment_id: str) -> str:
    """Partition of an assessment."""
    return f"ASSESSMENT#{assessment_id}"


def cohort_pk(sex: Sex, age_group: AgeGroup) -> str:
    """Partition of a cohort's counters."""
    return f"STATS#{sex}#{age_group}"


def day_pk(day: date) -> str:
    """Partition of a day's counters."""
    return f"STATS#DAY#{day.isoformat()}"


def shard_sk(assessment_id: str) -> str:
    """Counter shard of an assessment: always the same one, so that a retry meets its own item."""
    return f"SHARD#{zlib.crc32(assessment_id.encode()) % STATS_SHARDS:02d}"


def published_sk(sex: Sex, age_group: AgeGroup | None) -> str:
    """What is published of a cohort, or of all ages together."""
    return f"{sex}#{age_group or 'all'}"


def grade_counter(symptom: Symptom, grade: Grade) -> str:
    """Counter of the assessments that gave a symptom this grade."""
    return f"{symptom}#{grade:d}"


def type_counter(scalp_type: ScalpType) -> str:
    """Counter of the assessments that ended in this scalp type."""
    return f"type#{scalp_type}"
