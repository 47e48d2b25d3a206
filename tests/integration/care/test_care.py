"""The care guide through the API's Lambda handler."""

import pytest

from scalp_core.vocabulary import ScalpType
from support.cloud import Cloud


@pytest.mark.parametrize("scalp_type", list(ScalpType))
def test_every_type_has_advice_in_both_languages(cloud: Cloud, scalp_type: str) -> None:
    status, headers, body = cloud.api("GET", f"/api/v1/care/{scalp_type}")

    assert status == 200
    assert body["scalpType"] == scalp_type
    assert body["advice"]["toDo"][0]["ko"]
    assert body["advice"]["toDo"][0]["en"]
    assert body["symptoms"] == []
    assert headers["cache-control"] == "public, max-age=86400"


def test_symptoms_are_answered_with_or_without_a_type(cloud: Cloud) -> None:
    symptoms = "symptoms=excess_sebum:1,dandruff:2"

    alone = cloud.api("GET", f"/api/v1/care?{symptoms}")[2]
    typed = cloud.api("GET", f"/api/v1/care/combined?{symptoms}")[2]

    assert [(one["symptom"], one["grade"]) for one in alone["symptoms"]] == [
        ("dandruff", 2),
        ("excess_sebum", 1),
    ]
    assert typed["symptoms"] == alone["symptoms"]
    assert alone["advice"] is None
    assert typed["advice"] is not None


@pytest.mark.parametrize(
    ("symptoms", "first"),
    [
        ("follicular_erythema_pustules:1", False),
        ("follicular_erythema_pustules:2", True),
        ("dandruff:2,excess_sebum:2", False),
        ("dandruff:1,hair_loss:3", True),
    ],
)
def test_the_doctor_is_named_before_all_advice_where_needed(
    cloud: Cloud, symptoms: str, first: bool
) -> None:
    body = cloud.api("GET", f"/api/v1/care?symptoms={symptoms}")[2]

    assert (body["doctorFirst"] is not None) == first
    assert any(one["doctorFirst"] for one in body["symptoms"]) == first


def test_of_a_symptom_named_twice_the_higher_grade_counts(cloud: Cloud) -> None:
    body = cloud.api("GET", "/api/v1/care?symptoms=dandruff:2,dandruff:1")[2]

    assert [(one["symptom"], one["grade"]) for one in body["symptoms"]] == [("dandruff", 2)]


def test_every_source_named_is_listed(cloud: Cloud) -> None:
    body = cloud.api("GET", "/api/v1/care/seborrheic?symptoms=dandruff:3")[2]

    advices = [body["advice"], *(one["advice"] for one in body["symptoms"])]
    statements = [body["doctorFirst"], *(s for a in advices for part in a.values() for s in part)]
    assert {source for one in statements for source in one["sources"]} == {
        one["id"] for one in body["sources"]
    }


@pytest.mark.parametrize("weak", ["", "W/"])
def test_whoever_holds_the_answer_gets_304_and_no_body(cloud: Cloud, weak: str) -> None:
    tag = cloud.api("GET", "/api/v1/care/dry")[1]["etag"]

    status, headers, body = cloud.api(
        "GET", "/api/v1/care/dry", headers={"if-none-match": f'"other", {weak}{tag}'}
    )

    assert (status, body) == (304, "")
    assert headers["etag"] == tag
    assert headers["cache-control"] == "public, max-age=86400"
    assert cloud.api("GET", "/api/v1/care/oily", headers={"if-none-match": tag})[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/care",
        "/care/unknown",
        "/care?symptoms=",
        "/care?symptoms=dandruff",
        "/care?symptoms=dandruff:4",
        "/care?symptoms=dandruff:2,",
        "/care?symptoms=nails:1",
        "/care/dry?symptoms=dandruff:2;excess_sebum:1",
    ],
)
def test_other_types_symptoms_and_grades_are_refused(cloud: Cloud, path: str) -> None:
    status, _, problem = cloud.api("GET", f"/api/v1{path}")

    assert (status, problem["code"]) == (422, "invalid_request")
