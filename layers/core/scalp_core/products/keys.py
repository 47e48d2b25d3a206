"""Partitions and sort keys of products, campaigns and their traffic."""

from datetime import date

from scalp_core.vocabulary import AgeGroup, Sex, Symptom

# Clicks are single updates, which wait for each other and never cancel; fewer shards will do.
PRODUCT_SHARDS = 4
# One partition each, so that one Query reads all of it.
CATALOGUE_PK = "PRODUCT#CATALOGUE"
CAMPAIGNS_PK = "PRODUCT#CAMPAIGNS"
CLICK_THROUGH_PK = "PRODUCTSTATS#CLICKTHROUGH"
# Salts by day, from which the buckets of networks are made.
SALT_PK = "PRODUCTSTATS#SALT"
EVERYONE = "everyone"


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
