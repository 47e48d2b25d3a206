"""The refresh of products through the catalog function's handler; shops and register are fakes."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
import respx

from scalp_catalog.handler import handler
from scalp_catalog.portal import PortalRefusedError
from scalp_catalog.products.naver import ShopRefusedError
from scalp_core.clock import day_in_korea
from scalp_core.errors import ShrunkenCatalogueError
from scalp_core.products.load import load_products
from scalp_core.products.model import Functional, FunctionalReport, Offer, Product
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic import Traffic
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.vocabulary import Symptom
from support.cloud import Cloud
from support.portal import stored
from support.products import SHOP, medicine, product

NAVER = "https://openapi.naver.com/v1/search/shop.json"
MFDS = "https://apis.data.go.kr/1471000/FtnltCosmRptPrdlstInfoService/getRptPrdlstInq"
FOUND = "https://search.shopping.naver.com/catalog/1"
EMPTY = {"items": []}


@pytest.fixture
def router(monkeypatch: pytest.MonkeyPatch) -> Iterator[respx.Router]:
    """Everything outside AWS; requests to AWS do not go through httpx."""
    monkeypatch.setattr("scalp_catalog.products.naver.time.sleep", lambda _: None)
    with respx.mock(assert_all_called=False) as mocked:
        yield mocked


def store_keys(cloud: Cloud) -> None:
    import boto3

    variables = cloud.stack.environment["CatalogFunction"]
    ssm = boto3.client("ssm", endpoint_url=cloud.endpoint)
    for name in ("NAVER_ID_PARAMETER", "NAVER_SECRET_PARAMETER", "MFDS_KEY_PARAMETER"):
        ssm.put_parameter(Name=variables[name], Value="key", Type="SecureString")


def refresh(cloud: Cloud, catalogue: str) -> Any:
    context: Any = cloud.context()
    return handler({"refresh": catalogue}, context)


def naver(*names: str) -> Callable[[httpx.Request], httpx.Response]:
    """A shop that sells these products only."""

    def answer(request: httpx.Request) -> httpx.Response:
        query = request.url.params["query"]
        if not any(query.endswith(name) for name in names):
            return httpx.Response(200, json=EMPTY)
        item = {
            "title": f"<b>{query}</b>",
            "link": FOUND,
            "image": "",
            "lprice": "9900",
            "mallName": "가게",
            "productType": "1",
        }
        return httpx.Response(200, json={"items": [item]})

    return answer


def shampoos(number: int) -> list[Product]:
    return [product(one) for one in range(1, number + 1)]


def test_without_keys_nothing_changes_and_the_log_says_so(
    cloud: Cloud,
    products: ProductRepository,
    router: respx.Router,
    logged: Callable[[str], str],
) -> None:
    load_products(shampoos(2), products=products)
    before = products.everything()

    for catalogue, parameter in (("product-offers", "naver-id"), ("product-reports", "mfds-key")):
        report = refresh(cloud, catalogue)
        assert report == {"refresh": catalogue, "outcome": "NotRefreshed", "changes": {}}
        assert parameter in logged("catalog")

    assert products.everything() == before
    assert not router.calls


def test_prices_and_links_of_shops_reach_the_list(
    cloud: Cloud, products: ProductRepository, router: respx.Router
) -> None:
    store_keys(cloud)
    load_products([*shampoos(2), medicine(900)], products=products)
    route = router.get(NAVER).mock(side_effect=naver("샴푸 1"))

    report = refresh(cloud, "product-offers")

    assert report["changes"] == {"found": 1, "changed": 1}
    assert route.call_count == 2, "medicines are not looked up"
    first, second = cloud.api("GET", "/api/v1/products?symptom=dandruff")[2]["products"]
    assert first["price"]["won"] == 9900
    assert first["price"]["seenOn"] == day_in_korea(datetime.now(UTC)).isoformat()
    assert second["price"] is None
    assert cloud.api("GET", first["visit"])[1]["location"] == FOUND
    assert cloud.api("GET", second["visit"])[1]["location"] == SHOP


def test_a_product_that_is_not_sold_any_more_falls_back_to_the_search(
    cloud: Cloud, products: ProductRepository, router: respx.Router
) -> None:
    store_keys(cloud)
    load_products(shampoos(5), products=products)
    names = [f"샴푸 {number}" for number in range(1, 6)]
    router.get(NAVER).mock(side_effect=naver(*names))
    refresh(cloud, "product-offers")

    router.get(NAVER).mock(side_effect=naver(*names[1:]))
    refresh(cloud, "product-offers")

    stored_now = products.everything()
    assert stored_now["P001"].destination == SHOP
    assert stored_now["P002"].destination == FOUND


def test_a_failed_or_shrunken_refresh_never_replaces_the_offers_before(
    cloud: Cloud,
    products: ProductRepository,
    router: respx.Router,
    logged: Callable[[str], str],
) -> None:
    store_keys(cloud)
    load_products(shampoos(10), products=products)
    names = [f"샴푸 {number}" for number in range(1, 11)]
    router.get(NAVER).mock(side_effect=naver(*names))
    refresh(cloud, "product-offers")
    before = products.everything()
    calls = iter(range(1000))

    def quota_after_five(request: httpx.Request) -> httpx.Response:
        if next(calls) < 5:
            return naver(*names)(request)
        return httpx.Response(429, json={"errorCode": "010"})

    for answer, error in (
        (naver(*names[:6]), ShrunkenCatalogueError),
        (naver(), ShrunkenCatalogueError),
        (quota_after_five, ShopRefusedError),
    ):
        router.get(NAVER).mock(side_effect=answer)
        with pytest.raises(error):
            refresh(cloud, "product-offers")
        assert products.everything() == before
    assert logged("catalog").count("the last known good data stays") == 3


def test_the_register_confirms_a_claim_and_takes_none_away(
    cloud: Cloud, products: ProductRepository, router: respx.Router
) -> None:
    store_keys(cloud)
    hair = Symptom.HAIR_LOSS
    load_products(
        [
            product(1, hair, functional=Functional.UNCONFIRMED),
            product(2, hair, functional=Functional.UNCONFIRMED),
            product(3, hair, functional=Functional.YES),
            product(4, hair, functional=Functional.NO),
            product(5, Symptom.DANDRUFF, functional=Functional.UNCONFIRMED),
        ],
        products=products,
    )
    route = router.get(MFDS).mock(return_value=stored("mfds_many.json"))

    report = refresh(cloud, "product-reports")

    assert report["changes"] == {"found": 1, "changed": 1}
    assert route.call_count == 3
    assert route.calls[0].request.url.params["type"] == "json"
    found = products.everything()
    assert found["P001"].report == FunctionalReport(
        number="2024067890", item="상표두피샴푸1", seen_on=day_in_korea(datetime.now(UTC))
    )
    assert {one.id for one in found.values() if one.is_functional} == {"P001", "P003"}


def test_a_dye_is_not_taken_for_a_cosmetic_against_hair_loss(
    cloud: Cloud, products: ProductRepository, router: respx.Router
) -> None:
    store_keys(cloud)
    dye = product(1, Symptom.HAIR_LOSS, name="컬러 샴푸", functional=Functional.UNCONFIRMED)
    load_products([dye], products=products)
    row = {"COSMETIC_REPORT_SEQ": "2025000001", "ITEM_NAME": "컬러 샴푸"}
    body = {"header": {"resultCode": "00"}, "body": {"totalCount": 1, "items": [row]}}
    router.get(MFDS).mock(return_value=httpx.Response(200, json=body))

    assert refresh(cloud, "product-reports")["changes"] == {"found": 0, "changed": 0}


def test_a_register_that_refuses_leaves_the_reports_that_are_known(
    cloud: Cloud, products: ProductRepository, router: respx.Router
) -> None:
    store_keys(cloud)
    known = FunctionalReport(number="2024", item="두피 샴푸 1", seen_on=date(2026, 1, 1))
    products.replace(
        [], [product(1, Symptom.HAIR_LOSS, functional=Functional.UNCONFIRMED, report=known)]
    )
    before = products.everything()

    for answer, error in (
        (stored("gateway_quota.xml"), PortalRefusedError),
        (stored("hira_none.json"), ShrunkenCatalogueError),
    ):
        router.get(MFDS).mock(return_value=answer)
        with pytest.raises(error):
            refresh(cloud, "product-reports")
        assert products.everything() == before


def test_offers_do_not_change_what_a_load_may_say(
    cloud: Cloud, products: ProductRepository, router: respx.Router
) -> None:
    store_keys(cloud)
    load_products(shampoos(1), products=products)
    router.get(NAVER).mock(side_effect=naver("샴푸 1"))
    refresh(cloud, "product-offers")

    diff = load_products([product(1, Symptom.EXCESS_SEBUM)], products=products)

    assert diff.changed == ["P001"]
    assert isinstance(products.everything()["P001"].offer, Offer)


def test_the_nightly_summary_reaches_the_ranking(
    cloud: Cloud, products: ProductRepository, router: respx.Router
) -> None:
    load_products(shampoos(2), products=products)
    traffic = ProductTrafficRepository(cloud.dynamodb, cloud.table)
    today = day_in_korea(datetime.now(UTC))
    traffic.add("P001", today, "male#30s", Traffic(1000, 1))
    traffic.add("P002", today, "male#30s", Traffic(1000, 90))

    report = refresh(cloud, "product-traffic")

    assert report["outcome"] == "Refreshed"
    assert report["changes"] == {"cohorts": 1}
    body = cloud.api("GET", "/api/v1/products?symptom=dandruff&sex=male&ageGroup=30s")[2]
    assert [one["id"] for one in body["products"]] == ["P002", "P001"]
