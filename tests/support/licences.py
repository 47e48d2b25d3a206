"""Licences of all packages, and whether they are distributed.

PYTHONPATH=tests python -m support.licences      the report, as a table in Markdown
"""

import json
import re
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement

from scalp_deployment.paths import ROOT

# Packages in a zip file, the layer or the image; those of tests and training are not distributed.
DELIVERED = [
    "layers/core/requirements.in",
    "functions/api/requirements.in",
    "functions/assess/requirements.in",
    "functions/catalog/requirements.in",
]
COPYLEFT = re.compile(r"\b(AGPL|GPL|LGPL|MPL|EUPL|CDDL|Affero|General Public|Mozilla Public)", re.I)


def normal(name: str) -> str:
    """Return a package's name as PyPI normalises names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def delivered() -> set[str]:
    """Return the listed packages and their dependencies."""
    lines = [line for file in DELIVERED for line in (ROOT / file).read_text().splitlines()]
    waiting = [Requirement(line) for line in lines if re.match("[A-Za-z]", line)]
    found: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        extras = requirement.extras or {""}
        try:
            needs = distribution(requirement.name).requires or []
        except PackageNotFoundError:
            continue
        found.add(normal(requirement.name))
        for need in map(Requirement, needs):
            wanted = not need.marker or any(need.marker.evaluate({"extra": one}) for one in extras)
            if wanted and normal(need.name) not in found:
                waiting.append(need)
    return found


def pinned() -> set[str]:
    """Return every package of constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {normal(Requirement(line).name) for line in lines if re.match("[A-Za-z]", line)}


def licence(name: str) -> str:
    """Return the licence by a package's metadata."""
    metadata = distribution(name).metadata
    classifiers = [one for one in metadata.get_all("Classifier") or [] if one.startswith("License")]
    # Some put the whole text there; its first lines name it.
    text = "".join(metadata.get_all("License") or [])[:200]
    expression = metadata.get_all("License-Expression") or []
    return "; ".join([*expression, text, *classifiers]).strip("; ")


def site_packages() -> dict[str, tuple[str, bool]]:
    """Return each npm package's licence, and whether it becomes part of the site."""
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))
    return {
        path.removeprefix("node_modules/"): (one.get("license", ""), not one.get("dev"))
        for path, one in lock["packages"].items()
        if path
    }


def report() -> Iterable[str]:
    """Return the rows of the report, distributed packages first."""
    yield "| package | licence | delivered | copyleft |"
    yield "|---|---|---|---|"
    given = delivered()
    for name in sorted(pinned() | given, key=lambda one: (one not in given, one)):
        try:
            yield _row(name, licence(name), name in given)
        except PackageNotFoundError:
            yield _row(name, "not installed here", name in given)
    sites = site_packages()
    for name, (terms, shipped) in sorted(sites.items(), key=lambda one: (not one[1][1], one[0])):
        yield _row(f"npm {name}", terms, shipped)


def _row(name: str, terms: str, given: bool) -> str:
    words = terms.replace("License :: OSI Approved :: ", "").split()
    short = " ".join(words)[:80].replace("|", "/")
    marked = "yes" if COPYLEFT.search(terms) else ""
    return f"| {name} | {short or 'unknown'} | {'yes' if given else ''} | {marked} |"


if __name__ == "__main__":
    sys.stdout.write("\n".join(report()) + "\n")
