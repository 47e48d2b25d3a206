"""The reader on a data set with every fault planted; support/aihub_faults.py describes it."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from scalp_core.vocabulary import Grade, Sex, Site, Symptom
from scalp_train import aihub
from scalp_train.aihub.auditing import Leak
from scalp_train.aihub.store import Place
from support import aihub_faults
from support import aihub_tree as tree


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> aihub_faults.Planted:
    return aihub_faults.plant(tmp_path_factory.mktemp("aihub") / "유형별 두피 이미지")


@pytest.fixture(scope="module")
def audited(planted: aihub_faults.Planted) -> aihub.Audited:
    return aihub.audit(planted.root, workers=1)


def record_of(audited: aihub.Audited, name: str) -> aihub.ImageRecord:
    (record,) = [record for record in audited.records if record.name == name]
    return record


def test_every_planted_fault_is_named_and_nothing_else(
    planted: aihub_faults.Planted, audited: aihub.Audited
) -> None:
    named = Counter((str(one.kind), one.place, one.skipped) for one in audited.audit.findings)

    assert set(named) == planted.faults
    assert set(named.values()) == {1}


def test_every_kind_of_fault_is_planted(planted: aihub_faults.Planted) -> None:
    elsewhere = {
        aihub.Kind.UNREADABLE_NAME,
        aihub.Kind.LISTED_TWICE,
        aihub.Kind.NO_OFFICIAL_PART,
    }

    assert {kind for kind, _, _ in planted.faults} == set(aihub.Kind) - elsewhere


def test_each_usable_image_is_kept_once_with_its_six_grades(
    planted: aihub_faults.Planted, audited: aihub.Audited
) -> None:
    kept = [
        (record.name, "".join(str(int(g)) for g in record.grades)) for record in audited.records
    ]

    assert sorted(kept) == sorted(planted.kept.items())


def test_file_name_holds_group_device_time_and_place(audited: aihub.Audited) -> None:
    record = record_of(audited, "0200_A2LEBJJDE00060O_1602578303003_3_BH")

    assert record.group == "0200_A2LEBJJDE00060O"
    assert record.device == "A2LEBJJDE00060O"
    assert record.shot_at.isoformat() == "2020-10-13T08:38:23.003000+00:00"
    assert record.site is Site.BACK
    assert record.position == 3


def test_record_says_in_which_official_parts_the_image_stands(audited: aihub.Audited) -> None:
    training, validation = aihub.Official.TRAINING, aihub.Official.VALIDATION
    both = record_of(audited, tree.stem(10, number="0500"))

    assert record_of(audited, tree.stem(2, number="0100")).official == (training,)
    assert record_of(audited, tree.stem(4, number="0300")).official == (validation,)
    assert both.official == (training, validation)
    assert both.official_part is validation
    assert both.file.startswith(tree.VALIDATION)


def test_validation_keeps_the_image_that_training_repeats_under_another_name(
    audited: aihub.Audited,
) -> None:
    duplicates = {(one.kept, one.dropped) for one in audited.audit.duplicates}

    assert duplicates == {
        (tree.stem(21, number="0800"), (tree.stem(20, number="0700"),)),
        (tree.stem(22, number="0900"), (tree.stem(23, number="0900"),)),
        (None, (tree.stem(24), tree.stem(25))),
    }


def test_leaks_are_counted_by_kind(audited: aihub.Audited) -> None:
    # Beyond its first folder: shot 1 stands in 5 more, 2 in 1, 4 in 5, 5 in 1, and of those with a
    # fault or a repeat 30, 33, 49 and 63 in 1 each; 52 has lost its second picture.
    repeats = 5 + 1 + 5 + 1 + 1 + 1 + 1 + 1

    assert audited.audit.leaks == {
        Leak.REPEATED_IN_FOLDERS: repeats,
        Leak.IN_BOTH_PARTS: 1,
        Leak.EQUAL_PICTURES: 4,
        Leak.EQUAL_PICTURES_ACROSS_PARTS: 1,
        # 0500 by one image, 0600 by two, and 0013, whose shots are planted in both parts.
        Leak.GROUPS_IN_BOTH_PARTS: 3,
    }


def test_images_are_counted_before_by_folder_and_after_by_label(
    planted: aihub_faults.Planted, audited: aihub.Audited
) -> None:
    rows = {(row.symptom, row.grade): row for row in audited.audit.by_grade}
    mild_scaling = rows[Symptom.FINE_SCALING, Grade.MILD]
    severe_loss = rows[Symptom.HAIR_LOSS, Grade.SEVERE]

    assert mild_scaling.entries == {"training": 1, "validation": 1}
    assert sum(mild_scaling.images.values()) == 1
    assert severe_loss.entries == {"training": 1, "validation": 0}
    for number, symptom in enumerate(Symptom):
        after = Counter(int(grades[number]) for grades in planted.kept.values())
        for grade in Grade:
            assert sum(rows[symptom, grade].images.values()) == after[grade]


def test_grade_0_is_every_image_whose_label_says_so_not_only_those_in_the_folder_of_that_name(
    planted: aihub_faults.Planted, audited: aihub.Audited
) -> None:
    rows = {(row.symptom, row.grade): row for row in audited.audit.by_grade}
    healthy_folder = rows[Symptom.FINE_SCALING, Grade.NONE]
    without_scaling = [name for name, grades in planted.kept.items() if grades[0] == "0"]

    assert sum(healthy_folder.entries.values()) == 2
    assert sum(healthy_folder.images.values()) == len(without_scaling) > 10


def test_funnel_counts_what_is_left_after_each_step(
    planted: aihub_faults.Planted, audited: aihub.Audited
) -> None:
    account = audited.audit
    lost_as_equal = 2 + 2
    undecodable = len({33, 60, 61, 62, 92})

    assert account.kept == account.placed == len(planted.kept)
    assert account.whole == len(planted.kept) + lost_as_equal
    assert account.labelled == account.whole + undecodable
    # Contradicted: 30 and 31. Without a readable label: 40 to 48, and 50.
    assert account.unique_images == account.labelled + 2 + 9 + 1
    assert account.entries == account.unique_images + account.leaks[Leak.REPEATED_IN_FOLDERS] + 1


def test_withheld_images_questionnaire_is_no_fault_but_counted(audited: aihub.Audited) -> None:
    # Shot 78 of the withheld part, and those whose image is lost: 51 has only a label.
    assert audited.audit.meta_without_image == 2


def test_broken_questionnaire_leaves_the_image_usable_without_it(audited: aihub.Audited) -> None:
    without = {record.name for record in audited.records if record.questionnaire is None}

    assert without == {tree.stem(shot) for shot in (70, 71, 72, 73, 74, 75, 77)}


def test_incomplete_questionnaire_is_used_as_far_as_it_goes(audited: aihub.Audited) -> None:
    questionnaire = record_of(audited, tree.stem(76)).questionnaire

    assert questionnaire is not None
    assert questionnaire.sex is Sex.FEMALE
    assert questionnaire.shampoo_choice is None


def test_every_kept_picture_opens_from_folder_or_zip(
    planted: aihub_faults.Planted, audited: aihub.Audited
) -> None:
    zipped = 0
    with aihub.Store(planted.root) as store:
        for record in audited.records:
            assert aihub.open_picture(store, Place(record.file, record.member)).size == (64, 48)
            zipped += record.member is not None

    assert 0 < zipped < len(audited.records)


def test_index_gives_the_records_back_with_paths_inside_the_data_set(
    planted: aihub_faults.Planted, audited: aihub.Audited, tmp_path: Path
) -> None:
    file = tmp_path / "new" / "index.jsonl"

    aihub.write_index(audited.records, file)

    assert list(aihub.read_index(file)) == audited.records
    assert str(planted.root.parent) not in file.read_text()
    assert [path.name for path in file.parent.iterdir()] == ["index.jsonl"]


def test_index_that_fails_leaves_the_old_one(audited: aihub.Audited, tmp_path: Path) -> None:
    file = tmp_path / "index.jsonl"
    file.write_text("old")

    with pytest.raises(AttributeError):
        aihub.write_index([*audited.records, None], file)  # type: ignore[list-item]

    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["index.jsonl"]


def test_audit_is_json_without_this_machines_paths(
    planted: aihub_faults.Planted, audited: aihub.Audited
) -> None:
    text = audited.audit.model_dump_json(by_alias=True)

    assert json.loads(text)["uniqueImages"] == audited.audit.unique_images
    assert str(planted.root.parent) not in text


def test_several_threads_find_the_same(
    planted: aihub_faults.Planted, audited: aihub.Audited
) -> None:
    assert aihub.audit(planted.root, workers=4) == audited


def test_strict_reading_stops_at_the_first_fault(planted: aihub_faults.Planted) -> None:
    with pytest.raises(aihub.StrictError) as stopped:
        aihub.audit(planted.root, strict=True, workers=1)

    fault = stopped.value.finding
    assert (fault.kind, fault.place, fault.skipped) in planted.faults


def test_strict_reading_accepts_a_data_set_without_faults(tmp_path: Path) -> None:
    # Known leaks of the real one are no faults: an image in two folders, and in both parts.
    name = tree.stem(1)
    files = tree.files_of(name, "011000", picture=tree.jpeg(1))
    files |= tree.files_of(name, "011000", picture=tree.jpeg(1), part=tree.VALIDATION)
    tree.write(tmp_path, files)

    audited = aihub.audit(tmp_path, strict=True)

    assert [record.name for record in audited.records] == [name]
    assert audited.audit.findings == ()


def test_nothing_is_extracted(planted: aihub_faults.Planted, audited: aihub.Audited) -> None:
    del audited
    files = {path.suffix for path in planted.root.rglob("*") if path.is_file()}

    assert not list(planted.root.parent.glob("**/escaped.jpg"))
    assert files == {".zip", ".jpg", ".json", ".txt", ".db", ".part0", ""}


def test_label_that_unpacks_to_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    name = tree.stem(1)
    files = tree.files_of(name, "010000", picture=tree.jpeg(1))
    place = f"{tree.TRAINING}/{tree.LABELS}{tree.folder(2, 1)}/{name}.json"
    files[place] += b" " * (2 << 20)
    tree.write_zipped(tmp_path, files)

    findings = aihub.audit(tmp_path, workers=1).audit.findings

    named = {finding.kind: finding.detail for finding in findings}
    assert set(named) == {aihub.Kind.UNREADABLE_FILE, aihub.Kind.IMAGE_WITHOUT_LABEL}
    assert "more than" in named[aihub.Kind.UNREADABLE_FILE]


@pytest.mark.parametrize("seed", range(60))
def test_no_damage_to_a_file_stops_the_reader_or_passes_as_something_else(
    seed: int, tmp_path: Path
) -> None:
    rng = random.Random(seed)
    first, second = tree.stem(1), tree.stem(2)
    files = tree.files_of(first, "021000", picture=tree.jpeg(1))
    tree.write_zipped(tmp_path, files, encoding="cp949")
    tree.write(tmp_path, tree.files_of(second, "100001", picture=tree.jpeg(2)))
    damaged = rng.choice(sorted(path for path in tmp_path.rglob("*") if path.is_file()))
    content = bytearray(damaged.read_bytes())
    for _ in range(rng.choice([1, 3, 30])):
        position = rng.randrange(len(content))
        content[position] = rng.randrange(256)
    damaged.write_bytes(content[: rng.randrange(len(content))] if rng.random() < 0.3 else content)

    audited = aihub.audit(tmp_path, workers=1)

    assert audited.audit.model_dump_json()
    assert {record.name for record in audited.records} <= {first, second}
    if len(audited.records) < 2:
        assert audited.audit.findings


def test_empty_folder_has_no_images_and_no_faults(tmp_path: Path) -> None:
    audited = aihub.audit(tmp_path)

    assert audited.records == []
    assert audited.audit.findings == ()
