"""`make assess`: one line for each file, whatever its content."""

from pathlib import Path

import pytest

from scalp_core.vision.loading import load_ensemble
from scalp_deployment.paths import ARTIFACTS
from scalp_local.assess import assess_files, files_in
from support import heif, photos


def test_every_file_has_a_line_with_grades_or_the_reason_for_rejection(tmp_path: Path) -> None:
    part = heif.coded(photos.picture(320, 240), fast=True)
    contents = {
        "1-good.jpg": photos.sample(),
        "2-turned.heic": heif.write([part.with_properties(*[heif.rotation()] * 90)]),
        "3-cut.heic": photos.heic(photos.picture())[:-1],
        "4-good.heic": photos.heic(photos.picture()),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)

    found = list(assess_files(files_in(tmp_path), load_ensemble(ARTIFACTS)))

    assert [Path(line["file"]).name for line in found] == sorted(contents)
    assert [line["code"] for line in found] == [None, "damaged_image", "damaged_image", None]
    assert set(found[1]["message"]) == {"ko", "en"}


def test_a_failing_decoder_is_reported_and_does_not_end_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "good.jpg").write_bytes(photos.sample())
    monkeypatch.setattr("sys.executable", "/bin/false")

    (found,) = assess_files(files_in(tmp_path), load_ensemble(ARTIFACTS))

    assert (found["status"], found["code"]) == ("rejected", "decoder_stopped")
    assert found["message"]["en"].endswith("Run it again.")
