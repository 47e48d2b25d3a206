"""What ScalpSpectra costs a month, by service, for so many assessments a day. See docs/cost.md.

    python infra/cost.py              as a table; docs/cost.md holds what it prints
    python infra/cost.py 500 20000    for other numbers
    python infra/cost.py --limits     what gives first, and what moves it

List prices in dollars, region Seoul, without free tiers, discounts for volume and tax. None could
be looked up where this was written, so each says where it is from: check it first.
"""

import math
import sys
from dataclasses import dataclass

DAYS = 30.4
PEAK = 5  # the busiest hour has so many times the average
MILLION = 1_000_000


@dataclass(frozen=True)
class Price:
    """Dollars for a unit.

    Attributes:
        checked: when it was compared with AWS's page, or why not.
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

# ── What one assessment takes: assumed, from times measured on two cores that are not Lambda's ──
ASSESS_GB, ASSESS_SECONDS = 3008 / 1024, 0.8  # decoding 12 MP, six networks, S3 and DynamoDB
API_GB, API_SECONDS = 1.0, 0.05
SENDING_SECONDS, QUEUE_SECONDS = 0.7, 0.4  # creation and upload; S3's notification and the queue
POLL_SHARE, POLL_SPREAD = 0.2, 0.2  # of web/src/polling.ts; a test compares
SITE_REQUESTS, SITE_MEGABYTES = 12, 0.6
RESULT_KILOBYTES = 4
# Created, finished with two counters in a transaction (twice the units), delivery remembered twice.
WRITE_UNITS = 1 + 2 * (RESULT_KILOBYTES + 1 + 1) + 2
DAY_WRITE_UNITS = 2  # of these, to the partition of the day's counters
TRANSACTION_SECONDS = 0.02
COUNTER_SHARDS = 10  # STATS_SHARDS of scalp_core.statistics.keys; a test compares
LOG_KILOBYTES = 6
GIVEN_SHARE, GIVEN_MEGABYTES = 0.1, 0.7  # photos given to research, JPEGs of 2,048 pixels
GIVEN_WRITE_UNITS = 3  # what is known of the photo, and each model's answer to it
QUEUE_REQUESTS = 4

# ── What template.yaml sets where nothing else is said; a test compares ──
DEFAULTS = {
    "NewAssessmentsPerSecond": 10,
    "AssessConcurrency": 10,
    "ApiRequestsPerSecond": 200,
    "ResearchDays": 365,
}

# ── What there is while nobody comes ──
IDLE_QUEUE_REQUESTS = 5 * 3 * 60 * 24 * DAYS  # Lambda asks with five pollers, each 20 seconds
ALARMS, METRICS, FIREWALL_RULES, IMAGE_GB = 15, 9, 5, 0.4
SERVER_SECONDS = 1.9 / 2  # the report's b3 and b7 on a server of four cores, two photos at once


def polls(assess_seconds: float) -> float:
    """How often the browser asks for a result that takes so long after the photo was sent.

    Each wait is a share longer than the one before, so it is a logarithm of the wait.
    """
    ratio = 1 + POLL_SHARE * (1 + POLL_SPREAD / 2)
    return 1 + math.log(1 + assess_seconds / SENDING_SECONDS) / math.log(ratio)


POLLS = round(polls(QUEUE_SECONDS + ASSESS_SECONDS))  # no other route is asked more often
API_REQUESTS = 1 + POLLS + 4  # create, polls, statistics, care, products, clinics
# Until the last poll there is little to read; then statistics, products, clinics.
READ_UNITS = (POLLS - 1) + 2 + 25 + 5 + 15


def monthly(a_day: float) -> dict[str, float]:
    """Dollars by service."""
    n = a_day * DAYS

    def cost(name: str, amount: float) -> float:
        unit = MILLION if "million" in PRICES[name].unit else 1
        return amount / unit * PRICES[name].dollars

    stored = a_day * 30 * RESULT_KILOBYTES / MILLION
    given = GIVEN_SHARE * n
    given_gigabytes = GIVEN_SHARE * a_day * DEFAULTS["ResearchDays"] * GIVEN_MEGABYTES / 1000
    edge = n * (API_REQUESTS + SITE_REQUESTS)
    return {
        "Lambda: assess": cost("lambda compute", n * ASSESS_GB * ASSESS_SECONDS)
        + cost("lambda requests", n),
        "Lambda: API": cost("lambda compute", n * API_REQUESTS * API_GB * API_SECONDS)
        + cost("lambda requests", n * API_REQUESTS),
        "API Gateway": cost("http api", n * API_REQUESTS),
        "SQS": cost("sqs", n * QUEUE_REQUESTS + IDLE_QUEUE_REQUESTS),
        "S3": cost("s3 put", n) + cost("s3 get", 2 * n) + cost("s3 storage", 0.1),
        "Consented copies, after a year": cost("s3 put", given)
        + cost("s3 storage", given_gigabytes)
        + cost("dynamodb write", given * GIVEN_WRITE_UNITS),
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
    """Always-on servers for the report's way of doing it, sized for the busiest hour."""
    return max(1, math.ceil(a_day * PEAK / 86_400 * SERVER_SECONDS))


