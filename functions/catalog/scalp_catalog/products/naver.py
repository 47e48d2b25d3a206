"""Naver's shopping search (쇼핑 검색 API, openapi.naver.com/v1/search/shop.json)."""

import html
import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from http import HTTPStatus
from typing import Any

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from scalp_catalog.products.names import comparable_name
from scalp_core.errors import ScalpSpectraError
from scalp_core.products.model import ImageLink, Offer, Product

# New goods that are on sale; 4 to 12 are used, discontinued or announced.
_ON_SALE = {"1", "2", "3"}
_MAX_ITEMS = 30
_TRIES = 4
_TAG = re.compile(r"</?b>", re.IGNORECASE)
# The day's quota is used up, so a retry is useless; 429 with another code means "slower".
_QUOTA_USED_UP = "010"
_CODE = re.compile(r"[A-Z]{0,3}\d{2,3}")
_IMAGE = TypeAdapter(ImageLink)


class ShopError(ScalpSpectraError):
    """The search failed; the text says why, and never holds a key."""


class ShopRefusedError(ShopError):
    """The search will refuse this request again: keys, quota or parameters."""


class ShopUnavailableError(ShopError):
    """The search failed or its response cannot be parsed; a retry may succeed."""


class _Item(BaseModel):
    """The fields of a search result that are used; missing ones are empty."""

    title: str = ""
    link: str = ""
    image: str = ""
    lprice: str = ""
    mallName: str = ""  # noqa: N815 (Naver's own name)
    productType: str = ""  # noqa: N815
    brand: str = ""
    maker: str = ""


class NaverShopping:
    """The search, called with the keys of one application.

    Args:
        sleep: waits between tries, in seconds.
    """

    def __init__(
        self,
        http: httpx.Client,
        url: str,
        *,
        client_id: str,
        client_secret: str,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = http
        self._url = url
        self._headers = {"X-Naver-Client-Id": client_id, "X-Naver-Client-Secret": client_secret}
        self._sleep = sleep

    def find_offer(self, product: Product, *, today: date) -> Offer | None:
        """Return the first result that is this product, new, and in a shop that may be linked to.

        Raises:
            ShopRefusedError: the search refuses this request.
            ShopUnavailableError: it failed several times in a row.
        """
        for item in self._items(f"{product.brand} {product.name}"):
            if item.productType in _ON_SALE and _is_product(product, item):
                try:
                    return Offer(
                        link=item.link,
                        image=_image(item.image),
                        won=int(item.lprice) if item.lprice.isdecimal() else None,
                        mall=_plain(item.mallName) or None,
                        seen_on=today,
                    )
                except ValidationError:  # a shop that is not on the list, or no price at all
                    continue
        return None

    def _items(self, query: str) -> Iterator[_Item]:
        retrying = Retrying(
            retry=retry_if_exception_type(ShopUnavailableError),
            wait=wait_random_exponential(multiplier=1, max=10),
            stop=stop_after_attempt(_TRIES),
            sleep=self._sleep,
            reraise=True,
        )
        answer = retrying(self._ask, query)
        items = answer.get("items")
        if not isinstance(items, list):
            raise ShopUnavailableError("the response has no list of items")
        for item in items:
            if isinstance(item, dict):
                given = {name: str(value) for name, value in item.items() if value is not None}
                yield _Item.model_validate(given)

    def _ask(self, query: str) -> dict[str, Any]:
        parameters = {
            "query": query,
            "display": str(_MAX_ITEMS),
            "sort": "sim",
            "exclude": "used:rental:cbshop",
        }
        try:
            answer = self._http.get(self._url, params=parameters, headers=self._headers)
        except httpx.TransportError as error:
            raise ShopUnavailableError(type(error).__name__) from None
        try:
            content = answer.json()
        except ValueError:
            content = None
        found = content if isinstance(content, dict) else {}
        if answer.status_code != HTTPStatus.OK:
            raise _error(answer.status_code, str(found.get("errorCode", "")))
        if not found:
            raise ShopUnavailableError("the response is no JSON object")
        return found


def _error(status: int, code: str) -> ShopError:
    # Only what looks like one of Naver's codes: any other text might repeat the keys.
    text = f"HTTP {status}, code {code if _CODE.fullmatch(code) else 'unknown'}"
    is_temporary = status >= HTTPStatus.INTERNAL_SERVER_ERROR or (
        status == HTTPStatus.TOO_MANY_REQUESTS and code != _QUOTA_USED_UP
    )
    return ShopUnavailableError(text) if is_temporary else ShopRefusedError(text)


def _is_product(product: Product, item: _Item) -> bool:
    """Return whether a result names the brand and every word of the product's name."""
    title = comparable_name(_plain(item.title))
    named_brand = comparable_name(product.brand) in title or comparable_name(product.brand) in {
        comparable_name(item.brand),
        comparable_name(item.maker),
    }
    return named_brand and all(comparable_name(word) in title for word in product.name.split())


def _image(link: str) -> str | None:
    """Return the link to a picture on a host that pages may load pictures from."""
    try:
        return _IMAGE.validate_python(link)
    except ValidationError:
        return None


def _plain(text: str) -> str:
    """Return text without the markup that the search puts around matches."""
    return html.unescape(_TAG.sub("", text)).strip()
