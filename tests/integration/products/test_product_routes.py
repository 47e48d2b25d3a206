"""Products through the API's Lambda handler: what is suggested to whom."""

import json
from datetime import UTC, datetime

import pytest

import scalp_api.bootstrap
from scalp_core.clock import day_in_korea
from scalp_core.products.load import load_products
from scalp_core.products.model import Functional, Offer, Product
from scalp_core.products.repository import ProductRepository
from scalp_core.vocabulary import Grade, Symptom
from support.cloud import Cloud
from support.product_requests import DANDRUFF, LIST, ids, read
from support.products import product
from support.results import finish, result

UNKNOWN = "0123456789abcdef" * 2


def assessed(cloud: Cloud, **grades: int) -> str:
    """A finished assessment of a woman in her forties with these grades, without any photo."""
    found = result({Symptom(name): Grade(grade) for name, grade in grades.items()})
    return finish(scalp_api.bootstrap.services().assessments, found=found)


@pytest.mark.parametrize("symptom", list(Symptom))
def test_every_symptom_is_answered_from_the_shipped_catalogue(
    cloud: Cloud, shipped: list[Product], symptom: str
) -> None:
    body = read(cloud, f"{LIST}?symptom={symptom}&grade=1")

    assert body["clinicFirst"] is None
    assert body["products"]
    for one in body["products"]:
        assert [reason["symptom"] for reason in one["reasons"]] == [symptom]
        assert one["advertisement"] is None
        assert one["price"] is None


def test_an_assessment_is_answered_by_all_of_its_symptoms(
    cloud: Cloud, products: ProductRepository
) -> None:
    load_products(
        [
            product(1, Symptom.DANDRUFF),
            product(2, Symptom.EXCESS_SEBUM),
            product(3, Symptom.EXCESS_SEBUM, Symptom.DANDRUFF),
            product(4, Symptom.FINE_SCALING),
        ],
        products=products,
    )
    made = assessed(cloud, dandruff=2, excess_sebum=1)

    body = read(cloud, f"{LIST}?assessment={made}")

    assert ids(body) == ["P003", "P001", "P002"]
    assert body["products"][0]["visit"] == f"{LIST}/P003/visit?sex=female&ageGroup=40s"
    assert made not in json.dumps(body)


def test_where_a_hospital_comes_first_there_is_no_product_and_one_sentence_says_why(
    cloud: Cloud, shipped: list[Product]
) -> None:
    for grades, first in [
        ({"follicular_erythema_pustules": 1}, False),
        ({"follicular_erythema_pustules": 2, "dandruff": 1}, True),
        ({"hair_loss": 3}, True),
    ]:
        body = read(cloud, f"{LIST}?assessment={assessed(cloud, **grades)}")

        assert (body["clinicFirst"] is not None) == first
        assert next(iter(body)) == "clinicFirst"
        assert bool(body["products"]) != first
        assert (body["withheld"] is not None) == first
        if first:
            assert body["medicines"] == []
            assert body["withheld"]["code"] == "doctor_first"
            assert body["withheld"]["message"] == body["clinicFirst"]["message"]


def test_for_moderate_pustules_alone_there_is_a_hospital_and_no_product(
    cloud: Cloud, shipped: list[Product]
) -> None:
    body = read(cloud, f"{LIST}?symptom=follicular_erythema_pustules&grade=2")

    assert "진료가 먼저" in body["clinicFirst"]["message"]["ko"]
    assert body["clinicFirst"]["hospitals"] == "/api/v1/hospitals"
    assert body["products"] == body["medicines"] == []


def test_medicines_are_listed_apart_and_lead_nowhere(cloud: Cloud, shipped: list[Product]) -> None:
    body = read(cloud, DANDRUFF)

    assert {one["id"] for one in body["medicines"]} == {"P059", "P060"}
    assert not {"P059", "P060"} & set(ids(body))
    for one in body["medicines"]:
        assert "약사" in one["advice"]["ko"]
        assert "visit" not in one
        assert cloud.api("GET", f"{LIST}/{one['id']}/visit")[2]["code"] == "product_not_found"


@pytest.mark.parametrize("path", [LIST, f"{LIST}?symptom=dandruff&grade=0", f"{LIST}?sex=male"])
def test_where_nothing_is_the_matter_nothing_is_suggested(
    cloud: Cloud, shipped: list[Product], path: str
) -> None:
    body = read(cloud, path)

    assert (body["clinicFirst"], body["products"], body["medicines"]) == (None, [], [])


def test_an_assessment_without_a_result_suggests_nothing_yet(cloud: Cloud) -> None:
    status, _, problem = cloud.api("GET", f"{LIST}?assessment={cloud.create()}")

    assert (status, problem["code"]) == (409, "assessment_not_finished")
    assert cloud.api("GET", f"{LIST}?assessment={UNKNOWN}")[0] == 404


@pytest.mark.parametrize(
    "query",
    [
        "symptom=nails",
        "symptom=dandruff&grade=4",
        "sex=x",
        "limit=0",
        "limit=21",
        "assessment=x",
    ],
)
def test_other_questions_are_refused(cloud: Cloud, query: str) -> None:
    status, _, problem = cloud.api("GET", f"{LIST}?{query}")

    assert (status, problem["code"]) == (422, "invalid_request")


def test_a_price_is_shown_with_its_source_and_day_only(
    cloud: Cloud, products: ProductRepository
) -> None:
    seen = day_in_korea(datetime.now(UTC))
    link = "https://search.shopping.naver.com/catalog/1"
    load_products([product(1), product(2)], products=products)
    before = products.everything()
    priced = before["P001"].model_copy(update={"offer": Offer(link=link, won=16900, seen_on=seen)})
    products.replace([], [priced])

    first, second = read(cloud, DANDRUFF)["products"]

    assert first["price"] == {"won": 16900, "source": "네이버 쇼핑", "seenOn": seen.isoformat()}
    assert second["price"] is None
    assert cloud.api("GET", first["visit"])[1]["location"] == link


def test_only_a_functional_cosmetic_is_said_to_be_one(
    cloud: Cloud, products: ProductRepository
) -> None:
    load_products(
        [
            product(1, Symptom.HAIR_LOSS, functional=Functional.YES),
            product(2, Symptom.HAIR_LOSS, functional=Functional.UNCONFIRMED),
        ],
        products=products,
    )

    first, second = read(cloud, f"{LIST}?symptom=hair_loss&grade=1")["products"]

    assert first["functional"]["ko"] == "탈모 증상 완화에 도움을 주는 기능성화장품"
    assert second["functional"] is None
