"""Triage, and what agrees with it, through the API's Lambda handler."""

import json
from collections.abc import Callable
from typing import Any

import pytest

import scalp_api.bootstrap
from scalp_core.products.load import load_products
from scalp_core.products.repository import ProductRepository
from scalp_core.vocabulary import AgeGroup, Grade, PhotoWarning, Sex, Symptom
from scalp_deployment.paths import PRODUCTS
from scalp_deployment.product_file import read_products
from support.cloud import Cloud
from support.results import finish, result

TRIAGE, CARE, LIST = "/api/v1/care/triage", "/api/v1/care", "/api/v1/products"
MILD = {"grades": {"dandruff": 1, "hair_loss": 0}}


def assessed(
    cloud: Cloud,
    *warnings: PhotoWarning,
    age_group: AgeGroup = AgeGroup.FORTIES,
    **grades: int,
) -> str:
    found = result(
        {Symptom(name): Grade(grade) for name, grade in grades.items()}, warnings=warnings
    )
    repository = scalp_api.bootstrap.services().assessments
    return finish(repository, Sex.FEMALE, age_group, found=found)


def ask(cloud: Cloud, path: str, body: object) -> Any:
    status, headers, answer = cloud.api("POST", path, body)
    assert status == 200, answer
    assert headers["cache-control"] == "no-store"
    assert "etag" not in headers
    return answer


def test_a_result_carries_its_triage(cloud: Cloud) -> None:
    made = assessed(cloud, follicular_erythema_pustules=3, dandruff=1)

    triage = cloud.read(made)["result"]["triage"]

    assert triage["level"] == "this_week"
    assert triage["when"] == {"ko": "이번 주 안에", "en": "This week"}
    assert [one["symptom"] for one in triage["reasons"]] == ["follicular_erythema_pustules"]
    assert (triage["offers"], triage["withheld"]["code"]) == ("none", "doctor_first")
    assert {one["id"] for one in triage["sources"]} >= set(triage["reasons"][0]["sources"])


def test_a_photo_that_may_show_no_scalp_has_no_verdict_and_no_products(cloud: Cloud) -> None:
    made = assessed(cloud, PhotoWarning.UNFAMILIAR, dandruff=2)

    triage = cloud.read(made)["result"]["triage"]
    body = cloud.api("GET", f"{LIST}?assessment={made}")[2]

    assert (triage["level"], triage["when"]) == (None, None)
    assert [one["warning"] for one in triage["limits"]] == ["unfamiliar"]
    assert (body["clinicFirst"], body["products"]) == (None, [])
    assert body["withheld"]["code"] == "unfamiliar_photo"


def test_answers_raise_the_level_of_the_same_findings(cloud: Cloud) -> None:
    calm = ask(cloud, TRIAGE, {"findings": MILD})
    alarmed = ask(cloud, TRIAGE, {"findings": MILD, "answers": {"fever": True}})

    assert (calm["level"], calm["reasons"], calm["withheld"]) == ("care_at_home", [], None)
    assert alarmed["level"] == "today"
    assert alarmed["reasons"][0]["signs"] == ["fever"]


def test_red_flags_are_answered_before_a_photo(cloud: Cloud) -> None:
    assert ask(cloud, TRIAGE, {})["withheld"]["code"] == "no_findings"
    assert ask(cloud, TRIAGE, {"answers": {"suddenBaldPatches": True}})["level"] == "this_week"


@pytest.mark.parametrize(
    "body",
    [
        {"findings": {"grades": {}}},
        {"findings": {"grades": {"dandruff": 4}}},
        {"findings": {"grades": {"nails": 1}}},
        {"findings": {"grades": {"dandruff": True}}},
        {"findings": {"grades": {"dandruff": "1"}}},
        {"findings": MILD | {"plausible": {"dandruff": [0, 1, 2, 3, 3]}}},
        {"answers": {"fever": "yes"}},
        {"answers": {"itch": "much"}},
        {"answers": {"name": "Kim"}},
    ],
)
def test_what_no_question_asks_is_refused_and_not_repeated(cloud: Cloud, body: object) -> None:
    status, _, problem = cloud.api("POST", TRIAGE, body)

    assert (status, problem["code"]) == (422, "invalid_request")
    assert "Kim" not in json.dumps(problem)


