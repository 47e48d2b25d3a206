"""Label and META files: their encodings, and the answers of the questionnaire."""

import unicodedata
from pathlib import Path

from scalp_core.vocabulary import Sex
from scalp_train import aihub
from support import aihub_tree as tree


def questionnaire(tmp_path: Path, **changes: object) -> aihub.Questionnaire:
    written = tree.two_images()
    written[f"{tree.META}/{tree.TRAINED}_META.json"] = tree.meta(tree.TRAINED, **changes)
    tree.write(tmp_path, written)
    audited = aihub.audit(tmp_path, workers=1)
    assert audited.audit.unknown_answers == {}
    answers = {record.name: record.questionnaire for record in audited.records}[tree.TRAINED]
    assert answers is not None
    return answers


def test_answers_lose_their_blanks_and_several_come_in_one_order(tmp_path: Path) -> None:
    answers = questionnaire(
        tmp_path,
        gender=" 남 ",
        age="100 대",
        answers1="2일  1회",
        answers2="1 ～ 3 회 / 연",
        answers3="7회 이상/연",
        answers4="모발이식 / 시술, 가발 사용(붙임머리 포함)",
        answers5="헤어 스타일링제,샴푸 , 두피 세럼,샴푸,",
        answers6="아니오",
    )

    assert answers == aihub.Questionnaire(
        sex=Sex.MALE,
        age=100,
        shampoo_frequency="2일1회",
        perm_frequency="1~3회/연",
        dye_frequency="7회이상/연",
        hair_state=("가발사용(붙임머리포함)", "모발이식/시술"),
        products=("두피세럼", "샴푸", "헤어스타일링제"),
        wants_custom_care="아니오",
        shampoo_choice="두피자극",
    )


def test_decomposed_answers_and_lists_are_the_same_answers(tmp_path: Path) -> None:
    answers = questionnaire(
        tmp_path,
        answers5=[unicodedata.normalize("NFD", "트리트먼트"), "린스"],
        answers7=unicodedata.normalize("NFD", "머리결"),
    )

    assert answers.products == ("린스", "트리트먼트")
    assert answers.shampoo_choice == "머리결"


def test_blank_answers_are_none(tmp_path: Path) -> None:
    answers = questionnaire(
        tmp_path, gender="", age=None, answers1="  ", answers4="", answers5=None
    )

    assert (answers.sex, answers.age, answers.shampoo_frequency) == (None, None, None)
    assert (answers.hair_state, answers.products) == ((), ())


def test_answer_on_no_public_list_is_kept_and_counted(tmp_path: Path) -> None:
    written = tree.two_images()
    written[f"{tree.META}/{tree.TRAINED}_META.json"] = tree.meta(tree.TRAINED, answers1="3일 1회")
    tree.write(tmp_path, written)

    audited = aihub.audit(tmp_path, strict=True, workers=1)

    assert audited.audit.unknown_answers == {"answers1: 3일1회": 1}


def test_answer_that_is_no_text_does_no_harm(tmp_path: Path) -> None:
    written = tree.two_images()
    half_a_character = b'{"gender": "\xec\x97\xac", "answers1": "\\ud800", "answers7": {"a": [1]}}'
    written[f"{tree.META}/{tree.TRAINED}_META.json"] = half_a_character
    tree.write(tmp_path, written)

    audited = aihub.audit(tmp_path, workers=1)

    assert set(audited.audit.unknown_answers) == {"answers1: ?", "answers7: {'a':[1]}"}
    assert audited.audit.model_dump_json()
