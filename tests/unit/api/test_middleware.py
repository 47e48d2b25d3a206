"""Headers that the middleware adds to responses."""

import asyncio
from contextlib import closing

import httpx
import pytest
from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse

from scalp_api.middleware import CacheHeadersMiddleware

PUBLIC = {"Cache-Control": "public, max-age=300"}

app = FastAPI()
app.add_middleware(CacheHeadersMiddleware)


@app.get("/private")
async def private() -> str:
    return "private"


@app.get("/public")
async def public(response: Response) -> str:
    response.headers.update(PUBLIC)
    return "public"


@app.get("/parts")
async def parts() -> StreamingResponse:
    return StreamingResponse(iter(["pub", "lic"]), headers=PUBLIC)


def get(path: str, **headers: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path, headers=headers)

    # Not asyncio.run, which leaves the thread without the loop that Mangum asks for.
    with closing(asyncio.new_event_loop()) as loop:
        return loop.run_until_complete(ask())


def test_a_response_may_not_be_cached_unless_its_route_allows_it() -> None:
    answer = get("/private")

    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert get("/nothing").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/public", "/parts"])
def test_a_cacheable_response_has_an_etag_of_its_whole_body(path: str) -> None:
    answer = get(path)

    assert answer.text.strip('"') == "public"
    again = get(path, **{"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert set(again.headers) == {"cache-control", "etag"}
    assert get(path, **{"If-None-Match": '"other"'}).status_code == 200


def test_different_bodies_have_different_etags() -> None:
    assert get("/public").headers["etag"] != get("/parts").headers["etag"]
