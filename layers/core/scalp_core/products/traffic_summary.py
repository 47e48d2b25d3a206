"""Summarise the counters of products, for ranking and for operators."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from scalp_core.clock import day_in_korea
from scalp_core.products.keys import EVERYONE, search_counter
from scalp_core.products.repository import ProductRepository
from scalp_core.products.shop_search import Shop, shop_name
from scalp_core.products.traffic import Traffic
from scalp_core.products.traffic_report import traffic_csv
from scalp_core.products.traffic_repository import (
    DailyTraffic,
    ProductTrafficRepository,
    count_networks_once,
)

# Long enough to average over a season, short enough to drop a product's bad start.
SUMMARY_DAYS = 90
# Default period of a report.
REPORT_DAYS = 30


def summarise_traffic(
    product_ids: Iterable[str], *, traffic: ProductTrafficRepository, now: datetime
) -> int:
    """Sum the last 90 days by cohort into one item each, which the ranking reads.

    A network counts once for each product and day, for everyone also across cohorts. Traffic of
    campaigns is left out. The sums are computed anew each time, so they cannot drift.

    Returns:
        The number of cohorts with traffic.

    Raises:
        BackendError: DynamoDB failed; try again.
    """
    last = day_in_korea(now)
    first = last - timedelta(days=SUMMARY_DAYS - 1)
    totals: dict[str, dict[str, Traffic]] = defaultdict(lambda: defaultdict(Traffic))
    for product_id in product_ids:
        days: dict[date, list[DailyTraffic]] = defaultdict(list)
        for part in traffic.of_product(product_id, first=first, last=last):
            if not part.campaign:
                totals[part.cohort][product_id] += count_networks_once([part])
                days[part.day].append(part)
        for parts in days.values():
            totals[EVERYONE][product_id] += count_networks_once(parts)
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
    """Yield traffic by product, day and cohort or campaign, each once, in this order.

    Args:
        first, last: days in Korea, both included.

    Raises:
        BackendError: DynamoDB failed.
    """
    for product_id in sorted(product_ids):
        totals: dict[tuple[date, str, str], Traffic] = defaultdict(Traffic)
        for part in traffic.of_product(product_id, first=first, last=last):
            totals[part.day, part.cohort, part.campaign] += part.traffic
        for (day, cohort, campaign), counts in sorted(totals.items(), key=lambda item: item[0]):
            yield DailyTraffic(product_id, day, cohort, campaign, counts)


def report_period(first: date | None, last: date | None, *, today: date) -> tuple[date, date]:
    """Return the first and last day of a report; by default the last 30 days."""
    end = last or today
    return first or end - timedelta(days=REPORT_DAYS - 1), end


def read_report(
    *,
    first: date | None,
    last: date | None,
    today: date,
    products: ProductRepository,
    traffic: ProductTrafficRepository,
) -> str:
    """Return traffic from ``first`` to ``last`` as CSV; by default of the last 30 days.

    Visits of shops' searches have rows of their own, with the shop in place of the brand.

    Raises:
        BackendError: DynamoDB failed.
    """
    begin, end = report_period(first, last, today=today)
    names = reported_names(products)
    return traffic_csv(report_traffic(names, first=begin, last=end, traffic=traffic), names)


def read_totals(
    *,
    first: date,
    last: date,
    products: ProductRepository,
    traffic: ProductTrafficRepository,
) -> dict[tuple[str, str], Traffic]:
    """Return traffic by brand and name of what had any, most visits first.

    Args:
        first, last: days in Korea, both included.

    Raises:
        BackendError: DynamoDB failed.
    """
    names = reported_names(products)
    totals: dict[tuple[str, str], Traffic] = defaultdict(Traffic)
    for part in report_traffic(names, first=first, last=last, traffic=traffic):
        totals[names[part.product_id]] += part.traffic
    by_visits = sorted(totals.items(), key=lambda item: item[1].clicks, reverse=True)
    return dict(by_visits)


def reported_names(products: ProductRepository) -> dict[str, tuple[str, str]]:
    """Return brand and name of everything that is counted, by id: products, and shops' searches.

    Raises:
        BackendError: DynamoDB failed.
    """
    names = {one.id: (one.brand, one.name) for one in products.everything().values()}
    return names | {search_counter(shop): (shop_name(shop), "검색") for shop in Shop}
