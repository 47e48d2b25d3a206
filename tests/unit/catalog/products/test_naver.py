"""Naver's shopping search: which result is the product, and what its failures mean."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
import respx

from scalp_catalog.products.naver import NaverShopping, ShopRefusedError, ShopUnavailableError
from scalp_core.products.model import Offer
from support.products import product

ANSWERS = Path(__file__).resolve().parents[3] / "shop_answers"
URL = "https://openapi.naver.com/v1/search/shop.json"
TODAY = date(2026, 11, 22)
ID, SECRET = "clientIdOfTheApp", "secretOfTheApp"


def stored(name: str, status: int = 200) -> httpx.Response:
    return httpx.Response(status, content=(ANSWERS / name).read_bytes())


@pytest.fixture
def router() -> Iterator[respx.Router]:
    with respx.mock(assert_all_called=False) as mocked:
        yield mocked


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def shop(slept: list[float]) -> Iterator[NaverShopping]:
    with httpx.Client(timeout=1) as http:
        yield NaverShopping(http, URL, client_id=ID, client_secret=SECRET, sleep=slept.append)


def test_the_first_new_result_of_an_allowed_shop_that_names_the_product_is_taken(
    router: respx.Router, shop: NaverShopping
) -> None:
    router.get(URL).mock(return_value=stored("naver_many.json"))

    assert shop.find_offer(product(1), today=TODAY) == Offer(
        link="https://search.shopping.naver.com/catalog/54647347924",
        image="https://shopping-phinf.pstatic.net/main_5464/54647347924.jpg",
        won=16900,
        mall="상표 공식몰 & 친구",
        seen_on=TODAY,
    )


def test_missing_fields_leave_gaps_and_not_faults(
    router: respx.Router, shop: NaverShopping
) -> None:
    router.get(URL).mock(return_value=stored("naver_gaps.json"))

    assert shop.find_offer(product(1), today=TODAY) == Offer(
        link="https://smartstore.naver.com/main/products/1", seen_on=TODAY
    )


def test_nothing_is_taken_where_nothing_is_the_product(
    router: respx.Router, shop: NaverShopping
) -> None:
    router.get(URL).mock(side_effect=[stored("naver_none.json"), stored("naver_many.json")])

    assert shop.find_offer(product(1), today=TODAY) is None
    assert shop.find_offer(product(1, name="두피 토닉 1"), today=TODAY) is None


def test_the_search_is_asked_for_brand_and_name_with_the_keys_in_headers(
    router: respx.Router, shop: NaverShopping
) -> None:
    route = router.get(URL).mock(return_value=stored("naver_none.json"))

    shop.find_offer(product(1), today=TODAY)

    request = route.calls.last.request
    assert request.url.params["query"] == "상표 두피 샴푸 1"
    assert request.url.params["exclude"] == "used:rental:cbshop"
    assert request.headers["X-Naver-Client-Id"] == ID
    assert request.headers["X-Naver-Client-Secret"] == SECRET
    assert SECRET not in str(request.url)


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ReadTimeout("slow"),
        httpx.ConnectError("away"),
        httpx.Response(500, json={"errorCode": "SE99", "errorMessage": "System Error"}),
        httpx.Response(503, content=b"<html>"),
        httpx.Response(200, content=b"<html>maintenance</html>"),
        httpx.Response(200, json=[]),
        stored("naver_rate.json", 429),
    ],
    ids=["time-out", "refused", "500", "503", "html", "list", "rate"],
)
def test_a_passing_failure_is_tried_again(
    router: respx.Router, shop: NaverShopping, slept: list[float], failure: object
) -> None:
    router.get(URL).mock(side_effect=[failure, failure, stored("naver_many.json")])

    assert shop.find_offer(product(1), today=TODAY) is not None
    assert len(slept) == 2


def test_a_lasting_failure_is_raised_after_four_tries(
    router: respx.Router, shop: NaverShopping
) -> None:
    route = router.get(URL).mock(return_value=httpx.Response(500))

    with pytest.raises(ShopUnavailableError, match="HTTP 500"):
        shop.find_offer(product(1), today=TODAY)

    assert route.call_count == 4


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (stored("naver_quota.json", 429), "HTTP 429, code 010"),
        (stored("naver_key.json", 401), "HTTP 401, code 024"),
        (httpx.Response(400, json={"errorCode": "SE01"}), "HTTP 400, code SE01"),
        (httpx.Response(403, content=b""), "HTTP 403, code unknown"),
    ],
)
def test_what_will_be_refused_again_is_not_tried_again(
    router: respx.Router, shop: NaverShopping, answer: httpx.Response, message: str
) -> None:
    route = router.get(URL).mock(return_value=answer)

    with pytest.raises(ShopRefusedError, match=message):
        shop.find_offer(product(1), today=TODAY)

    assert route.call_count == 1


def test_an_error_never_repeats_the_keys(router: respx.Router, shop: NaverShopping) -> None:
    body = {"errorCode": f"bad {SECRET}", "errorMessage": f"{ID} {SECRET}"}
    router.get(URL).mock(return_value=httpx.Response(401, json=body))

    with pytest.raises(ShopRefusedError) as caught:
        shop.find_offer(product(1), today=TODAY)

    assert ID not in str(caught.value)
    assert SECRET not in str(caught.value)
