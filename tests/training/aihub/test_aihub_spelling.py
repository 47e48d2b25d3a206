"""One data set, spelled in every way in which people have it on their disks."""

import unicodedata
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from scalp_core.vocabulary import Grade, Symptom
from scalp_train import aihub
from scalp_train.aihub.names import FolderClass, folder_class, official_part, repaired
from support import aihub_tree as tree


def respelled(changes: Mapping[str, str]) -> dict[str, bytes]:
    spelled = {}
    for path, content in tree.two_images().items():
        for written, new in changes.items():
            path = path.replace(written, new)
        spelled[path] = content
    return spelled


def assert_all_understood(root: Path) -> None:
    audited = aihub.audit(root, workers=1)

    assert [finding.model_dump() for finding in audited.audit.findings] == []
    found = {
        record.name: ("".join(str(int(g)) for g in record.grades), record.official)
        for record in audited.records
    }
    assert found == {
        tree.TRAINED: (tree.TRAINED_GRADES, (aihub.Official.TRAINING,)),
        tree.HELD_OUT: (tree.HELD_OUT_GRADES, (aihub.Official.VALIDATION,)),
    }
    assert all(record.questionnaire for record in audited.records)
    entries = {
        (row.symptom, row.grade): sum(row.entries.values())
        for row in audited.audit.by_grade
        if sum(row.entries.values())
    }
    healthy = {(symptom, Grade.NONE): 1 for symptom in Symptom}
    assert entries == healthy | {
        (Symptom.EXCESS_SEBUM, Grade.MODERATE): 1,
        (Symptom.FOLLICULAR_ERYTHEMA_PUSTULES, Grade.MILD): 1,
    }


SPELLINGS = {
    "as documented": {},
    "parts without numbers": {"1.Training": "Training", "2.Validation": "Validation"},
    "parts with blanks, in small letters": {
        "1.Training": "1. training",
        "2.Validation": "2. validation",
    },
    "blank in the symptom": {"피지과다": "피지 과다", "모낭홍반농포": "모낭 홍반 농포"},
    "slash in the symptom": {"모낭홍반농포": "모낭홍반/농포"},
    "slash that file systems take": {"모낭홍반농포": "모낭홍반∕농포"},
    "underscore in the symptom": {"모낭홍반농포": "모낭홍반_농포"},
    "numbered symptoms": {"]미세각질": "]1.미세각질", "]탈모": "]6.탈모", "]비듬": "]5. 비듬"},
    "blanks round the grade": {"_0.양호": " _ 0. 양호", "_1.경증": "_1 경증"},
    "grade in a folder of its own": {"_0.양호": "/0.양호", "_1.경증": "/1.경증"},
    "unpacked to two folders": {"[원천]": "원천/", "[라벨]": "라벨링/"},
    "unpacked to two folders, long names": {
        "[원천]": "01.원천데이터/",
        "[라벨]": "02.라벨링데이터/",
    },
    "blank after the bracket": {"[원천]": "[원천] ", "[라벨]": "[라벨] "},
    "questionnaires flat": {"Meta/META_DATA": "Meta"},
    "questionnaires in small letters": {"Meta/META_DATA": "meta", "_META.json": "_meta.json"},
    "questionnaires without the place": {"_TH_META": "_META", "_LH_META": "_META"},
    "questionnaires by the image's name": {"_META.json": ".json"},
    "suffixes in capitals": {".jpg": ".JPG", ".json": ".JSON"},
    "suffix jpeg": {".jpg": ".jpeg"},
    "labels named by image_id": {"_TH.json": ".json", "_LH.json": ".json"},
    "everything under one more folder": {
        "1.Training": "탈모 과제/유형별 두피 이미지/1.Training",
        "2.Validation": "탈모 과제/유형별 두피 이미지/2.Validation",
    },
}


