"""Counters of products in DynamoDB, by product, day and cohort.

An item holds one shard of a product's day, with two flat numbers for each cohort, such as
``female#40s#clicks``, and for each number the set of visitor buckets that it came from
(visitor_buckets.py). A campaign's day has an item of its own, because its cap is exact.
"""

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from threading import Lock
from typing import TYPE_CHECKING

from boto3.dynamodb.conditions import Attr, ConditionBase
from cachetools import TTLCache, cachedmethod

from scalp_core.aws.dynamodb import from_item, to_item, translate_errors
from scalp_core.aws.updates import build_update, write_if
from scalp_core.products import keys
from scalp_core.products.daily_salts import DailySalts
from scalp_core.products.model import Campaign
from scalp_core.products.sponsorship import network_share
from scalp_core.products.traffic import VIEWS_PER_SAMPLE, Traffic
from scalp_core.products.visitor_buckets import visitor_bucket
from scalp_core.vocabulary import AgeGroup, Sex

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import QueryInputTypeDef

_IMPRESSIONS, _CLICKS = "impressions", "clicks"
# Cohort labels: each sex and age group, everyone and unknown.
_COHORTS = len(Sex) * len(AgeGroup) + 2
# Sets of buckets beside them.
_VIEWERS, _VISITORS = "viewers", "visitors"


@dataclass(frozen=True)
class DailyTraffic:
    """Traffic of one product on one day.

    Attributes:
        cohort: as :func:`scalp_core.products.keys.cohort_label` names it; empty for a campaign.
        campaign: its id, where this is what a campaign brought; else empty.
        viewers, visitors: visitor buckets that it came from; empty where unknown.
    """

    product_id: str
    day: date
    cohort: str
    campaign: str
    traffic: Traffic
    viewers: frozenset[int] = frozenset()
    visitors: frozenset[int] = frozenset()


def count_networks_once(parts: Iterable[DailyTraffic]) -> Traffic:
    """Return the traffic of one product and day with each network counted once.

    Where buckets are unknown, every view and visit counts.

    Args:
        parts: of one cohort, or of several, between which one network may alternate.
    """
    viewers: set[int] = set()
    visitors: set[int] = set()
    unknown = Traffic()
    for part in parts:
        viewers |= part.viewers
        visitors |= part.visitors
        unknown += Traffic(
            0 if part.viewers else part.traffic.impressions,
            0 if part.visitors else part.traffic.clicks,
        )
    return unknown + Traffic(VIEWS_PER_SAMPLE * len(viewers), len(visitors))


