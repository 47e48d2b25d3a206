"""A rater's journal keeps every answer that was saved, whatever happens in between."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scalp_train.labels.journal import Journal, JournalError, read_journals
from scalp_train.labels.judgements import Exclusion
from support.labels import NOON, judged


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "labels" / "kim.jsonl"


def save(path: Path, *judgements: str) -> None:
    with Journal(path) as journal:
        for file in judgements:
            journal.append([judged(file, "012301")])


def test_what_was_saved_is_there_when_the_journal_is_opened_again(path: Path) -> None:
    with Journal(path) as journal:
        journal.append([judged("a.jpg", "0123x0")])
        journal.append([judged("b.jpg", Exclusion.BLURRED)])

    with Journal(path) as journal:
        assert journal.judgements == {
            "a.jpg": judged("a.jpg", "0123x0"),
            "b.jpg": judged("b.jpg", Exclusion.BLURRED),
        }


@pytest.mark.parametrize("left", [1, 30, -1])
def test_a_line_cut_short_by_a_crash_is_removed_and_the_others_stay(path: Path, left: int) -> None:
    save(path, "a.jpg", "b.jpg")
    first, second = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + second[:left])

    assert list(read_journals(path.parent)["kim"]) == ["a.jpg"]
    save(path, "c.jpg")

    with Journal(path) as journal:
        assert list(journal.judgements) == ["a.jpg", "c.jpg"]


def test_an_answer_survives_a_process_that_is_killed_right_after_it(path: Path) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path;"
        "from scalp_train.labels.journal import Journal; from support.labels import judged;"
        "Journal(Path(sys.argv[1])).append([judged('a.jpg', '000000')]);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", program, path], env=environment, check=False)

    with Journal(path) as journal:
        assert list(journal.judgements) == ["a.jpg"]


def test_a_damaged_line_in_the_middle_is_named_and_nothing_is_changed(path: Path) -> None:
    save(path, "a.jpg", "b.jpg")
    first, second = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + b"{}\n" + second)
    before = path.read_bytes()

    with pytest.raises(JournalError, match="line 2"):
        Journal(path)
    assert path.read_bytes() == before


def test_a_full_disk_leaves_no_half_line(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(path, "a.jpg")
    before = path.read_bytes()

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    with Journal(path) as journal:
        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="No space"):
            journal.append([judged("b.jpg", "000000")])
        assert list(journal.judgements) == ["a.jpg"]
    assert path.read_bytes() == before


def test_undo_takes_back_one_answer_after_the_other_also_after_a_restart(path: Path) -> None:
    save(path, "a.jpg", "b.jpg", "c.jpg")

    with Journal(path) as journal:
        assert journal.undo(NOON) == judged("c.jpg", "012301")
    with Journal(path) as journal:
        assert journal.undo(NOON) == judged("b.jpg", "012301")
        assert list(journal.judgements) == ["a.jpg"]
        assert journal.undo(NOON) == judged("a.jpg", "012301")
        assert journal.undo(NOON) is None


def test_the_latest_answer_counts_and_undo_brings_the_one_before_back(path: Path) -> None:
    with Journal(path) as journal:
        journal.append([judged("a.jpg", "000000")])
        journal.append([judged("a.jpg", "333333")])
        assert journal.judgements["a.jpg"] == judged("a.jpg", "333333")
        journal.undo(NOON)
        assert journal.judgements["a.jpg"] == judged("a.jpg", "000000")


def test_a_second_process_cannot_write_to_the_same_journal(path: Path) -> None:
    with Journal(path), pytest.raises(JournalError, match="another process"):
        Journal(path)
    Journal(path).close()


def test_photos_that_are_gone_leave_no_line_not_even_a_taken_back_one(path: Path) -> None:
    save(path, "gone.jpg", "a.jpg", "gone-too.jpg")
    with Journal(path) as journal:
        journal.undo(NOON)

        assert journal.keep({"a.jpg"}) == 2
        journal.append([judged("b.jpg", "000000")])

    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["file"] for line in lines] == ["a.jpg", "b.jpg"]
    assert [each.name for each in path.parent.iterdir()] == ["kim.jsonl"]
