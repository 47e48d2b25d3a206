"""Estimates the monthly cost of ScalpSpectra by service and load. See docs/cost.md.

    python infra/cost.py              print the table of docs/cost.md
    python infra/cost.py 500 20000    for other numbers of assessments a day
    python infra/cost.py --limits     print which limits are reached first, and what raises them

List prices in dollars, region Seoul, without free tiers, volume discounts and tax. They could not
be checked against AWS's pages, so each names its source: check it first.
"""

import math
import sys
from dataclasses import dataclass

DAYS = 30.4
PEAK = 5  # load of the busiest hour, as a multiple of the average
MILLION = 1_000_000


@dataclass(frozen=True)
class Price:
    """A price in dollars for a unit.

    Attributes:
        checked: source and date of the price.
    """

    dollars: float
    unit: str
    checked: str = "from memory, November 2026"


PRICES = {
    "lambda compute": Price(
        0.0000166667,
        "GB-second, x86",
        "AWS's announcement of 2020-12-01 (Virginia; Seoul the same)",
    ),
    "lambda requests": Price(0.20, "million", "AWS's announcement of 2020-12-01"),
    "http api": Price(1.23, "million requests"),
    "sqs": Price(0.40, "million requests"),
    "s3 put": Price(4.50, "million PUT or POST"),
    "s3 get": Price(0.35, "million GET"),
    "s3 storage": Price(0.025, "GB-month"),
    "dynamodb write": Price(0.678, "million write units"),
    "dynamodb read": Price(0.1355, "million read units"),
    "dynamodb storage": Price(0.27, "GB-month"),
    "dynamodb backups": Price(0.22, "GB-month"),
    "logs": Price(0.76, "GB taken in"),
    "alarms": Price(0.10, "alarm-month"),
    "metrics": Price(0.30, "metric-month"),
    "dashboard": Price(3.00, "dashboard-month"),
    "cloudfront requests": Price(1.20, "million HTTPS requests, Korea"),
    "cloudfront traffic": Price(0.12, "GB out, Korea"),
    "waf": Price(5.00, "list-month"),
    "waf rules": Price(1.00, "rule-month"),
    "waf requests": Price(0.60, "million requests"),
    "ecr": Price(0.10, "GB-month"),
    "server": Price(0.2016, "hour of 4 vCPU and 8 GB, on demand (c7i.xlarge)"),
}

# ── Resources of one assessment: assumptions, from times measured on two cores outside Lambda ──
ASSESS_GB, ASSESS_SECONDS = 3008 / 1024, 0.8  # decoding 12 MP, six networks, S3 and DynamoDB
API_GB, API_SECONDS = 1.0, 0.05
SENDING_SECONDS, QUEUE_SECONDS = 0.7, 0.4  # creation and upload; S3's notification and the queue
POLL_SHARE, POLL_SPREAD = 0.2, 0.2  # from web/src/polling.ts; a test compares them
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
    "NewAssessmentsPerSecond": 10,
    "AssessConcurrency": 10,
    "ApiRequestsPerSecond": 200,
    "ResearchDays": 365,
}

# ── Resources without any load ──
IDLE_QUEUE_REQUESTS = 5 * 3 * 60 * 24 * DAYS  # five pollers, a request each 20 seconds
ALARMS, METRICS, FIREWALL_RULES, IMAGE_GB = 15, 9, 5, 0.4
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
READ_UNITS = (POLLS - 1) + 2 + 25 + 5 + 15


def monthly(a_day: float) -> dict[str, float]:
    """Return the monthly cost in dollars by service."""
    n = a_day * DAYS

    def cost(name: str, amount: float) -> float:
        unit = MILLION if "million" in PRICES[name].unit else 1
        return amount / unit * PRICES[name].dollars

    stored = a_day * 30 * RESULT_KILOBYTES / MILLION
    donated = DONATED_SHARE * n
    donated_gigabytes = DONATED_SHARE * a_day * DEFAULTS["ResearchDays"] * DONATED_MEGABYTES / 1000
    edge = n * (API_REQUESTS + SITE_REQUESTS)
    return {
        "Lambda: assess": cost("lambda compute", n * ASSESS_GB * ASSESS_SECONDS)
        + cost("lambda requests", n),
        "Lambda: API": cost("lambda compute", n * API_REQUESTS * API_GB * API_SECONDS)
        + cost("lambda requests", n * API_REQUESTS),
        "API Gateway": cost("http api", n * API_REQUESTS),
        "SQS": cost("sqs", n * QUEUE_REQUESTS + IDLE_QUEUE_REQUESTS),
        "S3": cost("s3 put", n) + cost("s3 get", 2 * n) + cost("s3 storage", 0.1),
        "Photos donated to research, after a year": cost("s3 put", donated)
        + cost("s3 storage", donated_gigabytes)
        + cost("dynamodb write", donated * DONATED_WRITE_UNITS),
        "DynamoDB": cost("dynamodb write", n * WRITE_UNITS)
        + cost("dynamodb read", n * READ_UNITS)
        + cost("dynamodb storage", stored)
        + cost("dynamodb backups", stored),
        "CloudWatch": cost("logs", n * LOG_KILOBYTES / MILLION)
        + cost("alarms", ALARMS)
        + cost("metrics", METRICS)
        + cost("dashboard", 1),
        "CloudFront": cost("cloudfront requests", edge)
        + cost("cloudfront traffic", n * SITE_MEGABYTES / 1000),
        "WAF": cost("waf", 1) + cost("waf rules", FIREWALL_RULES) + cost("waf requests", edge),
        "ECR": cost("ecr", IMAGE_GB),
    }


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
        "rejected in the busiest hour with default parameters, %": 100 * (1 - admitted / a_second),
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


