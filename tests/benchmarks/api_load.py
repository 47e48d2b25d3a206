"""Many people at once on the local stack's API, by Locust; no request may fail, no result be lost.

Three in four look around (statistics, care, products, clinics), one in four has a photo assessed
and waits for the result; what they do stands in tests/load/locustfile.py. Afterwards the counters
must be the sum of the results.

What it measures is this machine: one uvicorn process in Lambda's place, and moto, which walks
through partitions in Python. API Gateway's throttling is not there.

Run: ``make load WRITE=1``. Locust lives in an environment of its own.
"""

import argparse
import csv
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.queue_drain import Clients
from benchmarks.record import circumstances, write
from scalp_core.statistics import counters
from scalp_deployment.paths import ROOT
from scalp_local.system import System, free_port, local_system

LOCUSTFILE = ROOT / "tests" / "load" / "locustfile.py"
_ALL = "Aggregated"
# Whoever has just uploaded when the time is over still waits for the result.
_STOP_SECONDS = 120


def load(system: System, locust: str, *, users: int, seconds: int) -> tuple[bool, list[str]]:
    """Whether no request failed, and the rows of the report."""
    with tempfile.TemporaryDirectory() as folder:
        prefix = Path(folder) / "load"
        command = [
            *(locust, "--headless", "--only-summary", "--locustfile", str(LOCUSTFILE)),
            *("--host", system.url, "--users", str(users), "--spawn-rate", str(users)),
            *("--run-time", f"{seconds}s", "--stop-timeout", str(_STOP_SECONDS)),
            *("--csv", str(prefix)),
        ]
        ended = subprocess.run(command, check=False, stdout=sys.stderr)
        with Path(f"{prefix}_stats.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    return ended.returncode == 0, [_row(row) for row in rows]


def _row(row: dict[str, str]) -> str:
    cells = [
        "**all**" if row["Name"] == _ALL else f"`{row['Name']}`",
        f"{int(row['Request Count']):,}",
        row["Failure Count"],
        f"{float(row['Requests/s']):.1f}",
        *(_milliseconds(row[quantile]) for quantile in ("50%", "95%", "99%")),
    ]
    return f"| {' | '.join(cells)} |"


def _milliseconds(text: str) -> str:
    return f"{float(text):,.0f}" if text not in ("", "N/A") else "–"


def lost(clients: Clients) -> list[str]:
    """What is wrong once nobody asks any more."""
    deadline = time.monotonic() + _STOP_SECONDS
    while clients.left() and time.monotonic() < deadline:
        time.sleep(0.5)
    done = clients.done()
    cohorts, days = (counted.get(counters.TOTAL, 0) for counted in clients.counters())
    found = (
        [f"{done} are done, but {cohorts} and {days} counted"] if {done} != {cohorts, days} else []
    )
    return [*found, *(["messages are left in the queue"] if clients.left() else [])]


def main() -> int:
    """Measure, print, and fail if a request failed or a result was lost."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--locust", default="locust", help="the program")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = parser.parse_args()
    with local_system(port=free_port(), site=None, workers=given.workers) as system:
        clients = Clients(system)
        good, rows = load(system, given.locust, users=given.users, seconds=given.seconds)
        faults = lost(clients)
    report = [
        f"{given.users} people for {given.seconds} seconds, {given.workers} worker. "
        + circumstances("fastapi", "uvicorn", "moto"),
        "",
        "| asked for | requests | failed | a second | p50 ms | p95 ms | p99 ms |",
        "|---|--:|--:|--:|--:|--:|--:|",
        *rows,
    ]
    print("\n".join(report))
    for fault in [*faults, *([] if good else ["requests failed"])]:
        print(f"FAULT: {fault}", file=sys.stderr)
    if given.write and good and not faults:
        write("api load", report)
    return 0 if good and not faults else 1


if __name__ == "__main__":
    sys.exit(main())
