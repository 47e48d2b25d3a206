"""Names of objects in S3 and of items in DynamoDB: the only place that composes or reads them."""

import re
import zlib
from datetime import date

from scalp_core.regions import Province
from scalp_core.vocabulary import AgeGroup, Sex

UPLOAD_PREFIX = "uploads/"
META = "META"

# Transactions on one item cancel each other, so counters are spread over this many items.
STATS_SHARDS = 10

# Cells of about 31 × 20 km: Seoul and its surroundings lie in four of them.
HOSPITAL_CELL_CHARACTERS = 4
# Numbers of hospitals by region, from the last load.
HOSPITAL_INDEX_PK = "HOSPITAL#INDEX"

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


def hospital_cell_pk(cell: str) -> str:
    """Partition of the hospitals in a geohash cell of four characters or more."""
    return f"HOSPITAL#{cell[:HOSPITAL_CELL_CHARACTERS]}"


def hospital_cell_sk(cell: str, hospital_id: str) -> str:
    """Sort key there: what begins with a cell's geohash lies in the cell."""
    return f"{cell}#{hospital_id}"


def hospital_region_pk(province: Province, district: str | None = None) -> str:
    """Partition of the hospitals of a province, or of one district."""
    return f"HOSPITAL#REGION#{province}" + (f"#{district}" if district else "")


def hospital_region_sk(rank: int, name: str, hospital_id: str) -> str:
    """Sort key there: a page read in this order is in the order that people see."""
    return f"{rank}#{name}#{hospital_id}"
