"""The router takes a path as it was received: every other spelling is another path."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import scalp_api.bootstrap
from scalp_api.app import create_app
from scalp_api.handler import handler
from scalp_local.event_source import LocalContext
from scalp_local.system import CARE_GUIDE, PLACE_NAMES, REFERENCE_STATISTICS
from support.cloud import http_event
from support.spellings import PATH, SPELLINGS

# Without consent: refused by the route itself, before anything of AWS is touched.
BODY = json.dumps({"sex": "male", "ageGroup": "30s", "contentType": "image/jpeg"})
BODY_IN_ROUTE = 422


SETTINGS = {
    "TABLE_NAME": "table",
    "UPLOADS_BUCKET": "uploads",
    "RESEARCH_BUCKET": "research",
    "RESULT_DAYS": "30",
    "CARE_GUIDE": str(CARE_GUIDE),
    "PLACE_NAMES": str(PLACE_NAMES),
    "REFERENCE_STATISTICS": str(REFERENCE_STATISTICS),
    "SPONSORED_PRODUCTS": "false",
    "STATISTICS_SECONDS": "0",
    "AWS_DEFAULT_REGION": "ap-northeast-2",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
}


@pytest.fixture(autouse=True)
def settings_without_origin_secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    caches = (scalp_api.bootstrap.origin_secrets, scalp_api.bootstrap.services)
    for each in caches:
        each.cache_clear()
    yield
    for each in caches:
        each.cache_clear()


def post(path: str) -> int:
    context: Any = LocalContext("ApiFunction", 1024, 10)
    return int(handler(http_event("POST", path, BODY), context)["statusCode"])


def test_the_plain_path_reaches_its_route() -> None:
    assert post(PATH) == BODY_IN_ROUTE


@pytest.mark.parametrize("path", SPELLINGS)
def test_no_other_spelling_reaches_the_route_by_api_gateway(path: str) -> None:
    event = http_event("POST", "/", BODY)
    event["rawPath"] = event["requestContext"]["http"]["path"] = path
    context: Any = LocalContext("ApiFunction", 1024, 10)

    answer = handler(event, context)

    # 405 is the answer of `/assessments/{id}`, which has no POST.
    assert answer["statusCode"] in (404, 405)
    assert json.loads(answer["body"])["code"] in ("route_not_found", "method_not_allowed")


@given(
    st.lists(
        st.tuples(st.sampled_from(PATH), st.integers(0, 3)), min_size=len(PATH), max_size=len(PATH)
    )
)
def test_no_layers_of_escapes_reach_the_route(drawn: list[tuple[str, int]]) -> None:
    """Any characters of the path, escaped any number of times each."""
    layers = [count for _, count in drawn]
    path = "".join(
        f"%{'25' * (count - 1)}{ord(character):02x}" if count else character
        for character, count in zip(PATH, layers, strict=True)
    )

    assert (post(path) == BODY_IN_ROUTE) is (path == PATH)


@pytest.mark.parametrize("path", ["/api/v1/%61ssessments", "/api/v1%2Fassessments", f"{PATH}%0a"])
def test_no_other_spelling_reaches_the_route_by_an_http_server(path: str) -> None:
    """ASGI servers decode the path, too: the same holds on a developer's machine."""

    async def statuses() -> list[int]:
        transport = httpx.ASGITransport(create_app())
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            headers = {"content-type": "application/json"}
            return [
                (await client.post(one, content=BODY, headers=headers)).status_code
                for one in (path, PATH)
            ]

    # Not asyncio.run, which leaves the thread without the loop that Mangum asks for.
    with closing(asyncio.new_event_loop()) as loop:
        assert loop.run_until_complete(statuses()) == [404, BODY_IN_ROUTE]


@pytest.mark.parametrize("decoded", [True, False])
def test_a_korean_path_parameter_is_refused_by_its_own_route(decoded: bool) -> None:
    """Whether API Gateway has decoded it or not."""
    path = "/api/v1/care/건성" if decoded else "/api/v1/care/" + quote("건성")
    context: Any = LocalContext("ApiFunction", 1024, 10)

    answer = handler(http_event("GET", path, None), context)

    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (422, "invalid_request")
