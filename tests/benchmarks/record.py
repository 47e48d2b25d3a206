"""Where a measurement was taken, and its place in docs/benchmarks.md."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from scalp_deployment.paths import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
_CPU = Path("/proc/cpuinfo")


def circumstances(*packages: str) -> str:
    """Day, processor and versions, as a sentence."""
    facts = [
        f"{datetime.now(UTC):%Y-%m-%d}",
        _processor(),
        f"{os.cpu_count()} cores",
        f"Python {platform.python_version()}",
        *(f"{name} {version(name)}" for name in packages),
    ]
    return f"{', '.join(facts)}."


def write(name: str, lines: Sequence[str], page: Path = PAGE) -> None:
    """Put ``lines`` between the marks of ``name``.

    Raises:
        ValueError: the page has no such marks.
    """
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"{page.name} has no place for {name}")
    page.write_text(f"{before}{begin}{chr(10).join(lines)}\n{end}{after}", encoding="utf-8")


def quantiles(values: Sequence[float]) -> tuple[float, float, float]:
    """The 50th, 95th and 99th percentile: values that occurred, none in between."""
    ordered = sorted(values)
    last = len(ordered) - 1
    return ordered[round(0.50 * last)], ordered[round(0.95 * last)], ordered[round(0.99 * last)]


def _processor() -> str:
    if _CPU.is_file():
        for line in _CPU.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()
