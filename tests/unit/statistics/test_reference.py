"""The reference statistics that are shipped."""

from pathlib import Path

import pytest

from scalp_core.deployed_files import load_deployed
from scalp_core.errors import BrokenArtifactError
from scalp_core.statistics.reference import ReferenceSeries, ReferenceStatistics
from scalp_deployment.paths import REFERENCE_STATISTICS

SERIES = {one.id: one for one in load_deployed(REFERENCE_STATISTICS, ReferenceStatistics).series}
PATIENTS = [one for one in SERIES.values() if one.unit in ("people", "per_100000")]


def values(series: ReferenceSeries, **where: str) -> list[float]:
    return [
        one.value
        for one in series.values
        if all(getattr(one, name) == wanted for name, wanted in where.items())
    ]


def test_ids_are_unique_and_no_number_stands_twice() -> None:
    assert len(SERIES) == len(load_deployed(REFERENCE_STATISTICS, ReferenceStatistics).series)
    for series in SERIES.values():
        keys = [(one.period, one.sex, one.age_group) for one in series.values]
        assert len(keys) == len(set(keys)), series.id


def test_men_and_women_make_all_patients() -> None:
    by_year = SERIES["alopecia_patients_by_year"]
    for year in ("2016", "2017", "2018", "2019", "2020"):
        total, men, women = (
            values(by_year, period=year, sex=sex) for sex in ("all", "male", "female")
        )
        assert total == [men[0] + women[0]]


@pytest.mark.parametrize("sex", ["all", "male", "female"])
def test_age_groups_make_the_year(sex: str) -> None:
    ages = values(SERIES["alopecia_patients_by_age_2020"], sex=sex)

    assert len(ages) == 9
    assert [sum(ages)] == values(SERIES["alopecia_patients_by_year"], period="2020", sex=sex)


def test_only_what_the_source_does_not_print_is_marked_as_derived() -> None:
    derived = {
        (series.id, one.sex) for series in SERIES.values() for one in series.values if one.derived
    }
    assert derived == {("alopecia_patients_by_age_2020", "female")}


@pytest.mark.parametrize("series", PATIENTS, ids=lambda one: one.id)
def test_patients_are_labelled_as_treated_patients(series: ReferenceSeries) -> None:
    assert "진료" in series.population.ko
    assert "treated" in series.population.en.lower()
    assert "진료를 받은" in series.caution.ko
    assert "treated patients" in series.caution.en.lower()


@pytest.mark.parametrize("series", PATIENTS, ids=lambda one: one.id)
def test_alopecia_patients_are_said_to_have_mostly_alopecia_areata(series: ReferenceSeries) -> None:
    if series.id.startswith("alopecia"):
        assert "원형탈모증" in series.caution.ko
        assert "alopecia areata" in series.caution.en


def test_nobody_is_called_a_person_with_hair_loss() -> None:
    text = REFERENCE_STATISTICS.read_text("utf-8")

    for phrase in ("탈모 인구", "탈모인", "people with hair loss", "탈모가 있는 사람"):
        assert phrase not in text


def test_prevalence_rises_with_age_in_both_sexes() -> None:
    for sex in ("male", "female"):
        *ages, everyone = values(SERIES["aga_prevalence_2001"], sex=sex)
        assert ages == sorted(ages)
        assert ages[0] < everyone < ages[-1]


def test_a_missing_or_damaged_file_is_named(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.json"
    damaged.write_text('{"series": [{}]}')

    for file in (tmp_path / "missing.json", damaged):
        with pytest.raises(BrokenArtifactError, match=file.name):
            load_deployed(file, ReferenceStatistics)
