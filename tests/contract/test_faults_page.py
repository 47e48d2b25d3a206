"""The table of faults names tests, alarms and log lines that there are."""

import re
from typing import Any

from scalp_deployment.paths import ROOT

PAGE = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith("| fault |")
]
TESTS = re.findall(r"`(?:tests/e2e/)?(\w+\.py)::(\w+)`", PAGE)
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("functions", "layers")
    for path in sorted((ROOT / folder).rglob("*.py"))
)


def defined(path: Any) -> set[str]:
    return set(re.findall(r"^def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE))


IN_FILES = {path.name: defined(path) for path in (ROOT / "tests").rglob("test_*.py")}


def test_every_test_that_is_named_is_there() -> None:
    assert len(TESTS) > 40
    assert [named for named in TESTS if named[1] not in IN_FILES.get(named[0], ())] == []


def test_every_fault_has_both_views_and_a_test() -> None:
    assert len(ROWS) > 30
    assert [row for row in ROWS if not _is_complete(row)] == []


def _is_complete(row: list[str]) -> bool:
    *views, test = row
    names_tests = re.fullmatch(r"(`(tests/e2e/)?\w+\.py::\w+`(, )?)+", test)
    return len(views) == 3 and all(views) and names_tests is not None


def test_every_alarm_that_is_named_has_its_section_in_the_runbook() -> None:
    runbook = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    sections = set(re.findall(r"^## (\S+)$", runbook, re.MULTILINE))
    named = re.findall(r"\[([\w-]+)\]\(runbook\.md#([\w-]+)\)", PAGE)

    assert len(set(named)) >= 10
    assert all(text == section for text, section in named)
    assert {section for _, section in named} <= sections


def test_every_log_line_that_is_named_is_written() -> None:
    cells = " ".join(row[2] for row in ROWS)
    lines = {one for one in re.findall(r"`([^`]+)`", cells) if " " in one}

    assert len(lines) >= 7
    assert {one for one in lines if f'"{one}"' not in CODE} == set()


def test_every_test_of_faults_is_named() -> None:
    """Whatever is shown to survive a fault belongs on the page."""
    written = {
        (name, test)
        for name, tests in IN_FILES.items()
        if name.startswith("test_faults_") and name != "test_faults_page.py"
        for test in tests
    }
    unnamed = written - set(TESTS)

    assert {test for _, test in unnamed} <= {
        "test_the_calls_are_those_that_the_worker_makes",
        "test_only_the_test_event_of_s3_may_hold_no_upload",
    }
