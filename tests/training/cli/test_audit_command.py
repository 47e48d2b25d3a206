"""``python -m scalp_train audit`` as a person runs it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scalp_train import aihub
from scalp_train.cli import app
from support import aihub_faults


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    aihub_faults.plant(folder)
    return folder


def run(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, ["audit", *map(str, arguments)])


def test_tables_show_counts_leaks_and_faults(root: Path) -> None:
    result = run(root)

    assert result.exit_code == 0, result.output
    for words in (
        "unique by name",
        "hair_loss",
        "images in Training and Validation",
        "broken zip, skipped",
        "[원천]모낭홍반농포_1.경증.zip",
        "note: no image in test of",
    ):
        assert words in result.stdout


def test_json_is_all_that_stands_on_standard_output(root: Path) -> None:
    result = run(root, "--json")

    audit = json.loads(result.stdout)
    assert audit["leaks"]["in_both_parts"] == 1
    assert {"kind", "place", "detail", "skipped"} == set(audit["findings"][0])


def test_index_holds_what_the_audit_kept(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "index.jsonl"

    result = run(root, "--json", "--index", file, "--seed", 3)

    kept = list(aihub.read_index(file))
    assert len(kept) == json.loads(result.stdout)["kept"]
    assert {record.split for record in kept} <= set(aihub.Split)


def test_strict_fails_with_the_name_of_the_first_fault_and_writes_no_index(
    root: Path, tmp_path: Path
) -> None:
    file = tmp_path / "index.jsonl"

    result = run(root, "--strict", "--index", file)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert ".zip" in result.stderr
    assert not file.exists()


def test_folder_without_the_data_set_fails_with_a_hint(tmp_path: Path) -> None:
    result = run(tmp_path)

    assert result.exit_code == 1
    assert "is this the folder with Training and Validation?" in result.stderr


@pytest.mark.parametrize(
    "arguments", [["missing"], ["--fractions", "0.5", "0.5", "0.5", "."], ["--split", "?", "."]]
)
def test_impossible_arguments_are_refused_before_reading(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2
