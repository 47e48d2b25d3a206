"""What the counters of products add up to: for ranking, and for the operator."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from scalp_core.clock import day_in_korea
from scalp_core.products.keys import EVERYONE
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic import Traffic
from scalp_core.products.traffic_report import traffic_csv
from scalp_core.products.traffic_repository import (
    DailyTraffic,
    ProductTrafficRepository,
    counted_once,
)

# Long enough for a season's tastes, short enough to forget a product's bad start.
SUMMARY_DAYS = 90
# Of a report that names no days.
REPORT_DAYS = 30


def summarise_traffic(
    product_ids: Iterable[str], *, traffic: ProductTrafficRepository, now: datetime
) -> int:
    """Add up the last 90 days by cohort, where lists of suggestions read them with one GetItem.

    A network counts once for each product and day, for everyone also if it names many cohorts.
    What campaigns brought is left out. Doing it again gives the same, so nothing can drift.

    Returns:
        How many cohorts have any traffic.

    Raises:
        BackendError: DynamoDB failed; do it again.
    """
    last = day_in_korea(now)
    first = last - timedelta(days=SUMMARY_DAYS - 1)
    totals: dict[str, dict[str, Traffic]] = defaultdict(lambda: defaultdict(Traffic))
    for product_id in product_ids:
        days: dict[date, list[DailyTraffic]] = defaultdict(list)
        for one in traffic.of_product(product_id, first=first, last=last):
            if not one.campaign:
                totals[one.cohort][product_id] += counted_once([one])
                days[one.day].append(one)
        for parts in days.values():
            totals[EVERYONE][product_id] += counted_once(parts)
    for cohort, counts in totals.items():
        traffic.put_summary(cohort, counts, now)
    return max(len(totals) - 1, 0)


def report_traffic(
    product_ids: Iterable[str],
    *,
    first: date,
    last: date,
    traffic: ProductTrafficRepository,
) -> Iterator[DailyTraffic]:
    """Traffic by product, day and cohort or campaign, each once, in this order.

    Args:
        first, last: days in Korea, both included.

    Raises:
        BackendError: DynamoDB failed.
    """
    for product_id in sorted(product_ids):
        totals: dict[tuple[date, str, str], Traffic] = defaultdict(Traffic)
        for one in traffic.of_product(product_id, first=first, last=last):
            totals[one.day, one.cohort, one.campaign] += one.traffic
        for (day, cohort, campaign), counts in sorted(totals.items(), key=lambda item: item[0]):
            yield DailyTraffic(product_id, day, cohort, campaign, counts)


def read_report(
    *,
    first: date | None,
    last: date | None,
    today: date,
    products: ProductRepository,
    traffic: ProductTrafficRepository,
) -> str:
    """Traffic from ``first`` to ``last`` as CSV; if absent, of the last 30 days.

    Raises:
        BackendError: DynamoDB failed.
    """
    end = last or today
    begin = first or end - timedelta(days=REPORT_DAYS - 1)
    catalogue = products.everything()
    return traffic_csv(report_traffic(catalogue, first=begin, last=end, traffic=traffic), catalogue)
