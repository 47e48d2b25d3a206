"""Client of Korea's open data portal, apis.data.go.kr.

Its services share a loose format: JSON is requested, but the gateway's own errors come as XML; a
single row comes as an object instead of a list, no row as an empty string; codes come as numbers
or as text; empty values are left out.
"""

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote
from xml.parsers.expat import ExpatError

import httpx
import xmltodict
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from scalp_core.errors import ScalpSpectraError

Row = dict[str, str]

_OK, _NO_DATA = 0, 3
# Codes that the same request will get again; all others, such as 1, 2, 4, 5, 23 and 99, may be
# temporary.
_REFUSALS = {
    10: "a parameter is wrong",
    11: "a parameter is missing",
    12: "there is no such service any more",
    20: "the key has no access to this service",
    21: "the key is suspended",
    22: "today's quota is used up",
    30: "the key is not registered, or was encoded twice",
    31: "the key has expired",
    32: "this IP address is not registered",
    33: "the call is not signed",
}
_CONSTANT = re.compile(r"[A-Z_ .]{1,80}")
_REFUSED_STATUS = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
}
_TRIES = 4
# Far more than any list has; a wrong total must not page for ever.
_MOST_PAGES = 200


class PortalError(ScalpSpectraError):
    """The portal did not return a whole list; the text says why, and never holds the key."""


class PortalRefusedError(PortalError):
    """The portal will refuse this request again: key, quota or parameters."""


class PortalUnavailableError(PortalError):
    """The portal failed or its response cannot be parsed; a retry may succeed."""


class IncompleteListError(PortalError):
    """The list ended before its announced total."""


class Portal:
    """The portal's services, called with one key.

    Args:
        key: as the portal shows it, in the form called "decoding" or "encoding".
        sleep: waits between tries, in seconds.
    """

    def __init__(
        self, http: httpx.Client, key: str, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._http = http
        # httpx encodes it once more, and a key that was encoded twice is unknown (code 30).
        self._key = unquote(key) if "%" in key else key
        self._sleep = sleep

    def rows(self, url: str, parameters: Mapping[str, str], *, per_page: int) -> Iterator[Row]:
        """Yield every row of a list, page by page; values are NFC text, empty ones are left out.

        Raises:
            PortalRefusedError: the portal refuses this request.
            PortalUnavailableError: it failed several times in a row.
            IncompleteListError: the list ended before its announced total.
        """
        received = 0
        for page in range(1, _MOST_PAGES + 1):
            paging = {"pageNo": str(page), "numOfRows": str(per_page)}
            rows, total = self._page(url, {**parameters, **paging})
            received += len(rows)
            yield from rows
            if received >= total:
                return
            if not rows:
                break
        raise IncompleteListError(f"{received} of {total} rows arrived")

    def _page(self, url: str, parameters: Mapping[str, str]) -> tuple[list[Row], int]:
        retrying = Retrying(
            retry=retry_if_exception_type(PortalUnavailableError),
            wait=wait_random_exponential(multiplier=1, max=20),
            stop=stop_after_attempt(_TRIES),
            sleep=self._sleep,
            reraise=True,
        )
        return retrying(self._ask, url, {**parameters, "serviceKey": self._key, "_type": "json"})

    def _ask(self, url: str, parameters: Mapping[str, str]) -> tuple[list[Row], int]:
        """Send one request; return its rows and the size of the whole list."""
        try:
            answer = self._http.get(url, params=parameters)
        except httpx.TransportError as error:
            # Only the name, and no cause: a URL in the log would show the key.
            raise PortalUnavailableError(type(error).__name__) from None
        if answer.status_code != HTTPStatus.OK:
            raise _http_error(answer)
        body = _body(_parsed(answer.content))
        return _rows(body), _total(body)


def _http_error(answer: httpx.Response) -> PortalError:
    """Return the error for the gateway's code, or else for the HTTP status."""
    status = f"HTTP {answer.status_code}"
    refused = answer.status_code in _REFUSED_STATUS
    try:
        _body(_parsed(answer.content))
    except PortalRefusedError as error:
        return PortalRefusedError(f"{status}: {error}")
    except PortalUnavailableError as error:
        status = f"{status}: {error}"
    return PortalRefusedError(status) if refused else PortalUnavailableError(status)


def _parsed(content: bytes) -> Mapping[str, Any]:
    text = content.decode("utf-8-sig", errors="replace").strip()
    try:
        if text.startswith("<"):
            found: object = xmltodict.parse(text)
        else:
            # Numbers stay as they are written: 0900 comes as "0900", 1900 as 1900.
            found = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, ExpatError):
        found = None
    if not isinstance(found, dict):
        raise PortalUnavailableError("the response is neither JSON nor XML")
    return found


def _body(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the body of a successful response.

    Raises:
        PortalError: the response holds an error code.
    """
    if "OpenAPI_ServiceResponse" in answer:
        header = _mapping(_mapping(answer["OpenAPI_ServiceResponse"]).get("cmmMsgHeader"))
        code = header.get("returnReasonCode")
        raise _error(code, str(header.get("returnAuthMsg") or header.get("errMsg") or ""))
    # Some services wrap header and body once more, others do not.
    response = _mapping(answer.get("response", answer))
    header, body = _mapping(response.get("header")), _mapping(response.get("body"))
    code = _number(header.get("resultCode"))
    if code == _NO_DATA:
        return {"totalCount": "0"}
    if code != _OK:
        raise _error(header.get("resultCode"), str(header.get("resultMsg") or ""))
    return body


def _error(code: object, message: str) -> PortalError:
    number = _number(code)
    if number in _REFUSALS:
        return PortalRefusedError(f"code {number}: {_REFUSALS[number]}")
    # Only the gateway's own constants: any other text might repeat the key.
    constant = message if _CONSTANT.fullmatch(message) else "no known reason"
    return PortalUnavailableError(f"code {number}: {constant}")


def _rows(body: Mapping[str, Any]) -> list[Row]:
    items = body.get("items")
    found = items.get("item") if isinstance(items, dict) else items
    listed = found if isinstance(found, list) else [found]
    return [
        {
            name: normalize("NFC", str(value)).strip()
            for name, value in item.items()
            if value not in (None, "")
        }
        for item in listed
        if isinstance(item, dict)
    ]


def _total(body: Mapping[str, Any]) -> int:
    total = _number(body.get("totalCount"))
    if total is None:
        raise PortalUnavailableError("the response has no total")
    return total


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> int | None:
    text = str(value).strip()
    return int(text) if text.isdecimal() else None
