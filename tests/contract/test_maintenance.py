"""One version everywhere, and hooks and updates that cover what the repository holds."""

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import yaml

from scalp_deployment.paths import ROOT
from support.api_description import openapi

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
VERSION: str = PROJECT["version"]


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def tracked(*patterns: str) -> set[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {Path(line) for line in listed.stdout.splitlines()}


def test_api_and_site_have_the_version_of_the_project() -> None:
    lock = json.loads(read("web/package-lock.json"))

    assert openapi()["info"]["version"] == VERSION
    assert json.loads(read("web/package.json"))["version"] == VERSION
    assert (lock["version"], lock["packages"][""]["version"]) == (VERSION, VERSION)


def test_the_changelog_begins_with_changes_after_this_version() -> None:
    headings = re.findall(r"^## \[([^]]+)\](?: - (\S+))?$", read("CHANGELOG.md"), re.MULTILINE)

    assert headings[0] == ("Unreleased", "")
    assert headings[1][0] == VERSION
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", date) for _, date in headings[1:])


def test_a_tag_with_another_version_is_not_deployed() -> None:
    workflow = yaml.safe_load(read(".github/workflows/deploy.yml"))
    (check,) = [
        step["run"]
        for step in workflow["jobs"]["test"]["steps"]
        if "pyproject.toml" in step.get("run", "")
    ]

    def passes(tag: str) -> bool:
        done = subprocess.run(
            ["bash", "-c", check],
            cwd=ROOT,
            env={"GITHUB_REF_NAME": tag, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=False,
        )
        return done.returncode == 0

    assert passes(f"v{VERSION}")
    assert not passes("v99.0.0")
    assert not passes(f"v{VERSION}1")


def test_the_hooks_run_what_make_check_runs() -> None:
    hooks = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"][0]["hooks"]
    (recipe,) = re.findall(
        r"^check:.*\n\t@\$\(MAKE\)((?: --\S+)*)((?: [a-z-]+)+)$", read("Makefile"), re.M
    )

    assert [hook["entry"] for hook in hooks] == [f"make {name}" for name in recipe[1].split()]


def test_every_folder_with_pinned_versions_is_updated() -> None:
    updates: dict[str, Any] = {
        update["package-ecosystem"]: update["directories"]
        for update in yaml.safe_load(read(".github/dependabot.yml"))["updates"]
    }
    pins = {
        path
        for path in tracked("*.txt")
        if any(
            re.match(r"[A-Za-z0-9._-]+(\[.+\])?==", line) for line in read(str(path)).splitlines()
        )
    }

    def folders(paths: set[Path]) -> list[str]:
        return sorted({f"/{path.parent.as_posix()}".removesuffix(".") for path in paths})

    assert sorted(updates["pip"]) == folders(pins)
    assert sorted(updates["npm"]) == folders(tracked("*package-lock.json"))
    assert sorted(updates["docker"]) == folders(tracked("*Dockerfile"))
    assert updates["github-actions"] == ["/"]
