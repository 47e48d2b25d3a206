"""Estimates the monthly cost of ScalpSpectra by service and load. See docs/cost.md.

    python infra/cost.py              print the table of docs/cost.md
    python infra/cost.py 500 20000    for other numbers of assessments a day
    python infra/cost_limits.py       print which limits are reached first, and what raises them

List prices in dollars, region Seoul, less what AWS never charges for (its free tiers without an
end), without volume discounts and tax. infra/cost_prices.py says where each was read.
"""

import math
import sys
from collections.abc import Iterable

from cost_prices import FREE, MILLION, PLANS, PRICES

DAYS = 30.4
PEAK = 5  # load of the busiest hour, as a multiple of the average

# ── Resources of one assessment: assumptions, from times measured on two cores outside Lambda ──
PHOTO_SECONDS = 0.044  # decoding 12 MP and six networks, on one processor: docs/benchmarks.md
CALL_SECONDS = 0.1  # S3 and DynamoDB
# How much slower Lambda's processors may be. The costs are those of the slowest.
SLOWER = (1, 3)
ASSESS_GB = 1769 / 1024
ASSESS_SECONDS = CALL_SECONDS + SLOWER[1] * PHOTO_SECONDS
API_GB, API_SECONDS = 1.0, 0.05
SENDING_SECONDS, QUEUE_SECONDS = 0.7, 0.4  # creation and upload; S3's notification and the queue
POLL_SHARE, POLL_SPREAD = 0.2, 0.2  # from web/src/assessment/polling.ts; a test compares them
SITE_REQUESTS, SITE_MEGABYTES = 12, 0.6
RESULT_KILOBYTES = 4
# Creation, one transaction with two counters (at twice the units), two writes for idempotency.
WRITE_UNITS = 1 + 2 * (RESULT_KILOBYTES + 1 + 1) + 2
DAY_WRITE_UNITS = 2  # the part that goes to the partition of the day's counters
TRANSACTION_SECONDS = 0.02
COUNTER_SHARDS = 10  # STATS_SHARDS of scalp_core.statistics.keys; a test compares them
LOG_KILOBYTES = 6
DONATED_SHARE, DONATED_MEGABYTES = 0.1, 0.7  # photos donated to research, JPEGs of 2,048 pixels
DONATED_WRITE_UNITS = 3  # the photo's record, and each model's grades
QUEUE_REQUESTS = 4

# ── Defaults of template.yaml; a test compares them ──
DEFAULTS = {
    "NewAssessmentsPerSecond": 5,
    "AssessConcurrency": 5,
    "ApiRequestsPerSecond": 200,
    "ResearchDays": 365,
}

# ── Resources without any load ──
IDLE_QUEUE_REQUESTS = 5 * 3 * 60 * 24 * DAYS  # five pollers, a request each 20 seconds
# Four alarms compare two metrics each, and are billed for both. Metrics cost nothing in hours
# without values.
ALARMS, METRICS, FIREWALL_RULES, IMAGE_GB = 17 + 4 * 2, 12, 6, 0.4
# Each day: statistics for 2 s of half a gigabyte, catalogues for a minute of one (assumed).
SCHEDULED_GB_SECONDS = (2 * 0.5 + 60) * DAYS
SERVER_SECONDS = 1.9 / 2  # b3 and b7 models on a server of four cores, two photos at once


def polls(assess_seconds: float) -> float:
    """Return how often the browser polls for a result.

    Each wait is longer than the one before by a share of it, so this is a logarithm.

    Args:
        assess_seconds: from the upload to the result.
    """
    ratio = 1 + POLL_SHARE * (1 + POLL_SPREAD / 2)
    return 1 + math.log(1 + assess_seconds / SENDING_SECONDS) / math.log(ratio)


POLLS = round(polls(QUEUE_SECONDS + ASSESS_SECONDS))  # no other route gets more requests
API_REQUESTS = 1 + POLLS + 4  # create, polls, statistics, care, products, hospitals
# Polls of pending assessments, the result, then statistics, products, hospitals.
READ_UNITS = (POLLS - 1) + 2 + 2 + 5 + 15


def usage(a_day: float) -> list[tuple[str, str, float]]:
    """Return what a month uses, without a firewall: service, price, and amount in its unit."""
    n = a_day * DAYS
    stored = a_day * 30 * RESULT_KILOBYTES / MILLION
    donated = DONATED_SHARE * n
    photos = "Photos donated to research, after a year"
    donated_gigabytes = DONATED_SHARE * a_day * DEFAULTS["ResearchDays"] * DONATED_MEGABYTES / 1000
    return [
        ("Lambda: assess", "lambda compute", n * ASSESS_GB * ASSESS_SECONDS),
        ("Lambda: assess", "lambda requests", n),
        ("Lambda: API", "lambda compute", n * API_REQUESTS * API_GB * API_SECONDS),
        ("Lambda: API", "lambda requests", n * API_REQUESTS),
        ("Lambda: schedules", "lambda compute", SCHEDULED_GB_SECONDS),
        ("API Gateway", "http api", n * API_REQUESTS),
        ("SQS", "sqs", n * QUEUE_REQUESTS + IDLE_QUEUE_REQUESTS),
        ("S3", "s3 put", n),
        ("S3", "s3 get", 2 * n),
        ("S3", "s3 storage", 0.1),
        (photos, "s3 put", donated),
        (photos, "s3 storage", donated_gigabytes),
        (photos, "dynamodb write", donated * DONATED_WRITE_UNITS),
        ("DynamoDB", "dynamodb write", n * WRITE_UNITS),
        ("DynamoDB", "dynamodb read", n * READ_UNITS),
        ("DynamoDB", "dynamodb storage", stored),
        ("DynamoDB", "dynamodb backups", stored),
        ("CloudWatch", "logs", n * LOG_KILOBYTES / MILLION),
        ("CloudWatch", "log storage", n * LOG_KILOBYTES / MILLION),
        ("CloudWatch", "alarms", ALARMS),
        ("CloudWatch", "metrics", METRICS if a_day else 0),
        ("CloudWatch", "dashboard", 1),
        ("CloudFront", "cloudfront requests", edge_requests(a_day)),
        ("CloudFront", "cloudfront traffic", n * SITE_MEGABYTES / 1000),
        ("ECR", "ecr", IMAGE_GB),
    ]


