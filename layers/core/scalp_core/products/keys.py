"""Partitions and sort keys of products, campaigns and their traffic."""

from datetime import date

from scalp_core.vocabulary import AgeGroup, Sex, Symptom

# Clicks are single updates, which queue and never cancel each other, so few shards suffice.
PRODUCT_SHARDS = 4
# One partition each, so that one Query reads all of it.
CATALOGUE_PK = "PRODUCT#CATALOGUE"
CAMPAIGNS_PK = "PRODUCT#CAMPAIGNS"
CLICK_THROUGH_PK = "PRODUCTSTATS#CLICKTHROUGH"
# Salts by day, with which networks are hashed.
SALT_PK = "PRODUCTSTATS#SALT"
EVERYONE = "everyone"


def symptom_pk(symptom: Symptom) -> str:
    """Return the partition of the products that suit a symptom."""
    return f"PRODUCT#{symptom}"


def ranked_sk(rank: int, product_id: str) -> str:
    """Return the sort key there, which puts the best evidence first."""
    return f"{rank:02d}#{product_id}"


def search_counter(shop: str) -> str:
    """Return the name under which visits of a shop's search are counted, beside products' ids."""
    return f"SEARCH-{shop}"


def traffic_pk(product_id: str) -> str:
    """Return the partition of a product's counters."""
    return f"PRODUCTSTATS#{product_id}"


def traffic_day_prefix(day: date) -> str:
    """Return the prefix of the sort keys of all counters of a day."""
    return f"DAY#{day.isoformat()}#"


def traffic_sk(day: date, shard: int) -> str:
    """Return the sort key of one shard of a product's counters of a day."""
    return f"{traffic_day_prefix(day)}SHARD#{shard:02d}"


def campaign_sk(day: date, campaign_id: str) -> str:
    """Return the sort key of a campaign's counters of a day, in its product's partition."""
    return f"{traffic_day_prefix(day)}CAMPAIGN#{campaign_id}"


def parse_traffic_sk(sk: str) -> tuple[date, str]:
    """Return the day of a counter item, and its campaign's id; empty where it is a shard."""
    _, day, kind, name = sk.split("#")
    return date.fromisoformat(day), name if kind == "CAMPAIGN" else ""


def cohort_label(sex: Sex | None, age_group: AgeGroup | None) -> str:
    """Return a cohort's name in counters; ``unknown`` unless both sex and age group are given."""
    return f"{sex}#{age_group}" if sex and age_group else "unknown"
