"""What is shipped, and what deploys it, is installed in the versions and files that were tested."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from scalp_deployment.paths import ROOT
from support.lambda_package import instructions
from support.licences import normal

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
LOCKED = re.search(r"^LOCKED := (.+)$", MAKEFILE, re.MULTILINE)[1].split()
# Installed on other systems than those of tests and Lambda, or before everything else.
ELSEWHERE = {"colorama", "pywin32", "setuptools"}


def locked(folder: str) -> Iterator[tuple[Requirement, str]]:
    """Yield the requirements of a lock, and what follows each."""
    text = (ROOT / folder / "requirements.txt").read_text(encoding="utf-8")
    for block in re.split(r"\n(?=[a-zA-Z])", text):
        first, _, rest = block.partition("\n")
        if not first.startswith("#"):
            yield Requirement(first.removesuffix("\\")), rest


def listed(path: Path) -> set[str]:
    """Return the pins of a file and of those that it names, as ``name==version``."""
    found = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            found |= listed(path.parent / line[3:])
        elif re.match("[A-Za-z]", line):
            found.add(pin(Requirement(line)))
    return found


def pin(requirement: Requirement) -> str:
    return f"{normal(requirement.name)}{requirement.specifier}"


@pytest.mark.parametrize("folder", [*LOCKED, "tests/sbom", "tests/sam"])
def test_a_lock_has_what_is_listed_and_a_hash_of_everything(folder: str) -> None:
    requirements = list(locked(folder))

    assert {pin(one) for one, _ in requirements} >= listed(ROOT / folder / "requirements.in")
    for requirement, rest in requirements:
        assert re.fullmatch(r"==[\w.]+", str(requirement.specifier)), requirement
        assert "--hash=sha256:" in rest, requirement


def test_what_has_a_lock_of_its_own_is_installed_as_it_lies() -> None:
    """A lock is complete, and pip takes what a package asks with extras for something unlocked."""
    workflow = (ROOT / ".github" / "workflows" / "deploy.yml").read_text(encoding="utf-8")
    installing = [
        line
        for line in (MAKEFILE + workflow).splitlines()
        if re.search(r"--requirement \S*(infra|sam|sbom)/requirements\.txt", line)
    ]

    assert len(installing) == 5
    assert all("--no-deps --require-hashes" in line for line in installing)


@pytest.mark.parametrize("folder", LOCKED)
def test_a_lock_has_the_versions_that_tests_run_with(folder: str) -> None:
    tested = listed(ROOT / "constraints.txt")

    assert {pin(one) for one, _ in locked(folder) if normal(one.name) not in ELSEWHERE} <= tested


def test_everything_that_is_installed_from_python_packages_on_the_way_to_aws_is_locked() -> None:
    folders = {path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("functions/*/*.in")}
    assert folders | {"layers/core"} <= set(LOCKED)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["build-system"]["requires"]) <= listed(ROOT / "infra" / "requirements.in")
    (recipe,) = re.findall(r"^\$\(RUN_READY\): .+\n((?:\t.+\n)+)", MAKEFILE, re.MULTILINE)
    for line in recipe.splitlines():
        assert "$(PIP)" not in line or "--require-hashes" in line or "--no-deps --no-build" in line
    image = [" ".join(words) for words in instructions("RUN") if "pip" in words]
    assert image
    assert all("--require-hashes" in line for line in image)


def test_the_deploying_job_installs_nothing_without_a_hash() -> None:
    text = (ROOT / ".github" / "workflows" / "deploy.yml").read_text(encoding="utf-8")
    steps = yaml.safe_load(text)["jobs"]["deploy"]["steps"]

    installing = [
        line for one in steps for line in one.get("run", "").splitlines() if " install " in line
    ]
    assert installing
    assert all("--require-hashes" in line for line in installing)
