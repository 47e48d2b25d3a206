"""Known weaknesses of the packages, by pip-audit and npm audit; says so when nobody could be asked.

Both end with success when the services of advisories do not know a package, or cannot be reached
in some ways. Here each package that nothing is known of is told, and fails with ``--strict``.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_SERIOUS = ("high", "critical")


@dataclass(frozen=True)
class Answer:
    """What is known.

    Attributes:
        weak: packages with a known weakness, and which.
        unknown: how many packages nothing could be learned of, and why.
    """

    asked: int
    weak: Sequence[str] = field(default_factory=list)
    unknown: int = 0
    why: str = ""


def from_pip_audit(text: str) -> Answer:
    """Read ``pip-audit --format json``; anything else counts as an answer that did not come."""
    try:
        packages = json.loads(text)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Answer(0, unknown=1, why="pip-audit gave no answer")
    skipped = [one["skip_reason"] for one in packages if "skip_reason" in one]
    weak = [
        f"{one['name']} {one['version']}: {', '.join(each['id'] for each in one['vulns'])}"
        for one in packages
        if one.get("vulns")
    ]
    return Answer(len(packages), weak, len(skipped), skipped[0] if skipped else "")


def from_npm_audit(text: str) -> Answer:
    """Read ``npm audit --json``."""
    try:
        told: Mapping[str, Any] = json.loads(text)
        found = told["vulnerabilities"]
        asked = told["metadata"]["dependencies"]["total"]
    except (ValueError, KeyError, TypeError):
        return Answer(0, unknown=1, why="the registry gave no audit")
    weak = [f"{name}: {one['severity']}" for name, one in found.items()]
    return Answer(asked, [one for one in weak if one.endswith(_SERIOUS)])


def report(name: str, answer: Answer) -> list[str]:
    """Lines for people."""
    if answer.unknown and answer.unknown >= answer.asked:
        return [f"{name}: NOT CHECKED, the advisories could not be reached ({answer.why})."]
    lines = [f"{name}: {answer.asked} packages, {len(answer.weak)} with known weaknesses."]
    if answer.unknown:
        lines.append(f"{name}: NOT CHECKED {answer.unknown} of them ({answer.why}).")
    return [*lines, *(f"  {one}" for one in answer.weak)]


def exit_code(answers: Sequence[Answer], *, strict: bool) -> int:
    """1 for a weakness; with ``strict`` also for what could not be checked."""
    bad = any(one.weak or (strict and one.unknown) for one in answers)
    return int(bad)


def main() -> int:
    """Ask both, and report."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pip-audit", default="pip-audit", help="the program")
    parser.add_argument("--strict", action="store_true", help="fail when nobody could be asked")
    given = parser.parse_args()
    options = ("--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json")
    pins = ("--requirement", str(ROOT / "constraints.txt"))
    answers = {
        "Python": from_pip_audit(_output([given.pip_audit, *options, *pins])),
        "npm": from_npm_audit(_output(["npm", "audit", "--json"], ROOT / "web"))
        if shutil.which("npm")
        else Answer(0, unknown=1, why="npm is missing"),
    }
    for name, answer in answers.items():
        print("\n".join(report(name, answer)))
    return exit_code(list(answers.values()), strict=given.strict)


def _output(command: list[str], folder: Path = ROOT) -> str:
    ran = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    return ran.stdout


if __name__ == "__main__":
    sys.exit(main())