def limits() -> list[tuple[str, float, str]]:
    """Return each limit, the assessments a day that reach it, and what raises it; lowest first."""
    at_once = ASSESS_SECONDS + API_REQUESTS * API_SECONDS
    quarter = -math.log(0.75) * COUNTER_SHARDS / (2 * TRANSACTION_SECONDS)
    a_second = [
        (
            "concurrent functions in a new account (10)",
            10 / at_once,
            "a request to AWS, granted as the account is used",
        ),
        (
            f"`NewAssessmentsPerSecond` ({DEFAULTS['NewAssessmentsPerSecond']}): "
            "further people get a 429",
            DEFAULTS["NewAssessmentsPerSecond"],
            "the parameter",
        ),
        (
            f"`AssessConcurrency` ({DEFAULTS['AssessConcurrency']}): further photos wait",
            DEFAULTS["AssessConcurrency"] / ASSESS_SECONDS,
            "the parameter, up to 1,000; `AssessMemory` shortens the work",
        ),
        (
            f"`ApiRequestsPerSecond` ({DEFAULTS['ApiRequestsPerSecond']}) on one route, by polls",
            DEFAULTS["ApiRequestsPerSecond"] / POLLS,
            "the parameter",
        ),
        (
            "write units of a new on-demand table (4,000 per second)",
            4000 / WRITE_UNITS,
            "AWS, automatically: twice the last peak within half an hour",
        ),
        (
            "one transaction in four conflicts; each is tried six times, then redelivered",
            quarter,
            "`STATS_SHARDS`, in a release",
        ),
        (
            "write units of one partition (1,000 per second), the day's counters",
            1000 / DAY_WRITE_UNITS,
            "the key of a day, in a release",
        ),
        ("concurrent functions in an account (1,000)", 1000 / at_once, "a request to AWS"),
        (
            "API Gateway requests of an account and region (10,000 per second)",
            10_000 / API_REQUESTS,
            "a request to AWS",
        ),
        ("S3 uploads to one prefix (3,500 per second)", 3500, "prefixes by hash, in a release"),
    ]
    found = [(name, rate * 86_400 / PEAK, raised_by) for name, rate, raised_by in a_second]
    return sorted(found, key=lambda limit: limit[1])


def limits_table() -> list[str]:
    """Return the limits as a Markdown table."""
    rows = [f"| {name} | {_rounded(a_day)} | {raised_by} |" for name, a_day, raised_by in limits()]
    return ["| limit | reached at about, a day | what raises it |", "|---|--:|---|", *rows]


def _rounded(a_day: float) -> str:
    unit = 10 ** (math.floor(math.log10(a_day)) - 1)
    return f"{round(a_day / unit) * unit:,}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def table(numbers: list[int]) -> list[str]:
    """Return costs and then capacity as a Markdown table."""
    columns = [monthly(number) for number in numbers]
    lines = ["| assessments a day | " + " | ".join(f"{number:,}" for number in numbers) + " |"]
    lines.append("|---|" + "--:|" * len(numbers))
    for service in columns[0]:
        row = " | ".join(f"{column[service]:,.2f}" for column in columns)
        lines.append(f"| {service} | {row} |")
    totals = [sum(column.values()) for column in columns]
    lines.append("| **a month, $** | " + " | ".join(f"**{total:,.2f}**" for total in totals) + " |")
    each = [total / (number * DAYS) * 100 for total, number in zip(totals, numbers, strict=True)]
    lines.append("| an assessment, ¢ | " + " | ".join(f"{cents:,.3f}" for cents in each) + " |")
    hours = 24 * DAYS * PRICES["server"].dollars
    rented = [servers(number) for number in numbers]
    row = " | ".join(f"{hours * count:,.2f} ({count})" for count in rented)
    lines.append(f"| always-on servers with b3 and b7 models, $ (number) | {row} |")
    for name in needs(1):
        row = " | ".join(_short(needs(number)[name]) for number in numbers)
        lines.append(f"| {name} | {row} |")
    return lines


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:] if text != "--limits"] or [10, 1000, MILLION]
    lines = limits_table() if "--limits" in sys.argv else table(numbers)
    sys.stdout.write("\n".join(lines) + "\n")
