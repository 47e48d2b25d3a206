"""Names of objects in S3 and of items in DynamoDB: the only place that composes or reads them."""

import hashlib
import re
import zlib
from datetime import date

from scalp_core.regions import Province
from scalp_core.vocabulary import AgeGroup, Grade, ScalpType, Sex, Symptom

UPLOAD_PREFIX = "uploads/"
RESEARCH_PREFIX = "research/"
META = "META"
TOTAL = "total"

# One partition, so that one Query reads all that is published.
PUBLISHED_PK = "STATS#PUBLISHED"

# Transactions on one item cancel each other, so counters are spread over this many items.
STATS_SHARDS = 10

# Clicks are single updates, which wait for each other and never cancel; fewer shards will do.
PRODUCT_SHARDS = 4

# One partition each, so that one Query reads all of it.
CATALOGUE_PK = "PRODUCT#CATALOGUE"
CAMPAIGNS_PK = "PRODUCT#CAMPAIGNS"
CLICK_THROUGH_PK = "PRODUCTSTATS#CLICKTHROUGH"
# Salts by day, from which the buckets of networks are made.
SALT_PK = "PRODUCTSTATS#SALT"
EVERYONE = "everyone"

# Cells of about 31 × 20 km: Seoul and its surroundings lie in four of them.
HOSPITAL_CELL_CHARACTERS = 4
# Numbers of hospitals by region, from the last load.
HOSPITAL_INDEX_PK = "HOSPITAL#INDEX"

_UPLOAD_KEY = re.compile(rf"{UPLOAD_PREFIX}([0-9a-f]{{32}})")
_RESEARCH_KEY = re.compile(rf"{RESEARCH_PREFIX}([0-9a-f]{{64}})")


def upload_key(assessment_id: str) -> str:
    """Object key of an assessment's photo."""
    return f"{UPLOAD_PREFIX}{assessment_id}"


def assessment_id_of(object_key: str) -> str | None:
    """Inverse of :func:`upload_key`; ``None`` for a key that is not ours."""
    match = _UPLOAD_KEY.fullmatch(object_key)
    return match[1] if match else None


def research_token(assessment_id: str) -> str:
    """Name of what an assessment gave to research: from the id to it is easy, and not back.

    The prefix keeps it apart from the fingerprints in logs.
    """
    return hashlib.sha256(f"research:{assessment_id}".encode()).hexdigest()


def research_key(token: str) -> str:
    """Object key of a photo given to research."""
    return f"{RESEARCH_PREFIX}{token}"


def research_token_of(object_key: str) -> str | None:
    """Inverse of :func:`research_key`; ``None`` for a key that is not ours."""
    match = _RESEARCH_KEY.fullmatch(object_key)
    return match[1] if match else None


def research_pk(token: str) -> str:
    """Partition of the record of a photo given to research."""
    return f"RESEARCH#{token}"


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


def symptom_pk(symptom: Symptom) -> str:
    """Partition of the products that suit a symptom."""
    return f"PRODUCT#{symptom}"


def ranked_sk(rank: int, product_id: str) -> str:
    """Sort key there: best founded suggestions first."""
    return f"{rank:02d}#{product_id}"


def traffic_pk(product_id: str) -> str:
    """Partition of a product's counters."""
    return f"PRODUCTSTATS#{product_id}"


def traffic_day_prefix(day: date) -> str:
    """Beginning of the sort keys of all counters of a day."""
    return f"DAY#{day.isoformat()}#"


def traffic_sk(day: date, shard: int) -> str:
    """One shard of a product's counters of a day."""
    return f"{traffic_day_prefix(day)}SHARD#{shard:02d}"


def campaign_sk(day: date, campaign_id: str) -> str:
    """A campaign's counters of a day, among those of its product."""
    return f"{traffic_day_prefix(day)}CAMPAIGN#{campaign_id}"


def cohort_label(sex: Sex | None, age_group: AgeGroup | None) -> str:
    """Name of a cohort in counters; whoever tells only a part counts as unknown."""
    return f"{sex}#{age_group}" if sex and age_group else "unknown"


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


def published_sk(sex: Sex, age_group: AgeGroup | None) -> str:
    """What is published of a cohort, or of all ages together."""
    return f"{sex}#{age_group or 'all'}"


def grade_counter(symptom: Symptom, grade: Grade) -> str:
    """Counter of the assessments that gave a symptom this grade."""
    return f"{symptom}#{grade:d}"


def type_counter(scalp_type: ScalpType) -> str:
    """Counter of the assessments that ended in this scalp type."""
    return f"type#{scalp_type}"
