"""Labels go out as CSV and JSON lines, and come in from this tool and from others."""

import json
import unicodedata
from pathlib import Path

import pytest

from scalp_train.labels.exchange import read_any_labels, write_any_labels
from scalp_train.labels.judgements import Exclusion
from scalp_train.labels.table import LabelsError, read_labels
from support.labels import NOON, grades, judged

FILES = ["kim/1.jpg", "lee/1.jpg", "lee/2.jpg"]
EXPORTED = [judged("kim/1.jpg", "0123x0"), judged("lee/2.jpg", Exclusion.BLURRED)]


def written(tmp_path: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


def test_json_lines_come_back_as_they_went_out(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"

    assert write_any_labels(EXPORTED, path, by_folder=False) == 2

    assert read_any_labels(path, FILES, NOON).judgements == EXPORTED


def test_csv_holds_the_graded_photos_and_names_persons_by_folder_if_asked(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"

    assert write_any_labels(EXPORTED, path, by_folder=True) == 1

    (label,) = read_labels(path)
    assert (label.file, label.grades, label.person) == ("kim/1.jpg", grades("0123x0"), "kim")
    (judgement,) = read_any_labels(path, FILES, NOON).judgements
    assert (judgement.grades, judgement.person) == (grades("0123x0"), "kim")


@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [
        ("a.csv", "image;Fine Scaling;비듬;note\n/data/upload/2.jpg;2.0;중증;x\n", "cp949"),
        ("a.csv", "filename,fine-scaling,value_5\nlee/2.jpg,moderate,3\n", "utf-8"),
        ("a.jsonl", '{"photo": "2.jpg", "fine_scaling": 2, "dandruff": "3"}\n\n', "utf-8"),
        ("a.json", '[{"image": "http://h/2.jpg", "value_1": 2, "value_5": 3, "id": 7}]', "utf-8"),
    ],
)
def test_labels_of_other_tools_are_read(
    tmp_path: Path, name: str, text: str, encoding: str
) -> None:
    imported = read_any_labels(written(tmp_path, name, text, encoding), FILES, NOON)

    assert [one.file for one in imported.judgements] == ["lee/2.jpg"]
    assert imported.judgements[0].grades == grades("2xxx3x")


def test_a_korean_name_is_found_however_the_file_system_spells_it(tmp_path: Path) -> None:
    text, spelled = "file,dandruff\n두피.jpg,0\n", unicodedata.normalize("NFD", "두피.jpg")

    imported = read_any_labels(written(tmp_path, "a.csv", text), [spelled], NOON)

    assert [one.file for one in imported.judgements] == [spelled]


def test_a_name_that_no_photo_or_several_photos_have_is_reported(tmp_path: Path) -> None:
    text = "file,dandruff\n1.jpg,0\nnone.jpg,1\nlee/1.jpg,2\n"

    imported = read_any_labels(written(tmp_path, "a.csv", text), FILES, NOON)

    assert imported.unknown == ["1.jpg", "none.jpg"]
    assert [one.file for one in imported.judgements] == ["lee/1.jpg"]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.csv", "file,dandruff\n1.jpg,4\n", "line 2: dandruff is '4'"),
        ("a.csv", "who,dandruff\n1.jpg,3\n", "line 2: names no photo"),
        ("a.csv", "file,dandruff\nkim/1.jpg,3\nkim/1.jpg,0\n", "line 3: .* already on line 2"),
        ("a.csv", "file,scale\nkim/1.jpg,3\n", "grades no symptom; name the columns fine_sc"),
        ("a.json", "[" * 100_000, "holds no list of objects"),
        ("a.jsonl", "not JSON", "holds no list of objects"),
        ("a.json", json.dumps(["1.jpg"]), "holds no list of objects"),
        ("a.json", "[]", "holds no labels"),
        ("a.xlsx", "", "name the file"),
    ],
)
def test_a_file_that_is_no_list_of_labels_is_refused_with_the_place(
    tmp_path: Path, name: str, text: str, problem: str
) -> None:
    with pytest.raises(LabelsError, match=problem):
        read_any_labels(written(tmp_path, name, text), FILES, NOON)