def needs(a_day: float) -> dict[str, float]:
    """What has to be there at the same time in the busiest hour, at work by Little's law."""
    a_second = a_day * PEAK / 86_400
    admitted = min(a_second, DEFAULTS["NewAssessmentsPerSecond"])
    return {
        "new assessments a second": a_second,
        "assess functions at work": math.ceil(a_second * ASSESS_SECONDS),
        "API functions at work": math.ceil(a_second * API_REQUESTS * API_SECONDS),
        "turned away in that hour by the parameters' defaults, of 100": 100
        * (1 - admitted / a_second),
        "photos waiting after it by the defaults": waiting(admitted),
        "photos waiting, were all let in to the default workers": waiting(a_second),
        "DynamoDB write units a second": a_second * WRITE_UNITS,
        "DynamoDB read units a second": a_second * READ_UNITS,
        "write units a second to one partition (the day's counters)": a_second * DAY_WRITE_UNITS,
        "transactions in 100 that meet another on their shard": 100 * conflicts(a_second),
    }


def waiting(a_second: float, seconds: float = 3600) -> float:
    """Photos in the queue after so many seconds, with the workers that the template allows."""
    return max(0.0, a_second - DEFAULTS["AssessConcurrency"] / ASSESS_SECONDS) * seconds


def conflicts(a_second: float) -> float:
    """Share of transactions that another one on the same shard of the day's counters may cancel.

    Arrivals are random; two meet if they begin less than a transaction's time apart.
    """
    return 1 - math.exp(-2 * TRANSACTION_SECONDS * a_second / COUNTER_SHARDS)


def limits() -> list[tuple[str, float, str]]:
    """What gives, at how many assessments a day, and what moves it; the first to give first."""
    at_once = ASSESS_SECONDS + API_REQUESTS * API_SECONDS
    quarter = -math.log(0.75) * COUNTER_SHARDS / (2 * TRANSACTION_SECONDS)
    a_second = [
        (
            "functions at once in a new account (10)",
            10 / at_once,
            "a request to AWS, granted as the account is used",
        ),
        (
            f"`NewAssessmentsPerSecond` ({DEFAULTS['NewAssessmentsPerSecond']}): "
            "further requests get a 429",
            DEFAULTS["NewAssessmentsPerSecond"],
            "the parameter",
        ),
        (
            f"`AssessConcurrency` ({DEFAULTS['AssessConcurrency']}): photos wait, nothing is lost",
            DEFAULTS["AssessConcurrency"] / ASSESS_SECONDS,
            "the parameter, up to 1,000; `AssessMemory` shortens the work",
        ),
        (
            f"`ApiRequestsPerSecond` ({DEFAULTS['ApiRequestsPerSecond']}) on one route, the polls",
            DEFAULTS["ApiRequestsPerSecond"] / POLLS,
            "the parameter",
        ),
        (
            "write units of a new table on demand (4,000 a second)",
            4000 / WRITE_UNITS,
            "AWS, by itself: twice the last peak within half an hour",
        ),
        (
            "one transaction in four meets another; each is tried six times, then delivered again",
            quarter,
            "`STATS_SHARDS`, in a release",
        ),
        (
            "write units of one partition (1,000 a second), the day's counters",
            1000 / DAY_WRITE_UNITS,
            "the key of a day, in a release",
        ),
        ("functions at once in an account (1,000)", 1000 / at_once, "a request to AWS"),
        (
            "API Gateway's requests of an account and region (10,000 a second)",
            10_000 / API_REQUESTS,
            "a request to AWS",
        ),
        ("S3's uploads to one prefix (3,500 a second)", 3500, "prefixes by hash, in a release"),
    ]
    found = [(name, rate * 86_400 / PEAK, moved_by) for name, rate, moved_by in a_second]
    return sorted(found, key=lambda one: one[1])


def limits_table() -> list[str]:
    """Rows of a table in Markdown."""
    rows = [f"| {name} | {_rounded(a_day)} | {moves} |" for name, a_day, moves in limits()]
    return ["| limit | reached at about, a day | what moves it |", "|---|--:|---|", *rows]


def _rounded(a_day: float) -> str:
    unit = 10 ** (math.floor(math.log10(a_day)) - 1)
    return f"{round(a_day / unit) * unit:,}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def table(numbers: list[int]) -> list[str]:
    """Rows of a table in Markdown, services and then what is needed at once."""
    columns = [monthly(one) for one in numbers]
    lines = ["| assessments a day | " + " | ".join(f"{one:,}" for one in numbers) + " |"]
    lines.append("|---|" + "--:|" * len(numbers))
    for service in columns[0]:
        row = " | ".join(f"{column[service]:,.2f}" for column in columns)
        lines.append(f"| {service} | {row} |")
    totals = [sum(column.values()) for column in columns]
    lines.append("| **a month, $** | " + " | ".join(f"**{one:,.2f}**" for one in totals) + " |")
    each = [total / (one * DAYS) * 100 for total, one in zip(totals, numbers, strict=True)]
    lines.append("| an assessment, ¢ | " + " | ".join(f"{one:,.3f}" for one in each) + " |")
    hours = 24 * DAYS * PRICES["server"].dollars
    rented = [servers(one) for one in numbers]
    row = " | ".join(f"{hours * one:,.2f} ({one})" for one in rented)
    lines.append(f"| the report's way, $ (servers) | {row} |")
    for name in needs(1):
        row = " | ".join(_short(needs(one)[name]) for one in numbers)
        lines.append(f"| {name} | {row} |")
    return lines


if __name__ == "__main__":
    asked = [int(one) for one in sys.argv[1:] if one != "--limits"] or [10, 1000, MILLION]
    lines = limits_table() if "--limits" in sys.argv else table(asked)
    sys.stdout.write("\n".join(lines) + "\n")
