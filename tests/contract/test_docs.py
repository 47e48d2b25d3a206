"""Every verb, route, variable and alarm is documented."""

import re
from typing import Any

import typer

from scalp_deployment.paths import ROOT
from scalp_deployment.template import load
from scalp_local.__main__ import app as local
from scalp_local.api_page import render_page
from scalp_local.care_page import render_page as render_care_page
from scalp_operator.__main__ import app as operator
from scalp_operator.console.site import MENU
from support.api_description import openapi
from support.care import shipped_guide, shipped_questions
from support.template import of_type

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PLAIN = {page: page.read_text(encoding="utf-8") for page in PAGES}
TEXT = "\n".join(PLAIN.values())
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z-]+):.*##", MAKEFILE, flags=re.MULTILINE)


def verbs(app: typer.Typer) -> list[str]:
    return sorted(str(name) for name in typer.main.get_command(app).commands)  # type: ignore[attr-defined]


# Verbs of make call them, and are described themselves.
BY_MAKE = re.findall(r"-m (scalp_\w+) ([a-z-]+)|\$\(OPERATOR\) ([a-z-]+)", MAKEFILE)


def test_every_make_target_is_described() -> None:
    assert [
        target
        for target in TARGETS
        if f"`{target}`" not in TEXT and not re.search(rf"make [^\n`]*\b{target}\b", TEXT)
    ] == []


def test_every_make_target_is_phony() -> None:
    """A file of the same name would hide it."""
    (phony,) = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, flags=re.MULTILINE)
    assert set(TARGETS) - set(phony.split()) == set()


def test_documents_name_no_make_target_that_is_gone() -> None:
    named = {
        target
        for call in re.findall(r"(?:^|`)make ((?:[a-z-]+ ?)+)", TEXT, flags=re.MULTILINE)
        for target in call.split()
    }
    assert named - set(TARGETS) == set()


def test_documents_name_no_option_that_is_gone() -> None:
    """Whoever deploys for the first time has only what is written."""
    commands = typer.main.get_command(operator).commands  # type: ignore[attr-defined]
    called = re.findall(r'make ([a-z-]+) ARGS="([^"]+)"', TEXT)

    assert len(called) > 5
    assert [
        (verb, option)
        for verb, arguments in called
        for option in re.findall(r"--[a-z-]+", arguments)
        if option != "--help"
        and not any(option in parameter.opts for parameter in commands[verb].params)
    ] == []


def test_every_verb_of_a_program_is_described() -> None:
    # Not above, where every process of the tests would import all that training needs.
    from scalp_train.cli import app as trainer

    programs = {"scalp_operator": operator, "scalp_train": trainer, "scalp_local": local}
    called = {(given or "scalp_operator", one or other) for given, one, other in BY_MAKE}

    assert [
        (program, verb)
        for program, app in programs.items()
        for verb in verbs(app)
        if (program, verb) not in called
        and not re.search(rf"{program} (?:[^\n]*\| )?{verb}\b", TEXT)
    ] == []


def test_every_alarm_is_described() -> None:
    alarms = [
        (name, str(one["Properties"]["AlarmDescription"]))
        for file in ("template.yaml", "infra/observability.yaml", "infra/web.yaml")
        for name, one in load(ROOT / file)["Resources"].items()
        if one["Type"] == "AWS::CloudWatch::Alarm"
    ]
    sections = re.findall(r"^## (\S+)$", PLAIN[ROOT / "docs" / "runbook.md"], flags=re.MULTILINE)

    assert len(alarms) > 10
    for name, described in alarms:
        assert described.rpartition("docs/runbook.md#")[2] in sections, name


def test_the_page_of_the_api_is_what_the_api_says() -> None:
    """After a change of the API: make openapi."""
    assert PLAIN[ROOT / "docs" / "api.md"] == render_page(openapi())


def test_the_sources_of_triage_and_care_are_those_of_the_guide() -> None:
    page = PLAIN[ROOT / "docs" / "care-sources.md"]

    assert page == render_care_page(shipped_guide(), shipped_questions())
    assert all(statement.en in page for statement in shipped_guide().statements())
    assert all(statement.en in page for statement in shipped_questions().statements())


def test_the_page_of_the_api_shows_how_to_ask_each_route() -> None:
    page = PLAIN[ROOT / "docs" / "api.md"]
    for path, methods in openapi()["paths"].items():
        for method in methods:
            section = page.partition(f"## `{method.upper()} {path}`\n")[2].partition("\n## ")[0]
            assert "\ncurl " in section, path
            asked = re.escape(path).replace("\\{", "{").replace("\\}", "}")
            asked = re.sub(r"{\w+}", "[A-Za-z0-9]+", asked)
            assert re.search(rf"HOST{asked}(?:[?'\n]|$)", section), path


def test_every_route_is_described() -> None:
    assert [
        path
        for path in openapi()["paths"]
        if f"`{path}`" not in TEXT and not re.search(rf"`[A-Z`, ]+ {re.escape(path)}`", TEXT)
    ] == []


def test_every_variable_of_a_function_is_described(resources: dict[str, Any]) -> None:
    names = {
        name
        for function in of_type(resources, "AWS::Lambda::Function").values()
        for name in function["Environment"]["Variables"]
    }
    assert {name for name in names if f"`{name}`" not in TEXT} == set()


def test_every_decision_has_its_number_and_a_title() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("0*.md"))
    for number, page in enumerate(decisions, start=1):
        assert page.name.startswith(f"{number:04d}-")
        assert PLAIN[page].startswith(f"# {number}. ")
        title = PLAIN[page].partition("\n")[0].removeprefix("# ")
        assert f"* [{title}]({page.name})" in PLAIN[ROOT / "docs" / "adr" / "README.md"]


def test_links_lead_somewhere() -> None:
    assert [
        (str(page.relative_to(ROOT)), link)
        for page, text in PLAIN.items()
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", re.sub(r"`[^`\n]*`", "", text))
        if not link.startswith(("http://", "https://")) and not (page.parent / link).exists()
    ] == []


def is_there(named: str) -> bool:
    """Whether a command, a page of site or console, or a file exists."""
    kind, _, rest = named.partition(" ")
    if kind == "make":
        return rest.split()[0] in TARGETS
    if kind == "python":
        from scalp_train.cli import app as trainer

        _, program, verb, *_ = rest.split()
        return program == "scalp_train" and verb in verbs(trainer)
    if kind == "console":
        return rest in MENU
    if named.startswith("#/"):
        routes = (ROOT / "web" / "src" / "shell" / "route.ts").read_text(encoding="utf-8")
        return named == "#/a/ID" or f'"{named.removeprefix("#/")}"' in routes
    return (ROOT / named).exists()


def test_each_row_of_the_report_names_code_and_proof_that_are_there() -> None:
    page = PLAIN[ROOT / "docs" / "report-rows.md"]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", page, flags=re.MULTILINE)
    cells = [cell for asked, *row in rows if asked != "the report" for cell in row]
    named = [re.findall(r"`([^`]+)`", cell) for cell in cells]

    assert len(cells) > 60
    assert [cell for cell, names in zip(cells, named, strict=True) if not names] == []
    assert [name for names in named for name in names if not is_there(name)] == []


def test_a_row_that_names_something_else_is_noticed() -> None:
    missing = ["make coffee", "python -m scalp_train brew", "console /people", "#/no", "docs/no.md"]

    assert [name for name in missing if is_there(name)] == []


def test_no_text_promises_a_diagnosis() -> None:
    assert "진단 확정" not in TEXT
    assert "처방" not in TEXT
