"""Licences of what is delivered: a copyleft surprise is one that fails here."""

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from scalp_local.system import ROOT

# What ends up in a zip file, the layer or the image; tests and training are not given to anybody.
DELIVERED = [
    "layers/core/requirements.txt",
    "functions/api/requirements.txt",
    "functions/assess/requirements.txt",
    "functions/catalog/requirements.txt",
]
FREE = re.compile(r"\b(MIT|BSD|Apache|ISC|PSF|Python Software|HPND|Unlicense|Zlib|0BSD|CNRI)", re.I)
COPYLEFT = re.compile(r"\b(AGPL|GPL|LGPL|MPL|EUPL|CDDL|Affero|General Public|Mozilla Public)", re.I)
# Known, and allowed for the reason given.
ALLOWED = {
    "certifi": "MPL-2.0 binds changes of its own file, of which there are none",
    "pi-heif": "its own code is BSD; libheif and libde265 (LGPL) lie beside it as own files",
}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def delivered() -> set[str]:
    """The listed packages and all that they need."""
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


def licence(name: str) -> str:
    """All that a package's metadata say of its licence."""
    metadata = distribution(name).metadata
    classifiers = [one for one in metadata.get_all("Classifier") or [] if one.startswith("License")]
    # Some put the whole text there; its first lines name it.
    text = (metadata.get("License") or "")[:200]
    return "; ".join([metadata.get("License-Expression") or "", text, *classifiers]).strip("; ")


@pytest.mark.parametrize("name", sorted(delivered()))
def test_what_is_delivered_may_be_delivered(name: str) -> None:
    found = licence(name)
    if name in ALLOWED:
        return
    assert FREE.search(found), f"{name}: {found!r} is no licence that is known here"
    assert not COPYLEFT.search(found), f"{name}: {found!r}"


def test_enough_packages_are_looked_at() -> None:
    assert len(delivered()) > 20
    assert {"boto3", "fastapi", "onnxruntime", "pillow"} <= delivered()


def test_nothing_is_allowed_that_is_not_delivered() -> None:
    assert ALLOWED.keys() <= delivered()


def test_the_sites_packages_may_be_delivered() -> None:
    import json

    lock = json.loads((Path(ROOT) / "web" / "package-lock.json").read_text(encoding="utf-8"))
    shipped = {
        path.removeprefix("node_modules/"): one.get("license", "")
        for path, one in lock["packages"].items()
        if path and not one.get("dev")
    }
    assert "preact" in shipped
    free = {"MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "OFL-1.1", "0BSD"}
    assert {name: one for name, one in shipped.items() if one not in free} == {}
