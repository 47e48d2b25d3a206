"""Whatever one can call, set or be woken by is described."""

import re
from pathlib import Path
from typing import Any

import pytest
import typer

from scalp_api.app import create_app
from scalp_local.system import ROOT
from scalp_operator.__main__ import app as operator
from support.template import of_type

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PLAIN = {page: page.read_text(encoding="utf-8") for page in PAGES}
TEXT = "\n".join(PLAIN.values())
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z-]+):.*##", MAKEFILE, flags=re.MULTILINE)
VERBS = sorted(str(name) for name in typer.main.get_command(operator).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_is_described(target: str) -> None:
    assert re.search(rf"make [^\n`]*\b{target}\b", TEXT) or f"`{target}`" in TEXT


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_is_phony(target: str) -> None:
    """A file of the same name would hide it."""
    (phony,) = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, flags=re.MULTILINE)
    assert target in phony.split()


def test_documents_name_no_make_target_that_is_gone() -> None:
    named = {
        target
        for call in re.findall(r"(?:^|`)make ((?:[a-z-]+ ?)+)", TEXT, flags=re.MULTILINE)
        for target in call.split()
    }
    assert named - set(TARGETS) == set()


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_of_the_operator_is_described(verb: str) -> None:
    assert verb in TEXT


@pytest.mark.parametrize("path", sorted(create_app().openapi()["paths"]))
def test_every_route_is_described(path: str) -> None:
    assert f"`{path}`" in TEXT or re.search(rf"`[A-Z`, ]+ {re.escape(path)}`", TEXT), path


def test_every_variable_of_a_function_is_described(resources: dict[str, Any]) -> None:
    names = {
        name
        for function in of_type(resources, "AWS::Lambda::Function").values()
        for name in function["Environment"]["Variables"]
    }
    assert {name for name in names if f"`{name}`" not in TEXT} == set()


def test_every_decision_has_its_number_and_a_title() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    for number, page in enumerate(decisions, start=1):
        assert page.name.startswith(f"{number:04d}-")
        assert PLAIN[page].startswith(f"# {number}. ")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", PLAIN[page]):
        if not link.startswith(("http://", "https://")):
            assert (page.parent / link).exists(), link


def test_no_text_promises_a_diagnosis() -> None:
    assert "진단 확정" not in TEXT
    assert "처방" not in TEXT
