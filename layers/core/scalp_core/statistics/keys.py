"""Partitions and sort keys of counters and of published statistics."""

import zlib
from datetime import date

from scalp_core.vocabulary import AgeGroup, Sex

# One partition, so that one Query reads all that is published.
PUBLISHED_PK = "STATS#PUBLISHED"
# Until when each cell's last batch was being counted.
CLOSED_PK = "STATS#CLOSED"
# Transactions on one item cancel each other, so counters are spread over this many items.
STATS_SHARDS = 10


def cohort_pk(sex: Sex, age_group: AgeGroup) -> str:
    """Return the partition of a cohort's counters."""
    return f"STATS#{sex}#{age_group}"


def day_pk(day: date) -> str:
    """Return the partition of a day's counters."""
    return f"STATS#DAY#{day.isoformat()}"


def shard_sk(assessment_id: str) -> str:
    """Return the counter shard of an assessment: the same one for every retry."""
    return f"SHARD#{zlib.crc32(assessment_id.encode()) % STATS_SHARDS:02d}"


def published_sk(sex: Sex, age_group: AgeGroup | None) -> str:
    """Return the sort key of what is published of a cohort, or of all its ages together."""
    return f"{sex}#{age_group or 'all'}"