@pytest.mark.parametrize("changes", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_folders_are_understood_in_every_spelling(
    changes: Mapping[str, str], form: str, tmp_path: Path
) -> None:
    spelled = respelled(changes)
    tree.write(tmp_path, {unicodedata.normalize(form, path): spelled[path] for path in spelled})

    assert_all_understood(tmp_path)


@pytest.mark.parametrize("encoding", [None, "cp949", "utf-8"])
@pytest.mark.parametrize("changes", [SPELLINGS["as documented"], SPELLINGS["blank in the symptom"]])
def test_a_zip_for_each_folder_is_understood(
    changes: Mapping[str, str], encoding: str | None, tmp_path: Path
) -> None:
    tree.write_zipped(tmp_path, respelled(changes), encoding=encoding)

    assert_all_understood(tmp_path)


@pytest.mark.parametrize("encoding", [None, "cp949", "utf-8"], ids=["marked", "cp949", "utf-8"])
@pytest.mark.parametrize(
    "spelling", ["as documented", "slash in the symptom", "unpacked to two folders"]
)
def test_one_zip_of_everything_is_understood_whatever_wrote_its_names(
    spelling: str, encoding: str | None, tmp_path: Path
) -> None:
    members = respelled(SPELLINGS[spelling])
    tree.write_zip(tmp_path / "download.zip", members, encoding=encoding)

    assert_all_understood(tmp_path)


@pytest.mark.parametrize(
    "changes", [{"/": "\\"}, {"1.Training": "./1.Training"}], ids=["backslashes", "leading dot"]
)
def test_other_tools_paths_inside_a_zip_are_understood(
    changes: Mapping[str, str], tmp_path: Path
) -> None:
    tree.write_zip(tmp_path / "download.zip", respelled(changes))

    assert_all_understood(tmp_path)


def test_zip_with_decomposed_names_is_understood(tmp_path: Path) -> None:
    members = {
        unicodedata.normalize("NFD", path): content for path, content in tree.two_images().items()
    }
    tree.write_zip(tmp_path / "download.zip", members)

    assert_all_understood(tmp_path)


def test_names_that_a_tool_unpacked_with_the_wrong_code_page_are_understood(
    tmp_path: Path,
) -> None:
    wrong = {path.encode("cp949").decode("cp437"): one for path, one in tree.two_images().items()}
    tree.write(tmp_path, wrong)

    assert_all_understood(tmp_path)


def test_zips_beside_what_was_unpacked_from_them_count_once(tmp_path: Path) -> None:
    tree.write_zipped(tmp_path, tree.two_images())
    tree.write(tmp_path, tree.two_images())

    assert_all_understood(tmp_path)


def test_images_and_labels_in_two_flat_folders_are_understood(tmp_path: Path) -> None:
    tree.write(
        tmp_path,
        {
            f"Training/원천/{tree.TRAINED}.jpg": tree.jpeg(1),
            f"Training/라벨링/{tree.TRAINED}.json": tree.label(tree.TRAINED, tree.TRAINED_GRADES),
            f"Meta/{tree.TRAINED}_META.json": tree.meta(tree.TRAINED),
        },
    )

    audited = aihub.audit(tmp_path, workers=1)

    assert audited.audit.findings == ()
    assert [record.official for record in audited.records] == [(aihub.Official.TRAINING,)]


def test_part_can_be_the_folder_that_is_given(tmp_path: Path) -> None:
    tree.write(tmp_path, tree.two_images())

    audited = aihub.audit(tmp_path / tree.VALIDATION, workers=1)

    assert [record.official for record in audited.records] == [(aihub.Official.VALIDATION,)]


def test_folder_that_leads_back_to_itself_is_read_once(tmp_path: Path) -> None:
    tree.write(tmp_path, tree.two_images())
    (tmp_path / tree.TRAINING / "again").symlink_to(tmp_path, target_is_directory=True)

    assert_all_understood(tmp_path)


def test_linked_parts_are_read(tmp_path: Path) -> None:
    tree.write(tmp_path / "disk", tree.two_images())
    (tmp_path / "root").mkdir()
    for name in (tree.TRAINING, tree.VALIDATION, "Meta"):
        (tmp_path / "root" / name).symlink_to(tmp_path / "disk" / name, target_is_directory=True)

    assert_all_understood(tmp_path / "root")


def test_what_systems_leave_behind_is_not_data(tmp_path: Path) -> None:
    image = f"{tree.TRAINING}/{tree.IMAGES}{tree.folder(2, 2)}/{tree.TRAINED}.jpg"
    tree.write(tmp_path, {f".ipynb_checkpoints/{tree.TRAINED}.jpg": b"", ".DS_Store": b""})
    tree.write_zip(
        tmp_path / "download.zip",
        {**tree.two_images(), f"__MACOSX/{image}": b"", image.replace("/0", "/._0"): b""},
    )

    assert_all_understood(tmp_path)


def test_image_under_neither_part_is_used_and_reported(tmp_path: Path) -> None:
    tree.write(tmp_path, respelled({"1.Training": "둘째"}))

    audited = aihub.audit(tmp_path, strict=True, workers=1)

    kinds = {(finding.kind, finding.skipped) for finding in audited.audit.findings}
    assert kinds == {(aihub.Kind.NO_OFFICIAL_PART, False)}
    assert {record.name: record.official for record in audited.records}[tree.TRAINED] == ()


def test_folder_name_that_is_not_utf_8_is_named_with_what_to_do(tmp_path: Path) -> None:
    tree.write(tmp_path, tree.two_images())
    folder = bytes(tmp_path) + b"/" + f"{tree.IMAGES}{tree.folder(6, 1)}".encode("cp949")
    try:
        Path(folder.decode("utf-8", "surrogateescape")).mkdir()
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")

    (finding,) = aihub.audit(tmp_path, workers=1).audit.findings

    assert finding.kind is aihub.Kind.UNREADABLE_NAME
    assert "unzip it again" in finding.detail
    assert finding.place.isprintable()


def test_name_that_a_zip_lists_twice_is_named(tmp_path: Path) -> None:
    tree.write(tmp_path, tree.two_images())
    archive = tmp_path / tree.TRAINING / f"{tree.IMAGES}{tree.folder(2, 2)}.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr(f"{tree.TRAINED}.jpg", tree.jpeg(1))
        with pytest.warns(UserWarning, match="Duplicate name"):
            opened.writestr(f"{tree.TRAINED}.jpg", tree.jpeg(1))

    (finding,) = aihub.audit(tmp_path, workers=1).audit.findings

    assert finding.kind is aihub.Kind.LISTED_TWICE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_json_files_are_read_in_each_encoding(encoding: str, tmp_path: Path) -> None:
    encoded = {
        path: content.decode("utf-8-sig").encode(encoding) if path.endswith(".json") else content
        for path, content in tree.two_images().items()
    }
    tree.write(tmp_path, encoded)

    assert_all_understood(tmp_path)
    (record, _) = aihub.audit(tmp_path, workers=1).records
    assert record.questionnaire is not None
    assert record.questionnaire.shampoo_choice == "두피자극"


@pytest.mark.parametrize(
    ("folders", "expected"),
    [
        (["[원천]모낭사이홍반_3.중증"], (Symptom.INTERFOLLICULAR_ERYTHEMA, Grade.SEVERE)),
        (["[라벨]모낭홍반/농포_2.중등도"], (Symptom.FOLLICULAR_ERYTHEMA_PUSTULES, Grade.MODERATE)),
        (["비듬_1.경증", "탈모_2.중등도"], (Symptom.HAIR_LOSS, Grade.MODERATE)),
        (["탈모 과제", "미세각질_0.양호"], (Symptom.FINE_SCALING, Grade.NONE)),
        (["유형별 두피 이미지", "1.Training"], None),
        (["탈모 과제", "경증 모음"], None),
    ],
)
def test_symptom_and_grade_come_from_the_innermost_folder_that_has_both(
    folders: list[str], expected: tuple[Symptom, Grade] | None
) -> None:
    assert folder_class(folders) == (FolderClass(*expected) if expected else None)


@pytest.mark.parametrize(
    ("folders", "expected"),
    [
        (["Training"], aihub.Official.TRAINING),
        (["validation", "1.Training", "[원천]탈모_1.경증"], aihub.Official.TRAINING),
        (["2.Validation_new"], None),
        (["trainings"], None),
    ],
)
def test_official_part_is_the_innermost_folder_of_that_name(
    folders: list[str], expected: aihub.Official | None
) -> None:
    assert official_part(folders) is expected


def test_names_that_need_no_repair_stay() -> None:
    assert repaired("0013_A2LEBJJDE00060O.jpg") == "0013_A2LEBJJDE00060O.jpg"
    assert repaired("[원천]탈모_0.양호") == "[원천]탈모_0.양호"
