"""LABELS is read strictly, with line numbers, and written as it is read."""

from pathlib import Path

import pytest

from scalp_core.vocabulary import Grade, Symptom
from scalp_train.labels.table import Label, LabelsError, read_labels, write_labels

HEADER = f"file,{','.join(Symptom)}"
NOTHING = dict.fromkeys(Symptom)


def _file(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "labels.csv"
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def test_an_empty_cell_is_not_graded_and_a_grade_may_be_written_as_a_float(tmp_path: Path) -> None:
    (label,) = read_labels(_file(tmp_path, HEADER, "a.jpg,0,1.0,2,,3,"))
    assert list(label.grades.values()) == [0, 1, 2, None, 3, None]
    assert (label.file, label.person) == ("a.jpg", None)


def test_columns_may_come_in_any_order_and_from_a_korean_spreadsheet(tmp_path: Path) -> None:
    header = f"person,{','.join(reversed(Symptom))},file"
    path = _file(tmp_path, header, "김,3,,,,,,두피 1.jpg", encoding="utf-8-sig")
    assert read_labels(path) == [
        Label("두피 1.jpg", NOTHING | {Symptom.HAIR_LOSS: Grade.SEVERE}, "김")
    ]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    labels = [
        Label('두피, "앞".jpg', dict(zip(Symptom, [*Grade, None, None], strict=True)), "p 1"),
        Label("b.jpg", NOTHING, None),
    ]
    path = tmp_path / "labels.csv"
    write_labels(labels, path)
    assert read_labels(path) == labels
    assert [file.name for file in tmp_path.iterdir()] == ["labels.csv"]


def test_persons_are_a_column_only_where_one_is_known(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    write_labels([Label("a.jpg", NOTHING, None)], path)
    assert path.read_text().splitlines()[0] == HEADER


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([HEADER, "a.jpg,0,0,4,0,0,0"], "line 2: interfollicular_erythema is '4'"),
        ([HEADER, "a.jpg,0,0,0,0,0,mild"], "line 2: hair_loss is 'mild'"),
        ([HEADER, "a.jpg,0,0,0,0,0,0", "", "a.jpg,,,,,,"], "line 4: a.jpg is already on line 2"),
        ([HEADER, ",0,0,0,0,0,0"], "line 2: names no file"),
        ([HEADER, "a.jpg,0,0,0"], "line 2: has not as many cells"),
        ([HEADER, "a.jpg,0,0,0,0,0,0,0"], "line 2: has not as many cells"),
        ([HEADER, '"a.jpg,0,0,0,0,0,0'], "line 2: not CSV"),
        ([HEADER], "holds no row"),
        (["file,dandruff", "a.jpg,0"], "line 1: column fine_scaling is missing"),
        ([HEADER + ",patient", "a.jpg,0,0,0,0,0,0,x"], "line 1: column 'patient' is unknown"),
        ([HEADER + ",file", "a.jpg,0,0,0,0,0,0,x"], "line 1: column file occurs more than once"),
        ([HEADER.replace(",", ";")], "line 1: cells are separated by semicolons"),
        ([], "is empty"),
    ],
)
def test_a_faulty_file_is_refused_with_what_to_change(
    tmp_path: Path, lines: list[str], problem: str
) -> None:
    with pytest.raises(LabelsError, match=r"labels\.csv") as caught:
        read_labels(_file(tmp_path, *lines))
    assert any(each.startswith(problem) for each in caught.value.problems)


def test_all_faults_are_listed_at_once(tmp_path: Path) -> None:
    with pytest.raises(LabelsError) as caught:
        read_labels(_file(tmp_path, HEADER, "a.jpg,9,9,0,0,0,0", "b.jpg,7,,,,,"))
    assert len(caught.value.problems) == 3


def test_another_encoding_or_no_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(LabelsError, match="CSV UTF-8"):
        read_labels(_file(tmp_path, HEADER, "두피.jpg,,,,,,", encoding="cp949"))
    with pytest.raises(LabelsError, match="cannot be read"):
        read_labels(tmp_path / "missing.csv")