def test_a_triage_is_asked_by_post_alone(cloud: Cloud) -> None:
    status, headers, _ = cloud.api("GET", TRIAGE)

    assert (status, headers["allow"]) == (405, "POST")


@pytest.mark.filterwarnings("ignore:No application metrics:UserWarning")
def test_nothing_of_a_request_is_logged_or_stored(
    cloud: Cloud,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    logged: Callable[[str], str],
) -> None:
    caplog.set_level("DEBUG")
    made = assessed(cloud, dandruff=1)
    before = cloud.dynamodb.scan(TableName=cloud.table)["Items"]
    answers = {"duration": "over_three_months", "itch": "severe", "pregnantOrBreastfeeding": True}
    wrong = answers | {"fever": "Kim-and-Lee"}

    for path, body in ((TRIAGE, {"findings": MILD}), (CARE, {"scalpType": "dandruff"})):
        ask(cloud, path, body | {"answers": answers})
        assert cloud.api("POST", path, body | {"answers": wrong})[0] == 422
    ask(cloud, LIST, {"assessment": made, "answers": answers})
    scalp_api.bootstrap.services.cache_clear()
    with pytest.MonkeyPatch.context() as broken:
        broken.setenv("CARE_GUIDE", "/nowhere.json")
        assert cloud.api("POST", TRIAGE, {"answers": answers})[0] == 500

    lines = "\n".join((logged("api"), caplog.text, *capfd.readouterr()))
    assert "request failed" in lines
    for secret in ("over_three_months", "severe", "pregnan", "Kim-and-Lee"):
        assert secret not in lines
    assert cloud.dynamodb.scan(TableName=cloud.table)["Items"] == before


def test_advice_with_answers_agrees_with_their_triage(cloud: Cloud) -> None:
    body = {"findings": MILD, "answers": {"suddenBaldPatches": True}}

    decided = ask(cloud, TRIAGE, body)
    advised = ask(cloud, CARE, body | {"scalpType": "dandruff"})

    assert advised["doctorFirst"] is not None
    assert advised["advice"]["seeDermatologist"][0]["ko"] == f"{decided['headline']['ko']}."
    assert not any("비듬용" in one["ko"] for one in advised["advice"]["toDo"])


def test_products_leave_out_what_the_answers_forbid(cloud: Cloud) -> None:
    load_products(read_products(PRODUCTS), products=ProductRepository(cloud.dynamodb, cloud.table))
    made = assessed(cloud, dandruff=2)

    free = ask(cloud, LIST, {"assessment": made})
    pregnant = ask(cloud, LIST, {"assessment": made, "answers": {"pregnantOrBreastfeeding": True}})
    urgent = ask(cloud, LIST, {"assessment": made, "answers": {"oozingOrBleeding": True}})

    assert free["medicines"]
    assert free["products"]
    assert pregnant["products"] == free["products"]
    assert pregnant["medicines"] == []
    assert any("임신" in one["ko"] for one in pregnant["leftOut"])
    assert urgent["products"] == urgent["medicines"] == []
    assert urgent["withheld"]["code"] == "doctor_first"


def test_who_is_in_their_teens_is_shown_no_medicine_unless_they_are_of_age(cloud: Cloud) -> None:
    load_products(read_products(PRODUCTS), products=ProductRepository(cloud.dynamodb, cloud.table))
    made = assessed(cloud, age_group=AgeGroup.TEENS, dandruff=2)

    assert cloud.api("GET", f"{LIST}?assessment={made}")[2]["medicines"] == []
    assert ask(cloud, LIST, {"assessment": made, "answers": {"under18": False}})["medicines"]
