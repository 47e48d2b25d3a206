"""Names under which things are stored: what another version of the code wrote must be found."""

from datetime import date

import pytest

from scalp_core import keys
from scalp_core.keys import STATS_SHARDS
from scalp_core.regions import Province
from scalp_core.vocabulary import AgeGroup, Grade, ScalpType, Sex, Symptom

ID = "5e0c1f7a9b3d4286a1c07fd25b94e863"
DAY = date(2026, 3, 9)
WOMEN = (Sex.FEMALE, AgeGroup.FORTIES)


@pytest.mark.parametrize(
    ("made", "stored"),
    [
        (keys.META, "META"),
        (keys.TOTAL, "total"),
        (keys.EVERYONE, "everyone"),
        (keys.PUBLISHED_PK, "STATS#PUBLISHED"),
        (keys.CATALOGUE_PK, "PRODUCT#CATALOGUE"),
        (keys.CAMPAIGNS_PK, "PRODUCT#CAMPAIGNS"),
        (keys.CLICK_THROUGH_PK, "PRODUCTSTATS#CLICKTHROUGH"),
        (keys.HOSPITAL_INDEX_PK, "HOSPITAL#INDEX"),
        (keys.upload_key(ID), f"uploads/{ID}"),
        (keys.research_key("ab" * 32), f"research/{'ab' * 32}"),
        (keys.research_pk("ab" * 32), f"RESEARCH#{'ab' * 32}"),
        (keys.assessment_pk(ID), f"ASSESSMENT#{ID}"),
        (keys.cohort_pk(*WOMEN), "STATS#female#40s"),
        (keys.day_pk(DAY), "STATS#DAY#2026-03-09"),
        (keys.shard_sk(ID), "SHARD#07"),
        (keys.symptom_pk(Symptom.DANDRUFF), "PRODUCT#dandruff"),
        (keys.ranked_sk(3, "P001"), "03#P001"),
        (keys.traffic_pk("P001"), "PRODUCTSTATS#P001"),
        (keys.traffic_day_prefix(DAY), "DAY#2026-03-09#"),
        (keys.traffic_sk(DAY, 3), "DAY#2026-03-09#SHARD#03"),
        (keys.campaign_sk(DAY, "C001"), "DAY#2026-03-09#CAMPAIGN#C001"),
        (keys.cohort_label(*WOMEN), "female#40s"),
        (keys.cohort_label(Sex.FEMALE, None), "unknown"),
        (keys.cohort_label(None, AgeGroup.FORTIES), "unknown"),
        (keys.cohort_label(None, None), "unknown"),
        (keys.hospital_cell_pk("wydm6d1"), "HOSPITAL#wydm"),
        (keys.hospital_cell_sk("wydm6d1", "T1"), "wydm6d1#T1"),
        (keys.hospital_region_pk(Province.SEOUL), "HOSPITAL#REGION#11"),
        (keys.hospital_region_pk(Province.SEOUL, "강남구"), "HOSPITAL#REGION#11#강남구"),
        (keys.hospital_region_sk(0, "보기피부과의원", "T1"), "0#보기피부과의원#T1"),
        (keys.published_sk(*WOMEN), "female#40s"),
        (keys.published_sk(Sex.UNDISCLOSED, None), "undisclosed#all"),
        (keys.grade_counter(Symptom.HAIR_LOSS, Grade.SEVERE), "hair_loss#3"),
        (keys.type_counter(ScalpType.DRY), "type#dry"),
    ],
)
def test_a_name_is_the_one_that_things_were_stored_under(made: str, stored: str) -> None:
    assert made == stored


def test_a_research_token_is_the_hash_that_photos_were_stored_under() -> None:
    """By ``printf research:ID | sha256sum``: the only way from an id to what it gave."""
    assert keys.research_token(ID) == (
        "9ecbeffa96ccf46976645b0c8c90efba238015993a5adb82d9e9f1f80e04d611"
    )


def test_a_shard_number_is_in_the_range_that_readers_and_the_recount_know() -> None:
    assert STATS_SHARDS == 10
    assert keys.PRODUCT_SHARDS == 4


@pytest.mark.parametrize("length", [31, 33])
def test_an_id_of_another_length_names_no_upload(length: int) -> None:
    assert keys.assessment_id_of("uploads/" + "a" * 32) == "a" * 32
    assert keys.assessment_id_of("uploads/" + "a" * length) is None


@pytest.mark.parametrize("length", [63, 65])
def test_a_token_of_another_length_names_no_research_photo(length: int) -> None:
    assert keys.research_token_of("research/" + "a" * 64) == "a" * 64
    assert keys.research_token_of("research/" + "a" * length) is None
