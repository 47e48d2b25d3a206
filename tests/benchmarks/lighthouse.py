"""Lighthouse's scores of the start and result pages of the local system, against the bars.

The system serves the built site with the headers, compression and caching of production; Lighthouse
plays a telephone of the middle class on slow 4G (its mobile preset). Timed scores vary with what
else the machine does: the median of several runs is taken, as its authors advise.

Run: ``make lighthouse``, which is ``python tests/benchmarks/lighthouse.py`` after ``make site``;
needs Chromium and npx. The first run fetches Lighthouse.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from scalp_deployment.assessment_client import assess_photo
from scalp_deployment.paths import ROOT
from scalp_local.system import free_port, local_system

_LIGHTHOUSE = "lighthouse@12.8.2"
_CHROME_FLAGS = "--headless=new --no-sandbox --disable-quic --disable-background-networking"
_TRIES = 3
_BARS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 95}
_FIGURES = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
    "cumulative-layout-shift": "shift",
    "total-byte-weight": "weight",
}


def main() -> int:
    """Measure, print a table in Markdown, and fail under a bar."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    arguments.add_argument("--runs", type=int, default=3, help="the median counts (default: 3)")
    runs = arguments.parse_args().runs
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None or shutil.which("npx") is None:
        print("Lighthouse needs Chromium and npx (Node.js 20 or newer).", file=sys.stderr)
        return 2
    site = ROOT / "web" / "dist"
    if not (site / "index.html").is_file():
        print("The site is not built; run: make site", file=sys.stderr)
        return 2
    print(f"| page | {' | '.join(_BARS)} | {' | '.join(_FIGURES.values())} |")
    print(f"|---|{'--:|' * (len(_BARS) + len(_FIGURES))}")
    missed: list[str] = []
    with local_system(port=free_port(), site=site) as system:
        sample = ROOT / "infra" / "local" / "sample" / "scalp.jpg"
        found = assess_photo(system.url, sample)
        for page, path in (("start", "/"), ("result", f"/#/a/{found['id']}")):
            reports = [_report(f"{system.url}{path}", chromium) for _ in range(runs)]
            missed += _print_row(page, reports)
    for complaint in missed:
        print(complaint, file=sys.stderr)
    return 1 if missed else 0


def _report(url: str, chromium: str) -> dict[str, Any]:
    """Return the report on a page; now and then Lighthouse misses the start of its own trace."""
    for _ in range(_TRIES - 1):
        with suppress(subprocess.CalledProcessError):
            return _run(url, chromium)
    return _run(url, chromium)


def _run(url: str, chromium: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        subprocess.run(
            [
                "npx", "--yes", _LIGHTHOUSE, url, "--quiet", "--output=json",
                f"--output-path={path}", f"--chrome-flags={_CHROME_FLAGS}",
                f"--only-categories={','.join(_BARS)}",
            ],
            env={**os.environ, "CHROME_PATH": chromium},
            check=True,
        )  # fmt: skip
        report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return report


def _print_row(page: str, reports: list[dict[str, Any]]) -> list[str]:
    """Print one row of the table; return a sentence for each score below its minimum."""
    scores = {
        category: statistics.median(
            round(report["categories"][category]["score"] * 100) for report in reports
        )
        for category in _BARS
    }
    # The median of each figure: no single run need have had them all.
    figures = [
        statistics.median(report["audits"][audit]["numericValue"] for report in reports)
        for audit in _FIGURES
    ]
    first, largest, blocked, shift, weight = figures
    shown = [
        f"{first / 1000:.1f} s",
        f"{largest / 1000:.1f} s",
        f"{blocked:.0f} ms",
        f"{shift:.3f}",
        f"{weight / 1000:.0f} KB",
    ]
    print(
        f"| {page} | {' | '.join(f'{scores[each]:.0f}' for each in _BARS)} | {' | '.join(shown)} |"
    )
    missed = [
        f"{page}: {category} is {scores[category]:.0f}, must be {bar}"
        for category, bar in _BARS.items()
        if scores[category] < bar
    ]
    return missed + [f"{page}: {each}" for each in _faults(reports[0])] if missed else []


def _faults(report: dict[str, Any]) -> list[str]:
    """The audits of the graded categories that are not passed."""
    audits = {
        reference["id"]
        for category in _BARS
        for reference in report["categories"][category]["auditRefs"]
        if reference["weight"] > 0
    }
    return [
        f"{name}: {report['audits'][name]['title']}"
        for name in sorted(audits)
        if (report["audits"][name].get("score") or 0) < 1
        and report["audits"][name]["scoreDisplayMode"] in {"binary", "numeric"}
    ]


if __name__ == "__main__":
    sys.exit(main())
