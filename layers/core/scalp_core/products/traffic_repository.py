"""Counters of products in DynamoDB, by product, day and cohort.

An item holds one shard of a product's day, with two flat numbers for each cohort, such as
``female#40s#clicks``, and for each number the set of networks' buckets that it came from
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

from cachetools import TTLCache, cachedmethod

from scalp_core.aws.dynamodb import aws_faults, condition_failed, from_item, to_item
from scalp_core.errors import BackendError
from scalp_core.products import keys
from scalp_core.products.daily_salts import DailySalts
from scalp_core.products.model import Campaign
from scalp_core.products.traffic import VIEWS_PER_SAMPLE, Traffic
from scalp_core.products.visitor_buckets import bucket_of
from scalp_core.vocabulary import AgeGroup, Sex

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import QueryInputTypeDef, UpdateItemInputTypeDef

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
        viewers, visitors: buckets of the networks it came from; empty where they are not known.
    """

    product_id: str
    day: date
    cohort: str
    campaign: str
    traffic: Traffic
    viewers: frozenset[int] = frozenset()
    visitors: frozenset[int] = frozenset()


def counted_once(parts: Iterable[DailyTraffic]) -> Traffic:
    """Return the traffic of one product and day with each network counted once.

    Where networks are not known, every view and visit counts.

    Args:
        parts: of one cohort, or of several, of which one network may name any.
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

    A counter may miss a write or, after a lost answer, get one twice; nothing depends on single
    ones. A campaign's cap is kept all the same, because its condition is checked at each write.

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
            network: whose views and visits they are, if that is known.
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
        """Count a showing of a campaign; false, and nothing counted, once its cap is reached.

        Args:
            network: to whom it is shown, whose share of the cap is limited.
            paced_cap: what may have been shown by now; the whole cap if absent.
        """
        added = {_IMPRESSIONS: 1}
        condition = "(attribute_not_exists(#c0) OR #c0 < :cap)"
        values = {":cap": campaign.daily_cap if paced_cap is None else paced_cap}
        if network is not None:
            added[f"from#{self._bucket(day, network, campaign.id)}"] = 1
            condition += " AND (attribute_not_exists(#c1) OR #c1 < :share)"
            values[":share"] = campaign.share_of_one_network
        return self._add_if(
            campaign.product,
            keys.campaign_sk(day, campaign.id),
            added,
            condition=condition,
            values=values,
        )

    def add_campaign_click(self, product_id: str, campaign_id: str, day: date) -> bool:
        """Count a visit by way of a campaign; false where it has not been shown that day."""
        return self._add_if(
            product_id,
            keys.campaign_sk(day, campaign_id),
            {_CLICKS: 1},
            condition="attribute_exists(PK)",
        )

    def of_product(self, product_id: str, *, first: date, last: date) -> Iterator[DailyTraffic]:
        """Traffic from ``first`` to ``last``, both included; a cohort may come once per shard."""
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
            with aws_faults("read product counters"):
                answer = self._client.query(**request)
            for item in answer["Items"]:
                yield from _daily(product_id, from_item(item))
            if "LastEvaluatedKey" not in answer:
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    @cachedmethod(attrgetter("_summaries"), lock=attrgetter("_lock"))
    def summary(self, cohort: str) -> dict[str, Traffic]:
        """Return what :meth:`put_summary` stored for a cohort, by product; empty before."""
        with aws_faults("read click-through"):
            answer = self._client.get_item(
                TableName=self._table,
                Key=to_item({"PK": keys.CLICK_THROUGH_PK, "SK": cohort}),
            )
        if "Item" not in answer:
            return {}
        content: dict[str, list[int]] = json.loads(answer["Item"]["content"]["S"])
        return {product: Traffic(*counts) for product, counts in content.items()}

    def put_summary(self, cohort: str, traffic: Mapping[str, Traffic], at: datetime) -> None:
        """Store the traffic of a cohort, or of everyone, where lists of suggestions read it."""
        content = {
            product: [counts.impressions, counts.clicks] for product, counts in traffic.items()
        }
        with aws_faults("write click-through"):
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
        return bucket_of(network, subject, self._salts.of(day))

    def _add_if(
        self,
        product_id: str,
        sk: str,
        counts: Mapping[str, int],
        *,
        condition: str,
        values: Mapping[str, int] | None = None,
    ) -> bool:
        try:
            self._add(product_id, sk, counts, condition=condition, values=values)
        except BackendError as error:
            if condition_failed(error):
                return False
            raise
        return True

    def _add(
        self,
        product_id: str,
        sk: str,
        counts: Mapping[str, int | set[int]],
        *,
        condition: str | None = None,
        values: Mapping[str, int] | None = None,
    ) -> None:
        names = list(counts)
        request: UpdateItemInputTypeDef = {
            "TableName": self._table,
            "Key": to_item({"PK": keys.traffic_pk(product_id), "SK": sk}),
            "UpdateExpression": "ADD " + ", ".join(f"#c{i} :c{i}" for i in range(len(names))),
            "ExpressionAttributeNames": {f"#c{i}": name for i, name in enumerate(names)},
            "ExpressionAttributeValues": to_item(
                {f":c{i}": counts[name] for i, name in enumerate(names)} | dict(values or {})
            ),
        }
        if condition:
            request["ConditionExpression"] = condition
        with aws_faults("count product"):
            self._client.update_item(**request)


def _daily(product_id: str, item: Mapping[str, object]) -> Iterator[DailyTraffic]:
    _, day, kind, number = str(item["SK"]).split("#")
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
            day=date.fromisoformat(day),
            cohort=cohort,
            campaign=number if kind == "CAMPAIGN" else "",
            traffic=Traffic(counts.get(_IMPRESSIONS, 0), counts.get(_CLICKS, 0)),
            viewers=buckets.get(_VIEWERS, frozenset()),
            visitors=buckets.get(_VISITORS, frozenset()),
        )
