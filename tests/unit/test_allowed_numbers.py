"""Rules about numbers and words, at their limits."""

import pytest

from scalp_core.catalogue_diff import refuse_shrunken
from scalp_core.errors import ShrunkenCatalogueError
from scalp_core.hospitals.model import matched_by
from scalp_core.hospitals.regions import Province, locate_address
from scalp_core.spreadsheets import text_cell
from scalp_core.vocabulary import Grade, Symptom


@pytest.mark.parametrize(
    ("stored", "offered", "kept"),
    [
        (10, 7, False),
        (10, 6, True),
        (1000, 700, False),
        (1000, 699, True),
        (3, 3, False),
        (3, 2, True),
        (0, 1, False),
        (0, 0, True),
        (10, 0, True),
        (10, 5000, False),
    ],
)
def test_what_shrank_by_more_than_thirty_per_cent_keeps_what_is_stored(
    stored: int, offered: int, kept: bool
) -> None:
    if kept:
        with pytest.raises(ShrunkenCatalogueError) as caught:
            refuse_shrunken(stored=stored, offered=offered)
        assert (caught.value.stored, caught.value.offered) == (stored, offered)
    else:
        refuse_shrunken(stored=stored, offered=offered)


@pytest.mark.parametrize("sign", "=+-@")
@pytest.mark.parametrize("before", ["", " ", "\t", "\n"])
def test_text_that_begins_like_a_formula_is_quoted(sign: str, before: str) -> None:
    shown = text_cell(f"{before}{sign}1+1")

    assert shown == f"'{before and ' '}{sign}1+1"


@pytest.mark.parametrize("text", ["1+1", "a=b", "A-B", "x@y", ""])
def test_text_that_only_contains_such_a_sign_is_not(text: str) -> None:
    assert text_cell(text) == text


@pytest.mark.parametrize("word", ["피부", "모발", "탈모", "헤어"])
def test_each_word_for_hair_loss_is_a_match_by_name(word: str) -> None:
    assert matched_by(f"보기{word}의원") == "name"
    assert matched_by("보기의원") == "department"


@pytest.mark.parametrize(
    ("address", "district"),
    [
        ("서울특별시 가나다라마바사아구 1", "가나다라마바사아구"),
        ("서울특별시 가나다라마바사아자구 1", None),
        ("서울특별시 구 1", None),
    ],
)
def test_a_district_has_at_most_eight_letters_before_its_kind(
    address: str, district: str | None
) -> None:
    place = locate_address(address)

    assert (place and place.district) == district
    assert place is None or place.province is Province.SEOUL


def test_grades_and_symptoms_are_the_data_sets_codes_in_its_order() -> None:
    assert [int(grade) for grade in Grade] == [0, 1, 2, 3]
    assert " ".join(Symptom) == (
        "fine_scaling excess_sebum interfollicular_erythema"
        " follicular_erythema_pustules dandruff hair_loss"
    )
