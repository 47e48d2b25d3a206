"""Names of objects and items."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalp_core.assessments.keys import assessment_id_of, upload_key
from scalp_core.ids import fingerprint, new_id
from scalp_core.research.keys import research_key, research_token, research_token_of
from scalp_core.statistics.keys import STATS_SHARDS, shard_sk


def test_an_upload_key_gives_its_id_back() -> None:
    made = new_id()

    assert assessment_id_of(upload_key(made)) == made


@given(st.text())
def test_no_other_key_is_taken_for_an_upload(key: str) -> None:
    found = assessment_id_of(key)

    assert found is None or upload_key(found) == key


@pytest.mark.parametrize(
    "key",
    [
        *("uploads/../{}", "uploads//{}", "/uploads/{}", "./uploads/{}", "uploads/{}/"),
        *("uploads/{}/x", "x/uploads/{}", "uploads/{}\n", "uploads/{}\0", "uploads/\u202e{}"),
        *("uploads/{}.jpg", "UPLOADS/{}", "uploads/%2e%2e/{}", "uploads\\{}", "{}", "uploads/"),
        *("uploads/{}{}", "other/uploads/{}"),
    ],
)
def test_no_other_key_than_the_one_presigned_names_an_assessment(key: str) -> None:
    made = new_id()

    assert assessment_id_of(key.format(made, made)) is None


def test_an_id_is_in_lower_case_and_of_ascii_digits() -> None:
    made = "5e0c1f7a9b3d4286a1c07fd25b94e863"

    assert assessment_id_of(f"uploads/{made}") == made
    assert assessment_id_of(f"uploads/{made.upper()}") is None
    assert assessment_id_of(f"uploads/{made[:-1]}\u0663") is None


def test_ids_have_128_random_bits() -> None:
    ids = {new_id() for _ in range(1000)}

    assert len(ids) == 1000
    assert all(len(one) == 32 and int(one, 16) < 2**128 for one in ids)


def test_a_shard_is_the_same_for_every_retry_and_all_shards_are_used() -> None:
    ids = [f"{number:032x}" for number in range(500)]

    assert [shard_sk(one) for one in ids] == [shard_sk(one) for one in ids]
    assert {shard_sk(one) for one in ids} == {f"SHARD#{n:02d}" for n in range(STATS_SHARDS)}


def test_a_fingerprint_does_not_contain_the_id() -> None:
    made = new_id()

    assert fingerprint(made) not in made
    assert fingerprint(made) != fingerprint(new_id())


def test_a_research_key_gives_its_token_back_and_is_no_upload() -> None:
    key = research_key(research_token(new_id()))

    assert research_key(research_token_of(key) or "") == key
    assert assessment_id_of(key) is None


@given(st.text())
def test_no_other_key_is_taken_for_a_research_photo(key: str) -> None:
    found = research_token_of(key)

    assert found is None or research_key(found) == key


def test_neither_the_id_nor_what_logs_say_of_it_stands_in_a_research_token() -> None:
    made = new_id()

    assert made not in research_token(made)
    assert fingerprint(made) not in research_token(made)
    assert research_token(made) == research_token(made) != research_token(new_id())
