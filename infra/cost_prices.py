"""Prices of AWS in Seoul, what is free of them, and CloudFront's plans, for infra/cost.py.

AWS's own pages could not be reached: each price names where it was read.
"""

from dataclasses import dataclass

MILLION = 1_000_000

# Where prices were read. Public repositories quote AWS's Price List of Seoul, with the usage type.
LIST = "AWS's Price List of 2026-10-01"
LIST_JUNE = "AWS's Price List of 2026-06-12"
MEMORY = "from memory, November 2026"
FIREWALL = "aws-solutions/deepracer-on-aws issue 95, 2026-09-21"


@dataclass(frozen=True)
class Price:
    """A price in dollars for a unit.

    Attributes:
        checked: source and date of the price.
    """

    dollars: float
    unit: str
    checked: str = LIST


PRICES = {
    "lambda compute": Price(0.0000166667, "GB-second, x86"),
    "lambda requests": Price(0.20, "million"),
    "http api": Price(1.23, "million requests"),
    "sqs": Price(0.40, "million requests", MEMORY),
    "s3 put": Price(4.50, "million PUT or POST"),
    "s3 get": Price(0.35, "million GET"),
    "s3 storage": Price(0.025, "GB-month"),
    "dynamodb write": Price(0.68, "million write units", LIST_JUNE),
    "dynamodb read": Price(0.1355, "million read units", LIST_JUNE),
    "dynamodb storage": Price(0.27, "GB-month", MEMORY),
    "dynamodb backups": Price(0.22, "GB-month", MEMORY),
    "logs": Price(0.76, "GB taken in"),
    "log storage": Price(0.0314, "GB-month"),
    "alarms": Price(0.10, "alarm-month"),
    "metrics": Price(0.30, "metric-month"),
    "dashboard": Price(3.00, "dashboard-month", MEMORY),
    "cloudfront requests": Price(1.20, "million HTTPS requests, Korea"),
    "cloudfront traffic": Price(0.12, "GB out, Korea"),
    "waf": Price(5.00, "list-month", FIREWALL),
    "waf rules": Price(1.00, "rule-month", FIREWALL),
    "waf requests": Price(0.60, "million requests", FIREWALL),
    "ecr": Price(0.10, "GB-month"),
    "server": Price(0.2016, "hour of 4 vCPU and 8 GB, on demand (c7i.xlarge)", MEMORY),
}

# What an account gets each month without paying, for ever and not for its first year only. From
# memory, but CloudFront's and Lambda's: their price pages of September and October 2026.
FREE = {
    "lambda compute": 400_000,
    "lambda requests": MILLION,
    "sqs": MILLION,
    "dynamodb storage": 25,
    "logs": 5,
    "alarms": 10,
    "metrics": 10,
    "dashboard": 3,
    "cloudfront requests": 10 * MILLION,
    "cloudfront traffic": 1000,
}

# CloudFront's flat-rate plans that take this site: dollars a month, and the requests of a month
# that they are made for. They hold the firewall. Free and Pro ($15) take neither cache policies nor
# response headers of one's own (CloudFront's developer guide, September 2026).
PLANS = [
    ("Business", 200, 125 * MILLION),
    ("Premium", 1000, 500 * MILLION),
    ("Premium", 1450, 750 * MILLION),
    ("Premium", 2250, 1250 * MILLION),
    ("Premium", 3500, 2000 * MILLION),
    ("Premium", 6000, 3500 * MILLION),
    ("Premium", 10_000, 6000 * MILLION),
]
