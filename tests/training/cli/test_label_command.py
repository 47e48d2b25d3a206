"""``scalp_train label`` without its page: import, agreement, export."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scalp_train.cli import app
from scalp_train.labels.table import read_labels
from support import photos
from support.labels import grades

HEADER = (
    "file,fine_scaling,excess_sebum,interfollicular_erythema,"
    "follicular_erythema_pustules,dandruff,hair_loss\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kim").mkdir()
    for name in ("kim/a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(photos.sample())
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["label", *(str(argument) for argument in arguments)])


def test_two_raters_labels_are_imported_compared_and_exported(folder: Path) -> None:
    for rater, rows in (
        ("one", "kim/a.jpg,0,1,2,3,,0\nb.jpg,0,0,0,0,0,0\n"),
        ("two", "kim/a.jpg,0,1,2,3,,1\nb.jpg,0,0,0,0,0,0\ngone.jpg,,,,,,1\n"),
    ):
        (folder / f"{rater}.csv").write_text(HEADER + rows)
        done = run(folder, "--import", folder / f"{rater}.csv", "--rater", rater)
        assert done.exit_code == 0, done.output
    assert "gone.jpg" in done.output

    done = run(folder, "--agreement", "--export", folder / "labels.csv", "--by-folder")

    assert done.exit_code == 0, done.output
    assert "one and two" in done.output
    assert "raters differ on 1 photos" in done.output
    exported = {each.file: each for each in read_labels(folder / "labels.csv")}
    assert exported["kim/a.jpg"].grades == grades("0123xx")
    assert exported["b.jpg"].grades == grades("000000")
    assert (exported["kim/a.jpg"].person, exported["b.jpg"].person) == ("kim", None)
    assert run(folder, "--export", folder / "labels.jsonl").exit_code == 0
    lines = (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["file"] for line in lines] == ["b.jpg", "kim/a.jpg"]


@pytest.mark.parametrize(
    "arguments",
    [[], [".", "--stack", "s"], [".", "--rater", "../x"], [".", "--rater", "adjudicated"]],
)
def test_impossible_arguments_are_refused(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_damaged_file_is_reported_in_one_line(folder: Path) -> None:
    (folder / "labels.csv").write_text(HEADER + "b.jpg,7,0,0,0,0,0\n")

    done = run(folder, "--import", folder / "labels.csv")

    assert done.exit_code == 1
    assert "fine_scaling is '7'" in " ".join(done.output.split())


def test_nothing_to_adjudicate_opens_no_page(folder: Path) -> None:
    done = run(folder, "--adjudicate")

    assert done.exit_code == 0
    assert "raters differ on no photo" in done.output