def edge_requests(a_day: float) -> float:
    """Return the requests of a month to CloudFront, of API and site."""
    return a_day * DAYS * (API_REQUESTS + SITE_REQUESTS)


def monthly(a_day: float, *, free: bool = True) -> dict[str, float]:
    """Return the monthly cost in dollars by service, without a firewall.

    Args:
        free: whether to subtract the free tiers.
    """
    left: dict[str, float] = dict(FREE) if free else {}
    costs: dict[str, float] = {}
    for service, name, amount in usage(a_day):
        unpaid = min(amount, left.get(name, 0))
        left[name] = left.get(name, 0) - unpaid
        costs[service] = costs.get(service, 0) + _cost(name, amount - unpaid)
    return costs


def firewall(a_day: float) -> float:
    """Return the monthly cost of a firewall that is paid as it is used."""
    rules, requests = (
        _cost("waf rules", FIREWALL_RULES),
        _cost("waf requests", edge_requests(a_day)),
    )
    return _cost("waf", 1) + rules + requests


def plan(a_day: float) -> tuple[str, int]:
    """Return the smallest flat-rate plan for the requests, and its price in dollars a month."""
    return next((name, dollars) for name, dollars, most in PLANS if edge_requests(a_day) <= most)


def _cost(name: str, amount: float) -> float:
    unit = MILLION if "million" in PRICES[name].unit else 1
    return amount / unit * PRICES[name].dollars


def servers(a_day: float) -> int:
    """Return the number of always-on servers for b3 and b7 models, sized for the busiest hour."""
    return max(1, math.ceil(a_day * PEAK / 86_400 * SERVER_SECONDS))


def needs(a_day: float) -> dict[str, float]:
    """Return concurrency and capacity in the busiest hour, by Little's law."""
    a_second = a_day * PEAK / 86_400
    admitted = min(a_second, DEFAULTS["NewAssessmentsPerSecond"])
    return {
        "new assessments per second": a_second,
        "concurrent assess functions": math.ceil(a_second * ASSESS_SECONDS),
        "concurrent API functions": math.ceil(a_second * API_REQUESTS * API_SECONDS),
        "rejected in the busiest hour with default parameters, %": 100 * (1 - admitted / a_second)
        if a_second
        else 0,
        "photos in the queue after it with default parameters": waiting(admitted),
        "photos in the queue if none were rejected": waiting(a_second),
        "DynamoDB write units per second": a_second * WRITE_UNITS,
        "DynamoDB read units per second": a_second * READ_UNITS,
        "write units per second to one partition (the day's counters)": a_second * DAY_WRITE_UNITS,
        "transactions that conflict with another on their shard, %": 100 * conflicts(a_second),
    }


def waiting(a_second: float, seconds: float = 3600) -> float:
    """Return the photos in the queue after some seconds, with the default concurrency."""
    return max(0.0, a_second - DEFAULTS["AssessConcurrency"] / ASSESS_SECONDS) * seconds


def conflicts(a_second: float) -> float:
    """Return the share of transactions that another one on the same shard may cancel.

    Arrivals are random; two conflict if they begin less than a transaction's time apart.
    """
    return 1 - math.exp(-2 * TRANSACTION_SECONDS * a_second / COUNTER_SHARDS)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def table(numbers: list[int]) -> list[str]:
    """Return costs and then capacity as a Markdown table."""
    columns = [monthly(number) for number in numbers]
    totals = [sum(column.values()) for column in columns]

    def row(name: str, values: Iterable[str]) -> str:
        return f"| {name} | {' | '.join(values)} |"

    lines = [row("assessments a day", (f"{number:,}" for number in numbers))]
    lines.append("|---|" + "--:|" * len(numbers))
    lines += [
        row(service, (f"{column[service]:,.2f}" for column in columns)) for service in columns[0]
    ]
    lines.append(row("**a month, $**", (f"**{total:,.2f}**" for total in totals)))
    sums = zip(totals, numbers, strict=True)
    cents = (f"{total / (number * DAYS) * 100:,.3f}" if number else "" for total, number in sums)
    lines.append(row("an assessment, ¢", cents))
    gross = (f"{sum(monthly(number, free=False).values()):,.2f}" for number in numbers)
    lines.append(row("a month without free tiers, $", gross))
    lines.append(row("a firewall as it is used, $ more", (f"{firewall(n):,.2f}" for n in numbers)))
    plans = (f"{name}: {dollars:,}" for name, dollars in map(plan, numbers))
    lines.append(row("or a flat-rate plan for CloudFront and firewall: $", plans))
    hours = 24 * DAYS * PRICES["server"].dollars
    rented = (f"{hours * servers(number):,.2f} ({servers(number)})" for number in numbers)
    lines.append(row("always-on servers with b3 and b7 models, $ (number)", rented))
    for name in needs(1):
        lines.append(row(name, (_short(needs(number)[name]) for number in numbers)))
    return lines


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:]] or [0, 10, 1000, MILLION]
    sys.stdout.write("\n".join(table(numbers)) + "\n")
