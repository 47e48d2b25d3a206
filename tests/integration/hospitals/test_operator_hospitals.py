"""``python -m scalp_operator load-hospitals``, on a fake cloud."""

from pathlib import Path

from typer.testing import CliRunner, Result

from scalp_deployment.paths import HOSPITALS
from scalp_operator.__main__ import app
from support.cloud import Cloud
from support.hospitals import copies, stored


def run(cloud: Cloud, file: Path, *arguments: str) -> Result:
    typed = ["load-hospitals", "--stack", cloud.name, "--file", str(file), *arguments]
    return CliRunner().invoke(app, typed)


def first_rows(folder: Path, number: int) -> Path:
    """The seed's header and its first rows."""
    file = folder / "hospitals.csv"
    lines = HOSPITALS.read_text(encoding="utf-8").splitlines()[: number + 1]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_a_file_is_loaded_and_the_difference_reported(cloud: Cloud, tmp_path: Path) -> None:
    ten = first_rows(tmp_path, 10)

    tried = run(cloud, ten, "--dry-run")
    untouched = copies(cloud)
    loaded = run(cloud, ten)
    again = run(cloud, ten)

    assert tried.exit_code == loaded.exit_code == again.exit_code == 0, loaded.output
    assert "read: 10\nadded: 10" in tried.stdout
    assert "Nothing has been written." in tried.stdout
    assert untouched == {}
    assert "added: 10" in loaded.stdout
    assert "unchanged: 10" in again.stdout
    assert len(stored(cloud)) == 10


def test_fewer_rows_are_refused_unless_they_are_wanted(cloud: Cloud, tmp_path: Path) -> None:
    run(cloud, first_rows(tmp_path, 10))
    three = first_rows(tmp_path, 3)

    refused = run(cloud, three)
    kept = len(stored(cloud))
    wanted = run(cloud, three, "--allow-shrinking")

    assert refused.exit_code == 1
    assert "3 rows offered, 10 stored" in refused.stderr
    assert kept == 10
    assert "removed: 7" in wanted.stdout


def test_a_wrong_or_missing_file_is_a_sentence(cloud: Cloud, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("id,name\nH1,보기\n", encoding="utf-8")

    for file, message in ((wrong, "lacks the columns kind"), (tmp_path / "none.csv", "none.csv")):
        result = run(cloud, file)
        assert result.exit_code == 1
        assert message in result.stderr.replace("\n", "")
        assert "Traceback" not in result.output
    assert copies(cloud) == {}