class ProductTrafficRepository:
    """The only place that reads and writes counters of products.

    A counter may miss a write or, after a lost response, get one twice, which is tolerable. A
    campaign's cap is exact all the same, because its condition is checked at each write.

    Args:
        cache_ttl: seconds for which :meth:`summary` caches what it reads; 0 caches nothing.

    Raises (every method):
        BackendError: DynamoDB failed.
    """

    def __init__(self, client: "DynamoDBClient", table: str, *, cache_ttl: float = 0) -> None:
        self._client = client
        self._table = table
        self._summaries: TTLCache[object, dict[str, Traffic]] = TTLCache(_COHORTS, cache_ttl)
        self._lock = Lock()
        self._salts = DailySalts(client, table)

    def add(
        self,
        product_id: str,
        day: date,
        cohort: str,
        traffic: Traffic,
        *,
        network: str | None = None,
    ) -> None:
        """Add to the counters of a product, a day and a cohort.

        Args:
            network: where the views and visits come from, if known.
        """
        counts = {_IMPRESSIONS: traffic.impressions, _CLICKS: traffic.clicks}
        added: dict[str, int | set[int]] = {
            f"{cohort}#{name}": count for name, count in counts.items() if count
        }
        if network is None:
            shard = secrets.randbelow(keys.PRODUCT_SHARDS)
        else:
            bucket = self._bucket(day, network, product_id)
            shard = bucket % keys.PRODUCT_SHARDS  # a bucket is in one item only
            sets = {_VIEWERS: traffic.impressions, _VISITORS: traffic.clicks}
            added |= {f"{cohort}#{name}": {bucket} for name, count in sets.items() if count}
        self._add(product_id, keys.traffic_sk(day, shard), added)

    def reserve(
        self,
        campaign: Campaign,
        day: date,
        *,
        network: str | None = None,
        paced_cap: int | None = None,
    ) -> bool:
        """Count a showing of a campaign; return ``False`` without counting once its cap is reached.

        Args:
            network: where it is shown, whose share of the cap is limited.
            paced_cap: most showings by now; the whole cap if absent.
        """
        added = {_IMPRESSIONS: 1}
        condition = _is_below(_IMPRESSIONS, campaign.daily_cap if paced_cap is None else paced_cap)
        if network is not None:
            share = f"from#{self._bucket(day, network, campaign.id)}"
            added[share] = 1
            condition &= _is_below(share, network_share(campaign))
        return self._add(
            campaign.product, keys.campaign_sk(day, campaign.id), added, condition=condition
        )

    def add_campaign_click(self, product_id: str, campaign_id: str, day: date) -> bool:
        """Count a visit through a campaign; return ``False`` if it has not been shown that day."""
        return self._add(
            product_id,
            keys.campaign_sk(day, campaign_id),
            {_CLICKS: 1},
            condition=Attr("PK").exists(),
        )

    def of_product(self, product_id: str, *, first: date, last: date) -> Iterator[DailyTraffic]:
        """Yield traffic from ``first`` to ``last``, inclusive; a cohort may come once per shard."""
        request: QueryInputTypeDef = {
            "TableName": self._table,
            "KeyConditionExpression": "PK = :pk AND SK BETWEEN :first AND :last",
            "ExpressionAttributeValues": to_item(
                {
                    ":pk": keys.traffic_pk(product_id),
                    ":first": keys.traffic_day_prefix(first),
                    # "~" comes after everything that may follow the day.
                    ":last": f"{keys.traffic_day_prefix(last)}~",
                }
            ),
        }
        while True:
            with translate_errors("read product counters"):
                answer = self._client.query(**request)
            for item in answer["Items"]:
                yield from _daily(product_id, from_item(item))
            if "LastEvaluatedKey" not in answer:
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    @cachedmethod(attrgetter("_summaries"), lock=attrgetter("_lock"))
    def summary(self, cohort: str) -> dict[str, Traffic]:
        """Return the summary of a cohort by product; empty before :meth:`put_summary`."""
        with translate_errors("read click-through"):
            answer = self._client.get_item(
                TableName=self._table,
                Key=to_item({"PK": keys.CLICK_THROUGH_PK, "SK": cohort}),
            )
        if "Item" not in answer:
            return {}
        content: dict[str, list[int]] = json.loads(answer["Item"]["content"]["S"])
        return {product: Traffic(*counts) for product, counts in content.items()}

    def put_summary(self, cohort: str, traffic: Mapping[str, Traffic], at: datetime) -> None:
        """Store the traffic of a cohort, or of everyone, for :meth:`summary`."""
        content = {
            product: [counts.impressions, counts.clicks] for product, counts in traffic.items()
        }
        with translate_errors("write click-through"):
            self._client.put_item(
                TableName=self._table,
                Item=to_item(
                    {
                        "PK": keys.CLICK_THROUGH_PK,
                        "SK": cohort,
                        "content": json.dumps(content),
                        "updatedAt": at.isoformat(),
                    }
                ),
            )

    def _bucket(self, day: date, network: str, subject: str) -> int:
        return visitor_bucket(network, subject, self._salts.of(day))

    def _add(
        self,
        product_id: str,
        sk: str,
        counts: Mapping[str, int | set[int]],
        *,
        condition: ConditionBase | None = None,
    ) -> bool:
        """Add to the counters of one item; return ``False`` if the condition does not hold."""
        update = build_update(
            self._table,
            {"PK": keys.traffic_pk(product_id), "SK": sk},
            add=counts,
            condition=condition,
        )
        return write_if("count product", lambda: self._client.update_item(**update))


def _is_below(counter: str, limit: int) -> ConditionBase:
    return Attr(counter).not_exists() | Attr(counter).lt(limit)


def _daily(product_id: str, item: Mapping[str, object]) -> Iterator[DailyTraffic]:
    day, campaign = keys.parse_traffic_sk(str(item["SK"]))
    numbers: dict[str, dict[str, int]] = {}
    sets: dict[str, dict[str, frozenset[int]]] = {}
    for name, value in item.items():
        cohort, _, counter = name.rpartition("#")
        if counter in (_IMPRESSIONS, _CLICKS):
            numbers.setdefault(cohort, {})[counter] = int(str(value))
        elif counter in (_VIEWERS, _VISITORS) and isinstance(value, set):
            sets.setdefault(cohort, {})[counter] = frozenset(map(int, value))
    for cohort, counts in numbers.items():
        buckets = sets.get(cohort, {})
        yield DailyTraffic(
            product_id=product_id,
            day=day,
            cohort=cohort,
            campaign=campaign,
            traffic=Traffic(counts.get(_IMPRESSIONS, 0), counts.get(_CLICKS, 0)),
            viewers=buckets.get(_VIEWERS, frozenset()),
            visitors=buckets.get(_VISITORS, frozenset()),
        )
