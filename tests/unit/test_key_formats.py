"""Names under which things are stored: what another version of the code wrote must be found."""

from datetime import date

import pytest

from scalp_core.assessments import keys as assessments_keys
from scalp_core.aws.dynamodb import META_SK
from scalp_core.hospitals import keys as hospitals_keys
from scalp_core.hospitals.regions import Province
from scalp_core.products import keys as products_keys
from scalp_core.research import keys as research_keys
from scalp_core.statistics import counters
from scalp_core.statistics import keys as statistics_keys
from scalp_core.statistics.keys import STATS_SHARDS
from scalp_core.vocabulary import AgeGroup, Grade, ScalpType, Sex, Symptom

ID = "5e0c1f7a9b3d4286a1c07fd25b94e863"
DAY = date(2026, 3, 9)
WOMEN = (Sex.FEMALE, AgeGroup.FORTIES)


@pytest.mark.parametrize(
    ("made", "stored"),
    [
        (META_SK, "META"),
        (counters.TOTAL, "total"),
        (products_keys.EVERYONE, "everyone"),
        (statistics_keys.PUBLISHED_PK, "STATS#PUBLISHED"),
        (products_keys.CATALOGUE_PK, "PRODUCT#CATALOGUE"),
        (products_keys.CAMPAIGNS_PK, "PRODUCT#CAMPAIGNS"),
        (products_keys.CLICK_THROUGH_PK, "PRODUCTSTATS#CLICKTHROUGH"),
        (hospitals_keys.HOSPITAL_INDEX_PK, "HOSPITAL#INDEX"),
        (assessments_keys.upload_key(ID), f"uploads/{ID}"),
        (research_keys.research_key("ab" * 32), f"research/{'ab' * 32}"),
        (research_keys.research_pk("ab" * 32), f"RESEARCH#{'ab' * 32}"),
        (assessments_keys.assessment_pk(ID), f"ASSESSMENT#{ID}"),
        (statistics_keys.cohort_pk(*WOMEN), "STATS#female#40s"),
        (statistics_keys.day_pk(DAY), "STATS#DAY#2026-03-09"),
        (statistics_keys.shard_sk(ID), "SHARD#07"),
        (products_keys.symptom_pk(Symptom.DANDRUFF), "PRODUCT#dandruff"),
        (products_keys.ranked_sk(3, "P001"), "03#P001"),
        (products_keys.traffic_pk("P001"), "PRODUCTSTATS#P001"),
        (products_keys.traffic_day_prefix(DAY), "DAY#2026-03-09#"),
        (products_keys.traffic_sk(DAY, 3), "DAY#2026-03-09#SHARD#03"),
        (products_keys.campaign_sk(DAY, "C001"), "DAY#2026-03-09#CAMPAIGN#C001"),
        (products_keys.cohort_label(*WOMEN), "female#40s"),
        (products_keys.cohort_label(Sex.FEMALE, None), "unknown"),
        (products_keys.cohort_label(None, AgeGroup.FORTIES), "unknown"),
        (products_keys.cohort_label(None, None), "unknown"),
        (hospitals_keys.hospital_cell_pk("wydm6d1"), "HOSPITAL#wydm"),
        (hospitals_keys.hospital_cell_sk("wydm6d1", "T1"), "wydm6d1#T1"),
        (hospitals_keys.hospital_region_pk(Province.SEOUL), "HOSPITAL#REGION#11"),
        (hospitals_keys.hospital_region_pk(Province.SEOUL, "강남구"), "HOSPITAL#REGION#11#강남구"),
        (hospitals_keys.hospital_region_sk(0, "보기피부과의원", "T1"), "0#보기피부과의원#T1"),
        (statistics_keys.published_sk(*WOMEN), "female#40s"),
        (statistics_keys.published_sk(Sex.UNDISCLOSED, None), "undisclosed#all"),
        (counters.grade_counter(Symptom.HAIR_LOSS, Grade.SEVERE), "hair_loss#3"),
        (counters.type_counter(ScalpType.DRY), "type#dry"),
    ],
)
def test_a_name_is_the_one_that_things_were_stored_under(made: str, stored: str) -> None:
    assert made == stored


def test_a_research_token_is_the_hash_that_photos_were_stored_under() -> None:
    """By ``printf research:ID | sha256sum``: the only way from an id to what it gave."""
    assert research_keys.research_token(ID) == (
        "9ecbeffa96ccf46976645b0c8c90efba238015993a5adb82d9e9f1f80e04d611"
    )


def test_a_shard_number_is_in_the_range_that_readers_and_the_recount_know() -> None:
    assert STATS_SHARDS == 10
    assert products_keys.PRODUCT_SHARDS == 4


def test_a_counter_item_gives_its_day_and_campaign_back() -> None:
    assert products_keys.parse_traffic_sk(products_keys.traffic_sk(DAY, 3)) == (DAY, "")
    assert products_keys.parse_traffic_sk(products_keys.campaign_sk(DAY, "C001")) == (DAY, "C001")


@pytest.mark.parametrize("length", [31, 33])
def test_an_id_of_another_length_names_no_upload(length: int) -> None:
    assert assessments_keys.assessment_id_of("uploads/" + "a" * 32) == "a" * 32
    assert assessments_keys.assessment_id_of("uploads/" + "a" * length) is None


@pytest.mark.parametrize("length", [63, 65])
def test_a_token_of_another_length_names_no_research_photo(length: int) -> None:
    assert research_keys.research_token_of("research/" + "a" * 64) == "a" * 64
    assert research_keys.research_token_of("research/" + "a" * length) is None
