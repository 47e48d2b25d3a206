"""Says at how many assessments a day each limit of AWS or of a parameter is reached.

python infra/cost_limits.py       print the table of docs/cost.md
"""

import math
import sys

from cost import (
    API_REQUESTS,
    API_SECONDS,
    ASSESS_SECONDS,
    COUNTER_SHARDS,
    DAY_WRITE_UNITS,
    DEFAULTS,
    PEAK,
    POLLS,
    TRANSACTION_SECONDS,
    WRITE_UNITS,
)


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


if __name__ == "__main__":
    sys.stdout.write("\n".join(limits_table()) + "\n")
